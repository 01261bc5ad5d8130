/* SPDX-License-Identifier: Apache-2.0 */
/* sm2.c - sm2_encrypt(), sm2_decrypt(), sm2_sign() (GB/T 32918), over bytes.
 *
 * The ephemeral number is OpenSSL's own chance, not the run's: the same seed gives other bytes,
 * which decrypt to the same text. A predictable one would give the signing key away. */

#include "base/arena.h"
#include "data/argument.h"
#include "data/crypto/key.h"
#include "data/crypto/sm2_form.h"

#include <openssl/err.h>
#include <openssl/evp.h>

enum { LONGEST = 64 * 1024, LONGEST_ID = 8191 };

static const char *const form_names[] = {"c1c3c2", "c1c2c3", "asn1", NULL};

/* Runs OpenSSL's step twice: for the length, then for the bytes. */
static bool crypt(struct arena *arena, EVP_PKEY *key, bool encrypt, struct text in,
                  struct text *ret)
{
    const unsigned char *from = (const unsigned char *)in.at;
    size_t length = 0;
    unsigned char *out = NULL;
    EVP_PKEY_CTX *how = EVP_PKEY_CTX_new(key, NULL);
    bool good =
        how != NULL && (encrypt ? EVP_PKEY_encrypt_init(how) : EVP_PKEY_decrypt_init(how)) == 1;
    for (int round = 0; good && round < 2; round++) {
        if (round == 1)
            out = arena_alloc(arena, length + 1);
        good = (encrypt ? EVP_PKEY_encrypt(how, out, &length, from, in.length)
                        : EVP_PKEY_decrypt(how, out, &length, from, in.length)) == 1;
    }
    EVP_PKEY_CTX_free(how);
    *ret = (struct text){.at = (char *)out, .length = length};
    return good;
}

static const struct json *encrypt_with(struct generator_call *call, EVP_PKEY *key,
                                       enum sm2_form form)
{
    struct text in = argument_text(call, 1), asn1, out;
    if (in.length == 0 || in.length > LONGEST)
        return argument_fail(call, "argument 2: expected a text of 1 to %d bytes", LONGEST);
    if (!crypt(call->arena, key, true, in, &asn1) ||
        !sm2_form_join(call->arena, asn1, form, &out))
        return argument_fail(call, "could not encrypt");
    return argument_string(call, out);
}

/* sm-crypto leaves the 04 of C1 out, and x begins with 04 once in 256: when the one reading does
 * not decrypt, the other is tried; the digest inside makes a wrong reading fail. */
static const struct json *decrypt_with(struct generator_call *call, EVP_PKEY *key,
                                       enum sm2_form form)
{
    struct text in = argument_text(call, 1), asn1, out;
    bool joined = form != SM2_ASN1, has_04 = joined && in.length > 0 && in.at[0] == 4;
    struct text rest = text_slice(in, 1, in.length);
    if (has_04 && sm2_form_split(call->arena, rest, form, &asn1) &&
        crypt(call->arena, key, false, asn1, &out))
        return argument_string(call, out);
    if (sm2_form_split(call->arena, in, form, &asn1) &&
        crypt(call->arena, key, false, asn1, &out))
        return argument_string(call, out);
    return argument_fail(call, "could not decrypt: wrong key, form or text");
}

static const struct json *make_encrypt(struct generator_call *call)
{
    size_t form = SM2_C1C3C2;
    if (!argument_word(call, 2, form_names, &form))
        return NULL;
    ERR_set_mark();
    EVP_PKEY *key = key_sm2_public(call->arena, argument_text(call, 0));
    const struct json *made =
        key != NULL
            ? encrypt_with(call, key, (enum sm2_form)form)
            : argument_fail(call, "argument 1: expected an SM2 public key in PEM, base64 "
                                  "or hex");
    EVP_PKEY_free(key);
    ERR_pop_to_mark();
    return made;
}

static const struct json *make_decrypt(struct generator_call *call)
{
    size_t form = SM2_C1C3C2;
    if (!argument_word(call, 2, form_names, &form))
        return NULL;
    ERR_set_mark();
    EVP_PKEY *key = key_sm2_private(call->arena, argument_text(call, 0));
    const struct json *made =
        key != NULL
            ? decrypt_with(call, key, (enum sm2_form)form)
            : argument_fail(call, "argument 1: expected an SM2 private key in PEM, base64 "
                                  "or hex");
    EVP_PKEY_free(key);
    ERR_pop_to_mark();
    return made;
}

/* `id` is mixed into the digest (Z of GB/T 32918.2 section 5.5). */
static bool sign(EVP_PKEY *key, struct text id, struct text in, unsigned char *out,
                 size_t *length)
{
    EVP_MD_CTX *how = EVP_MD_CTX_new();
    EVP_PKEY_CTX *with = EVP_PKEY_CTX_new(key, NULL);
    bool good =
        how != NULL && with != NULL && EVP_PKEY_CTX_set1_id(with, id.at, (int)id.length) == 1;
    if (good) {
        EVP_MD_CTX_set_pkey_ctx(how, with);
        good = EVP_DigestSignInit_ex(how, NULL, "SM3", NULL, NULL, key, NULL) == 1 &&
               EVP_DigestSign(how, out, length, (const unsigned char *)in.at, in.length) == 1;
    }
    EVP_MD_CTX_free(how);
    EVP_PKEY_CTX_free(with);
    return good;
}

static const struct json *make_sign(struct generator_call *call)
{
    struct text id =
        argument_given(call, 2) ? argument_text(call, 2) : text_of("1234567812345678");
    if (id.length > LONGEST_ID)
        return argument_fail(call, "argument 3: expected an id of at most %d bytes",
                             LONGEST_ID);
    ERR_set_mark();
    EVP_PKEY *key = key_sm2_private(call->arena, argument_text(call, 0));
    const struct json *made = NULL;
    if (key == NULL) {
        argument_fail(call, "argument 1: expected an SM2 private key in PEM, base64 or hex");
    } else {
        size_t length = (size_t)EVP_PKEY_get_size(key);
        unsigned char *out = arena_alloc(call->arena, length + 1);
        made = sign(key, id, argument_text(call, 1), out, &length)
                   ? argument_string(call, (struct text){.at = (char *)out, .length = length})
                   : argument_fail(call, "could not sign");
    }
    EVP_PKEY_free(key);
    ERR_pop_to_mark();
    return made;
}

const struct generator generator_sm2_decrypt = {
    .name = "sm2_decrypt",
    .heavy = true,
    .usage = "sm2_decrypt(private_key, bytes, form)",
    .text = "the text that sm2_encrypt made bytes of; form is c1c3c2, c1c2c3 or asn1",
    .least = 2,
    .most = 3,
    .make = make_decrypt,
    .constant = true,
};

const struct generator generator_sm2_encrypt = {
    .name = "sm2_encrypt",
    .heavy = true,
    .usage = "sm2_encrypt(public_key, text, form)",
    .text = "bytes only the key's owner can read (GB/T 32918.4); form is c1c3c2 (unless told), "
            "c1c2c3 or asn1",
    .least = 2,
    .most = 3,
    .make = make_encrypt,
};

const struct generator generator_sm2_sign = {
    .name = "sm2_sign",
    .heavy = true,
    .usage = "sm2_sign(private_key, text, id)",
    .text =
        "the signature with SM3 as ASN.1 bytes (GB/T 32918.2); id is 1234567812345678 unless "
        "told",
    .least = 2,
    .most = 3,
    .make = make_sign,
};
