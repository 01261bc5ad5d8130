/* SPDX-License-Identifier: Apache-2.0 */
/* origin.c - the app's own hosts, found by where its data came from.
 *
 * A page loads from many hosts, but what it does it does with few: the origin with most traffic, that
 * which carries data (JSON answers, posts) counting more, is the app's. Hosts below the same domain belong to it. */

#include "recording/origin.h"
#include "base/arena.h"
#include "recording/har.h"
#include "recording/noise.h"

#include <string.h>

bool url_split(struct text t, struct url *ret)
{
    size_t scheme = text_starts_with(t, text_of("https://"))  ? 8
                    : text_starts_with(t, text_of("http://")) ? 7
                                                              : 0;
    if (scheme == 0)
        return false;
    size_t end = scheme;
    while (end < t.length && strchr("/?#", t.at[end]) == NULL)
        end++;
    struct text authority = text_slice(t, scheme, end);
    ptrdiff_t fragment = text_find(t, text_of("#"), end);
    struct text rest = text_slice(t, end, fragment < 0 ? t.length : (size_t)fragment);
    ptrdiff_t mark = text_find(rest, text_of("?"), 0);
    ptrdiff_t colon = text_find(authority, text_of(":"), 0);
    if (authority.length == 0 || text_find(authority, text_of("@"), 0) >= 0)
        return false;
    *ret = (struct url){
        .origin = text_slice(t, 0, end),
        .host = text_slice(authority, 0, colon < 0 ? authority.length : (size_t)colon),
        .path = mark < 0 ? rest : text_slice(rest, 0, (size_t)mark),
        .query = mark < 0 ? text_of("") : text_slice(rest, (size_t)mark + 1, rest.length),
    };
    if (ret->path.length == 0)
        ret->path = text_of("/");
    return true;
}

/* The last two labels; three where the second is a country's .com, .net, .org, .gov or .edu. */
static struct text domain_of(struct text host)
{
    static const char *const seconds[] = {".com.", ".net.", ".org.", ".gov.", ".edu.", ".co."};
    size_t at[3] = {0}, dots = 0;
    for (size_t i = host.length; i > 0 && dots < 3; i--)
        if (host.at[i - 1] == '.')
            at[dots++] = i;
    if (dots < 2 || (host.length > 0 && host.at[host.length - 1] < 'A'))
        return host;
    for (size_t i = 0; i < sizeof seconds / sizeof *seconds; i++)
        if (text_starts_with(text_slice(host, at[1] - 1, host.length), text_of(seconds[i])))
            return dots < 3 ? host : text_slice(host, at[2], host.length);
    return text_slice(host, at[1], host.length);
}

static size_t find(const struct origins *o, struct text origin)
{
    size_t i = 0;
    while (i < o->count && !text_equal(o->items[i], origin))
        i++;
    return i;
}

/* api.example.com is api_base. */
static const char *name_of(struct arena *arena, const struct origins *o, struct text origin)
{
    struct url url;
    char label[32] = "";
    size_t n = 0;
    if (o->count == 0)
        return "base";
    if (url_split(origin, &url))
        while (n < url.host.length && n < sizeof label - 1 && url.host.at[n] != '.') {
            char c = url.host.at[n];
            label[n++] = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : '_';
        }
    const char *name = arena_printf(arena, "%s_base", label);
    bool taken = label[0] < 'a' || label[0] > 'z';
    for (size_t i = 0; i < o->count; i++)
        taken = taken || strcmp(o->names[i], name) == 0;
    return taken ? arena_printf(arena, "base_%zu", o->count + 1) : name;
}

static void add(struct arena *arena, struct origins *o, struct text origin)
{
    if (o->count == MOST_ORIGINS || find(o, origin) < o->count)
        return;
    o->names[o->count] = name_of(arena, o, origin);
    o->items[o->count++] = origin;
}

enum { MOST_SEEN = 512, DATA_WEIGHT = 4 };

struct seen {
    struct text origin;
    size_t weight;
    bool data;
};

static void count(struct seen *seen, size_t *ret_count, const struct har_entry *entry)
{
    struct url url;
    bool noise = noise_of(entry) != NULL;
    size_t at = 0;
    if (!url_split(entry->url, &url) || (noise && !text_is(entry->method, "GET")))
        return;
    while (at < *ret_count && !text_equal(seen[at].origin, url.origin))
        at++;
    if (at == MOST_SEEN)
        return;
    *ret_count += at == *ret_count;
    seen[at].origin = url.origin;
    seen[at].weight += noise || noise_is_page(entry) ? 1 : DATA_WEIGHT;
    seen[at].data = seen[at].data || !noise;
}

static void find_by_traffic(struct arena *arena, const struct har *har, struct origins *ret)
{
    struct seen *seen = arena_array(arena, MOST_SEEN, struct seen);
    size_t n = 0;
    const struct seen *best = NULL;
    struct url url, main;
    for (size_t i = 0; i < har->count; i++)
        count(seen, &n, &har->entries[i]);
    for (size_t i = 0; i < n; i++)
        if (seen[i].data && (best == NULL || seen[i].weight > best->weight))
            best = &seen[i];
    if (best == NULL || !url_split(best->origin, &main))
        return;
    add(arena, ret, main.origin);
    for (size_t i = 0; i < n; i++)
        if (seen[i].data && url_split(seen[i].origin, &url) &&
            text_equal(domain_of(url.host), domain_of(main.host)))
            add(arena, ret, url.origin);
}

void origins_find(struct arena *arena, const struct har *har, const char *const *told,
                  struct origins *ret)
{
    struct url url;
    *ret = (struct origins){0};
    for (size_t i = 0; told != NULL && told[i] != NULL; i++)
        if (url_split(text_of(told[i]), &url))
            add(arena, ret, url.origin);
    if (ret->count == 0)
        find_by_traffic(arena, har, ret);
}

const char *origins_name(const struct origins *origins, const struct url *url)
{
    size_t at = find(origins, url->origin);
    return at < origins->count ? origins->names[at] : NULL;
}
