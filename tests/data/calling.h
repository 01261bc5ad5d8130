/* SPDX-License-Identifier: Apache-2.0 */
/* calling.h - calling generators from tests, as a template would.
 *
 * Arguments are given as a list of texts, numbers in it stay texts: captured values are texts too,
 * so generators take both. */
#pragma once

#include "data/random.h"
#include "document/json.h"
#include "model/generator.h"

struct caller {
    struct arena *arena;
    struct random random;
    struct generator_call call;     /* after each call: its error */
    int canaries;                   /* registered so far */
    char kinds[2048], values[4096]; /* of the canaries, each followed by a line end */
};

/* Opens an arena; the seed is 1, the moment 2026-01-31T04:05:06.789Z (noon in China). */
void caller_init(struct caller *c);
void caller_done(struct caller *c);

const struct generator *caller_find(const char *name);

/* Calls `name` with texts up to NULL; NULL when it failed. */
const struct json *caller_make(struct caller *c, const char *name, ...)
    __attribute__((sentinel));

/* The same, as text that must not fail. */
const char *caller_text(struct caller *c, const char *name, ...) __attribute__((sentinel));

/* The error of a call that must fail. */
const char *caller_error(struct caller *c, const char *name, ...) __attribute__((sentinel));

/* Calls with prepared arguments: for bytes with NUL, numbers, arrays. */
const struct json *caller_apply(struct caller *c, const char *name,
                                const struct json *const *arguments, size_t count);

/* A member of an object, as a string. */
const char *caller_member(struct caller *c, const struct json *object, const char *name);
