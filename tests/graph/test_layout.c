/* SPDX-License-Identifier: Apache-2.0 */
/* Where modules stand: in columns by clicks, none upon another, the same whatever was seen first. */

#include "base/arena.h"
#include "graph/graph.h"
#include "graph/layout.h"
#include "graph/merge.h"
#include "tests/graph/drawn.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const struct layout_box *box_of(const struct graph *graph, const struct layout *layout,
                                       const char *id)
{
    size_t i = 0;
    while (i < graph->nodes.count && strcmp(graph_node_at(graph, i)->id, id) != 0)
        i++;
    cr_assert_lt(i, graph->nodes.count, "no node %s", id);
    return &layout->boxes[i];
}

Test(layout, a_column_is_how_many_clicks_it_is_from_the_start)
{
    static const struct {
        const char *sentence, *ways, *id;
        size_t column;
    } rows[] = {
        {"the start", "/home>/a /a>/b", "/home", 0},
        {"one click", "/home>/a /a>/b", "/a", 1},
        {"the shortest way counts", "/home>/a /a>/b /b>/c /home>/c", "/c", 1},
        {"ways back change nothing", "/home>/a /a>/home /a>/b /b>/home", "/b", 2},
        {"tabs that all lead to each other stand together",
         "/home>/a /home>/b /home>/c /a>/b /b>/c /c>/a", "/c", 1},
        {"a page no way leads to stands before the first it leads to",
         "/home>/a /a>/b /lost>/b", "/lost", 1},
        {"a circle apart begins somewhere", "/home>/a /x>/y /y>/x", "/x", 0},
        {"and goes on", "/home>/a /x>/y /y>/x", "/y", 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct arena *arena = arena_new();
        struct graph *graph = drawn_graph(arena, rows[i].ways);
        graph->start = "https://h/home";
        struct layout layout = graph_lay_out(arena, graph);
        cr_expect_eq(box_of(graph, &layout, rows[i].id)->column, rows[i].column,
                     "%s: %s in column %zu", rows[i].sentence, rows[i].id,
                     box_of(graph, &layout, rows[i].id)->column);
        arena_end(arena);
    }
}

Test(layout, lines_that_need_not_cross_do_not)
{
    static const struct {
        const char *ways;
        size_t crossings;
    } rows[] = {
        {"/r>/a /r>/b /r>/c /a>/x3 /b>/x2 /c>/x1", 0},
        {"/r>/a /r>/b /a>/4 /a>/2 /b>/3 /b>/1", 0},
        {"/r>/a /r>/b /a>/x /a>/y /b>/x /b>/y", 1}, /* K2,2 crosses once, however it is drawn */
        {"/r>/a", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct arena *arena = arena_new();
        struct graph *graph = drawn_graph(arena, rows[i].ways);
        cr_expect_eq(graph_lay_out(arena, graph).crossings, rows[i].crossings, "%s: %zu",
                     rows[i].ways, graph_lay_out(arena, graph).crossings);
        arena_end(arena);
    }
}

static void expect_apart(const struct graph *graph, const struct layout *layout)
{
    for (size_t i = 0; i < graph->nodes.count; i++) {
        const struct layout_box *a = &layout->boxes[i];
        cr_assert(a->x >= 0 && a->y >= 0 && a->x + LAYOUT_BOX_WIDTH < layout->width &&
                      a->y + LAYOUT_BOX_HEIGHT < layout->height,
                  "box %zu is on the paper", i);
        for (size_t j = 0; j < i; j++) {
            const struct layout_box *b = &layout->boxes[j];
            cr_assert(a->column != b->column ||
                          abs(a->y - b->y) >= LAYOUT_BOX_HEIGHT + LAYOUT_ROW_GAP - 1,
                      "boxes %zu and %zu stand upon each other", i, j);
            cr_assert(a->column != b->column || (a->y < b->y) == (a->row < b->row));
        }
    }
}

Test(layout, a_thousand_modules_stand_apart_within_a_second)
{
    struct arena *arena = arena_new();
    struct graph *graph = drawn_random(arena, 1000, 4000, 7);
    clock_t begun = clock();
    struct layout layout = graph_lay_out(arena, graph);
    double seconds = (double)(clock() - begun) / CLOCKS_PER_SEC;
    expect_apart(graph, &layout);
    cr_expect_lt(seconds, 1.0, "%f s of processor time", seconds);
    arena_end(arena);
}

Test(layout, is_the_same_whatever_was_seen_first)
{
    for (unsigned seed = 1; seed <= 20; seed++) {
        struct arena *arena = arena_new();
        struct graph *graph = drawn_random(arena, 30, 60, seed);
        struct graph *turned = drawn_reversed(arena, graph);
        struct layout one = graph_lay_out(arena, graph), other = graph_lay_out(arena, turned);
        expect_apart(graph, &one);
        cr_expect_eq(one.crossings, other.crossings);
        for (size_t i = 0; i < graph->nodes.count; i++) {
            const char *id = graph_node_at(graph, i)->id;
            const struct layout_box *there = box_of(turned, &other, id);
            cr_expect(one.boxes[i].x == there->x && one.boxes[i].y == there->y,
                      "seed %u: %s is elsewhere", seed, id);
        }
        arena_end(arena);
    }
}

Test(layout, of_nothing_is_empty_paper)
{
    struct arena *arena = arena_new();
    struct graph graph;
    graph_init(&graph, arena);
    struct layout layout = graph_lay_out(arena, &graph);
    cr_expect_eq(layout.columns, 0);
    cr_expect_eq(layout.width, 2 * LAYOUT_MARGIN);
    arena_end(arena);
}

Test(merge, what_was_measured_gets_the_developers_names_and_their_further_pages)
{
    struct arena *arena = arena_new();
    struct graph *measured = drawn_graph(arena, "/home>/a");
    struct graph *told = drawn_graph(arena, "/a>/hidden /home>/a");
    graph_node(told, "/a")->name = "fund details";
    graph_node(told, "/a")->owner = "wealth";
    const struct graph *both = graph_merged(arena, measured, told);
    cr_assert_eq(both->nodes.count, 3);
    cr_assert_eq(both->edges.count, 2);
    cr_expect_str_eq(graph_node(both, "/a")->name, "fund details");
    cr_expect_str_eq(graph_node(both, "/a")->owner, "wealth");
    cr_expect_null(graph_node(measured, "/a")->name, "what was measured stays as it was");
    const struct graph_edge *last = graph_edge_at(both, 1);
    cr_expect_eq(last->from, graph_node(both, "/a"), "its ends are its own graph's");
    cr_expect_eq(last->to, graph_node(both, "/hidden"));
    arena_end(arena);
}

Test(merge, what_developers_call_the_variable_part_is_no_other_page)
{
    struct arena *arena = arena_new();
    struct graph *measured = drawn_graph(arena, "/home>/fund/:id /home>/fund/list");
    struct graph *told = drawn_graph(arena, "/home>/fund/:code /fund/:code>/fund/:code/buy");
    graph_node(told, "/fund/:code")->name = "fund details";
    const struct graph *both = graph_merged(arena, measured, told);
    cr_expect_eq(both->nodes.count, 4);
    cr_expect_eq(both->edges.count, 3);
    cr_expect_str_eq(graph_node(both, "/fund/:id")->name, "fund details");
    cr_expect_null(graph_node(both, "/fund/list")->name);
    cr_expect_not_null(graph_node(both, "/fund/:code/buy"));
    arena_end(arena);
}
