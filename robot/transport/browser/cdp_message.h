/* SPDX-License-Identifier: Apache-2.0 */
/* cdp_message.h - one message of the Chrome DevTools Protocol, read.
 *
 * Foreign bytes: a page decides what much of it says. Bounded, fuzzed (tests/fuzz/fuzz_cdp.c). */
#pragma once

#include "base/text.h"

#include <stdint.h>

struct arena;
struct json;

struct cdp_message {
    int64_t id;                /* of the call it answers; 0: an event */
    struct text session;       /* empty: the browser itself */
    struct text method;        /* of an event */
    const struct json *params; /* of an event; never NULL there */
    const struct json *result; /* of an answer; NULL when it is an error */
    struct text error;         /* of an answer: what the browser said */
};

/* False when it is no such message. When only its values cannot be read (a lone surrogate) but it
 * says which call it answers, it is an answer with an error, so that nobody waits for ever. The
 * message points into `bytes`. */
bool cdp_message_read(struct arena *arena, struct text bytes, struct cdp_message *ret);
