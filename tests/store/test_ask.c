/* SPDX-License-Identifier: Apache-2.0 */
/* Uptime, latency, funnel, breakpoints: the same answers from rows, from roll-ups, and from both. */

#include "base/arena.h"
#include "base/clock.h"
#include "store/database.h"
#include "store/rollup.h"
#include "stored.h"

#include <criterion/criterion.h>
#include <string.h>

#define HOUR_NS (3600 * NS_PER_S)
#define DAY_NS  (24 * HOUR_NS)

static struct stored s;
static struct reader *reader;
static const char *why = "";

static void begin(void)
{
    stored_begin(&s);
}

static void end(void)
{
    reader_close(reader);
    stored_end(&s);
}

TestSuite(asking, .init = begin, .fini = end);

static int64_t at(double hours)
{
    return stored_base_utc_ns + (int64_t)(hours * (double)HOUR_NS);
}

static int64_t given;

static void take(double hours, enum verdict verdict, int64_t duration_ms, const char *variant)
{
    stored_take(&s, &(struct what_ran){.verdict = verdict,
                                       .variant = variant,
                                       .started_utc_ns = at(hours),
                                       .duration_ns = duration_ms * NS_PER_MS});
    given++;
}

static void roll_up(void)
{
    bool more = true;
    struct database db;
    cr_assert(database_open(&db, s.path, DATABASE_AGAIN), "%s", db.why);
    while (more)
        cr_assert(rollup_some(&db, &more), "%s", db.why);
    database_close(&db);
}

/* Days 0 and 1 at 0:15, 0:45, 1:15 ...; a failure in each hour's second run; 100 and 200 ms. */
static void fill(void)
{
    given = 0;
    for (int day = 0; day < 2; day++)
        for (int hour = 0; hour < 6; hour++) {
            take(24 * day + hour + 0.25, VERDICT_PASS, 100, "a");
            take(24 * day + hour + 0.75, day == 1 ? VERDICT_FAIL : VERDICT_DEGRADED, 200, "b");
            /* Counted, each failure would weigh twice. */
            stored_take(&s, &(struct what_ran){.verdict = VERDICT_FAIL,
                                               .variant = "b",
                                               .cause = CAUSE_RETEST,
                                               .started_utc_ns = at(24 * day + hour + 0.7)});
        }
}

static void ask_uptime(const struct run_filter *filter, bool by_variant,
                       const struct uptime_row **ret, size_t *ret_count)
{
    cr_assert(read_uptime(reader, filter, by_variant, s.arena, ret, ret_count, &why), "%s",
              why);
}

static void expect_uptime(const char *says)
{
    const struct uptime_row *up;
    size_t count;
    const struct run_filter all = {.to_utc_ns = at(48), .verdict = -1};
    ask_uptime(&all, false, &up, &count);
    cr_assert_eq(count, 1);
    cr_expect_eq(up->runs, 24, "%s: %lld", says, (long long)up->runs);
    cr_expect_eq(up->good, 18, "%s", says);
    cr_expect_eq(up->degraded, 6, "%s", says);
    cr_expect_eq(up->failed, 6, "%s", says);
    cr_expect_eq(up->last_utc_ns, at(29.75), "%s", says);
    cr_expect_eq(up->last_verdict, VERDICT_FAIL, "%s", says);
    cr_expect_geq(up->p50_ns, 99 * NS_PER_MS, "%s", says);
    cr_expect_leq(up->p50_ns, 101 * NS_PER_MS, "%s: of what passed", says);
    cr_expect_geq(up->p99_ns, 198 * NS_PER_MS, "%s", says);
    /* 0:30 to 4:30 of the second day: half an hour at both ends. */
    const struct run_filter part = {
        .from_utc_ns = at(24.5), .to_utc_ns = at(28.5), .verdict = -1};
    ask_uptime(&part, true, &up, &count);
    cr_assert_eq(count, 2, "by variant");
    cr_expect_str_eq(up[0].variant, "a");
    cr_expect_eq(up[0].good, 4, "%s", says);
    cr_expect_eq(up[1].failed, 4, "%s", says);
}

