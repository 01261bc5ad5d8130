/* SPDX-License-Identifier: Apache-2.0 */
/* network.c - every request of the visit, from Chromium's Network events, as an exchange.
 *
 * Chromium's clock is CLOCK_MONOTONIC in seconds, ours in nanoseconds, so its times need no moving.
 * Between the start of a request and its first phase it may wait in the browser (HAR calls that
 * blocked): that is in the total and in no phase. */

#include "transport/browser/network.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/encode.h"
#include "document/json.h"
#include "model/journey.h"
#include "model/step_kind.h"
#include "transport/browser/cdp_message.h"
#include "transport/browser/cdp_value.h"
#include "transport/browser/net_error.h"
#include "transport/browser/visit.h"

#include <string.h>

enum { MOST_REQUESTS = 5000, MOST_BODY = 2 << 20, MOST_POST = 64 * 1024 };

struct request *network_find(struct visit *visit, const struct cdp_message *message)
{
    return map_get(&visit->requests, value_text(message->params, "requestId"));
}

bool network_has_room(const struct visit *visit)
{
    return visit->request_count < MOST_REQUESTS;
}

struct request *network_new(struct visit *visit, struct text id, const char *kind)
{
    struct request *request = arena_make(visit->seen, struct request);
    *request = (struct request){
        .visit = visit,
        .document_number = visit->document_number,
        .id = text_string(visit->seen, id),
        .kind = kind,
        .saw.time = timing_none(),
    };
    map_put(&visit->requests, text_of(request->id), request);
    *visit->last_request = request;
    visit->last_request = &request->next;
    visit->request_count++;
    return request;
}

static int64_t seconds(const struct json *params, const char *name)
{
    double s = value_number(params, name, -1);
    return s < 0 ? 0 : (int64_t)(s * 1e9);
}

void network_headers(struct arena *arena, const struct json *from, struct headers *to)
{
    if (from == NULL || from->kind != JSON_OBJECT)
        return;
    to->items = arena_array(arena, from->count + 1, struct header);
    to->count = 0;
    for (size_t i = 0; i < from->count; i++)
        if (from->items[i]->kind == JSON_STRING)
            to->items[to->count++] =
                (struct header){.name = text_copy(arena, from->items[i]->name),
                                .value = text_copy(arena, from->items[i]->text)};
}

/* ---- phases ---- */

static int64_t span(const struct json *timing, const char *from, const char *to)
{
    double a = value_number(timing, from, -1), b = value_number(timing, to, -1);
    return a < 0 || b < a ? -1 : (int64_t)((b - a) * 1e6);
}

static void take_timing(struct request *request, const struct json *timing)
{
    struct timing *time = &request->saw.time;
    if (timing == NULL)
        return;
    int64_t began = seconds(timing, "requestTime");
    int64_t tls = span(timing, "sslStart", "sslEnd");
    int64_t connect = span(timing, "connectStart", "connectEnd");
    double headers_ms = value_number(timing, "receiveHeadersEnd", -1);
    double first_ms = value_number(timing, "receiveHeadersStart", headers_ms);
    time->phase_ns[PHASE_DNS] = span(timing, "dnsStart", "dnsEnd");
    time->phase_ns[PHASE_CONNECT] = connect >= 0 && tls >= 0 ? connect - tls : connect;
    time->phase_ns[PHASE_TLS] = tls;
    time->phase_ns[PHASE_SEND] = span(timing, "sendStart", "sendEnd");
    time->phase_ns[PHASE_WAIT] = first_ms >= 0
                                     ? span(timing, "sendEnd", "receiveHeadersStart") >= 0
                                           ? span(timing, "sendEnd", "receiveHeadersStart")
                                           : span(timing, "sendEnd", "receiveHeadersEnd")
                                     : -1;
    if (headers_ms >= 0) {
        request->headers_ns = began + (int64_t)(first_ms * 1e6);
        time->first_byte_ns = request->headers_ns - request->saw.started_ns;
    }
}

static void end(struct request *request, int64_t at_ns)
{
    struct timing *time = &request->saw.time;
    if (request->counted && !request->ended &&
        request->document_number == request->visit->document_number)
        request->visit->requests_open--;
    request->ended = true;
    time->total_ns = at_ns > request->saw.started_ns ? at_ns - request->saw.started_ns : 0;
    if (request->headers_ns > 0 && at_ns >= request->headers_ns)
        time->phase_ns[PHASE_RECEIVE] = at_ns - request->headers_ns;
}

/* ---- answers ---- */

static const char *protocol_name(struct arena *arena, struct text told)
{
    if (text_is(told, "http/1.1"))
        return "HTTP/1.1";
    if (text_is(told, "h2"))
        return "HTTP/2";
    if (text_is(told, "h3"))
        return "HTTP/3";
    return told.length > 0 ? text_string(arena, told) : NULL;
}

