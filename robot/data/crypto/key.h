/* SPDX-License-Identifier: Apache-2.0 */
/* key.h - keys as apps hand them out, read into OpenSSL's form.
 *
 * PEM, PEM whose line ends were lost on the way, the base64 of a PEM without its frame (what most
 * Chinese apps return), DER, a certificate; for SM2 also the bare point or number in hex. The
 * result is freed by EVP_PKEY_free. NULL when it is none of them; OpenSSL's own error is dropped,
 * it could hold parts of the key. */
#pragma once

#include "base/text.h"

#include <openssl/types.h>

struct arena;

EVP_PKEY *key_rsa_public(struct arena *arena, struct text t);
EVP_PKEY *key_rsa_private(struct arena *arena, struct text t);
EVP_PKEY *key_sm2_public(struct arena *arena, struct text t);
EVP_PKEY *key_sm2_private(struct arena *arena, struct text t);
