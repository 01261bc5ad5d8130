/* SPDX-License-Identifier: Apache-2.0 */
/* The hostile server, started for one test. What it does is in fixtures/hostile/README.md. */
#pragma once

#include <sys/types.h>

struct hostile {
    pid_t pid;
    char plain[64];   /* http://127.0.0.1:PORT, without a slash at the end */
    char ready[1024]; /* the whole line it said, JSON */
};

/* Fails the running test when it does not start. */
void hostile_start(struct hostile *hostile);
void hostile_stop(struct hostile *hostile);

/* The URL of one of its other ports: "tls_stall". Valid until the next call. */
const char *hostile_url(const struct hostile *hostile, const char *name);
