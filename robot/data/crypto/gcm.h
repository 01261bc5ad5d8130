/* SPDX-License-Identifier: Apache-2.0 */
/* gcm.h - SM4-GCM (RFC 8998), which OpenSSL offers from 3.1 only. NIST SP 800-38D. */
#pragma once

#include "base/text.h"

enum { GCM_TAG = 16, GCM_NONCE = 12 };

/* `in.length` bytes to `out`, the tag to `tag`. `key` has 16 bytes, `nonce` GCM_NONCE. The tag is
 * over `associated` and the ciphertext: `out` when encrypting, `in` when not; comparing it is the
 * caller's. */
bool gcm_sm4(const unsigned char *key, const unsigned char *nonce, struct text associated,
             struct text in, bool encrypt, unsigned char *out, unsigned char tag[GCM_TAG]);
