/* SPDX-License-Identifier: Apache-2.0 */
/* har.h - recordings made of rows, for tests. */
#pragma once

#include "base/text.h"

struct arena;

struct exchange_row {
    const char *request; /* "POST https://app.example/api/login" */
    const char *headers; /* "Name: value" lines */
    const char *body;
    int status;                /* 0: 200 */
    const char *type, *answer; /* type NULL: application/json */
    const char *answer_headers;
};

/* HAR 1.2 of `rows`, which end with an empty one; a second apart. */
struct text har_of(struct arena *arena, const struct exchange_row *rows);
