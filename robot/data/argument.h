/* SPDX-License-Identifier: Apache-2.0 */
/* argument.h - how generators read their arguments, answer, and fail.
 *
 * Errors name the argument by its number and what was expected, never the value: any argument may
 * be a secret, and errors travel to reports and alerts. */
#pragma once

#include "model/generator.h"

/* Sets call->error and returns NULL, for `return fail(...)`. */
const struct json *argument_fail(struct generator_call *call, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* True when argument `i` (from 0) was given. */
bool argument_given(const struct generator_call *call, size_t i);

/* Any value as text: strings as they are (they may hold any bytes), the rest as JSON. Empty when
 * it was not given. */
struct text argument_text(const struct generator_call *call, size_t i);

/* A whole number in [least, most], as a number or as text. *ret stays (the default) when it was
 * not given. False with call->error set. */
bool argument_int(struct generator_call *call, size_t i, long long least, long long most,
                  long long *ret);

/* One of `words` (NULL-terminated); *ret is its index, and stays when it was not given. False with
 * call->error set. */
bool argument_word(struct generator_call *call, size_t i, const char *const *words,
                   size_t *ret);

/* A string result; `t` lives in the call's arena or for ever. */
const struct json *argument_string(const struct generator_call *call, struct text t);

/* Registers a planted value, when somebody listens. */
void argument_canary(const struct generator_call *call, const char *kind, struct text value);

/* A row of `boundary`: {"value", "valid", "why"}. A value that no JSON document can carry (NUL,
 * bytes that are not UTF-8) has its bytes in a fourth member, "hex". */
const struct json *argument_row(const struct generator_call *call, struct text value,
                                bool valid, const char *why);
