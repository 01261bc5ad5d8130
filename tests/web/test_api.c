/* SPDX-License-Identifier: Apache-2.0 */
/* What the page's questions answer, from a store with a day of runs. */
#include "tests/shared/seed.h"
#include "tests/web/ask.h"

#include "base/arena.h"
#include "base/clock.h"
#include "document/json.h"

#include <criterion/criterion.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[] = "/tmp/xunjian-api-XXXXXX";
static struct asked asked;

static const struct record last = {.run_id = "credit-0",
                                   .verdict = VERDICT_FAIL,
                                   .breakpoint = {.step = "identity",
                                                  .phase = PHASE_JUDGE,
                                                  .reason = REASON_ASSERTION,
                                                  .message = "expected"},
                                   .message = "expected"};
static const char *const tags[] = {"critical", NULL};
static const struct monitor_view views[] = {
    {.journey = "credit",
     .title = "授信\"申请\"",
     .environment = "staging",
     .owner = "credit-team",
     .tags = tags,
     .state = "firing",
     .last = &last,
     .next_utc_ns = 1},
    {.journey = "login", .title = "login", .environment = "staging", .state = "ok"},
    {.journey = "new", .title = "new", .environment = "staging", .state = "unknown"},
};

static void set_up(void)
{
    static const char *const journeys[] = {"credit", "login", NULL};
    struct arena *arena = arena_new();
    cr_assert_not_null(mkdtemp(folder));
    const char *path = arena_printf(arena, "%s/store.db", folder);
    seed_store(&(struct seed){.path = path,
                              .journeys = journeys,
                              .broken = "credit",
                              .runs = 100,
                              .every_ns = 60 * NS_PER_S,
                              .steps = true,
                              .incidents = true,
                              .rollups = true});
    asked_start(&asked, &(struct web_rule){0}, path);
    cr_assert_not_null(asked.web, "%s", asked.why);
    asked.fake.views = views;
    asked.fake.count = sizeof views / sizeof *views;
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

TestSuite(api, .init = set_up, .fini = tear_down);

/* The answer as JSON; fails the test when it is none or not 200. */
static const struct json *json_of(const char *path)
{
    struct json_error error = {0};
    struct said_back said = get(&asked, path);
    cr_assert_eq(said.status, 200, "%s: %d %s", path, said.status, said.body);
    const struct json *tree =
        json_parse(asked.arena, text_of(said.body), &json_default_limits, &error);
    cr_assert_not_null(tree, "%s: %s at %d:%d", path, error.message, error.line, error.column);
    return tree;
}

/* "a.b.0.c" below `tree`, as text; "" when it is not there. */
static const char *at(const struct json *tree, const char *path)
{
    while (tree != NULL && *path != '\0') {
        size_t length = strcspn(path, ".");
        struct text name = {path, length};
        long long index;
        if (tree->kind == JSON_ARRAY)
            tree = text_to_int(name, 0, 100000, &index) && (size_t)index < tree->count
                       ? tree->items[index]
                       : NULL;
        else
            tree = tree->kind == JSON_OBJECT ? json_member(tree, name) : NULL;
        path += length + (path[length] == '.' ? 1 : 0);
    }
    return tree != NULL ? text_string(asked.arena, json_to_text(asked.arena, tree)) : "";
}

static size_t size_of(const struct json *tree, const char *name)
{
    const struct json *list = json_member(tree, text_of(name));
    cr_assert(list != NULL && list->kind == JSON_ARRAY, "%s", name);
    return list->count;
}

Test(api, the_monitors_come_in_their_order_with_what_the_store_knows)
{
    const struct json *all = json_of("/api/monitors");
    cr_expect_eq(size_of(all, "monitors"), 3);
    cr_expect_str_eq(at(all, "location"), "test-bench");
    cr_expect_str_eq(at(all, "monitors.0.title"), "授信\"申请\"");
    cr_expect_str_eq(at(all, "monitors.0.tags.0"), "critical");
    cr_expect_str_eq(at(all, "monitors.0.last.step"), "identity");
    cr_expect_str_eq(at(all, "monitors.0.last.phase"), "judge");
    cr_expect_str_eq(at(all, "monitors.0.day.runs"), "100");
    cr_expect_str_eq(at(all, "monitors.0.day.good"), "96");
    cr_expect_str_eq(at(all, "monitors.0.day.failed"), "4");
    cr_expect_eq(strlen(at(all, "monitors.0.ticks.verdicts")), 30);
    cr_expect_str_eq(at(all, "monitors.0.ticks.verdicts") + 26, "ffff", "the newest last");
    cr_expect_str_eq(at(all, "monitors.1.day.good"), "100");
    cr_expect_str_eq(at(all, "monitors.1.last"), "null");
    cr_expect_str_eq(at(all, "monitors.2.day"), "null", "it never ran");
    cr_expect_str_eq(at(all, "monitors.2.ticks.verdicts"), "");
    all = json_of("/api/monitors?journey=login");
    cr_expect_eq(size_of(all, "monitors"), 1);
    cr_expect_str_eq(at(all, "monitors.0.day.good"), "100");
}

Test(api, runs_come_newest_first_a_page_at_a_time)
{
    const struct json *page = json_of("/api/runs?journey=credit&env=staging&most=3");
    cr_expect_eq(size_of(page, "runs"), 3);
    cr_expect_str_eq(at(page, "runs.0.run_id"), "credit-0");
    cr_expect_str_eq(at(page, "runs.0.verdict"), "fail");
    cr_expect_str_eq(at(page, "runs.0.reason"), "assertion");
    cr_expect_str_eq(at(page, "runs.0.has_evidence"), "true");
    const char *before = at(page, "before");
    page =
        json_of(arena_printf(asked.arena, "/api/runs?journey=credit&most=3&before=%s", before));
    cr_expect_str_eq(at(page, "runs.0.run_id"), "credit-3");
    page = json_of("/api/runs?verdict=fail");
    cr_expect_eq(size_of(page, "runs"), 4);
    cr_expect_str_eq(at(page, "before"), "null");
    cr_expect_eq(size_of(json_of("/api/runs?variant=new-flow&most=1000"), "runs"), 100);
    cr_expect_eq(size_of(json_of("/api/runs?env="), "runs"), 0, "the one without a name");
    cr_expect_eq(size_of(json_of("/api/runs?from=1000000000&to=1000000001"), "runs"), 0);
}

Test(api, a_run_is_its_steps_and_its_report)
{
    const struct json *run = json_of("/api/runs/credit-0");
    cr_expect_eq(size_of(run, "steps"), SEED_STEPS);
    cr_expect_str_eq(at(run, "steps.2.verdict"), "fail");
    cr_expect_str_eq(at(run, "steps.2.message"), "expected \"0000\", actual \"E9999\"");
    cr_expect_str_eq(at(run, "report.format"), "xunjian.report/1");
    cr_expect_str_eq(at(run, "report.runs.0.verdict"), "fail");
    run = json_of("/api/runs/login-50");
    cr_expect_str_eq(at(run, "report"), "null", "nothing was kept of a good run");
    cr_expect_eq(size_of(run, "steps"), SEED_STEPS);
    cr_expect_eq(get(&asked, "/api/runs/nothing-1").status, 404);
    cr_expect_eq(get(&asked, "/api/runs/%27%3B--").status, 404);
}

#define SEEN "eaa4a94ea300e0d2c775968cbe42f0b5b51ceafdeb73d64e9efddf6d4e880865"

Test(api, a_picture_is_had_by_the_run_that_kept_it_alone)
{
    static const char *const known[] = {"If-None-Match: \"" SEEN "\"", NULL};
    const struct json *run = json_of("/api/runs/credit-0");
    cr_expect_eq(size_of(run, "pictures"), 1);
    cr_expect_str_eq(at(run, "pictures.0"), SEEN);
    struct said_back said = get(&asked, "/api/runs/credit-0/pictures/" SEEN);
    cr_expect_eq(said.status, 200);
    cr_expect_eq(memcmp(said.body, "\x89PNG\r\n\x1A\n", 8), 0);
    cr_expect_str_eq(header_of(&asked, &said, "Content-Type"), "image/png");
    cr_expect_str_eq(header_of(&asked, &said, "X-Content-Type-Options"), "nosniff");
    cr_expect_eq(ask(&asked, "GET", "/api/runs/credit-0/pictures/" SEEN, known, NULL).status,
                 304);
    cr_expect_eq(size_of(json_of("/api/runs/login-50"), "pictures"), 0);
    static const char *const not_there[] = {"login-50/pictures/" SEEN, "none/pictures/" SEEN,
                                            "credit-0/pictures/00",
                                            "credit-0/pictures/..%2f..%2fstore.db"};
    for (size_t i = 0; i < sizeof not_there / sizeof *not_there; i++)
        cr_expect_eq(
            get(&asked, arena_printf(asked.arena, "/api/runs/%s", not_there[i])).status, 404,
            "%s", not_there[i]);
}

Test(api, a_journey_is_told_over_time_step_by_step_and_by_variant)
{
    const struct json *told = json_of("/api/journeys/credit/latency?env=staging&hours=3");
    cr_expect_eq(size_of(told, "series"), 1 + SEED_STEPS);
    cr_expect_str_eq(at(told, "series.0.step"), "null");
    cr_expect_str_eq(at(told, "series.1.step"), "public key");
    cr_expect_str_neq(at(told, "series.1.slots.0.p95_ms"), "");
    cr_expect_str_neq(at(told, "series.1.slots.0.phases_ms.wait"), "null");
    told = json_of("/api/journeys/credit/funnel?env=staging");
    cr_expect_eq(size_of(told, "steps"), SEED_STEPS);
    cr_expect_str_eq(at(told, "steps.2.reached"), "100");
    cr_expect_str_eq(at(told, "steps.2.passed"), "96");
    cr_expect_str_eq(at(told, "steps.3.reached"), "96");
    told = json_of("/api/journeys/credit/breakpoints");
    cr_expect_eq(size_of(told, "breakpoints"), 1);
    cr_expect_str_eq(at(told, "breakpoints.0.count"), "4");
    cr_expect_str_eq(at(told, "breakpoints.0.last_run"), "credit-0");
    told = json_of("/api/journeys/login/variants");
    cr_expect_str_eq(at(told, "variants.0.variant"), "new-flow");
    cr_expect_str_eq(at(told, "variants.0.good"), "100");
    cr_expect_eq(size_of(json_of("/api/journeys/nobody/funnel"), "steps"), 0);
}

static const char *const muted[] = {"login", NULL};
static const struct alert_window planned[] = {
    {.name = "later", .from_utc_ns = INT64_C(8000000000000000000), .to_utc_ns = INT64_MAX},
    {.name = "over", .from_utc_ns = 1, .to_utc_ns = 2},
    {.name = "night",
     .match = {.journeys = muted},
     .from_utc_ns = INT64_C(7000000000000000000),
     .to_utc_ns = INT64_MAX},
};

Test(api, incidents_and_mutes_are_the_alerts_own_words)
{
    const struct json *all = json_of("/api/incidents");
    cr_expect_eq(size_of(all, "incidents"), 2);
    cr_expect_str_eq(at(all, "incidents.0.id"), "inc-open", "open ones first");
    cr_expect_str_eq(at(all, "incidents.0.closed"), "");
    cr_expect_str_eq(at(all, "incidents.0.incident.title"),
                     "credit fails at identity (judge: assertion)");
    cr_expect_str_eq(at(all, "incidents.1.incident.acknowledged.who"), "李雷");
    cr_expect_eq(size_of(json_of("/api/incidents?open=1"), "incidents"), 1);
    all = json_of("/api/mutes");
    cr_expect_eq(size_of(all, "mutes"), 1);
    cr_expect_eq(size_of(all, "planned"), 0);
    asked.fake.windows = planned;
    asked.fake.window_count = sizeof planned / sizeof *planned;
    all = json_of("/api/mutes");
    cr_expect_eq(size_of(all, "planned"), 2, "what is over is left out");
    cr_expect_str_eq(at(all, "planned.0.name"), "night", "the earliest first");
    cr_expect_str_eq(at(all, "planned.0.match.journeys.0"), "login");
    cr_expect_str_eq(at(all, "planned.1.match"), "{}");
    cr_expect_str_eq(at(all, "mutes.0.id"), "release");
    cr_expect_str_eq(at(all, "mutes.0.mute.match.journeys.0"), "repayment");
}

struct wrong_row {
    const char *path, *told;
};

static const struct wrong_row wrong[] = {
    {"/api/runs?from=yesterday", "from: expected Unix seconds"},
    {"/api/runs?to=-1", "to: expected Unix seconds"},
    {"/api/runs?from=1800000000&to=1700000000", "from must be before to"},
    {"/api/runs?verdict=broken", "there is no \\\"broken\\\""},
    {"/api/journeys/credit/latency?from=99999999999", "from: expected Unix seconds"},
};

Test(api, a_question_that_cannot_be_read_is_told)
{
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct said_back said = get(&asked, wrong[i].path);
        cr_expect_eq(said.status, 400, "%s: %d", wrong[i].path, said.status);
        cr_expect_not_null(strstr(said.body, wrong[i].told), "%s: %s", wrong[i].path,
                           said.body);
    }
}
