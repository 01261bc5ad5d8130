/* SPDX-License-Identifier: Apache-2.0 */
/* http_url.c - libcurl's URL parser, with our limits. */

#include "transport/http_url.h"
#include "base/arena.h"
#include "base/must.h"

#include <stdlib.h>
#include <string.h>

/* What browsers and servers agree on is 2 KB to 64 KB; more is nobody's URL. */
enum { URL_MOST = 65536 };

void http_url_done(struct http_url *url)
{
    curl_url_cleanup(url->parsed);
    url->parsed = NULL;
}

static char *part(CURLU *parsed, CURLUPart which, unsigned flags)
{
    char *value = NULL;
    return curl_url_get(parsed, which, &value, flags) == CURLUE_OK ? value : NULL;
}

static struct text keep(struct arena *arena, char *value)
{
    struct text kept = text_copy(arena, text_of(value));
    curl_free(value);
    return kept;
}

static void drop_user(CURLU *parsed)
{
    curl_url_set(parsed, CURLUPART_USER, NULL, 0);
    curl_url_set(parsed, CURLUPART_PASSWORD, NULL, 0);
}

/* Fills the rest of *url from url->parsed. */
static bool describe(struct arena *arena, struct http_url *url, const char **ret_problem)
{
    char *scheme = part(url->parsed, CURLUPART_SCHEME, 0);
    must(scheme != NULL);
    struct text is = keep(arena, scheme);
    url->secure = text_equal_ignoring_case(is, text_of("https"));
    if (!url->secure && !text_equal_ignoring_case(is, text_of("http"))) {
        *ret_problem = arena_printf(arena, "its scheme is %s, not http or https", is.at);
        return false;
    }
    struct text host = keep(arena, part(url->parsed, CURLUPART_HOST, 0));
    if (host.length > 2 && host.at[0] == '[')
        host = text_copy(arena, text_slice(host, 1, host.length - 1));
    url->host = host;
    char *port = part(url->parsed, CURLUPART_PORT, CURLU_DEFAULT_PORT);
    must(port != NULL);
    url->port = (int)strtol(port, NULL, 10);
    curl_free(port);
    curl_url_set(url->parsed, CURLUPART_FRAGMENT, NULL, 0);
    url->text = keep(arena, part(url->parsed, CURLUPART_URL, 0));
    return true;
}

static bool set(CURLU *parsed, struct arena *arena, struct text url, unsigned flags,
                const char **ret_problem)
{
    if (url.length == 0 || url.length > URL_MOST || memchr(url.at, '\0', url.length) != NULL) {
        *ret_problem = url.length == 0         ? "it is empty"
                       : url.length > URL_MOST ? "it is over 64 KB"
                                               : "it holds a NUL byte";
        return false;
    }
    flags |= CURLU_URLENCODE | CURLU_ALLOW_SPACE;
    CURLUcode code = curl_url_set(parsed, CURLUPART_URL, text_string(arena, url), flags);
    if (code == CURLUE_OK)
        return true;
    if (code == CURLUE_UNSUPPORTED_SCHEME)
        *ret_problem = "its scheme is not http or https";
    else if (code == CURLUE_USER_NOT_ALLOWED)
        *ret_problem = "it carries a user name";
    else
        *ret_problem = "it is malformed";
    return false;
}

/* user:password@ goes into a header, never into what is reported. */
static bool describe_without_user(struct arena *arena, struct http_url *url,
                                  const char **ret_problem)
{
    char *user = part(url->parsed, CURLUPART_USER, 0);
    if (user == NULL)
        return describe(arena, url, ret_problem);
    curl_free(user);
    CURLU *whole = url->parsed;
    url->parsed = curl_url_dup(whole);
    must(url->parsed != NULL);
    drop_user(url->parsed);
    bool described = describe(arena, url, ret_problem);
    curl_url_cleanup(url->parsed);
    url->parsed = whole;
    return described;
}

bool http_url_read(struct arena *arena, struct text url, struct http_url *ret,
                   const char **ret_problem)
{
    /* Without a scheme libcurl would guess one, or take "a" of "a:b" for one. */
    if (text_find(url, text_of("://"), 0) < 0) {
        *ret_problem = "it does not begin with http:// or https://";
        return false;
    }
    struct http_url read = {.parsed = curl_url()};
    must(read.parsed != NULL);
    if (!set(read.parsed, arena, url, 0, ret_problem) ||
        !describe_without_user(arena, &read, ret_problem)) {
        http_url_done(&read);
        return false;
    }
    *ret = read;
    return true;
}

bool http_url_follow(struct arena *arena, const struct http_url *base, struct text target,
                     struct http_url *ret, const char **ret_problem)
{
    struct http_url next = {.parsed = curl_url_dup(base->parsed)};
    must(next.parsed != NULL);
    drop_user(next.parsed);
    if (!set(next.parsed, arena, target, CURLU_DISALLOW_USER, ret_problem) ||
        !describe(arena, &next, ret_problem)) {
        http_url_done(&next);
        return false;
    }
    *ret = next;
    return true;
}

bool http_url_allowed(struct text url)
{
    struct arena *arena = arena_new();
    struct http_url read = {0};
    const char *problem;
    bool allowed = http_url_read(arena, url, &read, &problem);
    http_url_done(&read);
    arena_end(arena);
    return allowed;
}

bool http_url_same_origin(const struct http_url *a, const struct http_url *b)
{
    return a->secure == b->secure && a->port == b->port &&
           text_equal_ignoring_case(a->host, b->host);
}
