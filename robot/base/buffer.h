/* SPDX-License-Identifier: Apache-2.0 */
/* buffer.h - bytes that grow, to a maximum given at birth.
 *
 * Crossing the maximum drops the bytes and sets `full`: the caller says once, at the end, what that
 * means (a finding for a response body, an internal fault for a report). */
#pragma once

#include "base/text.h"

#include <stdint.h>

struct buffer {
    char *at; /* NUL-terminated once anything was added */
    size_t length, size, most;
    bool full; /* something did not fit */
};

void buffer_init(struct buffer *b, size_t most);
void buffer_done(struct buffer *b);
void buffer_clear(struct buffer *b); /* keeps the memory */

/* Both add all or, when it does not fit, nothing (and set full). */
bool buffer_add(struct buffer *b, const void *bytes, size_t length);
bool buffer_printf(struct buffer *b, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
bool buffer_add_text(struct buffer *b, struct text t);
bool buffer_add_string(struct buffer *b, const char *string);
bool buffer_add_char(struct buffer *b, char c);

struct text buffer_text(const struct buffer *b); /* valid until the next change */
