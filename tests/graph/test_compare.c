/* SPDX-License-Identifier: Apache-2.0 */
/* What is new, gone, changed; and which module of a finished map one address belongs to. */

#include "base/arena.h"
#include "graph/compare.h"
#include "graph/locate.h"
#include "graph/read.h"

#include <criterion/criterion.h>

Test(locate, names_stand_for_words_and_ids_for_ids)
{
    static const struct {
        const char *pattern, *route;
        bool fits;
    } rows[] = {
        {"/news/:name", "/news/spring", true},
        {"/news/:name", "/news/spring/more", false},
        {"/news/:name", "/news", false},
        {"/news/:name", "/news/", false},
        {"/news/:name", "/news/:id", true}, /* names may look like ids */
        {"/news/:id", "/news/:name", false},
        {"/news/:name", "/news/spring?m=1", false},
        {"/fund/:id", "/fund/:id", true},
        {"/fund/:id", "/fund/list", false},
        {"/fund/:code/buy", "/fund/abc/buy", true},
        {"/fund/:code/buy", "/fund/abc/sell", false},
        {"/app#/fund/:name", "/app#/fund/gold", true},
        {"/app#/fund/:name", "/app/x/fund", false},
        {"/", "/", true},
        {"/", "/a", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        cr_expect_eq(route_fits(rows[i].pattern, rows[i].route), rows[i].fits, "%s and %s",
                     rows[i].pattern, rows[i].route);
}

static const struct graph *read(struct arena *arena, const char *nodes_and_edges)
{
    struct graph_error error = {0};
    const char *document = arena_printf(arena, "{\"format\": 1, %s}", nodes_and_edges);
    const struct graph *graph = graph_read(arena, text_of(document), &error);
    cr_assert_not_null(graph, "%s: %s", document, error.message);
    return graph;
}

Test(locate, the_page_itself_wins_then_the_pattern_with_the_fewest_names)
{
    struct arena *arena = arena_new();
    const struct graph *graph =
        read(arena, "\"nodes\": [{\"id\": \"/:part/:name\"}, {\"id\": \"/news/:name\"}, "
                    "{\"id\": \"/news/list\"}]");
    cr_expect_str_eq(graph_locate(graph, "/news/list")->id, "/news/list");
    cr_expect_str_eq(graph_locate(graph, "/news/spring")->id, "/news/:name");
    cr_expect_str_eq(graph_locate(graph, "/fund/gold")->id, "/:part/:name");
    cr_expect_null(graph_locate(graph, "/fund"));
    arena_end(arena);
}

#define NEWS   "\"features\": [\"tag article\", \"tag main\"]"
#define LOGIN  "\"features\": [\"field password\", \"form #login\"]"
#define HOME   "{\"id\": \"/home\"}"
#define SPRING "{\"id\": \"/news/spring\", " NEWS "}"
#define NAME   "{\"id\": \"/news/:name\", " NEWS "}"
#define TO(id) "{\"from\": \"/home\", \"to\": \"" id "\"}"

Test(compare, tells_new_gone_and_changed_modules_and_ways)
{
    static const struct {
        const char *sentence, *before, *after;
        size_t added, gone, changed, new_edges, gone_edges;
    } rows[] = {
        {"nothing happened",
         "\"nodes\": [" HOME ", " NAME "], \"edges\": [" TO("/news/:name") "]",
         "\"nodes\": [" NAME ", " HOME "], \"edges\": [" TO("/news/:name") "]", 0, 0, 0, 0, 0},
        {"a page and the way to it are new", "\"nodes\": [" HOME "]",
         "\"nodes\": [" HOME ", {\"id\": \"/a\"}], \"edges\": [" TO("/a") "]", 1, 0, 0, 1, 0},
        {"they are gone", "\"nodes\": [" HOME ", {\"id\": \"/a\"}], \"edges\": [" TO("/a") "]",
         "\"nodes\": [" HOME "]", 0, 1, 0, 0, 1},
        {"only the way is gone",
         "\"nodes\": [" HOME ", {\"id\": \"/a\"}], \"edges\": [" TO("/a") "]",
         "\"nodes\": [" HOME ", {\"id\": \"/a\"}]", 0, 0, 0, 0, 1},
        {"made of other things", "\"nodes\": [{\"id\": \"/a\", " NEWS "}]",
         "\"nodes\": [{\"id\": \"/a\", " LOGIN "}]", 0, 0, 1, 0, 0},
        {"kept by hand, it is never changed", "\"nodes\": [{\"id\": \"/a\"}]",
         "\"nodes\": [{\"id\": \"/a\", " LOGIN "}]", 0, 0, 0, 0, 0},
        {"two articles were seen, then many",
         "\"nodes\": [" HOME ", " SPRING "], \"edges\": [" TO("/news/spring") "]",
         "\"nodes\": [" HOME ", " NAME "], \"edges\": [" TO("/news/:name") "]", 0, 0, 0, 0, 0},
        {"many articles were seen, then one",
         "\"nodes\": [" HOME ", " NAME "], \"edges\": [" TO("/news/:name") "]",
         "\"nodes\": [" HOME ", " SPRING "], \"edges\": [" TO("/news/spring") "]", 0, 0, 0, 0,
         0},
        {"what fits a name but is made otherwise is new", "\"nodes\": [" NAME "]",
         "\"nodes\": [" NAME ", {\"id\": \"/news/login\", " LOGIN "}]", 1, 0, 0, 0, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct arena *arena = arena_new();
        struct graph_difference d =
            graph_compare(arena, read(arena, rows[i].before), read(arena, rows[i].after));
        cr_expect(d.added == rows[i].added && d.gone == rows[i].gone &&
                      d.changed == rows[i].changed && d.new_edge_count == rows[i].new_edges &&
                      d.gone_edge_count == rows[i].gone_edges,
                  "%s: %zu new, %zu gone, %zu changed, %zu ways new, %zu gone",
                  rows[i].sentence, d.added, d.gone, d.changed, d.new_edge_count,
                  d.gone_edge_count);
        cr_expect_eq(d.node_count, d.added + d.gone + d.changed);
        arena_end(arena);
    }
}
