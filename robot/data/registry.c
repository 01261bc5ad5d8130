/* SPDX-License-Identifier: Apache-2.0 */
/* registry.c - every function a template can call. A new one is its definition and its line here,
 * in order of names. env() and file() reach outside: they live with the plan. */

#include "model/generator.h"

#define GENERATORS           \
    GENERATOR(address)       \
    GENERATOR(aes_decrypt)   \
    GENERATOR(aes_encrypt)   \
    GENERATOR(amount)        \
    GENERATOR(bank_card)     \
    GENERATOR(base64)        \
    GENERATOR(base64_decode) \
    GENERATOR(base64url)     \
    GENERATOR(date)          \
    GENERATOR(email)         \
    GENERATOR(hex)           \
    GENERATOR(hex_decode)    \
    GENERATOR(hmac_sha1)     \
    GENERATOR(hmac_sha256)   \
    GENERATOR(hmac_sha512)   \
    GENERATOR(hmac_sm3)      \
    GENERATOR(id_number)     \
    GENERATOR(json)          \
    GENERATOR(length)        \
    GENERATOR(lower)         \
    GENERATOR(md5)           \
    GENERATOR(mobile)        \
    GENERATOR(name)          \
    GENERATOR(now)           \
    GENERATOR(otp)           \
    GENERATOR(person)        \
    GENERATOR(pick)          \
    GENERATOR(random)        \
    GENERATOR(replace)       \
    GENERATOR(rsa_decrypt)   \
    GENERATOR(rsa_encrypt)   \
    GENERATOR(rsa_sign)      \
    GENERATOR(sha1)          \
    GENERATOR(sha256)        \
    GENERATOR(sha512)        \
    GENERATOR(sm2_decrypt)   \
    GENERATOR(sm2_encrypt)   \
    GENERATOR(sm2_sign)      \
    GENERATOR(sm3)           \
    GENERATOR(sm4_decrypt)   \
    GENERATOR(sm4_encrypt)   \
    GENERATOR(substr)        \
    GENERATOR(text)          \
    GENERATOR(totp)          \
    GENERATOR(trim)          \
    GENERATOR(upper)         \
    GENERATOR(url)           \
    GENERATOR(url_decode)    \
    GENERATOR(uuid)

#define GENERATOR(name) extern const struct generator generator_##name;
GENERATORS
#undef GENERATOR

#define GENERATOR(name) &generator_##name,
const struct generator *const generators[] = {GENERATORS NULL};
#undef GENERATOR
