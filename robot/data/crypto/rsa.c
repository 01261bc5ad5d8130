/* SPDX-License-Identifier: Apache-2.0 */
/* rsa.c - rsa_encrypt(), rsa_decrypt(), rsa_sign(), over bytes.
 *
 * Encryption pads with OpenSSL's own randomness, not the run's: the same seed gives other bytes,
 * which decrypt to the same text. Seeding a padding would make the robot's passwords readable to
 * whoever knows the seed. Signatures (PKCS #1 v1.5) are the same every time. */

#include "base/arena.h"
#include "data/argument.h"
#include "data/crypto/key.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

static const char *const padding_names[] = {"oaep-sha256", "oaep-sha1", "oaep-sha256-mgf1-sha1",
                                            "pkcs1", NULL};

static const struct padding {
    int padding;
    const char *digest, *mask; /* of OAEP and its mask */
    size_t overhead;           /* bytes of the key's that are not text's (RFC 8017) */
} paddings[] = {
    {RSA_PKCS1_OAEP_PADDING, "SHA256", "SHA256", 66},
    {RSA_PKCS1_OAEP_PADDING, "SHA1", "SHA1", 42},
    {RSA_PKCS1_OAEP_PADDING, "SHA256", "SHA1", 66}, /* Java's OAEPWithSHA-256AndMGF1Padding */
    {RSA_PKCS1_PADDING, NULL, NULL, 11},
};

/* Encrypts or decrypts, as `how` was initialized for. */
typedef int crypt_fn(EVP_PKEY_CTX *how, unsigned char *out, size_t *length,
                     const unsigned char *in, size_t in_length);

static bool crypt(EVP_PKEY_CTX *how, const struct padding *p, crypt_fn *step, struct text in,
                  unsigned char *out, size_t *length)
{
    if (EVP_PKEY_CTX_set_rsa_padding(how, p->padding) != 1)
        return false;
    if (p->digest != NULL && (EVP_PKEY_CTX_set_rsa_oaep_md_name(how, p->digest, NULL) != 1 ||
                              EVP_PKEY_CTX_set_rsa_mgf1_md_name(how, p->mask, NULL) != 1))
        return false;
    return step(how, out, length, (const unsigned char *)in.at, in.length) == 1;
}

static const struct json *with_key(struct generator_call *call, EVP_PKEY *key, bool encrypt,
                                   const struct padding *p)
{
    struct text in = argument_text(call, 1);
    size_t size = (size_t)EVP_PKEY_get_size(key), length = size;
    if (encrypt && in.length + p->overhead > size)
        return argument_fail(call,
                             "argument 2: expected at most %zu bytes for this key and padding",
                             size > p->overhead ? size - p->overhead : 0);
    unsigned char *out = arena_alloc(call->arena, size + 1);
    EVP_PKEY_CTX *how = EVP_PKEY_CTX_new(key, NULL);
    bool good = how != NULL &&
                (encrypt ? EVP_PKEY_encrypt_init(how) : EVP_PKEY_decrypt_init(how)) == 1 &&
                crypt(how, p, encrypt ? EVP_PKEY_encrypt : EVP_PKEY_decrypt, in, out, &length);
    EVP_PKEY_CTX_free(how);
    if (!good)
        return argument_fail(call, encrypt ? "could not encrypt"
                                           : "could not decrypt: wrong key, padding or text");
    return argument_string(call, (struct text){.at = (char *)out, .length = length});
}

static const struct json *make_crypt(struct generator_call *call, bool encrypt)
{
    size_t padding = 0;
    if (!argument_word(call, 2, padding_names, &padding))
        return NULL;
    ERR_set_mark();
    struct text given = argument_text(call, 0);
    EVP_PKEY *key =
        encrypt ? key_rsa_public(call->arena, given) : key_rsa_private(call->arena, given);
    const struct json *made =
        key != NULL ? with_key(call, key, encrypt, &paddings[padding])
                    : argument_fail(call, "argument 1: expected an RSA %s key in PEM or base64",
                                    encrypt ? "public" : "private");
    EVP_PKEY_free(key);
    ERR_pop_to_mark();
    return made;
}

static const struct json *make_encrypt(struct generator_call *call)
{
    return make_crypt(call, true);
}

static const struct json *make_decrypt(struct generator_call *call)
{
    return make_crypt(call, false);
}

static const struct json *make_sign(struct generator_call *call)
{
    static const char *const digests[] = {"sha256", "sha1", "sha512", "md5", NULL};
    size_t digest = 0;
    struct text in = argument_text(call, 1);
    if (!argument_word(call, 2, digests, &digest))
        return NULL;
    ERR_set_mark();
    EVP_PKEY *key = key_rsa_private(call->arena, argument_text(call, 0));
    const struct json *made = NULL;
    if (key == NULL) {
        argument_fail(call, "argument 1: expected an RSA private key in PEM or base64");
    } else {
        size_t length = (size_t)EVP_PKEY_get_size(key);
        unsigned char *out = arena_alloc(call->arena, length + 1);
        EVP_MD_CTX *how = EVP_MD_CTX_new();
        bool good =
            how != NULL &&
            EVP_DigestSignInit_ex(how, NULL, digests[digest], NULL, NULL, key, NULL) == 1 &&
            EVP_DigestSign(how, out, &length, (const unsigned char *)in.at, in.length) == 1;
        EVP_MD_CTX_free(how);
        made = good ? argument_string(call, (struct text){.at = (char *)out, .length = length})
                    : argument_fail(call, "could not sign");
    }
    EVP_PKEY_free(key);
    ERR_pop_to_mark();
    return made;
}

const struct generator generator_rsa_decrypt = {
    .name = "rsa_decrypt",
    .heavy = true,
    .usage = "rsa_decrypt(private_key, bytes, padding)",
    .text = "the text that rsa_encrypt made bytes of",
    .least = 2,
    .most = 3,
    .make = make_decrypt,
    .constant = true,
};

const struct generator generator_rsa_encrypt = {
    .name = "rsa_encrypt",
    .heavy = true,
    .usage = "rsa_encrypt(public_key, text, padding)",
    .text =
        "bytes only the key's owner can read; padding is oaep-sha256 (unless told), oaep-sha1, "
        "oaep-sha256-mgf1-sha1 or pkcs1",
    .least = 2,
    .most = 3,
    .make = make_encrypt,
};

const struct generator generator_rsa_sign = {
    .name = "rsa_sign",
    .heavy = true,
    .usage = "rsa_sign(private_key, text, digest)",
    .text =
        "the PKCS #1 v1.5 signature as bytes; digest is sha256 (unless told), sha1, sha512 or "
        "md5",
    .least = 2,
    .most = 3,
    .make = make_sign,
    .constant = true,
};
