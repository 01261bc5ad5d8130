/* SPDX-License-Identifier: Apache-2.0 */
/* Requests to the demo app, by libcurl alone: the robot's own transport is what is tested. */

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "demo.h"

static const size_t MOST_BYTES = 64u << 20;

struct sink {
    char *bytes;
    size_t length;
};

static size_t collect(char *bytes, size_t size, size_t count, void *argument)
{
    struct sink *sink = argument;
    size_t more = size * count;
    char *grown =
        sink->length + more < MOST_BYTES ? realloc(sink->bytes, sink->length + more + 1) : NULL;
    if (grown == NULL)
        return 0;
    memcpy(grown + sink->length, bytes, more);
    sink->bytes = grown;
    sink->length += more;
    sink->bytes[sink->length] = '\0';
    return more;
}

/* Headers of the last response only: a status line begins anew. */
static size_t collect_header(char *bytes, size_t size, size_t count, void *argument)
{
    struct sink *sink = argument;
    if (size * count > 5 && strncmp(bytes, "HTTP/", 5) == 0)
        sink->length = 0;
    return collect(bytes, size, count, argument);
}

static char *or_empty(char *text)
{
    return text != NULL ? text : strdup("");
}

static struct reply *perform(CURL *curl)
{
    struct reply *reply = calloc(1, sizeof *reply);
    struct sink body = {0}, headers = {0};
    curl_off_t first_byte_us = 0, total_us = 0;
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, reply->error);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, 20000L);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, collect);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &body);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, collect_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &headers);
    reply->result = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply->status);
    curl_easy_getinfo(curl, CURLINFO_REDIRECT_COUNT, &reply->redirects);
    curl_easy_getinfo(curl, CURLINFO_STARTTRANSFER_TIME_T, &first_byte_us);
    curl_easy_getinfo(curl, CURLINFO_TOTAL_TIME_T, &total_us);
    reply->first_byte_us = first_byte_us;
    reply->total_us = total_us;
    reply->body = or_empty(body.bytes);
    reply->body_bytes = body.length;
    reply->headers = or_empty(headers.bytes);
    return reply;
}

static struct curl_slist *header(struct curl_slist *list, const char *name, const char *value)
{
    char line[512];
    snprintf(line, sizeof line, "%s%s", name, value);
    return curl_slist_append(list, line);
}

static CURL *prepare(const struct demo *demo, const char *method, const char *url,
                     const char *body)
{
    CURL *curl = curl_easy_init();
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_CAINFO, demo->ca);
    curl_easy_setopt(curl, CURLOPT_CAPATH, NULL);
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method);
    if (body != NULL)
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);
    return curl;
}

struct reply *demo_ask(const struct demo *demo, const char *method, const char *url,
                       const char *body, const char *token)
{
    CURL *curl = prepare(demo, method, url, body);
    struct curl_slist *headers = header(NULL, "Content-Type: ", "application/json");
    if (token != NULL)
        headers = header(headers, "Authorization: Bearer ", token);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    struct reply *reply = perform(curl);
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
    return reply;
}

struct reply *demo_follow(const struct demo *demo, const char *url, long redirects)
{
    CURL *curl = prepare(demo, "GET", url, NULL);
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(curl, CURLOPT_MAXREDIRS, redirects);
    struct reply *reply = perform(curl);
    curl_easy_cleanup(curl);
    return reply;
}

void reply_end(struct reply *reply)
{
    free(reply->headers);
    free(reply->body);
    free(reply);
}

/* One of eight places in turn, so that a test may compare a few texts at once. */
static char *borrow(const char *at, size_t length)
{
    static char places[8][2048];
    static unsigned next;
    char *place = places[next++ % 8];
    if (length >= sizeof places[0])
        length = sizeof places[0] - 1;
    memcpy(place, at, length);
    place[length] = '\0';
    return place;
}

const char *reply_text(const struct reply *reply, const char *name)
{
    char key[80];
    snprintf(key, sizeof key, "\"%s\":\"", name);
    const char *at = strstr(reply->body, key);
    if (at == NULL)
        return "";
    at += strlen(key);
    return borrow(at, strcspn(at, "\""));
}

const char *reply_header(const struct reply *reply, const char *name)
{
    size_t length = strlen(name);
    for (const char *line = reply->headers; line != NULL; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (strncasecmp(line, name, length) == 0 && line[length] == ':')
            return borrow(line + length + 2, strcspn(line + length + 2, "\r\n"));
    }
    return "";
}

struct reply *demo_control(const struct demo *demo, const char *method, const char *path,
                           const char *body)
{
    char url[256];
    snprintf(url, sizeof url, "%s%s", demo->control, path);
    CURL *curl = prepare(demo, method, url, body);
    struct curl_slist *headers = header(NULL, "X-Control-Token: ", demo->token);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    struct reply *reply = perform(curl);
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
    return reply;
}

static struct reply *command(const struct demo *demo, const char *method, const char *path,
                             const char *body)
{
    struct reply *reply = demo_control(demo, method, path, body);
    cr_assert_eq(reply->status, 200, "%s %s %s: %ld %s%s", method, path, body ? body : "",
                 reply->status, reply->body, reply->error);
    return reply;
}

static char *command_text(const struct demo *demo, const char *path)
{
    struct reply *reply = command(demo, "GET", path, NULL);
    char *text = strdup(reply->body);
    reply_end(reply);
    return text;
}

static void command_only(const struct demo *demo, const char *method, const char *path,
                         const char *body)
{
    reply_end(command(demo, method, path, body));
}

/* The whole number after "name": in a JSON text, or 0. */
static int number_after(const char *text, const char *name)
{
    char key[128];
    snprintf(key, sizeof key, "\"%s\":", name);
    const char *at = strstr(text, key);
    return at != NULL ? atoi(at + strlen(key)) : 0;
}

int demo_fault(const struct demo *demo, const char *json)
{
    struct reply *reply = command(demo, "POST", "/faults", json);
    int id = number_after(reply->body, "id");
    reply_end(reply);
    return id;
}

void demo_clear(const struct demo *demo)
{
    command_only(demo, "DELETE", "/faults", NULL);
}

char *demo_counts(const struct demo *demo)
{
    return command_text(demo, "/counts");
}

static int count_of(const struct demo *demo, const char *name)
{
    char *counts = demo_counts(demo);
    int count = number_after(counts, name);
    free(counts);
    return count;
}

int demo_fired(const struct demo *demo, int fault)
{
    char id[16];
    snprintf(id, sizeof id, "%d", fault);
    return count_of(demo, id);
}

int demo_count(const struct demo *demo, const char *endpoint)
{
    return count_of(demo, endpoint);
}

char *demo_requests(const struct demo *demo, int last)
{
    char path[64];
    snprintf(path, sizeof path, "/requests?last=%d", last);
    return command_text(demo, path);
}

void demo_trading(const struct demo *demo, bool open)
{
    command_only(demo, "POST", "/clock", open ? "{\"trading\":true}" : "{\"trading\":false}");
}

void demo_reset(const struct demo *demo)
{
    command_only(demo, "POST", "/reset", "{}");
}