static void expect_funnel(const char *says)
{
    const struct funnel_row *f;
    size_t count;
    cr_assert(read_funnel(reader, "credit", "staging", NULL, at(24.5), at(28.5), s.arena, &f,
                          &count, &why),
              "%s", why);
    cr_assert_eq(count, 3, "%s: %zu", says, count);
    cr_expect_str_eq(f[0].step, "log in");
    cr_expect_str_eq(f[1].step, "pay");
    cr_expect_str_eq(f[2].step, "look at the balance", "in journey order");
    cr_expect_eq(f[0].reached, 8, "%s: %lld", says, (long long)f[0].reached);
    cr_expect_eq(f[1].reached, 8, "%s", says);
    cr_expect_eq(f[1].passed, 4, "%s", says);
    cr_expect_eq(f[2].reached, 0, "%s", says);
    cr_expect_eq(f[1].reached_before, 8, "%s: the same time of the day before", says);
    cr_expect_eq(f[1].passed_before, 8, "%s", says);
    cr_assert(read_funnel(reader, "credit", "staging", "b", at(24.5), at(28.5), s.arena, &f,
                          &count, &why));
    cr_expect_eq(f[1].reached, 4, "%s: one variant", says);
    cr_expect_eq(f[1].passed, 0, "%s", says);
}

static void expect_latency(const char *says)
{
    const struct latency_row *l;
    size_t count;
    struct latency_filter filter = {
        .journey = "credit", .from_utc_ns = at(0), .to_utc_ns = at(6), .slot_ns = 2 * HOUR_NS};
    cr_assert(read_latency(reader, &filter, s.arena, &l, &count, &why), "%s", why);
    cr_assert_eq(count, 3, "%s", says);
    cr_expect_eq(l[1].at_utc_ns, at(2), "%s", says);
    cr_expect_eq(l[1].count, 4, "%s", says);
    cr_expect_eq(l[1].mean_ns, 150 * NS_PER_MS, "%s", says);
    cr_expect_geq(l[1].p99_ns, 198 * NS_PER_MS, "%s", says);
    filter.step = "pay";
    cr_assert(read_latency(reader, &filter, s.arena, &l, &count, &why), "%s", why);
    cr_assert_eq(count, 3, "%s", says);
    cr_expect_eq(l[0].count, 4, "%s", says);
    cr_expect_geq(l[0].phase_p50_ns[PHASE_WAIT], 19 * NS_PER_MS, "%s", says);
    cr_expect_leq(l[0].phase_p50_ns[PHASE_WAIT], 21 * NS_PER_MS, "%s", says);
    filter.slot_ns = 1800 * NS_PER_S;
    cr_assert(read_latency(reader, &filter, s.arena, &l, &count, &why), "%s", why);
    cr_expect_eq(count, 12, "%s: half hours come from the rows", says);
    filter.step = "never heard of";
    cr_assert(read_latency(reader, &filter, s.arena, &l, &count, &why) && count == 0);
}

static void expect_all(const char *says)
{
    reader = reader_open(s.path, s.arena, &why);
    cr_assert_not_null(reader, "%s", why);
    expect_uptime(says);
    expect_funnel(says);
    expect_latency(says);
    reader_close(reader);
    reader = NULL;
}

Test(asking, gives_the_same_answers_wherever_the_roll_up_is)
{
    struct database db;
    stored_open(&s);
    fill();
    stored_close(&s);
    cr_assert(database_open(&db, s.path, DATABASE_AGAIN), "%s", db.why);
    cr_assert(database_exec(&db, "DELETE FROM rollups; DELETE FROM state"));
    database_close(&db);
    expect_all("from rows");
    roll_up();
    cr_assert_gt(stored_number(&s, "SELECT count(*) FROM rollups"), 0);
    expect_all("from roll-ups");
    roll_up();
    expect_all("rolled up twice");
    stored_open(&s);
    take(100, VERDICT_PASS, 100, "a");
    stored_wait_kept(&s, 37);
    expect_all("with a run behind the mark");
}

