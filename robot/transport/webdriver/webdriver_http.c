/* SPDX-License-Identifier: Apache-2.0 */
/* webdriver_http.c - see webdriver_http.h. libcurl carries, as it does for HTTP steps. */

#include "transport/webdriver/webdriver_http.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/must.h"
#include "document/json.h"
#include "loop/loop.h"
#include "loop/offload.h"
#include "transport/http_station.h"
#include "transport/webdriver/webdriver_reply.h"

#include <stdlib.h>
#include <string.h>

#define FAREWELL_NS (2 * NS_PER_S)

enum {
    LIGHT = 32 * 1024,      /* about 50 us of reading */
    MOST_ANSWER = 64 << 20, /* a picture of a long page is 10 MB */
    MOST_BODY = 16 << 20,   /* a file to be uploaded is told by its path */
};

struct webdriver_call {
    struct http_rider rider; /* first */
    struct webdriver_http *http;
    struct arena *arena;
    CURL *curl;
    struct curl_slist *headers;
    struct buffer body, answer;
    struct webdriver_reply reply;
    struct offload_job job;
    bool reading, cancelled, farewell;
    webdriver_done_fn *done;
    void *thing;
    struct webdriver_call *next;
};

struct webdriver_http {
    struct loop *loop;
    struct offload *offload;
    struct http_station *station;
    struct webdriver_call *calls;
};

struct webdriver_http *webdriver_http_open(struct loop *loop, struct offload *offload)
{
    struct webdriver_http *http = calloc(1, sizeof *http);
    must(http != NULL);
    *http = (struct webdriver_http){
        .loop = loop, .offload = offload, .station = http_station_open(loop, offload)};
    return http;
}

/* ---- the end of a call ---- */

static void unlink_call(struct webdriver_call *call)
{
    for (struct webdriver_call **at = &call->http->calls; *at != NULL; at = &(*at)->next)
        if (*at == call) {
            *at = call->next;
            return;
        }
}

static void detach(struct webdriver_call *call)
{
    if (call->curl == NULL)
        return;
    must(curl_multi_remove_handle(call->http->station->multi, call->curl) == CURLM_OK);
    curl_easy_cleanup(call->curl);
    call->curl = NULL;
}

static void call_free(void *thing)
{
    struct webdriver_call *call = thing;
    curl_slist_free_all(call->headers);
    buffer_done(&call->body);
    buffer_done(&call->answer);
    arena_end(call->arena);
    free(call);
}

static void answer(struct webdriver_call *call)
{
    unlink_call(call);
    if (call->done != NULL)
        call->done(call->thing, &call->reply);
    call_free(call);
}

static void read_reply(void *thing)
{
    struct webdriver_call *call = thing;
    webdriver_reply_read(call->arena, buffer_text(&call->answer), &call->reply);
}

static void reply_read(void *thing)
{
    answer(thing);
}

static void no_answer(struct webdriver_call *call, CURLcode result)
{
    const char *why = call->answer.full                    ? "its answer is over 64 MB"
                      : result == CURLE_OPERATION_TIMEDOUT ? "it did not answer in time"
                                                           : curl_easy_strerror(result);
    call->reply = (struct webdriver_reply){.gone = true,
                                           .late = result == CURLE_OPERATION_TIMEDOUT,
                                           .error = "gone",
                                           .message = why};
    answer(call);
}

static void ended(struct http_rider *rider, CURLcode result)
{
    struct webdriver_call *call = (struct webdriver_call *)rider;
    detach(call);
    if (result != CURLE_OK) {
        no_answer(call, result);
        return;
    }
    if (call->done == NULL || call->answer.length <= LIGHT) {
        read_reply(call);
        answer(call);
        return;
    }
    call->reading = true;
    call->job = (struct offload_job){
        .work = read_reply, .done = reply_read, .drop = call_free, .thing = call};
    offload_submit(call->http->offload, call->http->loop, &call->job);
}

void webdriver_cancel(struct webdriver_call *call)
{
    unlink_call(call);
    if (call->reading) {
        offload_abandon(&call->job);
        return;
    }
    detach(call);
    call_free(call);
}

/* ---- its beginning ---- */

static size_t take(char *bytes, size_t size, size_t count, void *thing)
{
    struct webdriver_call *call = thing;
    buffer_add(&call->answer, bytes, size * count);
    return call->answer.full ? 0 : size * count;
}

static void set_body(struct webdriver_call *call, const struct webdriver_request *request)
{
    buffer_init(&call->body, MOST_BODY);
    if (strcmp(request->method, "POST") != 0)
        return;
    if (request->body != NULL)
        json_write(request->body, &call->body);
    else
        buffer_add_string(&call->body, "{}");
    call->headers =
        curl_slist_append(call->headers, "Content-Type: application/json; charset=utf-8");
    call->headers = curl_slist_append(call->headers, "Expect:");
    curl_easy_setopt(call->curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)call->body.length);
    curl_easy_setopt(call->curl, CURLOPT_POSTFIELDS, call->body.at);
}

static void set_up(struct webdriver_call *call, const struct webdriver_request *request)
{
    CURL *curl = call->curl;
    curl_easy_setopt(curl, CURLOPT_URL, request->url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)(request->timeout_ns / NS_PER_MS));
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, call);
    set_body(call, request);
    if (strcmp(request->method, "DELETE") == 0)
        curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, "DELETE");
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, call->headers);
}

struct webdriver_call *webdriver_call(struct webdriver_http *http,
                                      const struct webdriver_request *request,
                                      webdriver_done_fn *done, void *thing)
{
    struct webdriver_call *call = calloc(1, sizeof *call);
    must(call != NULL);
    *call = (struct webdriver_call){.rider = {.ended = ended},
                                    .http = http,
                                    .arena = arena_new(),
                                    .curl = curl_easy_init(),
                                    .done = done,
                                    .thing = thing,
                                    .next = http->calls};
    must(call->curl != NULL);
    http->calls = call;
    buffer_init(&call->answer, MOST_ANSWER);
    set_up(call, request);
    http_station_add(http->station, call->curl, &call->rider);
    return call;
}

void webdriver_farewell(struct webdriver_http *http, const char *url)
{
    const struct webdriver_request request = {
        .method = "DELETE", .url = url, .timeout_ns = FAREWELL_NS};
    webdriver_call(http, &request, NULL, NULL)->farewell = true;
}

/* The loop stands still: a session that is not given back would block its grid for minutes. */
static void finish_farewell(struct webdriver_call *call)
{
    must(curl_multi_remove_handle(call->http->station->multi, call->curl) == CURLM_OK);
    curl_easy_perform(call->curl);
    curl_easy_cleanup(call->curl);
    call->curl = NULL;
}

void webdriver_http_close(struct webdriver_http *http)
{
    while (http->calls != NULL) {
        struct webdriver_call *call = http->calls;
        if (call->farewell && call->curl != NULL)
            finish_farewell(call);
        webdriver_cancel(call);
    }
    http_station_close(http->station);
    free(http);
}
