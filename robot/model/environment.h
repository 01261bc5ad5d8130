/* SPDX-License-Identifier: Apache-2.0 */
/* environment.h - where journeys run: variables, hosts, TLS, secrets, request budgets. */
#pragma once

#include "model/journey.h"

/* A host of ours: it gets traceparent, and its request budget is never exceeded. */
struct host_rule {
    const char *host;    /* "app.example.com", "*.example.com", "localhost:8443" */
    const char *address; /* connect there instead of resolving; or NULL */
    int64_t per_second;  /* request budget; 0 = none */
    bool first_party;
};

struct tls_rule {
    const char *ca_file; /* PEM bundle trusted beside the system's; or NULL */
    struct text ca_pem;  /* its bytes, read with the plan */
    const char *client_cert_file, *client_key_file;
    bool verify; /* default true */
};

/* Where a secret's value comes from: exactly one of the three. */
struct secret_source {
    const char *name;
    struct place at;
    const char *variable; /* of the robot's own environment */
    const char *file;     /* its first line */
    const char *command;  /* by /bin/sh; its first line of output */
    int64_t timeout_ns;   /* for the command */
};

struct environment {
    const char *name;
    const struct secret_source *secrets;
    size_t secret_count;
    struct bindings variables;
    const struct host_rule *hosts;
    size_t host_count;
    struct tls_rule tls;
};

/* The first rule whose host matches "host" or "host:port"; NULL when none does. */
const struct host_rule *environment_host(const struct environment *environment,
                                         struct text host, int port);
