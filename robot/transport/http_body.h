/* SPDX-License-Identifier: Apache-2.0 */
/* http_body.h - the body of a request, in whichever of the five ways a step says it. */
#pragma once

#include "base/text.h"

#include <stdbool.h>

struct attempt;
struct fault;
struct http_pairs;

struct http_body {
    bool present; /* an empty body is one, too */
    struct text bytes;
    const char *type; /* the content type it implies; NULL: none */
};

/* In the attempt's arena. False with *ret_fault told. */
bool http_body_make(struct attempt *attempt, struct http_body *ret, struct fault *ret_fault);

/* a=b&c=d (application/x-www-form-urlencoded with %20 for a space, which every reader takes). */
bool http_pairs_encode(struct attempt *attempt, const struct http_pairs *pairs,
                       struct text *ret, struct fault *ret_fault);
