/* SPDX-License-Identifier: Apache-2.0 */
/* The demo app opens passwords in every way that its API promises. */

#include <criterion/criterion.h>
#include <openssl/asn1.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "demo.h"

static struct demo *demo;

static void start(void)
{
    demo = demo_start(NULL);
}

static void stop(void)
{
    demo_stop(demo);
}

TestSuite(demo_keys, .init = start, .fini = stop);

static EVP_PKEY *fetch_key(const char *algorithm)
{
    char url[128], pem[1024];
    size_t length = 0;
    snprintf(url, sizeof url, "%s/api/auth/public-key?algorithm=%s", demo->plain, algorithm);
    struct reply *reply = demo_ask(demo, "GET", url, NULL, NULL);
    for (const char *at = reply_text(reply, "publicKey"); *at; at++)
        pem[length++] = (char)(*at == '\\' && at[1] == 'n' ? at++, '\n' : *at);
    reply_end(reply);
    BIO *bio = BIO_new_mem_buf(pem, (int)length);
    EVP_PKEY *key = PEM_read_bio_PUBKEY(bio, NULL, NULL, NULL);
    BIO_free(bio);
    return key;
}

static size_t encrypt(const char *algorithm, int padding, unsigned char sealed[512])
{
    EVP_PKEY *key = fetch_key(algorithm);
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(key, NULL);
    size_t length = 512;
    cr_assert_gt(EVP_PKEY_encrypt_init(context), 0);
    if (padding != 0)
        cr_assert_gt(EVP_PKEY_CTX_set_rsa_padding(context, padding), 0);
    cr_assert_gt(
        EVP_PKEY_encrypt(context, sealed, &length, (const unsigned char *)"Demo@2026", 9), 0);
    EVP_PKEY_CTX_free(context);
    EVP_PKEY_free(key);
    return length;
}

/* The contents of the next DER object. */
static size_t next_object(const unsigned char **at, const unsigned char *end)
{
    long length;
    int tag, class;
    ASN1_get_object(at, &length, &tag, &class, end - *at);
    return (size_t)length;
}

/* SM2's SEQUENCE as 04 || x || y || hash || cipher. */
static size_t to_c1c3c2(const unsigned char *asn1, size_t length, unsigned char raw[512])
{
    const unsigned char *at = asn1, *end = asn1 + length;
    memset(raw, 0, 512);
    raw[0] = 4;
    next_object(&at, end);
    for (int i = 0; i < 2; i++) {
        size_t bytes = next_object(&at, end), skipped = bytes > 32 ? bytes - 32 : 0;
        memcpy(raw + 33 + 32 * i - (bytes - skipped), at + skipped, bytes - skipped);
        at += bytes;
    }
    size_t filled = 65;
    for (int i = 0; i < 2; i++) {
        size_t bytes = next_object(&at, end);
        memcpy(raw + filled, at, bytes);
        at += bytes;
        filled += bytes;
    }
    return filled;
}

static void expect_login(const char *says, const char *key_id, const char *padding,
                         const unsigned char *sealed, size_t length, const char *code)
{
    char url[128], body[1024], base64[700];
    EVP_EncodeBlock((unsigned char *)base64, sealed, (int)length);
    snprintf(url, sizeof url, "%s/api/auth/login", demo->base);
    snprintf(body, sizeof body,
             "{\"mobile\":\"13800138000\",\"password\":\"%s\",\"keyId\":\"%s\"%s}", base64,
             key_id, padding);
    struct reply *reply = demo_ask(demo, "POST", url, body, NULL);
    cr_expect_str_eq(reply_text(reply, "code"), code, "%s: %s", says, reply->body);
    reply_end(reply);
}

Test(demo_keys, rsa_opens_by_the_padding_that_is_named)
{
    unsigned char sealed[512];
    size_t length = encrypt("rsa", RSA_PKCS1_PADDING, sealed);
    expect_login("PKCS #1", "rsa-1", ",\"padding\":\"pkcs1\"", sealed, length, "0000");
    expect_login("another padding", "rsa-1", ",\"padding\":\"none\"", sealed, length, "E1005");
    length = encrypt("rsa", RSA_PKCS1_OAEP_PADDING, sealed);
    expect_login("OAEP with SHA-1 is not what was asked for", "rsa-1", "", sealed, length,
                 "E1005");
    sealed[7] ^= 1;
    expect_login("damaged", "rsa-1", "", sealed, length, "E1005");
}

Test(demo_keys, sm2_opens_in_both_forms)
{
    unsigned char sealed[512], raw[512];
    for (int i = 0; i < 20; i++) { /* coordinates with and without a leading zero */
        size_t length = encrypt("sm2", 0, sealed);
        expect_login("ASN.1", "sm2-1", "", sealed, length, "0000");
        length = to_c1c3c2(sealed, length, raw);
        expect_login("C1C3C2", "sm2-1", "", raw, length, "0000");
        raw[40] ^= 1;
        expect_login("damaged", "sm2-1", "", raw, length, "E1005");
        expect_login("cut", "sm2-1", "", raw, 97, "E1005");
    }
}
