/* SPDX-License-Identifier: Apache-2.0 */
/* How modules stand by the runs that came to them, and how a customer comes to a module. */

#include "tests/graph/drawn.h"

#include "base/arena.h"
#include "base/clock.h"
#include "graph/graph.h"
#include "graph/path.h"
#include "graph/standing.h"

#include <criterion/criterion.h>

#define HOUR_NS (3600 * NS_PER_S)

enum { MONITORS = 3, A = 0, B = 1 };

/* Hours before the end of the third day. */
static struct page_come come(size_t monitor, double ago, enum verdict verdict,
                             double newest_ago, enum verdict newest)
{
    int64_t now = 72 * HOUR_NS;
    return (struct page_come){.monitor = monitor,
                              .route = "/home",
                              .run_id = "run",
                              .verdict = verdict,
                              .started_utc_ns = now - (int64_t)(ago * (double)HOUR_NS),
                              .newest_utc_ns = now - (int64_t)(newest_ago * (double)HOUR_NS),
                              .newest_verdict = newest};
}

Test(standing, is_that_of_the_worst_newest_run_that_came_here)
{
    const struct {
        const char *what;
        struct page_come comes[3];
        size_t count;
        enum standing standing;
        size_t visitors;
    } rows[] = {
        {"nobody comes", {{0}}, 0, STANDING_NOT_COVERED, 0},
        {"one passed", {come(A, 1, VERDICT_PASS, 1, VERDICT_PASS)}, 1, STANDING_OK, 1},
        {"slow here",
         {come(A, 1, VERDICT_DEGRADED, 1, VERDICT_DEGRADED)},
         1,
         STANDING_DEGRADED,
         1},
        {"broke here", {come(A, 1, VERDICT_FAIL, 1, VERDICT_FAIL)}, 1, STANDING_FAIL, 1},
        {"broke later: this page let it through",
         {come(A, 1, VERDICT_PASS, 1, VERDICT_FAIL)},
         1,
         STANDING_OK,
         1},
        {"the newest stopped before it came here",
         {come(A, 2, VERDICT_PASS, 1, VERDICT_FAIL)},
         1,
         STANDING_UNKNOWN,
         1},
        {"the robot itself broke on the way",
         {come(A, 2, VERDICT_PASS, 1, VERDICT_INTERNAL)},
         1,
         STANDING_UNKNOWN,
         1},
        {"the robot broke here",
         {come(A, 1, VERDICT_INTERNAL, 1, VERDICT_INTERNAL)},
         1,
         STANDING_UNKNOWN,
         1},
        {"good runs come now and then only",
         {come(A, 20, VERDICT_FAIL, 1, VERDICT_PASS)},
         1,
         STANDING_FAIL,
         1},
        {"good runs have not come for a day: the journey goes elsewhere now",
         {come(A, 26, VERDICT_FAIL, 1, VERDICT_PASS)},
         1,
         STANDING_NOT_COVERED,
         0},
        {"it broke days ago, and nothing ran since",
         {come(A, 70, VERDICT_FAIL, 70, VERDICT_FAIL)},
         1,
         STANDING_FAIL,
         1},
        {"one variant of a journey fails",
         {come(A, 1, VERDICT_PASS, 1, VERDICT_PASS), come(A, 2, VERDICT_FAIL, 2, VERDICT_FAIL)},
         2,
         STANDING_FAIL,
         1},
        {"a variant that failed is run no more",
         {come(A, 30, VERDICT_FAIL, 30, VERDICT_FAIL),
          come(A, 1, VERDICT_PASS, 1, VERDICT_PASS)},
         2,
         STANDING_OK,
         1},
        {"one journey sees it well, another stopped before",
         {come(A, 1, VERDICT_PASS, 1, VERDICT_PASS), come(B, 3, VERDICT_PASS, 1, VERDICT_FAIL)},
         2,
         STANDING_OK,
         2},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct arena *arena = arena_new();
        const struct graph *graph = drawn_graph(arena, "/home>/fund");
        const struct node_standing *all =
            standings_of(arena, graph, rows[i].comes, rows[i].count, NULL, 0);
        cr_expect_str_eq(standing_name(all[0].standing), standing_name(rows[i].standing), "%s",
                         rows[i].what);
        cr_expect_eq(all[0].visitor_count, rows[i].visitors, "%s", rows[i].what);
        cr_expect_eq(all[1].standing, STANDING_NOT_COVERED);
        arena_end(arena);
    }
}

Test(standing, a_plan_counts_until_a_run_was_measured)
{
    struct arena *arena = arena_new();
    const struct graph *graph = drawn_graph(arena, "/home>/fund");
    const struct page_planned planned[] = {
        {A, "/fund"}, {A, "/fund"}, {B, "/fund"}, {B, "/no"}};
    struct page_come measured = come(B, 1, VERDICT_PASS, 1, VERDICT_PASS);
    const struct node_standing *all = standings_of(arena, graph, &measured, 1, planned, 4);
    cr_expect_eq(all[0].standing, STANDING_OK);
    cr_expect(all[0].visitors[0].measured);
    cr_assert_eq(all[1].visitor_count, 1, "A once; B went elsewhere");
    cr_expect_eq(all[1].visitors[0].monitor, A);
    cr_expect_not(all[1].visitors[0].measured);
    cr_expect_eq(all[1].standing, STANDING_UNKNOWN);
    arena_end(arena);
}

Test(standing, a_route_on_no_map_and_a_map_of_nothing_do_no_harm)
{
    struct arena *arena = arena_new();
    struct page_come other = come(MONITORS, 1, VERDICT_FAIL, 1, VERDICT_FAIL);
    other.route = "/elsewhere";
    const struct node_standing *all =
        standings_of(arena, drawn_graph(arena, "/home>/fund"), &other, 1, NULL, 0);
    cr_expect_eq(all[0].standing, STANDING_NOT_COVERED);
    cr_expect_not_null(standings_of(arena, drawn_graph(arena, ""), &other, 1, NULL, 0));
    arena_end(arena);
}

static const char *path_to(struct arena *arena, const struct graph *graph, const char *id)
{
    size_t count;
    const struct graph_edge *const *path =
        graph_path(arena, graph, graph_node(graph, id), &count);
    const char *all = arena_printf(arena, "%zu:", count);
    for (size_t i = 0; i < count; i++)
        all = arena_printf(arena, "%s %s>%s", all, path[i]->from->id, path[i]->to->id);
    return all;
}

Test(path, is_the_shortest_from_where_the_map_begins)
{
    struct arena *arena = arena_new();
    struct graph *graph =
        drawn_graph(arena, "/home>/a /a>/b /b>/c /home>/c /c>/home /c>/d /x>/c");
    graph->start = "https://h/home";
    cr_expect_str_eq(path_to(arena, graph, "/c"), "1: /home>/c");
    cr_expect_str_eq(path_to(arena, graph, "/b"), "2: /home>/a /a>/b");
    cr_expect_str_eq(path_to(arena, graph, "/d"), "2: /home>/c /c>/d");
    cr_expect_str_eq(path_to(arena, graph, "/home"), "0:", "one is there");
    cr_expect_str_eq(path_to(arena, graph, "/x"), "0:", "nothing leads there");
    graph->start = NULL;
    cr_expect_str_eq(path_to(arena, graph, "/c"), "0:", "a map kept by hand may begin nowhere");
    cr_expect_null(graph_start(arena, graph));
    arena_end(arena);
}
