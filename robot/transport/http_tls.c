/* SPDX-License-Identifier: Apache-2.0 */
/* http_tls.c - libcurl's SSL_CTX, with our store and our eyes.
 *
 * libcurl keeps certificate facts only of chains that verify (CURLOPT_CERTINFO); a robot that says
 * "certificate not trusted" without saying which certificate helps nobody. */

#include "transport/http_tls.h"
#include "base/must.h"
#include "model/environment.h"
#include "model/journey.h"
#include "model/step_kind.h"
#include "transport/http_message.h"
#include "transport/http_session.h"
#include "transport/http_station.h"
#include "transport/http_transfer.h"
#include "transport/peer.h"
#include "transport/trust.h"

#include <openssl/ssl.h>
#include <string.h>

static const struct tls_rule *rule_of(const struct http_transfer *transfer)
{
    const struct environment *environment = transfer->attempt->journey->environment;
    return environment != NULL ? &environment->tls : NULL;
}

bool http_tls_verifies(const struct http_transfer *transfer)
{
    const struct tls_rule *rule = rule_of(transfer);
    return rule == NULL || rule->verify;
}

static int verify(X509_STORE_CTX *presented, void *thing)
{
    struct http_session *session = thing;
    struct http_transfer *transfer = session->transfer;
    must(transfer != NULL); /* renegotiation is off: handshakes happen in transfers */
    return peer_verify(presented, transfer->message->url.host, transfer->attempt->arena,
                       transfer->saw);
}

/* Session tickets arrive after the handshake, like an answer; the answer's first byte is what
 * comes after the last of them. */
static void message_seen(int written, int version, int type, const void *bytes, size_t length,
                         SSL *ssl, void *thing)
{
    (void)version;
    (void)length;
    (void)ssl;
    struct http_session *session = thing;
    const unsigned char *message = bytes;
    if (!written && type == SSL3_RT_HANDSHAKE && message[0] == SSL3_MT_NEWSESSION_TICKET &&
        session->transfer != NULL)
        http_clock_not_yet(&session->transfer->clock);
}

static CURLcode set_up(CURL *curl, void *context, void *thing)
{
    (void)curl;
    struct http_transfer *transfer = thing;
    http_clock_handshake(&transfer->clock);
    X509_STORE *store = trust_store(transfer->station->trust, rule_of(transfer));
    if (store == NULL)
        return CURLE_SSL_CACERT_BADFILE;
    SSL_CTX_set1_cert_store(context, store);
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_cert_verify_callback(context, verify, transfer->session);
    SSL_CTX_set_msg_callback(context, message_seen);
    SSL_CTX_set_msg_callback_arg(context, transfer->session);
    return CURLE_OK;
}

#define SET(option, value) must(curl_easy_setopt(curl, option, value) == CURLE_OK)

void http_tls_prepare(struct http_transfer *transfer)
{
    CURL *curl = transfer->curl;
    const struct tls_rule *rule = rule_of(transfer);
    trust_store(transfer->station->trust, rule); /* made before the clock starts */
    SET(CURLOPT_SSL_CTX_FUNCTION, set_up);
    SET(CURLOPT_SSL_CTX_DATA, transfer);
    SET(CURLOPT_CAINFO, NULL); /* the store is ours; see trust.h */
    SET(CURLOPT_CAPATH, NULL);
    if (!http_tls_verifies(transfer)) {
        SET(CURLOPT_SSL_VERIFYPEER, 0L);
        SET(CURLOPT_SSL_VERIFYHOST, 0L);
    }
    if (!transfer->attempt->journey->warm)
        SET(CURLOPT_SSL_SESSIONID_CACHE, 0L);
    if (rule != NULL && rule->client_cert_file != NULL) {
        SET(CURLOPT_SSLCERT, rule->client_cert_file);
        SET(CURLOPT_SSLKEY, rule->client_key_file);
    }
}

bool http_tls_connected(struct http_transfer *transfer)
{
    struct curl_tlssessioninfo *session = NULL;
    curl_easy_getinfo(transfer->curl, CURLINFO_TLS_SSL_PTR, &session);
    if (session == NULL || session->internals == NULL)
        return false;
    SSL *ssl = session->internals;
    peer_describe(ssl, transfer->attempt->arena, transfer->saw);
    const unsigned char *protocol;
    unsigned length;
    SSL_get0_alpn_selected(ssl, &protocol, &length);
    return length == 2 && memcmp(protocol, "h2", 2) == 0;
}
