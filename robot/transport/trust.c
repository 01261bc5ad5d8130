/* SPDX-License-Identifier: Apache-2.0 */
/* trust.c - X509 stores by the PEM text beside the system's.
 *
 * Compared by content: an environment read again may stand where another one stood. */

#include "transport/trust.h"
#include "base/must.h"
#include "model/environment.h"

#include <glob.h>
#include <limits.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct entry {
    struct text pem; /* ours */
    X509_STORE *store;
    struct entry *next;
};

struct trust {
    struct entry *entries;
};

struct trust *trust_new(void)
{
    struct trust *trust = calloc(1, sizeof *trust);
    must(trust != NULL);
    return trust;
}

void trust_end(struct trust *trust)
{
    for (struct entry *entry = trust->entries, *next; entry != NULL; entry = next) {
        next = entry->next;
        X509_STORE_free(entry->store);
        free((char *)(uintptr_t)entry->pem.at);
        free(entry);
    }
    free(trust);
}

/* The number of certificates added. */
static int add_all(X509_STORE *store, struct text pem)
{
    BIO *bio = BIO_new_mem_buf(pem.at, (int)pem.length);
    must(bio != NULL);
    int added = 0;
    for (X509 *one; (one = PEM_read_bio_X509(bio, NULL, NULL, NULL)) != NULL; added++) {
        must(X509_STORE_add_cert(store, one) == 1);
        X509_free(one);
    }
    BIO_free(bio);
    ERR_clear_error(); /* that there was no further one */
    return added;
}

/* OpenSSL fetches its algorithms when they are first used; that would be told as the first peer's
 * time. So one handshake is begun with nobody. */
static void warm_up(X509_STORE *store)
{
    SSL_CTX *context = SSL_CTX_new(TLS_client_method());
    must(context != NULL);
    SSL_CTX_set1_cert_store(context, store);
    SSL *ssl = SSL_new(context);
    BIO *in = BIO_new(BIO_s_mem()), *out = BIO_new(BIO_s_mem());
    must(ssl != NULL && in != NULL && out != NULL);
    SSL_set_bio(ssl, in, out);
    SSL_connect(ssl); /* writes its hello and wants an answer */
    SSL_free(ssl);
    SSL_CTX_free(context);
    ERR_clear_error();
}

static const char *setting(const char *variable, const char *otherwise)
{
    const char *value = getenv(variable);
    return value != NULL ? value : otherwise;
}

static bool any_hashed(const char *folder)
{
    static const char *const pattern = "/[0-9a-f][0-9a-f][0-9a-f][0-9a-f]*.[0-9]";
    char whole[PATH_MAX];
    glob_t found = {0};
    int length = snprintf(whole, sizeof whole, "%s%s", folder, pattern);
    bool any = length > 0 && (size_t)length < sizeof whole &&
               glob(whole, GLOB_NOSORT, NULL, &found) == 0;
    globfree(&found);
    return any;
}

/* The system's authorities: the folder of hashed certificates, and the bundle unless it lies in
 * that folder, where it holds the same ones and costs 16 ms to read. None there: nothing is
 * believed. */
static void add_system(X509_STORE *store)
{
    const char *folder = setting(X509_get_default_cert_dir_env(), X509_get_default_cert_dir());
    const char *bundle = setting(X509_get_default_cert_file_env(), NULL);
    bool hashed = any_hashed(folder);
    if (hashed)
        X509_STORE_load_path(store, folder);
    if (bundle == NULL && !hashed)
        bundle = X509_get_default_cert_file();
    if (bundle != NULL && !(hashed && text_starts_with(text_of(bundle), text_of(folder))))
        X509_STORE_load_file(store, bundle);
    ERR_clear_error();
}

static X509_STORE *make(struct text pem)
{
    X509_STORE *store = X509_STORE_new();
    must(store != NULL);
    add_system(store);
    if (pem.length > 0 && add_all(store, pem) == 0) {
        X509_STORE_free(store);
        return NULL;
    }
    return store;
}

X509_STORE *trust_store(struct trust *trust, const struct tls_rule *rule)
{
    struct text pem = rule != NULL ? rule->ca_pem : (struct text){0};
    for (struct entry *entry = trust->entries; entry != NULL; entry = entry->next)
        if (text_equal(entry->pem, pem))
            return entry->store;
    X509_STORE *store = make(pem);
    if (store == NULL)
        return NULL;
    warm_up(store);
    struct entry *entry = calloc(1, sizeof *entry);
    char *copy = calloc(1, pem.length + 1);
    must(entry != NULL && copy != NULL);
    if (pem.length > 0)
        memcpy(copy, pem.at, pem.length);
    *entry = (struct entry){{copy, pem.length}, store, trust->entries};
    trust->entries = entry;
    return store;
}
