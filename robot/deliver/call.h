/* SPDX-License-Identifier: Apache-2.0 */
/* call.h - one request of the robot's own, on the thread that asks: heartbeat, traces.
 *
 * No redirects, no proxy, http and https only, the answer's body read to a bound and kept. Given up as
 * soon as its ticker is asked to stop. */
#pragma once

#include "base/buffer.h"

#include <stdint.h>

struct curl_slist;
struct ticker;

struct call {
    const char *url;
    const struct text *body;    /* POST; NULL: GET */
    struct curl_slist *headers; /* or NULL */
    int64_t timeout_ns;
    const struct ticker *ticker; /* given up when it is stopping; or NULL */
    /* What came of it: */
    int status;             /* 0: no answer */
    int64_t retry_after_ns; /* -1: none was told */
    char why[256];          /* in words, when there is no answer */
    struct buffer answer;   /* the first bytes of its body */
};

enum { CALL_MOST_ANSWER = 16 << 10 };

void call_make(struct call *call);
void call_done(struct call *call);

/* "could not reach it: ..." or "answered 503: ..." for the log, in `out`; redacted there. */
void call_tell(const struct call *call, struct buffer *out);
