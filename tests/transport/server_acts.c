/* SPDX-License-Identifier: Apache-2.0 */
/* server_acts.c - the ways to answer, by path. What follows a '?' is the act's argument. */

#include "base/clock.h"
#include "base/must.h"
#include "server.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static bool answer(struct talk *talk, const char *status, const char *headers, const char *body,
                   size_t length)
{
    return talk_print(talk, "HTTP/1.1 %s\r\nContent-Length: %zu\r\n%s\r\n", status, length,
                      headers) &&
           talk_say(talk, body, length);
}

static bool ok(struct talk *talk, const char *argument)
{
    (void)argument;
    return answer(talk, "200 OK", "Content-Type: application/json\r\n", "{\"code\":\"0000\"}",
                  15);
}

/* The request itself, as the body. */
static bool echo(struct talk *talk, const char *argument)
{
    (void)argument;
    static _Thread_local char all[sizeof talk->head + sizeof talk->body];
    memcpy(all, talk->head, talk->head_length);
    memcpy(all + talk->head_length, talk->body, talk->body_length);
    return answer(talk, "200 OK", "", all, talk->head_length + talk->body_length);
}

/* After ARGUMENT microseconds, by its own clock. */
static bool later(struct talk *talk, const char *argument)
{
    int64_t after_ns = talk->asked_ns + strtoll(argument, NULL, 10) * NS_PER_US;
    struct timespec until = {.tv_sec = after_ns / NS_PER_S, .tv_nsec = after_ns % NS_PER_S};
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
    server_note_delay(talk->server, clock_now_ns() - talk->asked_ns);
    return ok(talk, "");
}

static bool closed(struct talk *talk, const char *argument)
{
    (void)talk;
    (void)argument;
    return false;
}

static bool reset(struct talk *talk, const char *argument)
{
    (void)argument;
    talk_reset(talk);
    return false;
}