static void take_response(struct request *request, const struct json *response)
{
    struct arena *arena = request->visit->seen;
    struct exchange *saw = &request->saw;
    const struct json *security = value_of(response, "securityDetails");
    struct text address = value_text(response, "remoteIPAddress");
    saw->status = (int)value_int(response, "status", 0);
    saw->protocol = protocol_name(arena, value_text(response, "protocol"));
    if (request->raw_headers == 0)
        network_headers(arena, value_of(response, "headers"), &saw->headers);
    if (address.length > 0)
        saw->remote_address = text_string(arena, address);
    saw->remote_port = (int)value_int(response, "remotePort", 0);
    saw->reused = value_flag(response, "connectionReused");
    saw->header_bytes = value_int(response, "encodedDataLength", 0);
    request->cached = value_flag(response, "fromDiskCache") ||
                      value_flag(response, "fromServiceWorker") ||
                      value_flag(response, "fromPrefetchCache");
    if (security != NULL) {
        saw->tls_version = text_string(arena, value_text(security, "protocol"));
        saw->tls_cipher = text_string(arena, value_text(security, "cipher"));
    }
    take_timing(request, value_of(response, "timing"));
}

struct fetching {
    struct errand errand; /* first */
    struct request *request;
    uint64_t look; /* the request is seen in: in the next one it is another's */
};

static void take_body(struct request *request, const struct json *result)
{
    struct arena *arena = request->visit->seen;
    struct text body = value_text(result, "body"), plain;
    if (value_flag(result, "base64Encoded"))
        body = decode_base64(arena, body, &plain) ? plain : (struct text){0};
    request->saw.body_bytes = (int64_t)body.length;
    request->saw.body = text_copy(arena, text_slice(body, 0, MOST_BODY));
}

static void body_came(void *thing, const struct cdp_reply *reply)
{
    struct fetching *fetching = thing;
    const struct visit *visit = fetching->errand.visit;
    if (visit != NULL && visit->look == fetching->look && reply->result != NULL)
        take_body(fetching->request, reply->result);
    errand_finish(&fetching->errand, DRIVE_OK, NULL, NULL);
}

/* Of documents and of what scripts ask for; pictures and styles tell nothing a check reads. */
static void fetch_body(struct session *session, struct request *request)
{
    struct visit *visit = session->visit;
    if (!request->wants_body || request->saw.wire_bytes > MOST_BODY)
        return;
    struct fetching *fetching = errand_new(visit, sizeof *fetching, NULL, NULL);
    fetching->request = request;
    fetching->look = visit->look;
    errand_call(&fetching->errand, session->listener.id, "Network.getResponseBody",
                cdp_object(fetching->errand.arena, "requestId",
                           json_string_of(fetching->errand.arena, request->id), NULL),
                body_came);
}

/* ---- events ---- */

static void request_sent(struct session *session, const struct cdp_message *message)
{
    struct visit *visit = session->visit;
    const struct json *params = message->params, *told = value_of(params, "request");
    const struct json *redirect = value_of(params, "redirectResponse");
    struct text url = value_text(told, "url"), kind = value_text(params, "type");
    struct request *before = network_find(visit, message);
    if (before != NULL && redirect != NULL) {
        take_response(before, redirect);
        before->saw.redirect_url = text_copy(visit->seen, url);
        end(before, seconds(params, "timestamp"));
    }
    if (!network_has_room(visit) || text_starts_with(url, text_of("data:")) ||
        text_starts_with(url, text_of("blob:")))
        return;
    struct request *request =
        network_new(visit, value_text(params, "requestId"), text_string(visit->seen, kind));
    request->document = text_is(kind, "Document") && session->page &&
                        text_equal(value_text(params, "frameId"), session->target);
    request->counted =
        !text_is(kind, "EventSource") && !text_is(kind, "Ping") && !text_is(kind, "Prefetch");
    request->wants_body =
        text_is(kind, "Document") || text_is(kind, "XHR") || text_is(kind, "Fetch");
    struct exchange *saw = &request->saw;
    saw->started_ns = seconds(params, "timestamp");
    saw->started_utc_ns = seconds(params, "wallTime");
    saw->method = text_string(visit->seen, value_text(told, "method"));
    saw->url = text_copy(visit->seen, url);
    saw->request_body =
        text_copy(visit->seen, text_slice(value_text(told, "postData"), 0, MOST_POST));
    saw->sent_bytes = (int64_t)value_text(told, "postData").length;
    network_headers(visit->seen, value_of(told, "headers"), &saw->request_headers);
    visit->requests_open += request->counted ? 1 : 0;
    visit->effects++;
    if (request->document && visit->window != NULL && visit->window->session == session)
        visit->window->coming = text_copy(visit->arena, value_text(params, "loaderId"));
}

static void extra_sent(struct session *session, const struct cdp_message *message)
{
    struct request *request = network_find(session->visit, message);
    if (request != NULL)
        network_headers(session->visit->seen, value_of(message->params, "headers"),
                        &request->saw.request_headers);
}

