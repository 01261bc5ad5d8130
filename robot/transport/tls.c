/* SPDX-License-Identifier: Apache-2.0 */
/* tls.c - a TLS handshake and nothing more: what certificates are shown, until when they are good,
 * what is agreed on. For watching certificates, also where no HTTP is spoken. */

#include "base/arena.h"
#include "base/must.h"
#include "document/field.h"
#include "model/environment.h"
#include "model/journey.h"
#include "model/step_kind.h"
#include "plan/template.h"
#include "transport/peer.h"
#include "transport/probe.h"
#include "transport/trust.h"

#include <arpa/inet.h>
#include <errno.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>

struct tls {
    const struct template *address, *server_name;
    const char *const *alpn;
};

struct shaking {
    struct probe probe;
    struct text name; /* to ask for, and to be shown */
    SSL_CTX *context;
    SSL *ssl;
};

static const struct field fields[] = {
    {.name = "address",
     .type = FIELD_TEMPLATE,
     .at = offsetof(struct tls, address),
     .required = true,
     .text = "HOST:PORT to connect to; port 443 when none is given"},
    {.name = "server_name",
     .type = FIELD_TEMPLATE,
     .at = offsetof(struct tls, server_name),
     .text = "the name to ask for (SNI) and to verify; default: the host"},
    {.name = "alpn",
     .type = FIELD_TEXTS,
     .at = offsetof(struct tls, alpn),
     .text = "protocols to offer, such as h2 and http/1.1; the one agreed on is the protocol"},
    {0},
};

static const struct field_table table = {
    .name = "tls",
    .text = "a TLS handshake",
    .size = sizeof(struct tls),
    .fields = fields,
    .shorthand = "address",
};

static void release(struct probe *probe)
{
    struct shaking *shaking = (struct shaking *)probe; /* its first member */
    SSL_free(shaking->ssl);
    SSL_CTX_free(shaking->context);
    free(shaking);
}

static const struct tls_rule *rule_of(const struct attempt *attempt)
{
    const struct environment *environment = attempt->journey->environment;
    return environment != NULL ? &environment->tls : NULL;
}

static bool verifies(const struct shaking *shaking)
{
    const struct tls_rule *rule = rule_of(shaking->probe.attempt);
    return rule == NULL || rule->verify;
}

static int verify(X509_STORE_CTX *presented, void *thing)
{
    struct shaking *shaking = thing;
    return peer_verify(presented, shaking->name, shaking->probe.attempt->arena,
                       &shaking->probe.saw);
}

static void succeed(struct shaking *shaking)
{
    struct probe *probe = &shaking->probe;
    const unsigned char *chosen;
    unsigned length;
    peer_describe(shaking->ssl, probe->attempt->arena, &probe->saw);
    SSL_get0_alpn_selected(shaking->ssl, &chosen, &length);
    if (length > 0)
        probe->saw.protocol =
            arena_strndup(probe->attempt->arena, (const char *)chosen, length);
    SSL_shutdown(shaking->ssl); /* says good-bye; does not wait for an answer */
    probe_end(probe, REASON_NONE, NULL);
}

static void fail(struct shaking *shaking, int error, int system_error)
{
    struct probe *probe = &shaking->probe;
    struct arena *arena = probe->attempt->arena;
    if (probe->saw.tls_verify_error != NULL && verifies(shaking)) {
        probe_end(probe, REASON_TLS_VERIFY,
                  arena_printf(arena, "the certificate of %s is not to be trusted: %s",
                               probe->to, probe->saw.tls_verify_error));
        return;
    }
    if (error == SSL_ERROR_SYSCALL && system_error == ECONNRESET) {
        probe_end(
            probe, REASON_RESET,
            arena_printf(arena, "%s reset the connection during the TLS handshake", probe->to));
        return;
    }
    unsigned long code = ERR_peek_error();
    bool closed = error == SSL_ERROR_SYSCALL ||
                  ERR_GET_REASON(code) == SSL_R_UNEXPECTED_EOF_WHILE_READING;
    const char *why = closed ? "the connection was closed" : ERR_reason_error_string(code);
    probe_end(probe, REASON_TLS,
              arena_printf(arena, "the TLS handshake with %s failed: %s", probe->to,
                           why != NULL ? why : "unknown error"));
}

