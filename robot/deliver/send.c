/* SPDX-License-Identifier: Apache-2.0 */
/* send.c - a wire's request as a libcurl transfer, and its answer.
 *
 * Messages are few: a connection each is simpler than a pool, and a stale one cannot lose a page. */

#include "deliver/send.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/must.h"

#include <string.h>

enum { MOST_ANSWER = 64 * 1024, DAY_S = 86400 };

static size_t keep(char *bytes, size_t size, size_t count, void *thing)
{
    struct sending *sending = thing;
    size_t more = size * count, room = MOST_ANSWER - sending->kept_bytes;
    size_t taken = more < room ? more : room; /* the rest is read and forgotten */
    memcpy(sending->kept + sending->kept_bytes, bytes, taken);
    sending->kept_bytes += taken;
    return more;
}

static size_t give(char *into, size_t size, size_t count, void *thing)
{
    struct sending *sending = thing;
    struct text body = sending->request.body;
    size_t left = body.length - sending->read, room = size * count;
    size_t given = left < room ? left : room;
    if (given > 0)
        memcpy(into, body.at + sending->read, given);
    sending->read += given;
    return given;
}

static void append(struct curl_slist **list, const char *line)
{
    struct curl_slist *longer = curl_slist_append(*list, line);
    must(longer != NULL);
    *list = longer;
}

static void set_http(struct sending *sending)
{
    const struct wire_request *request = &sending->request;
    CURL *curl = sending->curl;
    for (size_t i = 0; i < request->header_count; i++)
        append(&sending->headers,
               arena_printf(sending->arena, "%s: %s", request->headers[i].name,
                            request->headers[i].value));
    append(&sending->headers, "Expect:"); /* no pause before a body of a few kilobytes */
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS,
                     request->body.length > 0 ? request->body.at : "");
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)request->body.length);
    if (request->method != NULL)
        curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request->method);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, sending->headers);
    curl_easy_setopt(curl, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
}

static void set_mail(struct sending *sending)
{
    const struct wire_request *request = &sending->request;
    CURL *curl = sending->curl;
    for (size_t i = 0; request->to[i] != NULL; i++)
        append(&sending->recipients, request->to[i]);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, request->from);
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, sending->recipients);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
    curl_easy_setopt(curl, CURLOPT_READDATA, sending);
    if (request->starttls)
        curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL);
}

void send_begin(struct sending *sending, struct arena *arena,
                const struct wire_request *request, void *private)
{
    *sending = (struct sending){.arena = arena, .request = *request};
    sending->kept = arena_alloc(arena, MOST_ANSWER + 1);
    CURL *curl = sending->curl = curl_easy_init();
    must(curl != NULL);
    curl_easy_setopt(curl, CURLOPT_URL, request->url);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)(request->timeout_ns / NS_PER_MS));
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, sending);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, sending->error);
    curl_easy_setopt(curl, CURLOPT_PRIVATE, private);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "xunjian/" XUNJIAN_VERSION);
    if (request->user != NULL)
        curl_easy_setopt(curl, CURLOPT_USERNAME, request->user);
    if (request->password != NULL)
        curl_easy_setopt(curl, CURLOPT_PASSWORD, request->password);
    if (request->ca_file != NULL)
        curl_easy_setopt(curl, CURLOPT_CAINFO, request->ca_file);
    if (request->medium == WIRE_MAIL)
        set_mail(sending);
    else
        set_http(sending);
}

bool send_end(struct sending *sending, CURLcode code, const char **ret_why)
{
    long status = 0;
    curl_off_t retry_after_s = 0;
    curl_easy_getinfo(sending->curl, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(sending->curl, CURLINFO_RETRY_AFTER, &retry_after_s);
    retry_after_s =
        retry_after_s < DAY_S ? retry_after_s : DAY_S; /* foreign: it must not overflow */
    sending->answer = (struct wire_answer){
        .status = (int)status,
        .body = {.at = sending->kept, .length = sending->kept_bytes},
        .retry_after_ns = retry_after_s > 0 ? retry_after_s * NS_PER_S : -1};
    if (code == CURLE_OK)
        return true;
    /* A mail server's no is an answer; anything else that went wrong is none. */
    if (sending->request.medium == WIRE_MAIL && status >= 400 &&
        code != CURLE_OPERATION_TIMEDOUT)
        return true;
    sending->answer.status = 0;
    *ret_why = curl_easy_strerror(code);
    return false;
}

void send_done(struct sending *sending)
{
    curl_easy_cleanup(sending->curl);
    curl_slist_free_all(sending->headers);
    curl_slist_free_all(sending->recipients);
}

static enum wire_verdict judge_mail(int code)
{
    return code >= 200 && code < 300 ? WIRE_ACCEPTED : code >= 500 ? WIRE_REFUSED : WIRE_RETRY;
}

enum wire_verdict send_judge(const struct wire *wire, const void *params,
                             enum wire_medium medium, const struct wire_answer *answer,
                             struct arena *arena, const char **ret_why)
{
    *ret_why = NULL;
    if (wire->judge != NULL)
        return wire->judge(params, answer, arena, ret_why);
    if (medium == WIRE_PROGRAM) {
        *ret_why = arena_printf(arena, "ended with exit code %d", answer->status);
        return answer->status == 0 ? WIRE_ACCEPTED : WIRE_RETRY;
    }
    *ret_why = arena_printf(arena, "answered %d", answer->status);
    return medium == WIRE_MAIL ? judge_mail(answer->status) : wire_judge_status(answer->status);
}
