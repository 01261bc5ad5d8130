/* SPDX-License-Identifier: Apache-2.0 */
/* digest.c - sha256() and its kin, hmac_sha256() and its kin: lower-case hex, as most apps send it.
 *
 * Raw bytes are hex_decode() away: base64(hex_decode(hmac_sha256(key, text))). MD5 and SHA-1 are
 * here because apps under test still sign with them, not because they should. */

#include "base/encode.h"
#include "data/argument.h"

#include <openssl/err.h>
#include <openssl/evp.h>

static const struct json *as_hex(struct generator_call *call, bool made, const char *digest,
                                 const unsigned char *bytes, size_t length)
{
    if (!made) /* a FIPS build has no MD5, a small one no SM3 */
        return argument_fail(call, "this machine's OpenSSL does not offer %s", digest);
    struct text t = {.at = (const char *)bytes, .length = length};
    return argument_string(call, encode_hex(call->arena, t));
}

static const struct json *digest(struct generator_call *call, const char *name)
{
    unsigned char out[EVP_MAX_MD_SIZE];
    size_t length = 0;
    struct text t = argument_text(call, 0);
    ERR_set_mark();
    bool made = EVP_Q_digest(NULL, name, NULL, t.at, t.length, out, &length) == 1;
    ERR_pop_to_mark();
    return as_hex(call, made, name, out, length);
}

static const struct json *hmac(struct generator_call *call, const char *name)
{
    unsigned char out[EVP_MAX_MD_SIZE];
    size_t length = 0;
    struct text key = argument_text(call, 0), t = argument_text(call, 1);
    ERR_set_mark();
    /* An empty key is a key, but NULL would be none. */
    bool made =
        EVP_Q_mac(NULL, "HMAC", NULL, name, NULL, key.length > 0 ? key.at : "", key.length,
                  (const unsigned char *)t.at, t.length, out, sizeof out, &length) != NULL;
    ERR_pop_to_mark();
    return as_hex(call, made, name, out, length);
}

#define DIGEST(id, openssl_name, title)                              \
    static const struct json *make_##id(struct generator_call *call) \
    {                                                                \
        return digest(call, openssl_name);                           \
    }                                                                \
    const struct generator generator_##id = {                        \
        .name = #id,                                                 \
        .usage = #id "(text)",                                       \
        .text = "the " title " digest, as lower-case hex",           \
        .least = 1,                                                  \
        .most = 1,                                                   \
        .make = make_##id,                                           \
        .constant = true,                                            \
    };

#define HMAC(id, openssl_name, title)                                     \
    static const struct json *make_hmac_##id(struct generator_call *call) \
    {                                                                     \
        return hmac(call, openssl_name);                                  \
    }                                                                     \
    const struct generator generator_hmac_##id = {                        \
        .name = "hmac_" #id,                                              \
        .usage = "hmac_" #id "(key, text)",                               \
        .text = "the HMAC with " title " (RFC 2104), as lower-case hex",  \
        .least = 2,                                                       \
        .most = 2,                                                        \
        .make = make_hmac_##id,                                           \
        .constant = true,                                                 \
    };

DIGEST(md5, "MD5", "MD5")
DIGEST(sha1, "SHA1", "SHA-1")
DIGEST(sha256, "SHA256", "SHA-256")
DIGEST(sha512, "SHA512", "SHA-512")
DIGEST(sm3, "SM3", "SM3 (GB/T 32905)")
HMAC(sha1, "SHA1", "SHA-1")
HMAC(sha256, "SHA256", "SHA-256")
HMAC(sha512, "SHA512", "SHA-512")
HMAC(sm3, "SM3", "SM3")
