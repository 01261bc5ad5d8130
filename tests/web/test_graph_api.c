/* SPDX-License-Identifier: Apache-2.0 */
/* The map's questions: how modules stand by what the store knows, and one module's story. */
#include "tests/graph/drawn.h"
#include "tests/shared/seed.h"
#include "tests/web/ask.h"

#include "base/arena.h"
#include "base/clock.h"
#include "document/json.h"
#include "graph/graph.h"
#include "graph/layout.h"
#include "model/verdict.h"

#include <criterion/criterion.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[] = "/tmp/xunjian-map-XXXXXX";
static struct asked asked;
static struct layout layout;

static const char *const opens[] = {"/card", NULL};
static const struct monitor_view views[] = {
    {.journey = "credit", .title = "授信申请", .environment = "staging", .state = "firing"},
    {.journey = "login",
     .title = "登录",
     .environment = "staging",
     .state = "ok",
     .running = true},
    {.journey = "card",
     .title = "绑卡",
     .environment = "next",
     .state = "unknown",
     .opens = opens},
};

static void set_up(void)
{
    static const char *const journeys[] = {"credit", "login", NULL};
    static const struct seed_visit visits[] = {
        {"credit", "/home", 0, VERDICT_PASS}, {"credit", "/apply", 0, VERDICT_FAIL},
        {"credit", "/done", 9, VERDICT_PASS}, {"login", "/home", 0, VERDICT_PASS},
        {"login", "/gone", 0, VERDICT_PASS},  {0}};
    struct arena *arena = arena_new();
    cr_assert_not_null(mkdtemp(folder));
    const char *path = arena_printf(arena, "%s/store.db", folder);
    seed_store(&(struct seed){.path = path,
                              .journeys = journeys,
                              .broken = "credit",
                              .runs = 20,
                              .every_ns = 60 * NS_PER_S,
                              .visits = visits});
    asked_start(&asked, &(struct web_rule){0}, path);
    cr_assert_not_null(asked.web, "%s", asked.why);
    struct graph *graph = drawn_graph(
        asked.arena, "/home>/apply /apply>/done /home>/card /home>/about /away>/home");
    graph->start = "https://h/home";
    layout = graph_lay_out(asked.arena, graph);
    asked.fake.views = views;
    asked.fake.count = sizeof views / sizeof *views;
    asked.fake.map = (struct map_view){.graph = graph, .layout = &layout};
    arena_end(arena);
}

static int unlink_it(const char *path, const struct stat *about, int kind, struct FTW *at)
{
    (void)about, (void)kind, (void)at;
    return remove(path);
}

static void tear_down(void)
{
    asked_stop(&asked);
    nftw(folder, unlink_it, 8, FTW_DEPTH | FTW_PHYS);
}

TestSuite(page_map, .init = set_up, .fini = tear_down);

static const struct json *json_of(const char *path)
{
    struct json_error error = {0};
    struct said_back said = get(&asked, path);
    cr_assert_eq(said.status, 200, "%s: %d %s", path, said.status, said.body);
    const struct json *tree =
        json_parse(asked.arena, text_of(said.body), &json_default_limits, &error);
    cr_assert_not_null(tree, "%s: %s", path, error.message);
    return tree;
}

static const struct json *list(const struct json *tree, const char *name)
{
    const struct json *found = json_member(tree, text_of(name));
    cr_assert(found != NULL && found->kind == JSON_ARRAY, "%s", name);
    return found;
}

static const char *word(const struct json *tree, const char *name)
{
    const struct json *found = json_member(tree, text_of(name));
    return found != NULL ? text_string(asked.arena, json_to_text(asked.arena, found)) : "";
}

/* "/home ok 2, ...": the state of each, and how many monitors come. */
static const char *nodes(const char *path)
{
    const struct json *all = list(json_of(path), "nodes");
    const char *said = "";
    for (size_t i = 0; i < all->count; i++)
        said = arena_printf(asked.arena, "%s%s%s %s %zu", said, i > 0 ? ", " : "",
                            word(all->items[i], "id"), word(all->items[i], "state"),
                            list(all->items[i], "monitors")->count);
    return said;
}