static bool promise(struct talk *talk)
{
    return talk_print(talk, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nten bytes.");
}

/* The client must have read what came before the reset, or the reset overtakes it. */
static bool reset_mid_body(struct talk *talk, const char *argument)
{
    (void)argument;
    promise(talk);
    struct timespec moment = {.tv_nsec = 30 * NS_PER_MS};
    nanosleep(&moment, NULL);
    talk_reset(talk);
    return false;
}

static bool truncated(struct talk *talk, const char *argument)
{
    (void)argument;
    promise(talk);
    return false;
}

static bool silent(struct talk *talk, const char *argument)
{
    (void)argument;
    talk_wait_until_left(talk);
    return false;
}

static bool stalled(struct talk *talk, const char *argument)
{
    (void)argument;
    promise(talk);
    talk_wait_until_left(talk);
    return false;
}

/* A header that never ends, a byte a millisecond. */
static bool slow_headers(struct talk *talk, const char *argument)
{
    (void)argument;
    struct timespec moment = {.tv_nsec = NS_PER_MS};
    bool there = talk_print(talk, "HTTP/1.1 200 OK\r\nX-Slow: ");
    while (there && nanosleep(&moment, NULL) == 0)
        there = talk_say(talk, "x", 1);
    return false;
}

static bool bad_chunk(struct talk *talk, const char *argument)
{
    (void)argument;
    talk_print(talk,
               "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nzz\r\n");
    return false;
}

static bool bad_gzip(struct talk *talk, const char *argument)
{
    (void)argument;
    return answer(talk, "200 OK", "Content-Encoding: gzip\r\n", "this is no gzip", 15);
}

/* Deflate with fixed codes (RFC 1951): a literal, then copies of 258 bytes in 13 bits each, so some
 * 158 to 1; 100 MB in all. */
static bool bomb(struct talk *talk, const char *argument)
{
    (void)argument;
    static const char head[] = "\x1f\x8b\x08\0\0\0\0\0\0\x03";
    enum { COPIES = 400000 };
    size_t size = sizeof head + 2 + (size_t)COPIES * 13 / 8 + 16, bit = 0;
    unsigned char *all = calloc(1, size);
    must(all != NULL);
    memcpy(all, head, sizeof head - 1);
    unsigned char *at = all + sizeof head - 1;
    /* Codes go most significant bit first into bytes filled from the least. */
    static const char first[] = "110"
                                "10010001"; /* last block, fixed codes; a literal */
    static const char copy[] = "11000101"
                               "00000"; /* 258 bytes, 1 back */
    for (const char *c = first; *c != '\0'; c++, bit++)
        at[bit / 8] |= (unsigned char)((*c - '0') << (bit % 8));
    for (int i = 0; i < COPIES; i++)
        for (const char *c = copy; *c != '\0'; c++, bit++)
            at[bit / 8] |= (unsigned char)((*c - '0') << (bit % 8));
    answer(talk, "200 OK", "Content-Encoding: gzip\r\n", (char *)all, size);
    free(all);
    return false;
}

static bool many_headers(struct talk *talk, const char *argument)
{
    (void)argument;
    bool there = talk_print(talk, "HTTP/1.1 200 OK\r\n");
    for (int i = 0; there && i < 100000; i++)
        there = talk_print(talk, "X-%d: 1\r\n", i);
    return there && talk_print(talk, "Content-Length: 0\r\n\r\n");
}

/* Argument: bytes in one header line. */
static bool long_header(struct talk *talk, const char *argument)
{
    bool there = talk_print(talk, "HTTP/1.1 200 OK\r\nX-Long: ");
    for (long left = strtol(argument, NULL, 10); there && left > 0; left--)
        there = talk_say(talk, "x", 1);
    return there && talk_print(talk, "\r\nContent-Length: 0\r\n\r\n");
}

static bool endless(struct talk *talk, const char *argument)
{
    (void)argument;
    char chunk[4096];
    memset(chunk, 'x', sizeof chunk);
    bool there = talk_print(talk, "HTTP/1.1 200 OK\r\n\r\n");
    while (there)
        there = talk_say(talk, chunk, sizeof chunk);
    return false;
}

static bool garbage(struct talk *talk, const char *argument)
{
    (void)argument;
    talk_print(talk, "\x16\x03\x01 this is not HTTP\r\n\r\n");
    return false;
}

/* Argument: STATUS LOCATION, a '+' between them. */
static bool redirect(struct talk *talk, const char *argument)
{
    char headers[2048];
    snprintf(headers, sizeof headers, "Location: %s\r\nSet-Cookie: hop=1\r\n", argument + 4);
    char status[16];
    snprintf(status, sizeof status, "%.3s Moved", argument);
    return answer(talk, status, headers, "", 0);
}

static bool loop(struct talk *talk, const char *argument)
{
    (void)argument;
    return answer(talk, "302 Found", "Location: /loop\r\n", "", 0);
}

static bool cookie(struct talk *talk, const char *argument)
{
    char headers[256];
    snprintf(headers, sizeof headers, "Set-Cookie: %s\r\n", argument);
    return answer(talk, "200 OK", headers, "", 0);
}

static bool hints(struct talk *talk, const char *argument)
{
    talk_print(talk, "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n");
    return ok(talk, argument);
}

static bool folded(struct talk *talk, const char *argument)
{
    (void)argument;
    return answer(talk, "200 OK", "X-Folded: one\r\n two\r\nX-Empty:\r\n", "", 0);
}

static bool status(struct talk *talk, const char *argument)
{
    return answer(talk, argument, "", "", 0);
}

static const struct act {
    const char *path;
    bool (*act)(struct talk *talk, const char *argument);
} acts[] = {
    {"/bad-chunk", bad_chunk},
    {"/bad-gzip", bad_gzip},
    {"/bomb", bomb},
    {"/closed", closed},
    {"/cookie", cookie},
    {"/echo", echo},
    {"/endless", endless},
    {"/folded", folded},
    {"/garbage", garbage},
    {"/hints", hints},
    {"/later", later},
    {"/long-header", long_header},
    {"/loop", loop},
    {"/many-headers", many_headers},
    {"/ok", ok},
    {"/redirect", redirect},
    {"/reset", reset},
    {"/reset-mid-body", reset_mid_body},
    {"/silent", silent},
    {"/slow-headers", slow_headers},
    {"/stalled", stalled},
    {"/status", status},
    {"/truncated", truncated},
};

bool server_act(struct talk *talk)
{
    char path[4096] = "", *argument;
    sscanf(talk->head, "%*s %4095s", path);
    argument = strchr(path, '?');
    if (argument != NULL)
        *argument++ = '\0';
    for (size_t i = 0; i < sizeof acts / sizeof acts[0]; i++)
        if (strcmp(acts[i].path, path) == 0)
            return acts[i].act(talk, argument != NULL ? argument : "");
    return answer(talk, "404 Not Found", "", "", 0);
}