Test(asking, roll_ups_outlive_their_runs)
{
    const struct uptime_row *up;
    const struct latency_row *l;
    size_t count;
    stored_open(&s);
    fill();
    stored_close(&s);
    roll_up();
    stored_sql(s.path, "DELETE FROM runs; DELETE FROM steps");
    reader = reader_open(s.path, s.arena, &why);
    ask_uptime(&(struct run_filter){.to_utc_ns = at(48), .verdict = -1}, false, &up, &count);
    cr_assert_eq(count, 1);
    cr_expect_eq(up->runs, 24);
    cr_expect_eq(up->failed, 6);
    const struct latency_filter fine = {.journey = "credit",
                                        .from_utc_ns = at(0),
                                        .to_utc_ns = at(6),
                                        .slot_ns = 600 * NS_PER_S};
    cr_assert(read_latency(reader, &fine, s.arena, &l, &count, &why));
    cr_expect_eq(count, 6, "where rows are gone, hours are told");
}

Test(asking, tells_where_runs_stop_the_most_frequent_place_first)
{
    const struct breakpoint_row *b;
    size_t count;
    stored_open(&s);
    for (int i = 0; i < 3; i++)
        stored_take(&s, &(struct what_ran){.verdict = VERDICT_FAIL,
                                           .message = i == 2 ? "newest" : "older"});
    stored_take(&s, &(struct what_ran){.verdict = VERDICT_FAIL, .journey = "fund"});
    stored_take(&s, &(struct what_ran){.verdict = VERDICT_PASS});
    stored_close(&s);
    reader = reader_open(s.path, s.arena, &why);
    struct run_filter filter = {.verdict = -1};
    cr_assert(read_breakpoints(reader, &filter, s.arena, &b, &count, &why), "%s", why);
    cr_assert_eq(count, 2);
    cr_expect_str_eq(b[0].journey, "credit");
    cr_expect_eq(b[0].count, 3);
    cr_expect_str_eq(b[0].step, "pay");
    cr_expect_str_eq(b[0].phase, "wait");
    cr_expect_str_eq(b[0].reason, "timeout");
    cr_expect_str_eq(b[0].message, "newest");
    cr_expect_eq(b[0].last_utc_ns - b[0].first_utc_ns, 2 * 60 * NS_PER_S);
    filter.journey = "fund";
    cr_assert(read_breakpoints(reader, &filter, s.arena, &b, &count, &why) && count == 1);
}

Test(asking, pages_through_runs_newest_first)
{
    const struct run_row *runs;
    size_t count, seen = 0;
    int64_t last = INT64_MAX;
    stored_open(&s);
    for (int i = 0; i < 25; i++)
        stored_take(&s, &(struct what_ran){.verdict = i % 5 == 0 ? VERDICT_FAIL : VERDICT_PASS,
                                           .variant = i % 2 == 0 ? "a" : "b",
                                           .journey = i % 3 == 0 ? "fund" : "credit"});
    stored_close(&s);
    reader = reader_open(s.path, s.arena, &why);
    struct run_filter filter = {.verdict = -1, .most = 4};
    do {
        cr_assert(read_runs(reader, &filter, s.arena, &runs, &count, &why), "%s", why);
        for (size_t i = 0; i < count; i++) {
            cr_assert_lt(runs[i].started_utc_ns, last);
            last = runs[i].started_utc_ns;
        }
        seen += count;
        filter.before_id = count > 0 ? runs[count - 1].id : 0;
    } while (count > 0);
    cr_assert_eq(seen, 25, "each run once");
    filter = (struct run_filter){.verdict = VERDICT_FAIL, .journey = "credit"};
    cr_assert(read_runs(reader, &filter, s.arena, &runs, &count, &why));
    cr_assert_eq(count, 3);
    filter = (struct run_filter){.verdict = -1,
                                 .from_utc_ns = stored_base_utc_ns + 5 * 60 * NS_PER_S,
                                 .to_utc_ns = stored_base_utc_ns + 8 * 60 * NS_PER_S};
    cr_assert(read_runs(reader, &filter, s.arena, &runs, &count, &why));
    cr_assert_eq(count, 3, "from is in, to is out");
}
