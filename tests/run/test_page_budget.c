/* SPDX-License-Identifier: Apache-2.0 */
/* What a page may take: over a limit is degraded, named by what it is due to. */

#include "base/arena.h"
#include "base/clock.h"
#include "model/observation.h"
#include "model/page_sight.h"
#include "run/page_budget.h"

#include <criterion/criterion.h>
#include <string.h>

static struct exchange exchanges[] = {
    {.url = {.at = "https://a.test/", .length = 15}, .wire_bytes = 1000, .header_bytes = 24},
    {.url = {.at = "https://a.test/b.js", .length = 19}, .wire_bytes = 3 << 20},
};
static struct long_task tasks[] = {{.length_ns = 120 * NS_PER_MS, .script = "a.js:1 f"},
                                   {.length_ns = 300 * NS_PER_MS, .script = "b.js:9 onclick"}};
static const struct page_metrics metrics = {
    .fcp_ns = 900 * NS_PER_MS,
    .lcp_ns = 2600 * NS_PER_MS,
    .dom_ns = 700 * NS_PER_MS,
    .load_ns = -1,
    .interaction_ns = 240 * NS_PER_MS,
    .interaction_element = "button#pay",
    .layout_shift = 0.31,
    .shift_element = "div.banner",
    .lcp_element = "img.hero",
    .long_tasks = tasks,
    .long_task_count = 2,
    .blocked_ns = 320 * NS_PER_MS,
    .motion = {.length_ns = 500 * NS_PER_MS,
               .frames = 12,
               .dropped = 18,
               .stall_ns = 310 * NS_PER_MS,
               .stalls = 1,
               .script = "list.js:4 onscroll"},
};

static void expect(const char *says, const struct page_budget *budget, bool arrived,
                   const char *expected)
{
    struct arena *arena = arena_new();
    struct finding findings[MOST_PAGE_BUDGET_FINDINGS];
    const struct page_sight page = {.metrics = &metrics,
                                    .document = arrived ? &exchanges[0] : NULL};
    const struct observation saw = {.exchanges = exchanges, .exchange_count = 2, .page = &page};
    const char *got = "";
    size_t n = page_budget_judge(budget, &saw, (struct place){0}, arena, findings);
    for (size_t i = 0; i < n; i++) {
        cr_expect_eq(findings[i].verdict, VERDICT_DEGRADED, "%s", says);
        got = arena_printf(arena, "%s%s%s %s, %s", got, i > 0 ? "; " : "", findings[i].check,
                           findings[i].expected, findings[i].actual);
    }
    cr_expect_str_eq(got, expected, "%s: %s", says, got);
    arena_end(arena);
}

Test(page_budget, each_limit_crossed_is_told_with_what_is_behind_it)
{
    static const struct {
        const char *says;
        struct page_budget budget;
        const char *expected;
    } rows[] = {
        {"no limit", {0}, ""},
        {"within", {.fcp_ns = NS_PER_S, .cls = 0.4, .requests = 2, .bytes = 4 << 20}, ""},
        {"at the limit", {.fcp_ns = 900 * NS_PER_MS}, ""},
        {"the first paint", {.fcp_ns = 500 * NS_PER_MS}, "budget fcp at most 500ms, 900ms"},
        {"the largest paint, by its element",
         {.lcp_ns = 2500 * NS_PER_MS},
         "budget lcp at most 2.5s, 2.6s: img.hero"},
        {"ready", {.ready_ns = 600 * NS_PER_MS}, "budget ready at most 600ms, 700ms"},
        {"what was not measured is not over", {.load_ns = 1}, ""},
        {"an interaction, by its element",
         {.interaction_ns = 200 * NS_PER_MS},
         "budget interaction at most 200ms, 240ms: button#pay"},
        {"a long task, by its script",
         {.long_task_ns = 200 * NS_PER_MS},
         "budget long_task at most 200ms, 300ms: b.js:9 onclick"},
        {"all of them, by the longest",
         {.blocked_ns = 200 * NS_PER_MS},
         "budget blocked at most 200ms, 320ms: b.js:9 onclick"},
        {"frames as they should be",
         {.frame_rate = 24, .dropped_frames = 60, .stall_ns = NS_PER_S},
         ""},
        {"too few frames, by the script that held them",
         {.frame_rate = 50},
         "budget frame_rate at least 50 a second, 24 a second: list.js:4 onscroll"},
        {"frames missing",
         {.dropped_frames = 20},
         "budget dropped_frames at most 20%, 60%: list.js:4 onscroll"},
        {"a standstill",
         {.stall_ns = 100 * NS_PER_MS},
         "budget stall at most 100ms, 310ms: list.js:4 onscroll"},
        {"a page that jumps, by what moved",
         {.cls = 0.1},
         "budget cls at most 0.1, 0.310: div.banner"},
        {"requests", {.requests = 1}, "budget requests at most 1, 2"},
        {"bytes, by the largest",
         {.bytes = 1 << 20},
         "budget bytes at most 1.00MB, 3.00MB: the largest is https://a.test/b.js, 3.00MB"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        expect(rows[i].says, &rows[i].budget, true, rows[i].expected);
}

Test(page_budget, arriving_is_judged_only_in_the_step_in_which_the_page_came)
{
    static const struct page_budget all = {.fcp_ns = 1, .lcp_ns = 1, .ready_ns = 1, .cls = 0.1};
    expect("a later step", &all, false, "budget cls at most 0.1, 0.310: div.banner");
}
