/* SPDX-License-Identifier: Apache-2.0 */
/* json_exchange.c - what was asked and what came back, in full. */

#include "reporters/file/json_exchange.h"
#include "base/arena.h"
#include "base/encode.h"
#include "reporters/file/clean.h"
#include "reporters/file/json_out.h"

static void put_ns(const char *name, int64_t ns, struct json_out *out)
{
    if (ns < 0)
        json_out_null(out, name);
    else
        json_out_int(out, name, ns);
}

void json_timing(const struct timing *timing, struct json_out *out)
{
    static const char *const names[NETWORK_PHASES] = {"dns_ns",  "connect_ns", "tls_ns",
                                                      "send_ns", "wait_ns",    "receive_ns"};
    json_out_open(out, "timing", '{');
    for (int p = 0; p < NETWORK_PHASES; p++)
        put_ns(names[p], timing->phase_ns[p], out);
    put_ns("first_byte_ns", timing->first_byte_ns, out);
    put_ns("total_ns", timing->total_ns, out);
    put_ns("uncertainty_ns", timing->uncertainty_ns, out);
    json_out_close(out, '}');
}

void json_fault(const struct fault *fault, struct json_out *out)
{
    if (fault->reason == REASON_NONE) {
        json_out_null(out, "fault");
        return;
    }
    json_out_open(out, "fault", '{');
    json_out_string(out, "phase", phase_name(fault->phase));
    json_out_string(out, "reason", reason_name(fault->reason));
    json_out_string(out, "message", fault->message);
    json_out_close(out, '}');
}

static void put_headers(const struct headers *headers, struct json_out *out)
{
    json_out_open(out, "headers", '[');
    for (size_t i = 0; i < headers->count; i++) {
        json_out_open(out, NULL, '{');
        json_out_text(out, "name", headers->items[i].name);
        json_out_text(out, "value", headers->items[i].value);
        json_out_close(out, '}');
    }
    json_out_close(out, ']');
}

static void put_body(struct text body, size_t most, struct json_out *out)
{
    struct excerpt part;
    if (body.length == 0) {
        json_out_null(out, "body");
        return;
    }
    excerpt_init(&part, body, most);
    json_out_open(out, "body", '{');
    if (part.is_text) {
        json_out_text(out, "text", part.text);
    } else {
        struct arena *scratch = arena_new();
        json_out_text(out, "base64", encode_base64(scratch, part.text));
        arena_end(scratch);
    }
    json_out_bool(out, "cut", part.cut);
    json_out_close(out, '}');
    excerpt_done(&part);
}

static void put_certificate(const struct certificate *c, struct json_out *out)
{
    json_out_open(out, NULL, '{');
    json_out_string(out, "subject", c->subject);
    json_out_string(out, "issuer", c->issuer);
    json_out_string(out, "serial", c->serial);
    json_out_string(out, "sha256", c->sha256);
    json_out_string(out, "key", c->key);
    json_out_string(out, "signature", c->signature);
    json_out_utc(out, "not_before", c->not_before_utc_ns);
    json_out_utc(out, "not_after", c->not_after_utc_ns);
    json_out_open(out, "names", '[');
    for (size_t i = 0; i < c->name_count; i++)
        json_out_string(out, NULL, c->names[i]);
    json_out_close(out, ']');
    json_out_close(out, '}');
}

static void put_tls(const struct exchange *e, struct json_out *out)
{
    if (e->tls_version == NULL && e->certificate_count == 0 && e->tls_verify_error == NULL) {
        json_out_null(out, "tls");
        return;
    }
    json_out_open(out, "tls", '{');
    json_out_string(out, "version", e->tls_version);
    json_out_string(out, "cipher", e->tls_cipher);
    json_out_string(out, "verify_error", e->tls_verify_error);
    json_out_open(out, "certificates", '[');
    for (size_t i = 0; i < e->certificate_count; i++)
        put_certificate(&e->certificates[i], out);
    json_out_close(out, ']');
    json_out_close(out, '}');
}

static void put_request(const struct exchange *e, size_t body_bytes, struct json_out *out)
{
    json_out_open(out, "request", '{');
    json_out_string(out, "method", e->method);
    json_out_text(out, "url", e->url);
    put_headers(&e->request_headers, out);
    put_body(e->request_body, body_bytes, out);
    json_out_int(out, "sent_bytes", e->sent_bytes);
    json_out_close(out, '}');
}

static void put_answer(const struct exchange *e, size_t body_bytes, struct json_out *out)
{
    if (e->status == 0 && e->header_bytes == 0 && e->body.length == 0) {
        json_out_null(out, "answer");
        return;
    }
    json_out_open(out, "answer", '{');
    json_out_int(out, "status", e->status);
    json_out_string(out, "protocol", e->protocol);
    put_headers(&e->headers, out);
    put_body(e->body, body_bytes, out);
    json_out_int(out, "body_bytes", e->body_bytes);
    json_out_int(out, "wire_bytes", e->wire_bytes);
    json_out_int(out, "header_bytes", e->header_bytes);
    if (e->redirect_url.length > 0)
        json_out_text(out, "redirect_url", e->redirect_url);
    else
        json_out_null(out, "redirect_url");
    json_out_close(out, '}');
}

static void put_message(const struct exchange *e, const struct socket_message *message,
                        size_t most, struct json_out *out)
{
    json_out_open(out, NULL, '{');
    json_out_utc(out, "at", e->started_utc_ns + message->at_ns - e->started_ns);
    json_out_bool(out, "sent", message->sent);
    json_out_bool(out, "binary", message->binary);
    json_out_int(out, "bytes", message->bytes);
    put_body(message->data, most, out);
    json_out_close(out, '}');
}

/* Many small things of which each costs more than it says: fewer of a step that passed. */
static void put_socket(const struct exchange *e, bool passed, struct json_out *out)
{
    const struct socket_talk *socket = e->socket;
    size_t most = passed ? MESSAGES_PASSED : MESSAGES_FAILED;
    if (socket == NULL) {
        json_out_null(out, "socket");
        return;
    }
    json_out_open(out, "socket", '{');
    json_out_bool(out, "continued", socket->continued);
    json_out_int(out, "sent", socket->sent);
    json_out_int(out, "received", socket->received);
    json_out_int(out, "sent_bytes", socket->sent_bytes);
    json_out_int(out, "received_bytes", socket->received_bytes);
    json_out_open(out, "messages", '[');
    for (size_t i = 0; i < socket->count && i < most; i++)
        put_message(e, &socket->messages[i], MESSAGE_BYTES, out);
    json_out_close(out, ']');
    json_out_close(out, '}');
}

void json_exchange(const struct exchange *exchange, size_t body_bytes, struct json_out *out)
{
    json_out_open(out, NULL, '{');
    json_out_utc(out, "started", exchange->started_utc_ns);
    json_out_string(out, "resource", exchange->resource);
    json_out_bool(out, "pending", exchange->pending);
    put_request(exchange, body_bytes, out);
    put_answer(exchange, body_bytes, out);
    if (exchange->remote_address == NULL) {
        json_out_null(out, "remote");
    } else {
        json_out_open(out, "remote", '{');
        json_out_string(out, "address", exchange->remote_address);
        json_out_int(out, "port", exchange->remote_port);
        json_out_bool(out, "reused", exchange->reused);
        json_out_close(out, '}');
    }
    put_tls(exchange, out);
    put_socket(exchange, body_bytes == BODY_BYTES_PASSED, out);
    json_timing(&exchange->time, out);
    json_fault(&exchange->fault, out);
    json_out_close(out, '}');
}
