/* SPDX-License-Identifier: Apache-2.0 */
/* RSA and SM2 with keys in every form that apps hand them out. RSA keys are made here: a private
 * key in a repository, even of nobody, is what scanners are for. */

#include <criterion/criterion.h>

#include "base/arena.h"
#include "base/encode.h"
#include "calling.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <string.h>

/* GB/T 32918.5 annex C's key pair and ciphertext. */
static const char sm2_private[] =
    "3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8";
static const char sm2_x[] = "09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020";
static const char sm2_y[] = "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13";
/* 04, then an x that begins with 04 itself. */
static const char sm2_c1[] = "04"
                             "04EBFC718E8D1798620432268E77FEB6415E2EDE0E073C0F4F640ECD2E149A73"
                             "E858F9D81E5430A57B36DAAB8F950A3C64E6EE6A63094D99283AFF767E124DF0";
static const char sm2_c3[] = "59983C18F809E262923C53AEC295D30383B54E39D609D160AFCB1908D0BD8766";
static const char sm2_c2[] = "21886CA989CA9C7D58087307CA93092D651EFA";

static struct caller c;
static void open_caller(void)
{
    caller_init(&c);
}
static void end_caller(void)
{
    caller_done(&c);
}
TestSuite(keys, .init = open_caller, .fini = end_caller);

static char *pem_of(EVP_PKEY *key, int (*write)(BIO *bio, EVP_PKEY *key))
{
    BIO *bio = BIO_new(BIO_s_mem());
    char *at;
    cr_assert_eq(write(bio, key), 1);
    long length = BIO_get_mem_data(bio, &at);
    char *pem = arena_strndup(c.arena, at, (size_t)length);
    BIO_free(bio);
    return pem;
}

static int write_private(BIO *bio, EVP_PKEY *key)
{
    return PEM_write_bio_PKCS8PrivateKey(bio, key, NULL, NULL, 0, NULL, NULL);
}

static int write_traditional(BIO *bio, EVP_PKEY *key)
{
    return PEM_write_bio_PrivateKey_traditional(bio, key, NULL, NULL, 0, NULL, NULL);
}

static int write_pkcs1_public(BIO *bio, EVP_PKEY *key)
{
    unsigned char *der = NULL;
    int length = i2d_PublicKey(key, &der);
    int good = PEM_write_bio(bio, "RSA PUBLIC KEY", "", der, length) > 0;
    OPENSSL_free(der);
    return good;
}

static int write_public(BIO *bio, EVP_PKEY *key)
{
    return PEM_write_bio_PUBKEY(bio, key);
}

/* The text between the frame's lines, with or without its line ends. */
static char *without_frame(const char *pem, bool lines)
{
    const char *from = strchr(pem, '\n') + 1, *to = strstr(pem, "-----END");
    char *out = arena_alloc(c.arena, strlen(pem) + 1);
    size_t used = 0;
    for (; from < to; from++)
        if (lines || *from != '\n')
            out[used++] = *from;
    return out;
}

static const struct json *string(const char *text)
{
    return json_string_of(c.arena, text);
}

static const struct json *must_apply(const char *name, const struct json *a,
                                     const struct json *b, const char *word)
{
    const struct json *arguments[] = {a, b, string(word)};
    const struct json *made = caller_apply(&c, name, arguments, 3);
    cr_assert_not_null(made, "%s %s: %s", name, word, c.call.error);
    return made;
}

Test(keys, rsa_comes_back_under_each_padding)
{
    static const char *const paddings[] = {"oaep-sha256", "oaep-sha1", "oaep-sha256-mgf1-sha1",
                                           "pkcs1"};
    EVP_PKEY *key = EVP_RSA_gen(2048);
    const struct json *public = string(pem_of(key, write_public));
    const struct json *private = string(pem_of(key, write_private));
    for (size_t i = 0; i < sizeof paddings / sizeof *paddings; i++) {
        const struct json *sealed =
            must_apply("rsa_encrypt", public, string("密码 123456"), paddings[i]);
        cr_expect_eq(sealed->text.length, 256);
        const struct json *opened = must_apply("rsa_decrypt", private, sealed, paddings[i]);
        cr_expect(text_is(opened->text, "密码 123456"), "%s", paddings[i]);
    }
    EVP_PKEY_free(key);
}

