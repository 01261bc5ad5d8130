/* SPDX-License-Identifier: Apache-2.0 */
/* cipher.c - aes_encrypt(), sm4_encrypt() and back, over bytes.
 *
 * Ciphertext is bytes, to be wrapped in base64() or hex(); keys and vectors are bytes, to be
 * unwrapped by hex_decode() or base64_decode(). The vector is an argument, so the same call gives
 * the same bytes. CBC and ECB pad by PKCS #7; GCM puts its 16-byte tag behind, as Java and
 * WebCrypto do. */

#include "base/arena.h"
#include "data/argument.h"
#include "data/crypto/gcm.h"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <string.h>

enum { LONGEST = 16 << 20, BLOCK = 16 };
enum mode { MODE_CBC = 0, MODE_ECB, MODE_CTR, MODE_GCM };
static const char *const mode_names[] = {"cbc", "ecb", "ctr", "gcm", NULL};

struct cipher {
    bool sm4, encrypt;
    enum mode mode;
    struct text key, iv, in, associated;
    unsigned char *out;
    size_t length; /* of out */
};

static const EVP_CIPHER *openssl_cipher(const struct cipher *c)
{
    static const EVP_CIPHER *(*const aes[][3])(void) = {
        [MODE_CBC] = {EVP_aes_128_cbc, EVP_aes_192_cbc, EVP_aes_256_cbc},
        [MODE_ECB] = {EVP_aes_128_ecb, EVP_aes_192_ecb, EVP_aes_256_ecb},
        [MODE_CTR] = {EVP_aes_128_ctr, EVP_aes_192_ctr, EVP_aes_256_ctr},
        [MODE_GCM] = {EVP_aes_128_gcm, EVP_aes_192_gcm, EVP_aes_256_gcm},
    };
    static const EVP_CIPHER *(*const sm4[])(void) = {
        [MODE_CBC] = EVP_sm4_cbc,
        [MODE_ECB] = EVP_sm4_ecb,
        [MODE_CTR] = EVP_sm4_ctr,
    };
    return c->sm4 ? sm4[c->mode]() : aes[c->mode][c->key.length / 8 - 2]();
}

#define HINT " (hex_decode() or base64_decode() give bytes)"

/* What is wrong with the vector's length; NULL when nothing is. */
static const char *wrong_vector(const struct cipher *c)
{
    size_t length = c->iv.length;
    switch (c->mode) {
    case MODE_ECB:
        return length == 0 ? NULL : "an empty text, ecb has no vector";
    case MODE_GCM:
        if (c->sm4)
            return length == GCM_NONCE ? NULL : "a vector of 12 bytes for gcm" HINT;
        return length == GCM_NONCE || length == BLOCK
                   ? NULL
                   : "a vector of 12 or 16 bytes for gcm" HINT;
    case MODE_CBC:
    case MODE_CTR:
        return length == BLOCK ? NULL : "a vector of 16 bytes" HINT;
    }
    return NULL;
}

static bool is_key_length(const struct cipher *c)
{
    size_t length = c->key.length;
    return length == 16 || (!c->sm4 && (length == 24 || length == 32));
}

static bool check_lengths(struct generator_call *call, const struct cipher *c)
{
    if (!is_key_length(c))
        argument_fail(call, "argument 1: expected a key of %s bytes" HINT,
                      c->sm4 ? "16" : "16, 24 or 32");
    else if (wrong_vector(c) != NULL)
        argument_fail(call, "argument 2: expected %s", wrong_vector(c));
    else if (c->in.length > LONGEST || c->associated.length > LONGEST)
        argument_fail(call, "the text is over 16 MB");
    else if (c->mode != MODE_GCM && c->associated.length > 0)
        argument_fail(call, "argument 5: expected none, only gcm has associated data");
    else if (!c->encrypt && c->mode == MODE_GCM && c->in.length < GCM_TAG)
        argument_fail(call, "argument 3: expected at least the 16 bytes of the tag");
    else
        return true;
    return false;
}

/* `body` is the text without tag. */
static bool run_openssl(struct cipher *c, EVP_CIPHER_CTX *cipher, struct text body,
                        unsigned char *tag)
{
    const unsigned char *key = (const unsigned char *)c->key.at;
    const unsigned char *iv = (const unsigned char *)c->iv.at;
    int part = 0, rest = 0;
    bool gcm = c->mode == MODE_GCM;
    if (EVP_CipherInit_ex(cipher, openssl_cipher(c), NULL, NULL, NULL, c->encrypt) != 1 ||
        (gcm &&
         EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_SET_IVLEN, (int)c->iv.length, NULL) != 1) ||
        EVP_CipherInit_ex(cipher, NULL, NULL, key, iv, c->encrypt) != 1)
        return false;
    if (gcm && !c->encrypt &&
        EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_SET_TAG, GCM_TAG, tag) != 1)
        return false;
    if (c->associated.length > 0 &&
        EVP_CipherUpdate(cipher, NULL, &part, (const unsigned char *)c->associated.at,
                         (int)c->associated.length) != 1)
        return false;
    part = 0;
    if (body.length > 0 &&
        EVP_CipherUpdate(cipher, c->out, &part, (const unsigned char *)body.at,
                         (int)body.length) != 1)
        return false;
    if (EVP_CipherFinal_ex(cipher, c->out + part, &rest) != 1)
        return false;
    c->length = (size_t)part + (size_t)rest;
    return !gcm || !c->encrypt ||
           EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_GET_TAG, GCM_TAG, tag) == 1;
}

