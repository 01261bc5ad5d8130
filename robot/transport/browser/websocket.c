/* SPDX-License-Identifier: Apache-2.0 */
/* websocket.c - a page's WebSockets, each an exchange whose answer goes on: its messages both ways.
 *
 * A socket outlives steps. The step that opened it has its handshake; each one after it has an exchange of
 * its own with what was said meanwhile, and none when nothing was. */

#include "base/arena.h"
#include "base/clock.h"
#include "base/encode.h"
#include "document/json.h"
#include "transport/browser/cdp_message.h"
#include "transport/browser/cdp_value.h"
#include "transport/browser/net_error.h"
#include "transport/browser/network.h"
#include "transport/browser/visit.h"

#define MOST_SECONDS 9e9

enum { MOST_MESSAGES = 1000, MOST_MESSAGE = 64 << 10, MOST_BYTES = 4 << 20, OPCODE_BINARY = 2 };

struct message {
    struct socket_message saw;
    struct message *next;
};

struct talk {
    struct socket_talk saw;
    struct message *first, **last;
};

static struct request *socket_new(struct visit *visit, struct text id, struct text url)
{
    struct request *request = network_new(visit, id, "WebSocket");
    struct talk *talk = arena_make(visit->seen, struct talk);
    talk->last = &talk->first;
    request->talk = talk;
    request->saw.method = "GET";
    request->saw.url = text_copy(visit->seen, url);
    request->saw.started_ns = clock_now_ns();
    request->saw.started_utc_ns = clock_now_utc_ns();
    return request;
}

/* Its clock is ours (network.c); what cannot be a time of it is now. */
static int64_t at(const struct cdp_message *message)
{
    double seconds = value_number(message->params, "timestamp", -1);
    return seconds < 0 || seconds > MOST_SECONDS ? clock_now_ns() : (int64_t)(seconds * 1e9);
}

/* ---- the handshake ---- */

static void created(struct session *session, const struct cdp_message *message)
{
    struct visit *visit = session->visit;
    if (!network_has_room(visit))
        return;
    socket_new(visit, value_text(message->params, "requestId"),
               value_text(message->params, "url"));
    visit->effects++;
}

static void asked(struct session *session, const struct cdp_message *message)
{
    struct request *request = network_find(session->visit, message);
    double wall = value_number(message->params, "wallTime", -1);
    if (request == NULL)
        return;
    request->saw.started_ns = at(message);
    if (wall > 0 && wall < MOST_SECONDS)
        request->saw.started_utc_ns = (int64_t)(wall * 1e9);
    network_headers(session->visit->seen,
                    value_of(value_of(message->params, "request"), "headers"),
                    &request->saw.request_headers);
}

static void answered(struct session *session, const struct cdp_message *message)
{
    struct request *request = network_find(session->visit, message);
    const struct json *response = value_of(message->params, "response");
    if (request == NULL)
        return;
    struct exchange *saw = &request->saw;
    int64_t took_ns = at(message) - saw->started_ns;
    saw->status = (int)value_int(response, "status", 0);
    saw->protocol = "HTTP/1.1";
    saw->time.first_byte_ns = took_ns > 0 ? took_ns : 0;
    network_headers(session->visit->seen, value_of(response, "headers"), &saw->headers);
    network_headers(session->visit->seen, value_of(response, "requestHeaders"),
                    &saw->request_headers);
}

/* ---- messages ---- */

static void keep(struct visit *visit, struct talk *talk, struct socket_message saw,
                 struct text payload)
{
    size_t length = payload.length < MOST_MESSAGE ? payload.length : MOST_MESSAGE;
    if (talk->saw.count >= MOST_MESSAGES || visit->socket_bytes + length > MOST_BYTES)
        return;
    struct message *message = arena_make(visit->seen, struct message);
    saw.data = text_copy(visit->seen, text_slice(payload, 0, length));
    message->saw = saw;
    *talk->last = message;
    talk->last = &message->next;
    talk->saw.count++;
    visit->socket_bytes += length;
}

static void take(struct session *session, const struct cdp_message *message, bool sent)
{
    struct visit *visit = session->visit;
    struct request *request = network_find(visit, message);
    const struct json *frame = value_of(message->params, "response");
    struct text payload = value_text(frame, "payloadData"), plain;
    if (request == NULL || request->talk == NULL)
        return;
    struct socket_talk *saw = &request->talk->saw;
    struct arena *scratch = arena_new();
    bool binary = value_int(frame, "opcode", 0) == OPCODE_BINARY;
    if (binary)
        payload = decode_base64(scratch, payload, &plain) ? plain : (struct text){0};
    *(sent ? &saw->sent : &saw->received) += 1;
    *(sent ? &saw->sent_bytes : &saw->received_bytes) += (int64_t)payload.length;
    *(sent ? &request->saw.sent_bytes : &request->saw.wire_bytes) += (int64_t)payload.length;
    keep(visit, request->talk,
         (struct socket_message){.sent = sent,
                                 .binary = binary,
                                 .bytes = (int64_t)payload.length,
                                 .at_ns = at(message)},
         payload);
    arena_end(scratch);
}

