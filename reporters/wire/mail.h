/* SPDX-License-Identifier: Apache-2.0 */
/* mail.h - parts of a mail as RFC 5322, 2045 and 2047 want them. For this room only. */
#pragma once

#include "base/text.h"

#include <stdint.h>

struct arena;
struct buffer;

/* Appends "NAME: VALUE\r\n". A value that is not printable ASCII, or too long for a line, goes as
 * encoded words (RFC 2047), each of whole characters and at most 75 bytes, folded. Control characters
 * become spaces: a value cannot begin another header. */
void mail_header(const char *name, const char *value, struct buffer *out);

/* One of an address header: NAME <ADDRESS>, or ADDRESS alone. */
struct mail_address {
    const char *name; /* "" when there is none */
    const char *address;
};

/* "Robot <robot@example.com>" or "robot@example.com"; false when it is neither. The address is ASCII,
 * without spaces, commas or brackets. */
bool mail_address(struct arena *arena, const char *string, struct mail_address *ret);

/* Appends "From: Robot <robot@example.com>\r\n" and the like; several are folded at commas. */
void mail_addresses(const char *name, const struct mail_address *list, size_t count,
                    struct buffer *out);

/* "Tue, 14 Nov 2023 22:13:20 +0000" (RFC 5322 section 3.3) */
const char *mail_date(struct arena *arena, int64_t utc_ns);

/* Appends a MIME part: its headers and `body` in base64, lines of 76 (RFC 2045 section 6.8). */
void mail_part(const char *type, struct text body, struct buffer *out);
