/* SPDX-License-Identifier: Apache-2.0 */
/* wire.h - the shape of a kind of channel: a message in, a request out. Pure; deliver sends.
 *
 * To add one: write reporters/wire/NAME.c defining `const struct wire wire_NAME`, add its line to
 * reporters/wire/registry.c, and run `make schema`: its keys are those of a channel. URLs and paths
 * are read by document/text_types.h. */
#pragma once

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct field_table;
struct message;
struct node;
struct reading;

enum wire_medium { WIRE_HTTP = 0, WIRE_MAIL, WIRE_PROGRAM };

struct wire_header {
    const char *name, *value;
};

/* What is to be sent, in the arena given to render. */
struct wire_request {
    enum wire_medium medium;
    /* WIRE_HTTP */
    const char *method, *url;
    const struct wire_header *headers;
    size_t header_count;
    const char *ca_file;         /* PEM trusted instead of the system's, or NULL */
    const char *user, *password; /* HTTP basic authentication, SMTP AUTH; or NULL */
    struct text body; /* also the mail with its headers, or the program's standard input */
    /* WIRE_MAIL: url is smtp:// or smtps:// */
    const char *from;
    const char *const *to; /* NULL-terminated */
    bool starttls;         /* required */
    /* WIRE_PROGRAM */
    const char *const *argv;        /* NULL-terminated */
    const char *const *environment; /* "NAME=value", NULL-terminated, beside PATH */
    int64_t timeout_ns;
};

enum wire_verdict {
    WIRE_ACCEPTED = 0,
    WIRE_RETRY,   /* try again, later */
    WIRE_REFUSED, /* trying again is of no use: told in the log and the metrics, kept as dead */
};

/* How the other end answered. For a mail, status is the SMTP code; for a program, its exit code. */
struct wire_answer {
    int status; /* 0: none came */
    struct text body;
    int64_t retry_after_ns; /* the Retry-After header, -1 when there is none */
};

struct wire {
    const char *name;
    const char *text; /* one sentence */
    const struct field_table *params;
    int64_t per_minute; /* its service's own limit; 0: none known */
    int64_t per_second; /* the same */
    int64_t renew_ns;   /* firing alerts are told again so often (alertmanager); 0: not */
    bool acknowledges;  /* it is told when somebody acknowledges the incident on the page */
    /* `now_utc_ns` is when it is sent: signatures hang on it. */
    void (*render)(const void *params, const struct message *message, int64_t now_utc_ns,
                   struct arena *arena, struct wire_request *ret);
    /* Judges the answer; *ret_why in words, in the arena. NULL: by wire_judge_status. */
    enum wire_verdict (*judge)(const void *params, const struct wire_answer *answer,
                               struct arena *arena, const char **ret_why);
};

/* 2xx is accepted. Refused is only what finds fault with the message itself: 400 411 413 414 415 422 431
 * (RFC 9110 section 15.5, RFC 6585). All else is tried again: a login, a path or a service that is gone
 * is repaired by people, and a page must outlive that. */
enum wire_verdict wire_judge_status(int status);

extern const struct wire *const wires[]; /* sorted by name, NULL-terminated */
