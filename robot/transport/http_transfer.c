/* SPDX-License-Identifier: Apache-2.0 */
/* http_transfer.c - one libcurl handle from birth to burial.
 *
 * Little is set and little allocated: the header list, the url's parse and the request's body are
 * the message's; only the answer's body grows, to the journey's limit. */

#include "transport/http_transfer.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/must.h"
#include "model/environment.h"
#include "model/journey.h"
#include "model/step_kind.h"
#include "transport/failure.h"
#include "transport/http.h"
#include "transport/http_answer.h"
#include "transport/http_message.h"
#include "transport/http_session.h"
#include "transport/http_station.h"
#include "transport/http_tls.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

/* libcurl keeps this much for each transfer: 16 KB by default, half of what a run may take. Smaller
 * reads cost less than a microsecond each. */
static const long READ_BYTES = 4096;

#define SET(option, value) must(curl_easy_setopt(curl, option, value) == CURLE_OK)

/* libcurl's own would leave it open in child processes, and forget why there was none. */
static curl_socket_t open_socket(void *thing, curlsocktype purpose, struct curl_sockaddr *to)
{
    (void)purpose;
    struct http_transfer *transfer = thing;
    int fd = socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
    if (fd < 0) {
        transfer->socket_error = errno;
        return CURL_SOCKET_BAD;
    }
    http_clock_stamp(fd);
    return fd;
}

/* Connected, the request about to be written. */
static int before_request(void *thing, char *remote, char *local, int remote_port,
                          int local_port)
{
    (void)local;
    (void)local_port;
    struct http_transfer *transfer = thing;
    struct exchange *saw = transfer->saw;
    const struct http_request *request = transfer->attempt->params;
    saw->remote_address = arena_strdup(transfer->attempt->arena, remote);
    saw->remote_port = remote_port;
    long opened = 0;
    curl_easy_getinfo(transfer->curl, CURLINFO_NUM_CONNECTS, &opened);
    saw->reused = transfer->clock.reused = opened == 0;
    bool multiplexed = transfer->message->url.secure ? http_tls_connected(transfer)
                                                     : request->version == HTTP_VERSION_2;
    /* From here to the request's last header: they are recorded as they are sent. */
    curl_easy_setopt(transfer->curl, CURLOPT_VERBOSE, 1L);
    http_clock_request(&transfer->clock, transfer->station->actions, multiplexed);
    return CURL_PREREQFUNC_OK;
}

static void set_callbacks(struct http_transfer *transfer, CURL *curl)
{
    SET(CURLOPT_ERRORBUFFER, transfer->error);
    SET(CURLOPT_OPENSOCKETFUNCTION, open_socket);
    SET(CURLOPT_OPENSOCKETDATA, transfer);
    SET(CURLOPT_PREREQFUNCTION, before_request);
    SET(CURLOPT_PREREQDATA, transfer);
    SET(CURLOPT_DEBUGFUNCTION, http_answer_told);
    SET(CURLOPT_DEBUGDATA, transfer);
    SET(CURLOPT_HEADERFUNCTION, http_answer_header);
    SET(CURLOPT_HEADERDATA, transfer);
    SET(CURLOPT_WRITEFUNCTION, http_answer_body);
    SET(CURLOPT_WRITEDATA, transfer);
}

static void set_request(struct http_transfer *transfer, CURL *curl)
{
    const struct http_message *message = transfer->message;
    const struct http_request *request = transfer->attempt->params;
    bool first_party = transfer->rule != NULL && transfer->rule->first_party;
    SET(CURLOPT_CURLU, message->url.parsed);
    SET(CURLOPT_HTTPHEADER, http_message_headers(message, transfer->attempt, first_party));
    if (message->has_body || strcmp(message->method, "POST") == 0) {
        SET(CURLOPT_POSTFIELDS, message->body.length > 0 ? message->body.at : "");
        SET(CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)message->body.length);
    }
    if (strcmp(message->method, "HEAD") == 0)
        SET(CURLOPT_NOBODY, 1L);
    else if (strcmp(message->method, message->has_body ? "POST" : "GET") != 0)
        SET(CURLOPT_CUSTOMREQUEST, message->method);
    if (message->cookie != NULL)
        SET(CURLOPT_COOKIE, message->cookie);
    if (message->user != NULL) {
        SET(CURLOPT_USERNAME, message->user);
        SET(CURLOPT_PASSWORD, message->password);
    }
    if (request->compressed)
        SET(CURLOPT_ACCEPT_ENCODING, ""); /* all that were built in */
    SET(CURLOPT_HTTP_VERSION, request->version == HTTP_VERSION_1 ? CURL_HTTP_VERSION_1_1
                              : request->version == HTTP_VERSION_2 && !message->url.secure
                                  ? CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE
                                  : CURL_HTTP_VERSION_2TLS);
}

