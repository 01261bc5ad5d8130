/* SPDX-License-Identifier: Apache-2.0 */
/* Which page is which: routes, structures, and what only shows when all is seen. */

#include "base/arena.h"
#include "base/buffer.h"
#include "graph/graph.h"
#include "graph/route.h"
#include "graph/write.h"

#include <criterion/criterion.h>
#include <string.h>

Test(graph, a_route_is_what_addresses_of_one_page_share)
{
    static const struct {
        const char *url, *route;
    } rows[] = {
        {"https://h/", "/"},
        {"https://h", "/"},
        {"https://h:8443/fund/1", "/fund/:id"},
        {"https://h/fund/000001?from=home", "/fund/:id"},
        {"https://h/fund/list", "/fund/list"},
        {"https://h/fund/list/", "/fund/list"},
        {"https://h/a/550e8400-e29b-41d4-a716-446655440000/b", "/a/:id/b"},
        {"https://h/c/3f2a9c1d4e5b", "/c/:id"},
        {"https://h/day/2026-11-23", "/day/:id"},
        {"https://h/step2", "/step2"},
        {"https://h/api/v1/x", "/api/v1/x"},
        {"https://h/h5/home", "/h5/home"},
        {"https://h/p/12345.html", "/p/:id.html"},
        {"https://h/x;jsessionid=AB12CD34", "/x"},
        {"https://h/i.php?m=fund&a=list&t=123", "/i.php?m=fund&a=list"},
        {"https://h/cal?month=2027-01", "/cal"},
        {"https://h/app#/fund/17?x=1", "/app#/fund/:id"},
        {"https://h/app#!/me", "/app#/me"},
        {"https://h/app#top", "/app"},
    };
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        cr_expect_str_eq(route_of(arena, text_of(rows[i].url)), rows[i].route, "%s is %s",
                         rows[i].url, route_of(arena, text_of(rows[i].url)));
    arena_end(arena);
}

Test(graph, an_endless_calendar_is_one_family_and_tracking_is_nothing)
{
    struct arena *arena = arena_new();
    cr_expect_str_eq(route_family(arena, text_of("https://h/cal?month=1&day=2")),
                     route_family(arena, text_of("https://h/cal?month=7&day=9")));
    cr_expect_str_neq(route_address(arena, text_of("https://h/cal?month=1")),
                      route_address(arena, text_of("https://h/cal?month=2")));
    cr_expect_str_eq(route_address(arena, text_of("https://h/a?utm_source=x&b=1#top")),
                     "https://h/a?b=1");
    cr_expect(text_is(route_host(text_of("https://h:1/a")), "h:1"));
    cr_expect_eq(route_host(text_of("mailto:a@b")).length, 0);
    arena_end(arena);
}

static struct graph_node *see(struct graph *graph, const char *url, const char *title,
                              const char *const *features)
{
    struct text list[16];
    size_t count = 0;
    for (; features[count] != NULL; count++)
        list[count] = text_of(features[count]);
    const struct sighting s = {
        .url = text_of(url), .title = text_of(title), .features = list, .feature_count = count};
    return graph_see(graph, &s);
}

static const char *const shop[] = {"form #search", "tag header", "tag main", "testid fund-N",
                                   NULL};
static const char *const empty_shop[] = {"form #search", "tag header", "tag main", NULL};
static const char *const login[] = {"field mobile", "field password", "form #login",
                                    "tag header", NULL};

Test(graph, a_full_list_and_an_empty_one_are_one_module_a_login_in_its_place_is_not)
{
    struct arena *arena = arena_new();
    struct graph graph;
    graph_init(&graph, arena);
    const struct graph_node *full = see(&graph, "https://h/funds", "基金", shop);
    cr_expect_eq(see(&graph, "https://h/funds?sort=up", "基金", empty_shop), full);
    const struct graph_node *lost = see(&graph, "https://h/funds", "登录", login);
    cr_expect_neq(lost, full);
    cr_expect_str_eq(lost->id, "/funds~2");
    cr_expect_eq(full->seen, 2);
    arena_end(arena);
}

Test(graph, siblings_made_alike_become_one_when_all_is_seen)
{
    static const char *const seasons[] = {"spring", "summer", "autumn", "winter"};
    struct arena *arena = arena_new();
    struct graph graph;
    graph_init(&graph, arena);
    const struct graph_node *home = see(&graph, "https://h/home", "首页", login);
    for (size_t i = 0; i < 4; i++) {
        const char *url = arena_printf(arena, "https://h/news/%s", seasons[i]);
        graph_lead(&graph, home, see(&graph, url, seasons[i], shop), PASSAGE_LINK, seasons[i],
                   "#a");
    }
    graph_lead(&graph, home, home, PASSAGE_LINK, "self", NULL);
    const struct graph *settled = graph_settled(&graph, arena);
    cr_assert_eq(settled->nodes.count, 2);
    cr_expect_not_null(graph_node(settled, "/news/:name"));
    cr_expect_not_null(graph_node(settled, "/home"), "two words are no siblings");
    cr_assert_eq(settled->edges.count, 1);
    cr_expect_eq(graph_edge_at(settled, 0)->seen, 4);
    arena_end(arena);
}

/* Header, tabs and messages are on every page of a single-page app, and most of each. */
Test(graph, a_shared_frame_makes_no_siblings)
{
    static const char *const fund[] = {"tag header", "tag main",   "tag nav",
                                       "testid nav", "testid tab", "testid to-purchase",
                                       NULL};
    static const char *const month[] = {"tag header", "tag main",          "tag nav",
                                        "testid nav", "testid next-month", "testid tab",
                                        NULL};
    static const char *const news[] = {"tag header", "tag main",   "tag nav", "testid article",
                                       "testid nav", "testid tab", NULL};
    static const char *const tabs[] = {"tag header", "tag main",   "tag nav", "testid list",
                                       "testid nav", "testid tab", NULL};
    struct arena *arena = arena_new();
    struct graph graph;
    graph_init(&graph, arena);
    see(&graph, "https://h/app/fund/1", "基金", fund);
    see(&graph, "https://h/app/month/2", "日历", month);
    see(&graph, "https://h/app/news/3", "资讯", news);
    see(&graph, "https://h/app/funds", "列表", tabs);
    const struct graph *settled = graph_settled(&graph, arena);
    cr_expect_eq(settled->nodes.count, 4);
    cr_expect_not_null(graph_node(settled, "/app/fund/:id"));
    cr_expect_not_null(graph_node(settled, "/app/month/:id"));
    cr_expect_not_null(graph_node(settled, "/app/news/:id"));
    arena_end(arena);
}

Test(graph, is_written_in_the_order_of_its_ids_whatever_was_seen_first)
{
    struct arena *arena = arena_new();
    struct graph one, other;
    struct buffer a, b;
    graph_init(&one, arena);
    graph_init(&other, arena);
    buffer_init(&a, 1 << 16);
    buffer_init(&b, 1 << 16);
    graph_lead(&one, see(&one, "https://h/a", "A \"x\"", shop),
               see(&one, "https://h/b", "B", login), PASSAGE_BUTTON, "去", NULL);
    const struct graph_node *second = see(&other, "https://h/b", "B", login);
    graph_lead(&other, see(&other, "https://h/a", "A \"x\"", shop), second, PASSAGE_BUTTON,
               "去", NULL);
    graph_write(&one, &a);
    graph_write(&other, &b);
    cr_expect_str_eq(a.at, b.at);
    cr_expect_not_null(strstr(a.at, "\"A \\\"x\\\"\""), "%s", a.at);
    buffer_done(&a);
    buffer_done(&b);
    arena_end(arena);
}