Test(page_map, tells_of_each_module_how_it_stands)
{
    cr_expect_str_eq(nodes("/api/graph"),
                     "/home ok 2, /apply fail 1, /done unknown 1, /card unknown 1, "
                     "/about not_covered 0, /away not_covered 0");
    cr_expect_str_eq(nodes("/api/graph?env=next"),
                     "/home not_covered 0, /apply not_covered 0, /done not_covered 0, "
                     "/card unknown 1, /about not_covered 0, /away not_covered 0");
}

Test(page_map, is_drawn_where_the_layout_says_with_its_ways)
{
    const struct json *all = json_of("/api/graph");
    const struct json *edges = list(all, "edges"), *boxes = list(all, "nodes");
    cr_expect_str_eq(word(all, "start"), "/home");
    cr_assert_eq(edges->count, 5);
    cr_expect_str_eq(word(edges->items[1], "from"), "1");
    cr_expect_str_eq(word(edges->items[1], "to"), "2");
    cr_expect_str_eq(word(edges->items[1], "by"), "link");
    for (size_t i = 0; i < boxes->count; i++) {
        cr_expect_str_eq(word(boxes->items[i], "x"),
                         arena_printf(asked.arena, "%d", layout.boxes[i].x));
        cr_expect_str_eq(word(boxes->items[i], "y"),
                         arena_printf(asked.arena, "%d", layout.boxes[i].y));
    }
}

Test(page_map, a_module_tells_its_journeys_its_runs_and_the_way_to_it)
{
    const struct json *done = json_of("/api/graph/%2Fdone");
    const struct json *path = list(done, "path"), *come = list(done, "journeys");
    cr_expect_str_eq(word(done, "state"), "unknown");
    cr_assert_eq(path->count, 2);
    cr_expect_str_eq(word(path->items[0], "from"), "/home");
    cr_expect_str_eq(word(path->items[1], "to"), "/done");
    cr_expect_str_eq(word(path->items[1], "label"), "去");
    cr_assert_eq(come->count, 1);
    cr_expect_str_eq(word(come->items[0], "journey"), "credit");
    cr_expect_str_eq(word(come->items[0], "stopped_before"), "true");
    cr_expect_str_eq(word(come->items[0], "run_id"), "credit-9", "the newest that came here");
    cr_expect_eq(list(done, "runs")->count, 10);
    cr_expect_str_eq(word(list(done, "runs")->items[0], "run_id"), "credit-0");

    const struct json *home = json_of("/api/graph/%2Fhome");
    cr_expect_eq(list(home, "path")->count, 0, "it is the start");
    cr_expect_eq(list(home, "journeys")->count, 2);
    cr_expect_str_eq(word(list(home, "journeys")->items[1], "running"), "true");

    const struct json *card = json_of("/api/graph/%2Fcard");
    cr_expect_str_eq(word(list(card, "journeys")->items[0], "measured"), "false");
    cr_expect_str_eq(word(json_of("/api/graph/%2Faway"), "path"), "null",
                     "nothing leads there");
}

Test(page_map, what_is_not_there_is_told)
{
    struct said_back said = get(&asked, "/api/graph/%2Fnowhere");
    cr_expect_eq(said.status, 404);
    cr_expect_not_null(strstr(said.body, "no module \\\"/nowhere\\\""), "%s", said.body);
    cr_expect_not_null(strstr(get(&asked, "/api/session").body, "\"map\":true"));
    asked.fake.map = (struct map_view){0};
    said = get(&asked, "/api/graph");
    cr_expect_eq(said.status, 404);
    cr_expect_not_null(strstr(said.body, "no_map"), "%s", said.body);
    cr_expect_not_null(strstr(get(&asked, "/api/session").body, "\"map\":false"));
}
