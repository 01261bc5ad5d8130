/* SPDX-License-Identifier: Apache-2.0 */
/* What is kept of a run. */

#include "base/arena.h"
#include "base/clock.h"
#include "model/record.h"
#include "model/step_kind.h"
#include "tests/reporters/sample.h"

#include <criterion/criterion.h>
#include <string.h>

static struct arena *arena, *kept;

static void open_arenas(void)
{
    arena = arena_new();
    kept = arena_new();
}

static void end_arenas(void)
{
    arena_end(arena);
    arena_end(kept);
}

TestSuite(record, .init = open_arenas, .fini = end_arenas);

static const struct round by_schedule = {.environment = "staging",
                                         .location = "shanghai",
                                         .cause = CAUSE_SCHEDULE,
                                         .due_utc_ns = 1769846400 * NS_PER_S};

static const struct record *keep(const struct outcome *outcome)
{
    return record_of(kept, outcome, &by_schedule);
}

Test(record, outlives_the_run_it_was_made_of)
{
    struct arena *life = arena_new();
    const struct outcome *outcome = sample_failing(life);
    char *run_id = arena_strdup(arena, outcome->run_id);
    char *message = arena_strdup(arena, outcome->breakpoint.message);
    const struct record *record = keep(outcome);
    arena_end(life);
    cr_assert_str_eq(record->run_id, run_id);
    cr_assert_str_eq(record->message, message);
    cr_assert_str_eq(record->location, "shanghai");
    cr_assert_eq(record->due_utc_ns, by_schedule.due_utc_ns);
    cr_assert_str_eq(record->tags[0], "sample");
    cr_assert_null(record->tags[1]);
    const struct record_step *broken = record_broken_step(record);
    cr_assert_not_null(broken);
    cr_assert_eq(broken->verdict, VERDICT_FAIL);
    cr_assert_eq(broken->breakpoint.reason, record->breakpoint.reason);
    cr_assert_null(record_broken_step(keep(sample_passing(arena))));
}

struct place_row {
    const char *says, *method, *url, *host, *endpoint;
};

static const struct place_row places[] = {
    {"the scheme's port is told", "POST", "https://a.example/api/x", "a.example:443",
     "POST /api/x"},
    {"plain has its own", "GET", "http://a.example", "a.example:80", "GET /"},
    {"a port that is there stays", "GET", "http://a:8080/x?q=1&token=2", "a:8080", "GET /x"},
    {"a query without a path", "GET", "http://a?q=/b", "a:80", "GET /"},
    {"IPv6", "GET", "http://[::1]/x#y", "[::1]:80", "GET /x"},
    {"IPv6 with a port", "GET", "https://[::1]:8443/", "[::1]:8443", "GET /"},
    {"nothing was requested", NULL, "tcp://a:25", "a:25", "tcp://a:25"},
    {"a name was asked for", NULL, "dns://a.example", "a.example", "dns://a.example"},
};

Test(record, tells_where_a_step_went_without_its_query)
{
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        const struct place_row *row = &places[i];
        struct outcome *run = sample_run(arena, "j", "J", VERDICT_PASS);
        struct step_outcome *step = sample_step(run, "s", VERDICT_PASS);
        struct tried *tried = sample_try(run, step, VERDICT_PASS);
        sample_exchange(run, tried, row->method != NULL ? row->method : "", row->url, 200, "",
                        NS_PER_MS)
            ->method = row->method;
        const struct record_step *s = &keep(run)->steps[0];
        cr_expect_str_eq(s->host, row->host, "%s: %s", row->says, s->host);
        cr_expect_str_eq(s->endpoint, row->endpoint, "%s: %s", row->says, s->endpoint);
    }
}

/* A step of a browser that asked for `url`, or for nothing. */
static void in_a_browser(struct outcome *run, const char *name, const char *url,
                         enum verdict verdict)
{
    static const struct step_kind browser = {.name = "browser"};
    struct step_outcome *step = sample_step(run, name, verdict);
    struct step *written = arena_make(arena, struct step);
    *written = *step->step;
    written->kind = &browser;
    step->step = written;
    if (url != NULL)
        sample_exchange(run, sample_try(run, step, verdict), "GET", url, 200, "", NS_PER_MS);
}

Test(record, a_step_in_a_page_is_where_the_page_is)
{
    struct outcome *run = sample_run(arena, "j", "J", VERDICT_FAIL);
    in_a_browser(run, "open", "https://a.example/h5/login", VERDICT_PASS);
    sample_step(run, "of another kind", VERDICT_PASS);
    in_a_browser(run, "press", NULL, VERDICT_FAIL);
    in_a_browser(run, "never reached", NULL, VERDICT_SKIPPED);
    const struct record_step *steps = keep(run)->steps;
    cr_expect_null(steps[1].host);
    cr_expect_str_eq(steps[2].host, "a.example:443");
    cr_expect_null(steps[2].endpoint, "it asked for nothing");
    cr_expect_null(steps[3].host);
}