static bool run_sm4_gcm(struct cipher *c, struct text body, unsigned char *tag)
{
    unsigned char made[GCM_TAG];
    if (!gcm_sm4((const unsigned char *)c->key.at, (const unsigned char *)c->iv.at,
                 c->associated, body, c->encrypt, c->out, made))
        return false;
    if (!c->encrypt && CRYPTO_memcmp(made, tag, GCM_TAG) != 0)
        return false;
    memcpy(tag, made, GCM_TAG);
    c->length = body.length;
    return true;
}

static bool run(struct cipher *c)
{
    unsigned char tag[GCM_TAG] = {0};
    struct text body = c->in;
    bool good;
    if (c->mode == MODE_GCM && !c->encrypt) {
        body = text_slice(c->in, 0, c->in.length - GCM_TAG);
        memcpy(tag, c->in.at + body.length, GCM_TAG);
    }
    if (c->sm4 && c->mode == MODE_GCM) {
        good = run_sm4_gcm(c, body, tag);
    } else {
        EVP_CIPHER_CTX *cipher = EVP_CIPHER_CTX_new();
        good = cipher != NULL && run_openssl(c, cipher, body, tag);
        EVP_CIPHER_CTX_free(cipher);
    }
    if (good && c->mode == MODE_GCM && c->encrypt) {
        memcpy(c->out + c->length, tag, GCM_TAG);
        c->length += GCM_TAG;
    }
    return good;
}

static const struct json *make(struct generator_call *call, bool sm4, bool encrypt)
{
    size_t mode = MODE_CBC;
    if (!argument_word(call, 3, mode_names, &mode))
        return NULL;
    struct cipher c = {
        .sm4 = sm4,
        .encrypt = encrypt,
        .mode = (enum mode)mode,
        .key = argument_text(call, 0),
        .iv = argument_text(call, 1),
        .in = argument_text(call, 2),
        .associated = argument_text(call, 4),
    };
    if (!check_lengths(call, &c))
        return NULL;
    c.out = arena_alloc(call->arena, c.in.length + BLOCK + GCM_TAG);
    ERR_set_mark();
    bool good = run(&c);
    ERR_pop_to_mark();
    if (!good)
        return argument_fail(call, encrypt
                                       ? "could not encrypt"
                                       : "could not decrypt: wrong key, vector, mode or text");
    return argument_string(call, (struct text){.at = (char *)c.out, .length = c.length});
}

static const struct json *make_aes_encrypt(struct generator_call *call)
{
    return make(call, false, true);
}

static const struct json *make_aes_decrypt(struct generator_call *call)
{
    return make(call, false, false);
}

static const struct json *make_sm4_encrypt(struct generator_call *call)
{
    return make(call, true, true);
}

static const struct json *make_sm4_decrypt(struct generator_call *call)
{
    return make(call, true, false);
}

const struct generator generator_aes_decrypt = {
    .name = "aes_decrypt",
    .usage = "aes_decrypt(key, iv, bytes, mode, associated)",
    .text = "the text that aes_encrypt made bytes of; mode is cbc, ecb, ctr or gcm",
    .least = 3,
    .most = 5,
    .make = make_aes_decrypt,
    .constant = true,
};

const struct generator generator_aes_encrypt = {
    .name = "aes_encrypt",
    .usage = "aes_encrypt(key, iv, text, mode, associated)",
    .text =
        "AES by a key of 16, 24 or 32 bytes, as bytes; mode is cbc (unless told), ecb, ctr or "
        "gcm (tag behind)",
    .least = 3,
    .most = 5,
    .make = make_aes_encrypt,
    .constant = true,
};

const struct generator generator_sm4_decrypt = {
    .name = "sm4_decrypt",
    .usage = "sm4_decrypt(key, iv, bytes, mode, associated)",
    .text = "the text that sm4_encrypt made bytes of; mode is cbc, ecb, ctr or gcm",
    .least = 3,
    .most = 5,
    .make = make_sm4_decrypt,
    .constant = true,
};

const struct generator generator_sm4_encrypt = {
    .name = "sm4_encrypt",
    .usage = "sm4_encrypt(key, iv, text, mode, associated)",
    .text =
        "SM4 (GB/T 32907) by a key of 16 bytes, as bytes; mode is cbc (unless told), ecb, ctr "
        "or gcm (tag behind)",
    .least = 3,
    .most = 5,
    .make = make_sm4_encrypt,
    .constant = true,
};
