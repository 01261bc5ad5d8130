/* SPDX-License-Identifier: Apache-2.0 */
/* peer.c - recording a handshake. */

#include "transport/peer.h"
#include "base/arena.h"
#include "base/must.h"
#include "model/observation.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

/* A chain is two or three; more is kept from filling our memory. */
enum { CHAIN_MOST = 10 };

static void record(struct arena *arena, const STACK_OF(X509) * chain, struct exchange *saw)
{
    int count = sk_X509_num(chain);
    if (count <= 0)
        return;
    if (count > CHAIN_MOST)
        count = CHAIN_MOST;
    struct certificate *all = arena_array(arena, (size_t)count, struct certificate);
    for (int i = 0; i < count; i++)
        peer_certificate(arena, sk_X509_value(chain, i), &all[i]);
    saw->certificates = all;
    saw->certificate_count = (size_t)count;
}

static bool has_name(X509 *leaf, struct text host, struct arena *arena)
{
    const char *name = text_string(arena, host);
    ASN1_OCTET_STRING *address = a2i_IPADDRESS(name);
    bool is = address != NULL
                  ? X509_check_ip_asc(leaf, name, 0) == 1
                  : X509_check_host(leaf, name, host.length,
                                    X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS, NULL) == 1;
    ASN1_OCTET_STRING_free(address);
    return is;
}

static const char *named(struct arena *arena, const struct certificate *leaf)
{
    return leaf->name_count > 0 ? arena_printf(arena, "%s%s", leaf->names[0],
                                               leaf->name_count > 1 ? " and others" : "")
                                : leaf->subject;
}

bool peer_verify(X509_STORE_CTX *presented, struct text host, struct arena *arena,
                 struct exchange *saw)
{
    record(arena, X509_STORE_CTX_get0_untrusted(presented), saw);
    bool good = X509_verify_cert(presented) > 0;
    if (!good) {
        int error = X509_STORE_CTX_get_error(presented);
        int depth = X509_STORE_CTX_get_error_depth(presented);
        const char *words = X509_verify_cert_error_string(error);
        saw->tls_verify_error =
            depth > 0 ? arena_printf(arena, "%s (of the chain, number %d)", words, depth + 1)
                      : arena_strdup(arena, words);
        ERR_clear_error(); /* told; what comes next must not find it */
        return false;
    }
    if (has_name(X509_STORE_CTX_get0_cert(presented), host, arena))
        return true;
    X509_STORE_CTX_set_error(presented, X509_V_ERR_HOSTNAME_MISMATCH);
    must(saw->certificate_count > 0);
    saw->tls_verify_error = arena_printf(arena, "it is for %s, not for %.*s",
                                         named(arena, &saw->certificates[0]), TEXT_ARGS(host));
    return false;
}

void peer_describe(SSL *ssl, struct arena *arena, struct exchange *saw)
{
    saw->tls_version = SSL_get_version(ssl); /* static strings, both */
    saw->tls_cipher = SSL_get_cipher_name(ssl);
    if (saw->certificate_count == 0)
        record(arena, SSL_get_peer_cert_chain(ssl), saw);
}
