/* SPDX-License-Identifier: Apache-2.0 */
/* The page in a real browser: tests/browser/page.mjs against a seeded store.
 *
 * The pictures it takes are kept under build/artefacts/web for people to look at. */
#include "tests/graph/drawn.h"
#include "tests/shared/seed.h"
#include "tests/web/ask.h"

#include "base/arena.h"
#include "base/clock.h"
#include "graph/graph.h"
#include "graph/layout.h"
#include "web/token.h"

#include <criterion/criterion.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

static const char *const journeys[] = {"login",     "register", "credit-application",
                                       "repayment", "fund-buy", NULL};

static void make_views(struct monitor_view views[5], struct record last[5])
{
    static const char *const titles[] = {"短信登录", "注册开户", "授信申请", "还款",
                                         "基金申购"};
    static const char *const business[] = {"账户", "账户", "信贷", "信贷", NULL};
    static const char *const states[] = {"ok", "failing", "firing", "muted", "flapping"};
    static const char *const tags[] = {"critical", NULL};
    int64_t now = clock_now_utc_ns();
    for (size_t i = 0; i < 5; i++) {
        bool broken = i == 2;
        last[i] = (struct record){.run_id = broken ? "credit-application-0" : "login-0",
                                  .verdict = broken ? VERDICT_FAIL : VERDICT_PASS,
                                  .started_utc_ns = now - 60 * NS_PER_S,
                                  .duration_ns = 300 * NS_PER_MS,
                                  .message = ""};
        if (broken)
            last[i].breakpoint = (struct breakpoint){"identity", PHASE_JUDGE, REASON_ASSERTION,
                                                     "expected 0000, actual E9999"};
        views[i] = (struct monitor_view){.journey = journeys[i],
                                         .title = titles[i],
                                         .business = business[i],
                                         .environment = "staging",
                                         .owner = "credit-team",
                                         .severity = "critical",
                                         .schedule = "every 1m",
                                         .tags = tags,
                                         .state = states[i],
                                         .running = i == 1,
                                         .next_utc_ns = now + 3600 * NS_PER_S,
                                         .last = &last[i]};
    }
}

/* Its output goes where the test's goes. */
static int drive(const char *script, const char *base, const char *token)
{
    struct arena *arena = arena_new();
    cr_assert_eq(system("tests/npm.sh tests/browser build/npm/browser"), 0);
    int code = system(
        arena_printf(arena,
                     "BROWSER_MODULES=$PWD/build/npm/browser BROWSER_OUT=build/artefacts/web "
                     "timeout -k 5 240 node tests/browser/%s %s %s >&2",
                     script, base, token));
    arena_end(arena);
    return WIFEXITED(code) ? WEXITSTATUS(code) : -1;
}

static int unlink_it(const char *path, const struct stat *about, int kind, struct FTW *at)
{
    (void)about, (void)kind, (void)at;
    return remove(path);
}

Test(browser, somebody_on_call_uses_the_page_by_mouse_by_keys_and_on_a_phone)
{
    char folder[] = "/tmp/xunjian-browser-XXXXXX";
    static struct monitor_view views[5];
    static struct record last[5];
    const struct alert_window nightly = {.name = "nightly",
                                         .from_utc_ns = clock_now_utc_ns() + 3600 * NS_PER_S,
                                         .to_utc_ns = clock_now_utc_ns() + 7200 * NS_PER_S};
    struct arena *arena = arena_new();
    struct asked asked;
    cr_assert_not_null(mkdtemp(folder));
    const char *path = arena_printf(arena, "%s/store.db", folder);
    seed_store(&(struct seed){.path = path,
                              .journeys = journeys,
                              .broken = "credit-application",
                              .runs = 200,
                              .every_ns = 60 * NS_PER_S,
                              .steps = true,
                              .incidents = true,
                              .rollups = true});
    asked_start(&asked, &(struct web_rule){0}, path);
    cr_assert_not_null(asked.web, "%s", asked.why);
    make_views(views, last);
    asked.fake.views = views;
    asked.fake.count = 5;
    asked.fake.windows = &nightly;
    asked.fake.window_count = 1;
    cr_expect_eq(drive("page.mjs", web_url(asked.web), ""), 0);
    asked_stop(&asked);
    nftw(folder, unlink_it, 8, FTW_DEPTH | FTW_PHYS);
    arena_end(arena);
}

Test(browser, somebody_walks_about_in_the_page_graph)
{
    static const struct seed_visit visits[] = {
        {"login", "/home", 0, VERDICT_PASS},
        {"credit-application", "/home", 0, VERDICT_PASS},
        {"credit-application", "/apply", 0, VERDICT_FAIL},
        {"credit-application", "/done", 9, VERDICT_PASS},
        {0}};
    char folder[] = "/tmp/xunjian-graph-XXXXXX";
    struct monitor_view views[5];
    struct record last[5];
    struct arena *arena = arena_new();
    struct asked asked;
    cr_assert_not_null(mkdtemp(folder));
    const char *path = arena_printf(arena, "%s/store.db", folder);
    seed_store(&(struct seed){.path = path,
                              .journeys = journeys,
                              .broken = "credit-application",
                              .runs = 20,
                              .every_ns = 60 * NS_PER_S,
                              .visits = visits});
    asked_start(&asked, &(struct web_rule){0}, path);
    cr_assert_not_null(asked.web, "%s", asked.why);
    make_views(views, last);
    struct graph *graph =
        drawn_graph(arena, "/home>/apply /apply>/done /home>/card /home>/about /away>/home");
    graph->start = "https://h/home";
    struct layout layout = graph_lay_out(arena, graph);
    asked.fake.views = views;
    asked.fake.count = 5;
    asked.fake.map = (struct map_view){.graph = graph, .layout = &layout};
    cr_expect_eq(drive("graph.mjs", web_url(asked.web), ""), 0);
    cr_expect_str_eq(asked.fake.said, "run credit-application@staging");
    asked_stop(&asked);
    nftw(folder, unlink_it, 8, FTW_DEPTH | FTW_PHYS);
    arena_end(arena);
}

Test(browser, somebody_logs_in_by_tls_follows_a_link_and_logs_out)
{
    char folder[] = "/tmp/xunjian-login-XXXXXX";
    struct monitor_view views[5];
    struct record last[5];
    struct arena *arena = arena_new();
    struct asked asked;
    struct web_rule rule = {0};
    const char *token;
    cr_assert_not_null(mkdtemp(folder));
    make_certificate(arena, folder, &rule);
    cr_assert(token_make(arena, &token, &rule.token_hash));
    const char *path = arena_printf(arena, "%s/store.db", folder);
    seed_store(&(struct seed){
        .path = path, .journeys = journeys, .runs = 3, .every_ns = 60 * NS_PER_S});
    asked_start(&asked, &rule, path);
    cr_assert_not_null(asked.web, "%s", asked.why);
    make_views(views, last);
    asked.fake.views = views;
    asked.fake.count = 5;
    cr_expect_eq(drive("login.mjs", web_url(asked.web), token), 0);
    asked_stop(&asked);
    nftw(folder, unlink_it, 8, FTW_DEPTH | FTW_PHYS);
    arena_end(arena);
}
