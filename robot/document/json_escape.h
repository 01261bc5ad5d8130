/* SPDX-License-Identifier: Apache-2.0 */
/* json_escape.h - the escapes of JSON strings, which JSONPath's string literals share.
 *
 * JSONPath (RFC 9535 section 2.3.1.1) differs in one point only: there are two kinds of quotation
 * mark, and a backslash may stand before the one that encloses the literal. */
#pragma once

#include "base/text.h"

/* Reads the escape whose backslash is before t.at[*at] and moves *at behind it. Its character goes
 * to `out` (1 to 4 bytes of UTF-8, *ret_length of them). NULL when all is well, otherwise a
 * message, with *at at the byte complained of. */
const char *escape_read(struct text t, size_t *at, char quote, char out[4], size_t *ret_length);
