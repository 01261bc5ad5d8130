/* SPDX-License-Identifier: Apache-2.0 */
/* json_out.h - JSON written straight into a buffer: the commas, the nesting, the nulls.
 *
 * No tree is built: a report of a thousand runs is megabytes of which nothing is looked at again.
 * `name` is the member's, NULL for an item of an array and for the document itself. Texts are
 * redacted before they are escaped (see clean.h). */
#pragma once

#include "base/text.h"

#include <stdint.h>

struct buffer;

struct json_out {
    struct buffer *to;
    bool comma; /* something stands before what comes next */
};

void json_out_open(struct json_out *out, const char *name, char bracket); /* '{' or '[' */
void json_out_close(struct json_out *out, char bracket);                  /* '}' or ']' */

void json_out_text(struct json_out *out, const char *name, struct text value);
void json_out_string(struct json_out *out, const char *name,
                     const char *value); /* NULL: null */
void json_out_int(struct json_out *out, const char *name, int64_t value);
void json_out_bool(struct json_out *out, const char *name, bool value);
void json_out_null(struct json_out *out, const char *name);

/* A number that is a text of digits to the reader: 64 bits do not fit JavaScript's numbers. */
void json_out_digits(struct json_out *out, const char *name, uint64_t value);
/* Nanoseconds as a decimal number of milliseconds, exactly. */
void json_out_ms(struct json_out *out, const char *name, int64_t ns);
/* A moment as RFC 3339. */
void json_out_utc(struct json_out *out, const char *name, int64_t utc_ns);
