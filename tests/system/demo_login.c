/* SPDX-License-Identifier: Apache-2.0 */
/* Logging in to the demo app the way its customers do. */

#include <criterion/criterion.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "demo.h"

static struct reply *ask(const struct demo *demo, const char *method, const char *path,
                         const char *body)
{
    char url[256];
    snprintf(url, sizeof url, "%s%s", demo->plain, path);
    struct reply *reply = demo_ask(demo, method, url, body, NULL);
    cr_assert_eq(reply->status, 200, "%s %s: %ld %s", method, path, reply->status,
                 reply->error);
    return reply;
}

/* The PEM of a JSON string: \n are two characters there. */
static EVP_PKEY *read_key(const char *escaped)
{
    char pem[1024];
    size_t length = 0;
    for (; *escaped && length < sizeof pem - 1; escaped++) {
        if (*escaped == '\\') {
            pem[length++] = '\n';
            escaped++;
        } else {
            pem[length++] = *escaped;
        }
    }
    BIO *bio = BIO_new_mem_buf(pem, (int)length);
    EVP_PKEY *key = PEM_read_bio_PUBKEY(bio, NULL, NULL, NULL);
    BIO_free(bio);
    return key;
}

char *demo_encrypt(const struct demo *demo, const char *text)
{
    struct reply *reply = ask(demo, "GET", "/api/auth/public-key", NULL);
    EVP_PKEY *key = read_key(reply_text(reply, "publicKey"));
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(key, NULL);
    unsigned char sealed[512];
    size_t length = sizeof sealed;
    bool done = EVP_PKEY_encrypt_init(context) > 0 &&
                EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) > 0 &&
                EVP_PKEY_CTX_set_rsa_oaep_md(context, EVP_sha256()) > 0 &&
                EVP_PKEY_CTX_set_rsa_mgf1_md(context, EVP_sha256()) > 0 &&
                EVP_PKEY_encrypt(context, sealed, &length, (const unsigned char *)text,
                                 strlen(text)) > 0;
    cr_assert(done, "could not encrypt for the demo app");
    char *base64 = malloc(length * 2);
    EVP_EncodeBlock((unsigned char *)base64, sealed, (int)length);
    EVP_PKEY_CTX_free(context);
    EVP_PKEY_free(key);
    reply_end(reply);
    return base64;
}

const char *demo_code(const struct demo *demo, const char *mobile)
{
    static char code[7];
    char path[64];
    snprintf(path, sizeof path, "/test/inbox/%s", mobile);
    struct reply *reply = ask(demo, "GET", path, NULL);
    const char *text = reply_text(reply, "latest");
    const char *digits = strpbrk(text, "0123456789");
    cr_assert(digits != NULL && strspn(digits, "0123456789") == 6, "no code in \"%s\"", text);
    memcpy(code, digits, 6);
    reply_end(reply);
    return code;
}

char *demo_login(const struct demo *demo, const char *mobile, const char *password)
{
    char body[1024], *sealed = demo_encrypt(demo, password);
    snprintf(body, sizeof body, "{\"mobile\":\"%s\",\"password\":\"%s\",\"keyId\":\"rsa-1\"}",
             mobile, sealed);
    struct reply *challenged = ask(demo, "POST", "/api/auth/login", body);
    snprintf(body, sizeof body, "{\"challengeId\":\"%s\",\"code\":\"%s\"}",
             reply_text(challenged, "challengeId"), demo_code(demo, mobile));
    struct reply *opened = ask(demo, "POST", "/api/auth/sms", body);
    char *token = strdup(reply_text(opened, "token"));
    cr_assert(token[0] != '\0', "login of %s: %s then %s", mobile, challenged->body,
              opened->body);
    reply_end(challenged);
    reply_end(opened);
    free(sealed);
    return token;
}
