/* SPDX-License-Identifier: Apache-2.0 */
/* authority.c - keys and certificates made with OpenSSL. */

#include "authority.h"
#include "base/must.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { A_DAY = 24 * 3600 };

struct authority {
    EVP_PKEY *key;
    X509 *root;
    char *pem;
    SSL_CTX *contexts[SHOWN_COUNT];
};

static void extend(X509 *x509, X509 *issuer, int nid, const char *value)
{
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, x509, NULL, NULL, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
    must(extension != NULL && X509_add_ext(x509, extension, -1) == 1);
    X509_EXTENSION_free(extension);
}

static X509 *draw_up(EVP_PKEY *key, const char *name, long from_s, long to_s)
{
    static long serial = 4096;
    X509 *x509 = X509_new();
    must(x509 != NULL);
    X509_set_version(x509, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(x509), ++serial);
    X509_gmtime_adj(X509_getm_notBefore(x509), from_s);
    X509_gmtime_adj(X509_getm_notAfter(x509), to_s);
    X509_set_pubkey(x509, key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(x509), "CN", MBSTRING_ASC,
                               (const unsigned char *)name, -1, -1, 0);
    return x509;
}

static char *to_pem(X509 *x509)
{
    BIO *bio = BIO_new(BIO_s_mem());
    must(PEM_write_bio_X509(bio, x509) == 1);
    char *bytes;
    long length = BIO_get_mem_data(bio, &bytes);
    char *pem = strndup(bytes, (size_t)length);
    BIO_free(bio);
    return pem;
}

struct authority *authority_new(void)
{
    struct authority *authority = calloc(1, sizeof *authority);
    must(authority != NULL);
    authority->key = EVP_EC_gen("P-256");
    must(authority->key != NULL);
    X509 *root = draw_up(authority->key, "the test's own authority", -A_DAY, 30 * A_DAY);
    X509_set_issuer_name(root, X509_get_subject_name(root));
    extend(root, root, NID_basic_constraints, "critical,CA:TRUE");
    must(X509_sign(root, authority->key, EVP_sha256()) > 0);
    authority->root = root;
    authority->pem = to_pem(root);
    return authority;
}

void authority_end(struct authority *authority)
{
    for (int i = 0; i < SHOWN_COUNT; i++)
        SSL_CTX_free(authority->contexts[i]);
    X509_free(authority->root);
    EVP_PKEY_free(authority->key);
    free(authority->pem);
    free(authority);
}

const char *authority_pem(const struct authority *authority)
{
    return authority->pem;
}

static int choose(SSL *ssl, const unsigned char **out, unsigned char *length,
                  const unsigned char *in, unsigned in_length, void *thing)
{
    (void)ssl;
    (void)thing;
    static const unsigned char ours[] = "\x08http/1.1\x08smtp/1.1";
    return SSL_select_next_proto((unsigned char **)(uintptr_t)out, length, ours,
                                 sizeof ours - 1, in, in_length) == OPENSSL_NPN_NEGOTIATED
               ? SSL_TLSEXT_ERR_OK
               : SSL_TLSEXT_ERR_NOACK;
}

SSL_CTX *authority_context(struct authority *authority, enum shown shown)
{
    if (authority->contexts[shown] != NULL)
        return authority->contexts[shown];
    bool expired = shown == SHOWN_EXPIRED;
    EVP_PKEY *key = EVP_EC_gen("P-256");
    X509 *leaf =
        draw_up(key, "the app", expired ? -10 * A_DAY : -A_DAY, expired ? -A_DAY : 10 * A_DAY);
    X509 *issuer = shown == SHOWN_SELF_SIGNED ? leaf : authority->root;
    X509_set_issuer_name(leaf, X509_get_subject_name(issuer));
    extend(leaf, issuer, NID_subject_alt_name,
           shown == SHOWN_WRONG_NAME ? "DNS:other.example" : "DNS:localhost,IP:127.0.0.1");
    must(X509_sign(leaf, shown == SHOWN_SELF_SIGNED ? key : authority->key, EVP_sha256()) > 0);
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());
    must(context != NULL && SSL_CTX_use_certificate(context, leaf) == 1 &&
         SSL_CTX_use_PrivateKey(context, key) == 1);
    SSL_CTX_set_alpn_select_cb(context, choose, NULL);
    X509_free(leaf);
    EVP_PKEY_free(key);
    return authority->contexts[shown] = context;
}
