/* SPDX-License-Identifier: Apache-2.0 */
/* http_message.h - a request with its templates evaluated, ready to be sent, and to be sent on
 * when the answer redirects. */
#pragma once

#include "transport/http_url.h"

#include <curl/curl.h>
#include <stdbool.h>
#include <stddef.h>

struct arena;
struct attempt;
struct fault;

struct http_line {
    const char *text;     /* "Name: value", as libcurl wants it */
    bool describes_body;  /* goes when the body goes */
    bool for_origin_only; /* a credential: goes when the origin changes */
};

/* Lives in the attempt's arena but for url.parsed: end it by http_message_done. */
struct http_message {
    const char *method;
    struct http_url url;
    struct http_line *lines;
    size_t line_count;
    bool has_body;
    struct text body;
    const char *cookie;                          /* "a=b; c=d", or NULL */
    const char *user, *password;                 /* or NULL */
    bool own_agent, own_traceparent, own_marker; /* the step set that header itself */
};

/* Evaluates the attempt's http_request. False with *ret_fault told; nothing to end then. */
bool http_message_make(struct attempt *attempt, struct http_message *ret,
                       struct fault *ret_fault);
void http_message_done(struct http_message *message);

/* Makes it the request that follows a redirect by `status` to `target` (RFC 9110 section 15.4, and
 * what browsers do: POST becomes GET on 301 and 302). False with *ret_problem in words. */
bool http_message_redirect(struct http_message *message, struct arena *arena, int status,
                           struct text target, const char **ret_problem);

/* The header list for libcurl, in the arena: the message's own lines, then the robot's: who it is,
 * which run, and for first-party hosts the trace. */
struct curl_slist *http_message_headers(const struct http_message *message,
                                        const struct attempt *attempt, bool first_party);