static void extra_received(struct session *session, const struct cdp_message *message)
{
    struct request *request = network_find(session->visit, message);
    if (request == NULL)
        return;
    request->raw_headers = 1;
    network_headers(session->visit->seen, value_of(message->params, "headers"),
                    &request->saw.headers);
}

static void response_received(struct session *session, const struct cdp_message *message)
{
    struct request *request = network_find(session->visit, message);
    if (request != NULL)
        take_response(request, value_of(message->params, "response"));
}

static void data_received(struct session *session, const struct cdp_message *message)
{
    struct request *request = network_find(session->visit, message);
    if (request == NULL)
        return;
    request->saw.body_bytes += value_int(message->params, "dataLength", 0);
    request->saw.wire_bytes += value_int(message->params, "encodedDataLength", 0);
}

static void finished(struct session *session, const struct cdp_message *message)
{
    struct request *request = network_find(session->visit, message);
    if (request == NULL)
        return;
    int64_t all = value_int(message->params, "encodedDataLength", 0);
    if (all > request->saw.header_bytes && !request->cached)
        request->saw.wire_bytes = all - request->saw.header_bytes;
    end(request, seconds(message->params, "timestamp"));
    fetch_body(session, request);
}

static void failed(struct session *session, const struct cdp_message *message)
{
    struct request *request = network_find(session->visit, message);
    if (request == NULL)
        return;
    struct text error = value_text(message->params, "errorText");
    if (request->document && session->visit->window != NULL)
        session->visit->window->coming = (struct text){0}; /* a download, or no page at all */
    end(request, seconds(message->params, "timestamp"));
    if (!value_flag(message->params, "canceled"))
        request->saw.fault = net_error_fault(session->visit->seen, error, request->saw.url);
}

void network_event(struct session *session, const struct cdp_message *message)
{
    static const struct {
        const char *method;
        void (*take)(struct session *session, const struct cdp_message *message);
    } takers[] = {
        {"Network.requestWillBeSent", request_sent},
        {"Network.requestWillBeSentExtraInfo", extra_sent},
        {"Network.responseReceived", response_received},
        {"Network.responseReceivedExtraInfo", extra_received},
        {"Network.dataReceived", data_received},
        {"Network.loadingFinished", finished},
        {"Network.loadingFailed", failed},
    };
    if (text_starts_with(message->method, text_of("Network.webSocket"))) {
        websocket_event(session, message);
        return;
    }
    for (size_t i = 0; i < sizeof takers / sizeof takers[0]; i++)
        if (text_is(message->method, takers[i].method)) {
            takers[i].take(session, message);
            return;
        }
}

/* ---- the attempt's part ---- */

/* Those still under way stay known by their ids: their ends are waited for, and told no more. */
static struct request *carry(struct visit *visit, const struct request *from)
{
    struct request *request = arena_make(visit->seen, struct request);
    *request = (struct request){.visit = visit,
                                .id = arena_strdup(visit->seen, from->id),
                                .document_number = from->document_number,
                                .counted = from->counted,
                                .carried = true};
    map_put(&visit->requests, text_of(request->id), request);
    return request;
}

void network_begin(struct visit *visit)
{
    const struct request *before = visit->first_request;
    map_init(&visit->requests, visit->seen);
    visit->first_request = NULL;
    visit->last_request = &visit->first_request;
    visit->request_count = 0;
    visit->socket_bytes = 0;
    for (; before != NULL; before = before->next)
        if (before->talk != NULL) {
            websocket_carry(visit, before);
        } else if (before->counted && !before->ended &&
                   before->document_number == visit->document_number) {
            *visit->last_request = carry(visit, before);
            visit->last_request = &(*visit->last_request)->next;
        }
}

static struct exchange exchange_of(const struct request *request)
{
    struct exchange to = request->saw;
    bool frame = strcmp(request->kind, "Document") == 0 && !request->document;
    to.resource = frame ? "Frame" : request->kind;
    to.pending = !request->ended && to.status != 101; /* an open WebSocket waits for nothing */
    if (request->talk != NULL)
        to.socket = websocket_collect(request);
    if (to.time.total_ns < 0) {
        int64_t open_ns = clock_now_ns() - to.started_ns;
        to.time.total_ns = open_ns > 0 ? open_ns : 0;
    }
    return to;
}

const struct exchange *network_collect(struct visit *visit, struct observation *saw)
{
    const struct exchange *document = NULL;
    saw->exchange_count = 0;
    saw->exchanges = arena_array(visit->seen, visit->request_count + 1, struct exchange);
    for (const struct request *r = visit->first_request; r != NULL; r = r->next) {
        if (r->carried || websocket_is_silent(r))
            continue;
        saw->exchanges[saw->exchange_count] = exchange_of(r);
        if (r->document && r->saw.status > 0)
            document = &saw->exchanges[saw->exchange_count];
        saw->exchange_count++;
    }
    return document;
}