/* `address` of a host rule as libcurl's HOST:PORT:TO:PORT, for any host and port. */
static const char *connect_to(struct arena *arena, const char *address)
{
    size_t colons = 0;
    for (const char *c = address; *c != '\0'; c++)
        colons += *c == ':';
    bool bare_ipv6 = colons > 1 && address[0] != '[';
    bool has_port = colons == 1 || (address[0] == '[' && strstr(address, "]:") != NULL);
    return arena_printf(arena, bare_ipv6 ? "::[%s]:" : has_port ? "::%s" : "::%s:", address);
}

static void set_connection(struct http_transfer *transfer, CURL *curl)
{
    SET(CURLOPT_SHARE, transfer->session->share);
    SET(CURLOPT_COOKIEFILE, ""); /* the share has the jar, this makes libcurl look into it */
    SET(CURLOPT_NOSIGNAL, 1L);
    SET(CURLOPT_BUFFERSIZE, READ_BYTES);
    SET(CURLOPT_PROXY, ""); /* and none from the environment: a journey's way is the file's */
    SET(CURLOPT_PROTOCOLS_STR, "http,https");
    SET(CURLOPT_DNS_CACHE_TIMEOUT, 0L);
    SET(CURLOPT_QUICK_EXIT, 1L); /* else cancelling would wait for getaddrinfo */
    if (!transfer->attempt->journey->warm) {
        SET(CURLOPT_FRESH_CONNECT, 1L);
        SET(CURLOPT_FORBID_REUSE, 1L);
    }
    if (transfer->rule != NULL && transfer->rule->address != NULL) {
        struct arena *arena = transfer->attempt->arena;
        struct curl_slist *to = arena_make(arena, struct curl_slist);
        to->data = (char *)(uintptr_t)connect_to(arena, transfer->rule->address);
        SET(CURLOPT_CONNECT_TO, to);
    }
    if (transfer->message->url.secure)
        http_tls_prepare(transfer);
}

static const char *protocol(CURL *curl)
{
    long version = 0;
    curl_easy_getinfo(curl, CURLINFO_HTTP_VERSION, &version);
    switch (version) {
    case CURL_HTTP_VERSION_1_0:
        return "HTTP/1.0";
    case CURL_HTTP_VERSION_1_1:
        return "HTTP/1.1";
    case CURL_HTTP_VERSION_2_0:
        return "HTTP/2";
    default:
        return NULL;
    }
}

/* Everything but the fault. Returns the phase it ended in. */
static enum phase gather(struct http_transfer *transfer, bool whole)
{
    CURL *curl = transfer->curl;
    struct exchange *saw = transfer->saw;
    enum phase phase = http_clock_stop(&transfer->clock, curl, whole, &saw->time);
    curl_off_t wire = 0, uploaded = 0;
    curl_easy_getinfo(curl, CURLINFO_SIZE_DOWNLOAD_T, &wire);
    curl_easy_getinfo(curl, CURLINFO_SIZE_UPLOAD_T, &uploaded);
    saw->wire_bytes = wire;
    saw->sent_bytes += uploaded;
    saw->body_bytes = (int64_t)transfer->body.length;
    if (saw->status > 0)
        saw->protocol = protocol(curl);
    if (saw->remote_address == NULL) {
        char *address = NULL;
        long port = 0;
        curl_easy_getinfo(curl, CURLINFO_PRIMARY_IP, &address);
        curl_easy_getinfo(curl, CURLINFO_PRIMARY_PORT, &port);
        if (address != NULL && address[0] != '\0') {
            saw->remote_address = arena_strdup(transfer->attempt->arena, address);
            saw->remote_port = (int)port;
        }
    }
    http_answer_keep_body(transfer);
    return phase;
}

