/* SPDX-License-Identifier: Apache-2.0 */
/* trust.c - X509 stores by the PEM text beside the system's.
 *
 * Compared by content: an environment read again may stand where another one stood. */

#include "transport/trust.h"
#include "base/must.h"
#include "model/environment.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
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

static X509_STORE *make(struct text pem)
{
    X509_STORE *store = X509_STORE_new();
    must(store != NULL);
    X509_STORE_set_default_paths(store); /* none there: nothing is believed */
    ERR_clear_error();
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
    struct entry *entry = calloc(1, sizeof *entry);
    char *copy = calloc(1, pem.length + 1);
    must(entry != NULL && copy != NULL);
    if (pem.length > 0)
        memcpy(copy, pem.at, pem.length);
    *entry = (struct entry){
        {copy, pem.length},
        store, trust->entries
    };
    trust->entries = entry;
    return store;
}
