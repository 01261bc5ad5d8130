/* SPDX-License-Identifier: Apache-2.0 */
/* route.c - see route.h. */

#include "graph/route.h"
#include "base/arena.h"
#include "base/buffer.h"

#include <ctype.h>
#include <string.h>

enum { MOST_ROUTE = 1024, MOST_SEGMENTS = 64, LEAST_OPAQUE = 12 };

struct parts {
    struct text host, path, query, hash; /* hash: only of a hash route */
};

static struct text until(struct text t, const char *stops)
{
    size_t n = 0;
    while (n < t.length && strchr(stops, t.at[n]) == NULL)
        n++;
    return text_slice(t, 0, n);
}

static bool split(struct text url, struct parts *ret)
{
    ptrdiff_t slashes = text_find(url, text_of("://"), 0);
    *ret = (struct parts){0};
    if (slashes < 0 || !text_starts_with(url, text_of("http")))
        return false;
    struct text rest = text_slice(url, (size_t)slashes + 3, url.length);
    ret->host = until(rest, "/?#");
    rest = text_slice(rest, ret->host.length, rest.length);
    ret->path = until(rest, "?#");
    rest = text_slice(rest, ret->path.length, rest.length);
    if (rest.length > 0 && rest.at[0] == '?') {
        ret->query = until(text_slice(rest, 1, rest.length), "#");
        rest = text_slice(rest, ret->query.length + 1, rest.length);
    }
    if (text_starts_with(rest, text_of("#/")) || text_starts_with(rest, text_of("#!")))
        ret->hash = rest;
    return true;
}

/* ---- segments ---- */

static bool all(struct text t, int (*is)(int))
{
    for (size_t i = 0; i < t.length; i++)
        if (!is((unsigned char)t.at[i]))
            return false;
    return t.length > 0;
}

static int is_hex_or_dash(int c)
{
    return isxdigit(c) || c == '-';
}

static size_t digits_in(struct text t)
{
    size_t n = 0;
    for (size_t i = 0; i < t.length; i++)
        n += isdigit((unsigned char)t.at[i]) ? 1 : 0;
    return n;
}

/* A number, a date, a UUID, a hash; a long run of letters and digits mixed. Words with a number behind them
 * (step2, v1) are words. */
static bool is_opaque(struct text s)
{
    if (all(s, isdigit))
        return true;
    size_t digits = digits_in(s);
    if (digits == 0)
        return false;
    if (all(s, is_hex_or_dash) && (s.length >= 8 || digits * 2 > s.length))
        return true;
    if (s.length >= LEAST_OPAQUE && digits * 4 >= s.length)
        return true;
    return digits * 2 > s.length && s.length >= 4;
}

static void put_segment(struct text segment, struct buffer *to)
{
    segment = until(segment, ";"); /* ;jsessionid=... */
    ptrdiff_t dot = text_find(segment, text_of(".htm"), 0);
    struct text stem = dot > 0 ? text_slice(segment, 0, (size_t)dot) : segment;
    if (is_opaque(stem)) {
        buffer_add_string(to, ":id");
        buffer_add_text(to, text_slice(segment, stem.length, segment.length));
    } else {
        buffer_add_text(to, segment);
    }
}

static void put_path(struct text path, struct buffer *to)
{
    for (size_t n = 0; path.length > 0 && n < MOST_SEGMENTS; n++) {
        if (path.at[0] == '/') {
            path = text_slice(path, 1, path.length);
            if (path.length == 0)
                break; /* /fund/ is /fund */
            buffer_add_char(to, '/');
        }
        struct text segment = until(path, "/");
        put_segment(segment, to);
        path = text_slice(path, segment.length, path.length);
    }
}

/* ---- parameters ---- */

static bool listed(struct text name, const char *const *names)
{
    for (; *names != NULL; names++)
        if (text_equal_ignoring_case(name, text_of(*names)))
            return true;
    return false;
}

static bool chooses_page(struct text name, struct text value)
{
    static const char *const names[] = {"page", "tab", "view", "action", "module", "route",
                                        "m",    "a",   "s",    "do",     "act",    NULL};
    return listed(name, names) && value.length > 0 && value.length < 40 && !is_opaque(value);
}

static bool only_tracks(struct text name)
{
    static const char *const names[] = {"gclid", "fbclid", "spm",  "scm",       "_t",
                                        "_",     "t",      "from", "timestamp", NULL};
    return listed(name, names) || text_starts_with(name, text_of("utm_"));
}

enum parameters { PARAMETERS_OF_PAGE = 0, PARAMETERS_NAMED, PARAMETERS_ALL };

static void put_query(struct text query, enum parameters which, struct buffer *to)
{
    char glue = '?';
    while (query.length > 0) {
        struct text pair = until(query, "&");
        struct text name = until(pair, "=");
        struct text value = text_slice(pair, name.length + 1, pair.length);
        query = text_slice(query, pair.length + 1, query.length);
        bool wanted = which == PARAMETERS_OF_PAGE ? chooses_page(name, value)
                                                  : name.length > 0 && !only_tracks(name);
        if (!wanted)
            continue;
        buffer_add_char(to, glue);
        glue = '&';
        buffer_add_text(to, which == PARAMETERS_NAMED ? name : pair);
    }
}

/* ---- the whole ---- */

static const char *taken(struct arena *arena, struct buffer *b)
{
    const char *string = text_string(arena, buffer_text(b));
    buffer_done(b);
    return string;
}

static const char *route(struct arena *arena, struct text url, enum parameters which)
{
    struct parts parts;
    struct buffer b;
    buffer_init(&b, MOST_ROUTE);
    if (!split(url, &parts))
        return "/";
    put_path(parts.path, &b);
    if (b.length == 0)
        buffer_add_char(&b, '/');
    put_query(parts.query, which, &b);
    if (parts.hash.length > 0) {
        buffer_add_string(&b, "#");
        put_path(
            until(text_slice(parts.hash, parts.hash.at[1] == '!' ? 2 : 1, parts.hash.length),
                  "?"),
            &b);
    }
    return taken(arena, &b);
}

const char *route_of(struct arena *arena, struct text url)
{
    return route(arena, url, PARAMETERS_OF_PAGE);
}

const char *route_family(struct arena *arena, struct text url)
{
    return route(arena, url, PARAMETERS_NAMED);
}

struct text route_host(struct text url)
{
    struct parts parts;
    return split(url, &parts) ? parts.host : (struct text){0};
}

const char *route_address(struct arena *arena, struct text url)
{
    struct parts parts;
    struct buffer b;
    if (!split(url, &parts))
        return text_string(arena, url);
    buffer_init(&b, 4096);
    buffer_add_text(&b,
                    text_slice(url, 0, (size_t)(parts.host.at - url.at) + parts.host.length));
    buffer_add_text(&b, parts.path.length > 0 ? parts.path : text_of("/"));
    put_query(parts.query, PARAMETERS_ALL, &b);
    buffer_add_text(&b, parts.hash);
    return taken(arena, &b);
}