static const char *host_port(const struct http_transfer *transfer)
{
    const struct http_url *url = &transfer->message->url;
    return arena_printf(transfer->attempt->arena, "%.*s:%d", TEXT_ARGS(url->host), url->port);
}

static void bury(struct http_transfer *transfer)
{
    must(curl_multi_remove_handle(transfer->station->multi, transfer->curl) == CURLM_OK);
    curl_easy_cleanup(transfer->curl);
    transfer->curl = NULL;
    transfer->session->transfer = NULL;
}

/* libcurl 7.88 does not complain of a compressed body that ends before its first byte could be
 * decoded. */
static bool decoded_nothing(const struct http_transfer *transfer, CURL *curl)
{
    const struct header *coding = headers_find(&transfer->saw->headers, "content-encoding");
    curl_off_t wire = 0;
    curl_easy_getinfo(curl, CURLINFO_SIZE_DOWNLOAD_T, &wire);
    return coding != NULL && !text_is(coding->value, "identity") && wire > 0 &&
           transfer->body.length == 0;
}

static void ended(struct http_rider *rider, CURLcode result)
{
    struct http_transfer *transfer = (struct http_transfer *)rider;
    struct exchange *saw = transfer->saw;
    /* libcurl 7.88 takes a head that was cut off for an answer without a body. */
    if (result == CURLE_OK && !transfer->head_whole)
        result = CURLE_GOT_NOTHING;
    if (result == CURLE_OK &&
        (decoded_nothing(transfer, transfer->curl) || http_answer_is_cut(transfer)))
        result = CURLE_BAD_CONTENT_ENCODING;
    struct failure failure = {
        .code = result,
        .phase = gather(transfer, result == CURLE_OK),
        .reset = transfer->clock.reset,
        .socket_error = transfer->socket_error,
        .limit = transfer->crossed,
        .said = transfer->error,
    };
    if (result != CURLE_OK) {
        curl_easy_getinfo(transfer->curl, CURLINFO_OS_ERRNO, &failure.os_error);
        failure.host = host_port(transfer);
        if (failure.phase == PHASE_TLS && http_tls_verifies(transfer))
            failure.verify_error = saw->tls_verify_error;
        saw->fault = failure_fault(transfer->attempt->arena, &failure);
    }
    bury(transfer);
    transfer->ended(transfer);
}

void http_transfer_start(struct http_transfer *transfer)
{
    const struct http_message *message = transfer->message;
    struct exchange *saw = transfer->saw;
    must(transfer->curl == NULL);
    CURL *curl = transfer->curl = curl_easy_init();
    must(curl != NULL);
    transfer->session->transfer = transfer;
    transfer->error[0] = '\0';
    transfer->crossed = NULL;
    transfer->socket_error = 0;
    transfer->header_size = 0;
    transfer->head_whole = transfer->tailing = false;
    memset(transfer->tail, 0, sizeof transfer->tail);
    buffer_init(&transfer->body, (size_t)transfer->attempt->journey->limits.body_bytes);
    *saw = (struct exchange){
        .method = message->method,
        .url = message->url.text,
        .request_body = message->body,
        .time = timing_none(),
    };
    set_callbacks(transfer, curl);
    set_request(transfer, curl);
    set_connection(transfer, curl);
    http_clock_start(&transfer->clock, transfer->station->loop, message->url.secure);
    saw->started_ns = transfer->clock.started_ns;
    saw->started_utc_ns = clock_now_utc_ns();
    transfer->rider = (struct http_rider){.ended = ended, .clock = &transfer->clock};
    http_station_add(transfer->station, curl, &transfer->rider);
}

void http_transfer_stop(struct http_transfer *transfer, enum reason reason)
{
    enum phase phase = gather(transfer, false);
    transfer->saw->fault =
        failure_stopped(transfer->attempt->arena, phase, reason, host_port(transfer));
    bury(transfer);
}
