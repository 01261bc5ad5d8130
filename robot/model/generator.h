/* SPDX-License-Identifier: Apache-2.0 */
/* generator.h - the shape of a template function: ${person()}, ${sha256(text)}, ${now()}.
 *
 * A generator is pure: randomness comes from the run's seeded source, the time is passed in. To
 * add one: define `const struct generator generator_NAME` in a file under robot/data, and add its
 * line to robot/data/registry.c. */
#pragma once

#include "base/text.h"

#include <stdint.h>

struct arena;
struct json;
struct random;

/* One call of a generator. */
struct generator_call {
    const struct json *const *arguments; /* count of them, never NULL each */
    size_t count;
    struct random *random; /* the run's; the only source of chance */
    int64_t now_utc_ns;    /* when the call is made */
    struct arena *arena;   /* the result lives here */
    const char *error; /* set when the result is NULL: "expected an RSA public key in PEM" */
    /* Personal data made here is registered as canaries of the run: planted values whose turning
     * up elsewhere proves a leak. NULL when nobody listens. */
    void (*canary)(void *listener, const char *kind, struct text value);
    void *listener;
};

struct generator {
    const char *name;
    const char *usage; /* "hmac_sha256(key, text)": for --help, errors and the reference page */
    const char *text;  /* one sentence */
    size_t least, most; /* arguments */
    /* NULL on failure, with call->error set. */
    const struct json *(*make)(struct generator_call *call);
    /* True when the same arguments always give the same result (sha256), false for person(). */
    bool constant;
    /* True when a call takes more than about 50 us: public-key encryption. It is then made in the
     * offload pool, never on a network loop. */
    bool heavy;
    /* Rows around each limit for `xunjian data KIND --boundary`, one at a time: row number `row`
     * from 0, NULL after the last, or with call->error set when the arguments are wrong. Each row is an object {"value", "valid", "why"}. NULL: this
     * kind has no limits worth testing, or is not data (sha256). */
    const struct json *(*boundary)(struct generator_call *call, size_t row);
};

extern const struct generator *const generators[]; /* sorted by name, NULL-terminated */