static void shake(struct shaking *shaking)
{
    ERR_clear_error();
    errno = 0;
    int done = SSL_connect(shaking->ssl), system_error = errno;
    if (done == 1) {
        succeed(shaking);
        return;
    }
    struct probe *probe = &shaking->probe;
    switch (SSL_get_error(shaking->ssl, done)) {
    case SSL_ERROR_WANT_READ:
        loop_watch_set(probe->station->loop, &probe->watch, EPOLLIN);
        break;
    case SSL_ERROR_WANT_WRITE:
        loop_watch_set(probe->station->loop, &probe->watch, EPOLLOUT);
        break;
    default:
        fail(shaking, SSL_get_error(shaking->ssl, done), system_error);
    }
    ERR_clear_error();
}

static void ready(void *thing, uint32_t events)
{
    (void)events;
    shake(thing);
}

/* RFC 7301 section 3.1: each name behind its length. */
static bool offer(SSL *ssl, const char *const *names)
{
    unsigned char wire[256];
    size_t length = 0;
    for (; names != NULL && *names != NULL; names++) {
        size_t one = strlen(*names);
        if (one == 0 || one > 255 || length + 1 + one > sizeof wire)
            return false;
        wire[length++] = (unsigned char)one;
        memcpy(wire + length, *names, one);
        length += one;
    }
    return length == 0 || SSL_set_alpn_protos(ssl, wire, (unsigned)length) == 0;
}

static bool is_address(const char *name)
{
    unsigned char sink[sizeof(struct in6_addr)];
    return inet_pton(AF_INET, name, sink) == 1 || inet_pton(AF_INET6, name, sink) == 1;
}

/* Says in words what the robot's own side lacks; NULL when all is there. */
static const char *set_up(struct shaking *shaking)
{
    struct probe *probe = &shaking->probe;
    const struct tls *tls = probe->attempt->params;
    const struct tls_rule *rule = rule_of(shaking->probe.attempt);
    X509_STORE *store = trust_store(probe->station->trust, rule);
    if (store == NULL)
        return "the environment's CA file holds no certificate";
    shaking->context = SSL_CTX_new(TLS_client_method());
    must(shaking->context != NULL);
    SSL_CTX_set1_cert_store(shaking->context, store);
    SSL_CTX_set_verify(shaking->context, verifies(shaking) ? SSL_VERIFY_PEER : SSL_VERIFY_NONE,
                       NULL);
    SSL_CTX_set_cert_verify_callback(shaking->context, verify, shaking);
    if (rule != NULL && rule->client_cert_file != NULL &&
        (SSL_CTX_use_certificate_chain_file(shaking->context, rule->client_cert_file) != 1 ||
         SSL_CTX_use_PrivateKey_file(shaking->context, rule->client_key_file,
                                     SSL_FILETYPE_PEM) != 1))
        return "the environment's client certificate or key could not be used";
    shaking->ssl = SSL_new(shaking->context);
    must(shaking->ssl != NULL);
    const char *name = text_string(probe->attempt->arena, shaking->name);
    if (!is_address(name))
        SSL_set_tlsext_host_name(shaking->ssl, name);
    if (!offer(shaking->ssl, tls->alpn))
        return "the list of protocols to offer is too long";
    return SSL_set_fd(shaking->ssl, probe->fd) == 1 ? NULL : "no TLS on this descriptor";
}

static void connected(struct probe *probe)
{
    struct shaking *shaking = (struct shaking *)probe;
    probe_enter(probe, PHASE_TLS);
    if (shaking->name.length == 0)
        shaking->name = text_of(probe->host);
    const char *problem = set_up(shaking);
    ERR_clear_error();
    if (problem != NULL) {
        probe_fail_robot(probe, problem);
        return;
    }
    probe->watch.ready = ready;
    shake(shaking);
}

static void start(struct attempt *attempt)
{
    const struct tls *tls = attempt->params;
    struct shaking *shaking = calloc(1, sizeof *shaking);
    must(shaking != NULL);
    shaking->probe.connected = connected;
    shaking->probe.release = release;
    struct probe_station *station = attempt->station;
    if (station->trust == NULL)
        station->trust = trust_new();
    trust_store(station->trust, rule_of(attempt)); /* made before the clock starts */
    struct fault fault = {0};
    if (tls->server_name != NULL && !template_text(tls->server_name, attempt->scope,
                                                   attempt->arena, &shaking->name, &fault))
        probe_refuse(&shaking->probe, attempt, &fault);
    else
        probe_start(&shaking->probe, attempt, "tls", tls->address, 443);
}

static const struct transport transport = {
    .open = probe_station_open,
    .close = probe_station_close,
    .start = start,
    .cancel = probe_cancel,
};

extern const struct step_kind step_kind_tls;

const struct step_kind step_kind_tls = {
    .name = "tls",
    .text = "a TLS handshake: certificates, version, cipher",
    .fields = &table,
    .transport = &transport,
};
