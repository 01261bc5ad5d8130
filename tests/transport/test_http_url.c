/* SPDX-License-Identifier: Apache-2.0 */
/* Where URLs lead. */

#include "base/arena.h"
#include "transport/http_url.h"

#include <criterion/criterion.h>

static struct arena *arena;

static void open_arena(void)
{
    arena = arena_new();
}

static void end_arena(void)
{
    arena_end(arena);
}

TestSuite(http_url, .init = open_arena, .fini = end_arena);

struct row {
    const char *says, *url;
    const char *text, *host; /* NULL: refused */
    int port;
};

static const struct row rows[] = {
    {"plain", "http://a.example/x", "http://a.example/x", "a.example", 80},
    {"secure", "HTTPS://a.example", "https://a.example/", "a.example", 443},
    {"a port", "http://a:8080/", "http://a:8080/", "a", 8080},
    {"IPv6", "http://[::1]:81/", "http://[::1]:81/", "::1", 81},
    {"a space and Chinese are encoded", "http://a/b c?q=\xe5\xb7\xa1",
     "http://a/b%20c?q=%e5%b7%a1", "a", 80},
    {"fragments are not sent", "http://a/x#y", "http://a/x", "a", 80},
    {"passwords are not told", "http://u:p@a/x", "http://a/x", "a", 80},
    {"the host is after the last @, as libcurl has it", "http://good\\@evil/", "http://evil/",
     "evil", 80},
    {"no scheme", "a.example/x", NULL, NULL, 0},
    {"another scheme", "ftp://a/", NULL, NULL, 0},
    {"file", "file:///etc/passwd", NULL, NULL, 0},
    {"a bad port", "http://a:99999/", NULL, NULL, 0},
    {"empty", "", NULL, NULL, 0},
};

Test(http_url, leads_where_libcurl_goes)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct row *row = &rows[i];
        struct http_url url = {0};
        const char *problem = NULL;
        bool good = http_url_read(arena, text_of(row->url), &url, &problem);
        cr_expect_eq(good, row->text != NULL, "%s: %s", row->says, problem);
        if (good && row->text != NULL) {
            cr_expect(text_is(url.text, row->text), "%s: %s", row->says, url.text.at);
            cr_expect(text_is(url.host, row->host), "%s: %s", row->says, url.host.at);
            cr_expect_eq(url.port, row->port, "%s", row->says);
        }
        http_url_done(&url);
    }
}

struct hop {
    const char *target, *leads; /* NULL: refused */
    bool same;
};

static const struct hop hops[] = {
    {"/y", "https://a.example/y", true},
    {"y", "https://a.example/dir/y", true},
    {"?q", "https://a.example/dir/x?q", true},
    {"//b.example/", "https://b.example/", false},
    {"http://a.example/", "http://a.example/", false},
    {"https://A.EXAMPLE:443/z", "https://A.EXAMPLE:443/z", true},
    {"https://a.example:8443/", "https://a.example:8443/", false},
    {"ftp://a.example/", NULL, false},
    {"javascript:alert(1)", NULL, false},
    {"https://me:secret@a.example/", NULL, false},
};

Test(http_url, redirects_resolve_against_where_they_came_from)
{
    struct http_url base = {0};
    const char *problem;
    cr_assert(http_url_read(arena, text_of("https://u:p@a.example/dir/x"), &base, &problem));
    for (size_t i = 0; i < sizeof hops / sizeof hops[0]; i++) {
        struct http_url next = {0};
        bool good = http_url_follow(arena, &base, text_of(hops[i].target), &next, &problem);
        cr_expect_eq(good, hops[i].leads != NULL, "%s", hops[i].target);
        if (good && hops[i].leads != NULL) {
            cr_expect(text_is(next.text, hops[i].leads), "%s: %s", hops[i].target,
                      next.text.at);
            cr_expect_eq(http_url_same_origin(&base, &next), hops[i].same, "%s",
                         hops[i].target);
        }
        http_url_done(&next);
    }
    http_url_done(&base);
}
