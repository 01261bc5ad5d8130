/* SPDX-License-Identifier: Apache-2.0 */
/* call.c - a curl easy handle, once. */

#include "deliver/call.h"
#include "base/clock.h"
#include "base/must.h"
#include "deliver/ticker.h"

#include <curl/curl.h>
#include <stdio.h>
#include <string.h>

/* What does not fit is dropped: it is only for people to read. */
static size_t keep(char *bytes, size_t size, size_t count, void *thing)
{
    struct call *call = thing;
    size_t room = call->answer.most - call->answer.length - 1;
    buffer_add(&call->answer, bytes, size * count < room ? size * count : room);
    return size * count;
}

static int give_up(void *thing, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    const struct call *call = thing;
    (void)a, (void)b, (void)c, (void)d;
    return call->ticker != NULL && ticker_stopping(call->ticker);
}

static void set_up(CURL *curl, struct call *call)
{
#define SET(option, value) must(curl_easy_setopt(curl, option, value) == CURLE_OK)
    SET(CURLOPT_URL, call->url);
    SET(CURLOPT_NOSIGNAL, 1L);
    SET(CURLOPT_PROTOCOLS_STR, "http,https");
    SET(CURLOPT_PROXY, "");
    SET(CURLOPT_TIMEOUT_MS, (long)(call->timeout_ns / NS_PER_MS) + 1);
    SET(CURLOPT_USERAGENT, "xunjian/" XUNJIAN_VERSION);
    SET(CURLOPT_ERRORBUFFER, call->why);
    SET(CURLOPT_WRITEFUNCTION, keep);
    SET(CURLOPT_WRITEDATA, call);
    SET(CURLOPT_NOPROGRESS, 0L);
    SET(CURLOPT_XFERINFOFUNCTION, give_up);
    SET(CURLOPT_XFERINFODATA, call);
    SET(CURLOPT_HTTPHEADER, call->headers);
    if (call->body != NULL) {
        SET(CURLOPT_POST, 1L);
        SET(CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)call->body->length);
        SET(CURLOPT_POSTFIELDS, call->body->at);
    }
#undef SET
}

void call_make(struct call *call)
{
    CURL *curl = curl_easy_init();
    long status = 0;
    curl_off_t again_s = 0;
    must(curl != NULL);
    call->status = 0;
    call->why[0] = '\0';
    call->retry_after_ns = -1;
    buffer_init(&call->answer, CALL_MOST_ANSWER);
    set_up(curl, call);
    CURLcode end = curl_easy_perform(curl);
    if (end != CURLE_OK && call->why[0] == '\0')
        snprintf(call->why, sizeof call->why, "%s", curl_easy_strerror(end));
    if (end == CURLE_OK) {
        curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
        curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &again_s);
    }
    call->status = (int)status;
    if (again_s > 0 && again_s < 86400)
        call->retry_after_ns = again_s * NS_PER_S;
    curl_easy_cleanup(curl);
}

void call_done(struct call *call)
{
    buffer_done(&call->answer);
}

void call_tell(const struct call *call, struct buffer *out)
{
    enum { SHOWN = 200 };
    struct text body = text_trim(buffer_text(&call->answer));
    if (call->status == 0)
        buffer_printf(out, "no answer: %s", call->why);
    else
        buffer_printf(out, "answered %d", call->status);
    if (call->status != 0 && body.length > 0)
        buffer_printf(out, ": %.*s", (int)(body.length < SHOWN ? body.length : SHOWN), body.at);
}
