/* SPDX-License-Identifier: Apache-2.0 */
/* webdriver_reply.h - what a W3C WebDriver remote end answers (https://www.w3.org/TR/webdriver2,
 * section 6.2): {"value": ...}, or {"value": {"error", "message"}}.
 *
 * The error's name decides, never the HTTP status: drivers differ in those. */
#pragma once

#include "base/text.h"

#include <stdbool.h>

struct arena;
struct json;

struct webdriver_reply {
    const struct json *value; /* JSON null, too; NULL when it is an error */
    const char *error;        /* "no such element", "timeout" ...; NULL: none */
    const char *message;      /* its words; "" when it has none. Set when error is */
    bool gone;                /* no answer: `message` says why; `error` is "gone" */
    bool late;                /* of gone: none within the call's time */
};

/* Reads it into `arena`. Bytes that are no such answer are the error "unknown error". */
void webdriver_reply_read(struct arena *arena, struct text bytes, struct webdriver_reply *ret);
/* Is it this error? */
bool webdriver_reply_is(const struct webdriver_reply *reply, const char *error);
/* The id in {"element-6066-11e4-a52e-4f735466cecf": ID}; empty when it is no element. */
struct text webdriver_element_id(const struct json *value);
