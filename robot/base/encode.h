/* SPDX-License-Identifier: Apache-2.0 */
/* encode.h - base64, hex and URL encoding, into an arena. */
#pragma once

#include "base/text.h"

struct arena;

struct text encode_base64(struct arena *arena, struct text t); /* RFC 4648 section 4, padded */
struct text encode_base64_url(struct arena *arena, struct text t); /* section 5, no padding */
struct text encode_hex(struct arena *arena, struct text t);        /* lower case */
struct text encode_url(struct arena *arena, struct text t); /* RFC 3986: all but unreserved */

/* False when `t` is not what the encoding allows. Base64: padding optional, both alphabets. */
bool decode_base64(struct arena *arena, struct text t, struct text *ret);
bool decode_hex(struct arena *arena, struct text t, struct text *ret);
bool decode_url(struct arena *arena, struct text t, struct text *ret); /* '+' stays '+' */

/* Length of the UTF-8 character at t.at[from] (1 to 4), 0 when the bytes are not valid UTF-8
 * (RFC 3629: no surrogates, nothing over U+10FFFF, no overlong forms). *ret_code may be NULL. */
size_t utf8_next(struct text t, size_t from, unsigned *ret_code);
bool utf8_valid(struct text t);
size_t utf8_put(unsigned code, char out[4]); /* bytes written; code must be a scalar value */
/* The largest cut of t of at most `most` bytes that ends between characters. */
struct text utf8_cut(struct text t, size_t most);