Test(keys, rsa_keys_are_read_in_every_form)
{
    EVP_PKEY *key = EVP_RSA_gen(2048);
    char *spki = pem_of(key, write_public), *pkcs8 = pem_of(key, write_private);
    char *one_line = text_string(c.arena, text_of(spki));
    for (char *at = one_line; *at != '\0'; at++)
        *at = *at == '\n' ? ' ' : *at;
    const char *escaped = caller_text(&c, "replace", spki, "\n", "\\n", NULL);
    const struct json *der = caller_make(&c, "base64_decode", without_frame(spki, false), NULL);
    const struct {
        const char *says;
        const struct json *public;
        const char *private;
    } rows[] = {
        {"PEM", string(spki), pkcs8},
        {"PKCS #1", string(pem_of(key, write_pkcs1_public)), pem_of(key, write_traditional)},
        {"base64 without frame", string(without_frame(spki, false)),
         without_frame(pkcs8, false)},
        {"base64 with line ends", string(without_frame(spki, true)),
         without_frame(pkcs8, true)},
        {"PEM whose line ends became blanks", string(one_line), pkcs8},
        {"PEM with \\n written out", string(escaped), pkcs8},
        {"DER", der, pkcs8},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct json *sealed =
            must_apply("rsa_encrypt", rows[i].public, string("x"), "oaep-sha256");
        const struct json *opened =
            must_apply("rsa_decrypt", string(rows[i].private), sealed, "oaep-sha256");
        cr_expect(text_is(opened->text, "x"), "%s", rows[i].says);
    }
    EVP_PKEY_free(key);
}

Test(keys, rsa_signatures_verify)
{
    static const char *const digests[] = {"sha256", "sha1", "sha512", "md5"};
    EVP_PKEY *key = EVP_RSA_gen(2048);
    const struct json *private = string(pem_of(key, write_private));
    for (size_t i = 0; i < sizeof digests / sizeof *digests; i++) {
        const struct json *made =
            must_apply("rsa_sign", private, string("a=1&b=2"), digests[i]);
        EVP_MD_CTX *how = EVP_MD_CTX_new();
        cr_assert_eq(EVP_DigestVerifyInit_ex(how, NULL, digests[i], NULL, NULL, key, NULL), 1);
        cr_expect_eq(EVP_DigestVerify(how, (const unsigned char *)made->text.at,
                                      made->text.length, (const unsigned char *)"a=1&b=2", 7),
                     1, "%s", digests[i]);
        EVP_MD_CTX_free(how);
    }
    EVP_PKEY_free(key);
}

Test(keys, rsa_mistakes_are_told_without_the_key)
{
    static const char wrong[] = "argument 1: expected an RSA public key in PEM or base64";
    EVP_PKEY *key = EVP_RSA_gen(2048);
    char *public = pem_of(key, write_public), *private = pem_of(key, write_private);
    EVP_PKEY_free(key);
    const char *rows[] = {
        "",          "no key at all",
        "MIIBIjAN",  "-----BEGIN PUBLIC KEY-----",
        private,     "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
        sm2_private, "00"};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cr_expect_str_eq(caller_error(&c, "rsa_encrypt", rows[i], "x", NULL), wrong, "%zu", i);
    char *cut = text_string(c.arena, text_of(public));
    cut[strlen(cut) / 2] = '\0';
    cr_expect_str_eq(caller_error(&c, "rsa_encrypt", cut, "x", NULL), wrong);
    char *text = arena_alloc(c.arena, 192);
    memset(text, 'x', 191);
    cr_expect_str_eq(caller_error(&c, "rsa_encrypt", public, text, NULL),
                     "argument 2: expected at most 190 bytes for this key and padding");
    cr_expect_str_eq(caller_error(&c, "rsa_decrypt", private, "short", NULL),
                     "could not decrypt: wrong key, padding or text");
    cr_expect_eq(ERR_peek_error(), 0, "OpenSSL's errors are not left for the TLS code to find");
}

static const char *sm2_point(const char *prefix)
{
    return arena_printf(c.arena, "%s%s%s", prefix, sm2_x, sm2_y);
}

Test(keys, sm2_decrypts_the_standards_example)
{
    struct text joined, old, bare;
    decode_hex(c.arena, text_of(arena_printf(c.arena, "%s%s%s", sm2_c1, sm2_c3, sm2_c2)),
               &joined);
    decode_hex(c.arena, text_of(arena_printf(c.arena, "%s%s%s", sm2_c1, sm2_c2, sm2_c3)), &old);
    bare = text_slice(joined, 1, joined.length);
    const struct json *private = string(sm2_private);
    cr_expect(text_is(
        must_apply("sm2_decrypt", private, json_string(c.arena, joined), "c1c3c2")->text,
        "encryption standard"));
    cr_expect(
        text_is(must_apply("sm2_decrypt", private, json_string(c.arena, old), "c1c2c3")->text,
                "encryption standard"));
    cr_expect(
        text_is(must_apply("sm2_decrypt", private, json_string(c.arena, bare), "c1c3c2")->text,
                "encryption standard"),
        "without 04, as sm-crypto leaves it, although x begins with 04");
}

