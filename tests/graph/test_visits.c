/* SPDX-License-Identifier: Apache-2.0 */
/* Which pages a run came to, and of which page a step's verdict is said. */

#include "tests/reporters/sample.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "graph/visits.h"
#include "model/page_sight.h"

#include <criterion/criterion.h>

/* A step in a browser that came to these addresses, NULL-terminated. */
static struct tried *browse(struct outcome *run, enum verdict verdict,
                            const char *const *addresses)
{
    struct step_outcome *step = sample_step(run, "step", verdict);
    struct tried *tried = sample_try(run, step, verdict);
    struct page_sight *page = arena_make(run->arena, struct page_sight);
    struct text *list = arena_array(run->arena, 8, struct text);
    for (; addresses[page->address_count] != NULL; page->address_count++)
        list[page->address_count] = text_of(addresses[page->address_count]);
    page->addresses = list;
    ((struct observation *)(uintptr_t)tried->saw)->page = page;
    return tried;
}

static void html(struct outcome *run, enum verdict verdict, const char *url, int status)
{
    struct step_outcome *step = sample_step(run, "step", verdict);
    struct tried *tried = sample_try(run, step, verdict);
    struct exchange *e = sample_exchange(run, tried, "GET", url, status, "<p>", 1);
    struct header *type = arena_make(run->arena, struct header);
    *type = (struct header){text_of("Content-Type"), text_of("text/html; charset=utf-8")};
    e->headers = (struct headers){.items = type, .count = 1};
}

static const char *said(struct arena *arena, const struct outcome *run)
{
    const struct page_visit *visits;
    size_t count = visits_of(arena, run, &visits);
    const char *all = "";
    for (size_t i = 0; i < count; i++)
        all =
            arena_printf(arena, "%s%s%s %s%s", all, i > 0 ? ", " : "", visits[i].route,
                         verdict_name(visits[i].verdict), visits[i].refused ? " refused" : "");
    return all;
}

#define AT(...) ((const char *const[]){__VA_ARGS__, NULL})

Test(visits, a_step_is_told_of_the_page_it_ended_at)
{
    struct arena *arena = arena_new();
    struct outcome *run = sample_run(arena, "buy", "申购", VERDICT_FAIL);
    browse(run, VERDICT_PASS, AT("https://h/login", "https://h/home?from=login"));
    browse(run, VERDICT_DEGRADED, AT("https://h/fund/7"));
    browse(run, VERDICT_FAIL, (const char *const[]){NULL});
    cr_expect_str_eq(said(arena, run), "/login pass, /home pass, /fund/:id fail",
                     "what went nowhere happened where the customer was");
    arena_end(arena);
}

Test(visits, only_the_last_try_decides_and_all_tries_are_seen)
{
    struct arena *arena = arena_new();
    struct outcome *run = sample_run(arena, "buy", "申购", VERDICT_PASS);
    browse(run, VERDICT_FAIL, AT("https://h/a", "https://h/b"));
    struct step_outcome *step = (struct step_outcome *)(uintptr_t)&run->steps[0];
    step->verdict = VERDICT_PASS;
    cr_expect_str_eq(said(arena, run), "/a pass, /b pass");
    arena_end(arena);
}

Test(visits, clean_up_says_nothing_of_a_page)
{
    struct arena *arena = arena_new();
    struct outcome *run = sample_run(arena, "buy", "申购", VERDICT_PASS);
    browse(run, VERDICT_PASS, AT("https://h/a"));
    browse(run, VERDICT_FAIL, AT("https://h/logout"));
    ((struct step *)(uintptr_t)run->steps[1].step)->always = true;
    cr_expect_str_eq(said(arena, run), "/a pass, /logout pass");
    arena_end(arena);
}

Test(visits, pages_by_http_are_seen_and_apis_are_none)
{
    struct arena *arena = arena_new();
    struct outcome *run = sample_run(arena, "read", "阅读", VERDICT_FAIL);
    struct step_outcome *api = sample_step(run, "api", VERDICT_FAIL);
    html(run, VERDICT_PASS, "https://h/news/1", 200);
    sample_exchange(run, sample_try(run, api, VERDICT_FAIL), "GET", "https://h/api/x", 200,
                    "{}", 1);
    html(run, VERDICT_FAIL, "https://h/news/2", 500);
    html(run, VERDICT_PASS, "https://h/old", 302);
    cr_expect_str_eq(said(arena, run), "/news/:id pass, /news/:id fail refused");
    arena_end(arena);
}

Test(visits, a_robot_that_wandered_there_visited_nothing)
{
    struct arena *arena = arena_new();
    struct outcome *run = sample_run(arena, "map", "地图", VERDICT_PASS);
    struct tried *tried = browse(run, VERDICT_PASS, AT("https://h/home"));
    ((struct page_sight *)(uintptr_t)tried->saw->page)->explored = "all was seen";
    cr_expect_str_eq(said(arena, run), "");
    arena_end(arena);
}