static void sent(struct session *session, const struct cdp_message *message)
{
    session->visit->effects++;
    take(session, message, true);
}

static void received(struct session *session, const struct cdp_message *message)
{
    take(session, message, false);
}

/* ---- the end ---- */

static int told_status(struct text error)
{
    static const char words[] = "Unexpected response code: ";
    ptrdiff_t from = text_find(error, text_of(words), 0);
    int status = 0;
    for (size_t i = from < 0 ? error.length : (size_t)from + sizeof words - 1;
         i < error.length && error.at[i] >= '0' && error.at[i] <= '9' && status < 100; i++)
        status = status * 10 + (error.at[i] - '0');
    return status;
}

static struct fault fault_of(struct arena *arena, const struct exchange *saw, struct text error)
{
    ptrdiff_t name = text_find(error, text_of("net::ERR_"), 0);
    if (name >= 0)
        return net_error_fault(arena, text_slice(error, (size_t)name, error.length), saw->url);
    return (struct fault){.phase = saw->status == 101 ? PHASE_RECEIVE : PHASE_WAIT,
                          .reason = REASON_PROTOCOL,
                          .message = arena_printf(arena, "the WebSocket to %.*s failed: %.*s",
                                                  TEXT_ARGS(saw->url), TEXT_ARGS(error))};
}

/* The page itself gave it up: it closed it, or went away. */
static bool is_meant(struct text error)
{
    return text_find(error, text_of("closed before the connection is established"), 0) >= 0 ||
           text_find(error, text_of("net::ERR_ABORTED"), 0) >= 0;
}

static void broken(struct session *session, const struct cdp_message *message)
{
    struct request *request = network_find(session->visit, message);
    struct text error = value_text(message->params, "errorMessage");
    if (request == NULL || is_meant(error))
        return;
    struct exchange *saw = &request->saw;
    if (saw->status == 0)
        saw->status = told_status(error);
    if (saw->fault.reason == REASON_NONE)
        saw->fault = fault_of(session->visit->seen, saw, error);
}

static void closed(struct session *session, const struct cdp_message *message)
{
    struct request *request = network_find(session->visit, message);
    if (request == NULL)
        return;
    int64_t took_ns = at(message) - request->saw.started_ns;
    request->ended = true;
    request->saw.time.total_ns = took_ns > 0 ? took_ns : 0;
}

void websocket_event(struct session *session, const struct cdp_message *message)
{
    static const struct {
        const char *method;
        void (*take)(struct session *session, const struct cdp_message *message);
    } takers[] = {
        {"Network.webSocketCreated", created},
        {"Network.webSocketWillSendHandshakeRequest", asked},
        {"Network.webSocketHandshakeResponseReceived", answered},
        {"Network.webSocketFrameSent", sent},
        {"Network.webSocketFrameReceived", received},
        {"Network.webSocketFrameError", broken},
        {"Network.webSocketClosed", closed},
    };
    for (size_t i = 0; i < sizeof takers / sizeof takers[0]; i++)
        if (text_is(message->method, takers[i].method)) {
            takers[i].take(session, message);
            return;
        }
}

/* ---- the attempt's part ---- */

void websocket_carry(struct visit *visit, const struct request *from)
{
    if (from->ended)
        return;
    struct request *request = socket_new(visit, text_of(from->id), from->saw.url);
    request->saw.status = from->saw.status;
    request->saw.protocol = from->saw.protocol;
    request->talk->saw.continued = true;
}

bool websocket_is_silent(const struct request *request)
{
    const struct socket_talk *saw = request->talk != NULL ? &request->talk->saw : NULL;
    return saw != NULL && saw->continued && saw->sent + saw->received == 0 &&
           request->saw.fault.reason == REASON_NONE;
}

const struct socket_talk *websocket_collect(const struct request *request)
{
    struct talk *talk = request->talk;
    struct socket_message *list =
        arena_array(request->visit->seen, talk->saw.count + 1, struct socket_message);
    size_t n = 0;
    for (const struct message *m = talk->first; m != NULL; m = m->next)
        list[n++] = m->saw;
    talk->saw.messages = list;
    return &talk->saw;
}