Test(record, keeps_what_the_deciding_try_saw)
{
    static const struct certificate chain[] = {
        {.subject = "CN=leaf", .not_after_utc_ns = 900},
        {.subject = "CN=middle", .not_after_utc_ns = 500},
        {.subject = "CN=root", .not_after_utc_ns = 0},
    };
    struct outcome *run = sample_run(arena, "j", NULL, VERDICT_FAIL);
    struct step_outcome *step = sample_step(run, "s", VERDICT_FAIL);
    sample_exchange(run, sample_try(run, step, VERDICT_FAIL), "GET", "http://first/", 503, "",
                    NS_PER_MS);
    struct tried *last = sample_try(run, step, VERDICT_FAIL);
    sample_exchange(run, last, "GET", "http://a/", 302, "", NS_PER_MS);
    struct exchange *e = sample_exchange(run, last, "GET", "https://b/", 200, "x", NS_PER_MS);
    e->certificates = chain;
    e->certificate_count = 3;
    step->span_id = "00f067aa0ba902b7";
    sample_finding(last, VERDICT_FAIL, "regex a+", "something", "nothing");
    const struct record *record = keep(run);
    const struct record_step *s = &record->steps[0];
    cr_assert_str_eq(record->title, "j", "a journey without a title is called by its name");
    cr_assert_eq(s->tries, 2);
    cr_assert_eq(s->attempts[0].status, 503);
    cr_assert_eq(s->attempts[0].verdict, VERDICT_FAIL);
    cr_assert_eq(s->attempts[1].status, 200);
    cr_assert_eq(s->status, 200);
    cr_assert_eq(s->redirects, 1);
    cr_assert_str_eq(s->host, "b:443");
    cr_assert_eq(s->certificate_not_after_utc_ns, 500, "the chain's earliest");
    cr_assert_str_eq(s->certificate_subject, "CN=middle");
    cr_assert_str_eq(s->span_id, "00f067aa0ba902b7");
    cr_assert(s->regex_failed);
    cr_assert_eq(s->time.total_ns, last->saw->time.total_ns);
    cr_assert_str_eq(record->message, "regex a+: expected something, actual nothing");
}

struct doubt_row {
    const char *says, *check, *expected;
    int64_t uncertainty_ns;
    bool uncertain;
};

/* The sample's exchange waits for 100 ms. */
static const struct doubt_row doubts[] = {
    {"the margin is within the uncertainty", "time wait", "lt \"95ms\"", 10 * NS_PER_MS, true},
    {"the margin is larger", "time wait", "lt \"80ms\"", 10 * NS_PER_MS, false},
    {"between has its upper end last", "time wait", "between [\"1ms\", \"95ms\"]",
     10 * NS_PER_MS, true},
    {"no other check is about time", "status", "equals 200", 10 * NS_PER_S, false},
    {"no duration, no doubt", "time wait", "something", 10 * NS_PER_S, false},
};

Test(record, is_uncertain_only_when_nothing_but_unproven_times_failed)
{
    for (size_t i = 0; i < sizeof doubts / sizeof doubts[0]; i++) {
        struct outcome *run = sample_run(arena, "j", "J", VERDICT_FAIL);
        struct step_outcome *step = sample_step(run, "s", VERDICT_FAIL);
        struct tried *tried = sample_try(run, step, VERDICT_FAIL);
        sample_exchange(run, tried, "GET", "http://a/", 200, "", 100 * NS_PER_MS);
        ((struct observation *)tried->saw)->time.uncertainty_ns = doubts[i].uncertainty_ns;
        sample_finding(tried, VERDICT_PASS, "status", "equals 200", "number 200");
        sample_finding(tried, VERDICT_FAIL, doubts[i].check, doubts[i].expected, "100ms");
        cr_expect_eq(keep(run)->uncertain, doubts[i].uncertain, "%s", doubts[i].says);
        sample_finding(tried, VERDICT_FAIL, "jsonpath $.code", "something", "nothing");
        cr_expect_not(keep(run)->uncertain, "%s, but something else failed", doubts[i].says);
    }
}

Test(record, a_rounds_worst_is_the_first_of_the_worst)
{
    const struct record *of[] = {keep(sample_passing(arena)), keep(sample_degraded(arena)),
                                 keep(sample_failing(arena)), keep(sample_tls_verify(arena)),
                                 keep(sample_passing(arena))};
    cr_assert_null(record_worst(of, 0));
    cr_assert_eq(record_worst(of, 1), of[0]);
    cr_assert_eq(record_worst(of, 2), of[1]);
    cr_assert_eq(record_worst(of, 5), of[2], "the first of equals");
    const struct record *broken[] = {of[2], keep(sample_internal(arena))};
    cr_assert_eq(record_worst(broken, 2), broken[1], "internal outranks fail");
    cr_assert_str_eq(run_cause_name(CAUSE_BY_HAND), "by_hand");
}
