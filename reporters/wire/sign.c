/* SPDX-License-Identifier: Apache-2.0 */
/* sign.c - RFC 2104 over SHA-256, by OpenSSL. */

#include "reporters/wire/sign.h"
#include "base/must.h"

#include <openssl/evp.h>

void sign_hmac_sha256(struct text key, struct text message, unsigned char ret[SIGN_BYTES])
{
    size_t length = 0;
    must(EVP_Q_mac(NULL, "HMAC", NULL, "SHA256", NULL, key.length > 0 ? key.at : "", key.length,
                   (const unsigned char *)(message.length > 0 ? message.at : ""),
                   message.length, ret, SIGN_BYTES, &length) != NULL);
    must(length == SIGN_BYTES);
}
