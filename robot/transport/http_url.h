/* SPDX-License-Identifier: Apache-2.0 */
/* http_url.h - one reading of a URL, for everybody who must agree on where it leads.
 *
 * libcurl's own parser, because a second opinion on where `http://a\@b/` leads is how credentials
 * reach a stranger: whose host gets traceparent, whose request budget counts, whether a redirect
 * crosses origins, and where the connection goes are all read from the same parse. */
#pragma once

#include "base/text.h"

#include <curl/curl.h>

struct arena;

struct http_url {
    CURLU *parsed;    /* for CURLOPT_CURLU; libcurl's memory, ended by http_url_done */
    struct text text; /* the whole, without fragment and user:password@ */
    struct text host; /* as written, without the brackets of IPv6 */
    int port;
    bool secure; /* https */
};

/* True for http:// and https:// followed by something that parses. */
bool http_url_allowed(struct text url);

/* False, with *ret_problem in words ("its scheme is ftp"), when it is not http or https, or not a
 * URL. Letters outside ASCII and spaces are encoded. The texts live in the arena. */
bool http_url_read(struct arena *arena, struct text url, struct http_url *ret,
                   const char **ret_problem);

/* Where a redirect leads: `target` resolved against `base` (RFC 3986 section 5). */
bool http_url_follow(struct arena *arena, const struct http_url *base, struct text target,
                     struct http_url *ret, const char **ret_problem);

/* Frees what the parse holds. Harmless on a zeroed one, and twice. */
void http_url_done(struct http_url *url);

/* Same scheme, host and port (RFC 6454). */
bool http_url_same_origin(const struct http_url *a, const struct http_url *b);
