/* SPDX-License-Identifier: Apache-2.0 */
/* failure.h - what went wrong with a transfer, in our words. */
#pragma once

#include "base/fault.h"

#include <curl/curl.h>
#include <stdbool.h>

struct arena;

/* What is known of a transfer that failed. */
struct failure {
    CURLcode code;
    long os_error;     /* errno of the system call that failed, 0 when none did */
    int socket_error;  /* why this machine gave no socket, or 0 */
    bool reset;        /* the peer was seen resetting the connection */
    enum phase phase;  /* it ended in */
    const char *limit; /* the limit that was crossed, in words, or NULL */
    const char
        *verify_error; /* what is wrong with the certificates, when that matters, or NULL */
    const char *host;  /* "HOST:PORT" */
    const char *said;  /* libcurl's own words, may be empty; for the log */
};

struct fault failure_fault(struct arena *arena, const struct failure *failure);

/* The fault of a transfer stopped by a deadline (REASON_TIMEOUT) or by us (REASON_CANCELLED). */
struct fault failure_stopped(struct arena *arena, enum phase phase, enum reason reason,
                             const char *host);