Test(keys, sm2_comes_back_in_each_form)
{
    static const char *const forms[] = {"c1c3c2", "c1c2c3", "asn1"};
    const struct json *private = string(sm2_private), *public = string(sm2_point("04"));
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        const struct json *sealed = must_apply("sm2_encrypt", public, string("密码"), forms[i]);
        if (i < 2)
            cr_expect(sealed->text.length == 97 + 6 && sealed->text.at[0] == 4, "%s", forms[i]);
        cr_expect(text_is(must_apply("sm2_decrypt", private, sealed, forms[i])->text, "密码"),
                  "%s", forms[i]);
    }
}

/* One ciphertext in 128 has a coordinate with a leading zero byte, which ASN.1 leaves out. */
Test(keys, sm2_keeps_leading_zeros_of_a_point)
{
    const struct json *private = string(sm2_private), *public = string(sm2_point("04"));
    for (int i = 0; i < 300; i++) {
        const struct json *sealed = must_apply("sm2_encrypt", public, string("x"), "c1c3c2");
        cr_assert_eq(sealed->text.length, 98);
        cr_assert(text_is(must_apply("sm2_decrypt", private, sealed, "c1c3c2")->text, "x"));
    }
}

Test(keys, sm2_keys_are_read_in_every_form)
{
    EVP_PKEY *key = EVP_PKEY_Q_keygen(NULL, NULL, "SM2");
    char *public = pem_of(key, write_public), *private = pem_of(key, write_private);
    EVP_PKEY_free(key);
    const char *compressed = arena_printf(c.arena, "03%s", sm2_x);
    const char *bare_public = without_frame(public, false);
    const char *bare_private = without_frame(private, false);
    const struct {
        const char *says, *public, *private;
    } rows[] = {
        {"hex with 04", sm2_point("04"), sm2_private},
        {"hex without 04", sm2_point(""), sm2_private},
        {"hex, compressed", compressed, sm2_private},
        {"PEM", public, private},
        {"base64 without frame", bare_public, bare_private},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct json *sealed =
            must_apply("sm2_encrypt", string(rows[i].public), string("x"), "c1c3c2");
        const struct json *opened =
            must_apply("sm2_decrypt", string(rows[i].private), sealed, "c1c3c2");
        cr_expect(text_is(opened->text, "x"), "%s", rows[i].says);
    }
}

Test(keys, sm2_signatures_verify)
{
    EVP_PKEY *key = EVP_PKEY_Q_keygen(NULL, NULL, "SM2");
    const struct json *made = must_apply("sm2_sign", string(pem_of(key, write_private)),
                                         string("message"), "1234567812345678");
    EVP_MD_CTX *how = EVP_MD_CTX_new();
    EVP_PKEY_CTX *with = EVP_PKEY_CTX_new(key, NULL);
    EVP_PKEY_CTX_set1_id(with, "1234567812345678", 16);
    EVP_MD_CTX_set_pkey_ctx(how, with);
    cr_assert_eq(EVP_DigestVerifyInit_ex(how, NULL, "SM3", NULL, NULL, key, NULL), 1);
    cr_expect_eq(EVP_DigestVerify(how, (const unsigned char *)made->text.at, made->text.length,
                                  (const unsigned char *)"message", 7),
                 1);
    EVP_MD_CTX_free(how);
    EVP_PKEY_CTX_free(with);
    EVP_PKEY_free(key);
    caller_text(&c, "sm2_sign", sm2_private, "message", NULL);
}

Test(keys, sm2_mistakes_are_told_without_the_key)
{
    static const char wrong[] = "argument 1: expected an SM2 public key in PEM, base64 or hex";
    const char *off_curve = arena_printf(c.arena, "04%s%s", sm2_x, sm2_x);
    const char *rows[] = {"", "no key at all", sm2_private, off_curve, "04", "04EB"};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cr_expect_str_eq(caller_error(&c, "sm2_encrypt", rows[i], "x", NULL), wrong, "%zu", i);
    caller_error(&c, "sm2_decrypt",
                 "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", "x", NULL);
    cr_expect_str_eq(caller_error(&c, "sm2_decrypt", sm2_private, "too short", NULL),
                     "could not decrypt: wrong key, form or text");
    cr_expect_str_eq(caller_error(&c, "sm2_encrypt", sm2_point("04"), "", NULL),
                     "argument 2: expected a text of 1 to 65536 bytes");
    cr_expect_eq(ERR_peek_error(), 0, "OpenSSL's errors are not left for the TLS code to find");
}
