/* SPDX-License-Identifier: Apache-2.0 */
/* The rules of README.md that need a story: sleep over a weekend, a clock set back, who waits, who
 * leaves and comes back, how far jitter goes. */

#include "schedule/calendar.h"
#include "schedule/schedule.h"
#include "tests/schedule/zones.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static const int64_t s = 1000000000;
static const struct schedule_limits roomy = {
    .parallel = 1000, .queue = 1000, .misfire_ns = 30000000000};

/* The monotonic clock counts from somewhere else. */
static struct schedule_now at_ns(int64_t utc_ns)
{
    return (struct schedule_now){.utc_ns = utc_ns, .ns = utc_ns - 1600000000 * s};
}

static struct schedule_item item_of(const char *id, int64_t every_s, int overlap)
{
    return (struct schedule_item){.id = id,
                                  .rule = {.every_ns = every_s * s, .overlap = overlap}};
}

static struct schedule_item cron_of(const char *id, const char *line)
{
    return (struct schedule_item){.id = id, .rule = {.cron = line, .overlap = OVERLAP_SKIP}};
}

/* "start", "overlap", "missed", "day", with the number of slots when there are more. */
static void write_due(const struct due *due, size_t count, char *ret, size_t size)
{
    static const char *const names[] = {"start", "overlap", "missed", "day"};
    size_t length = 0;
    ret[0] = '\0';
    for (size_t i = 0; i < count; i++)
        length += (size_t)snprintf(ret + length, size - length, "%s%s %lld", i > 0 ? ", " : "",
                                   names[due[i].kind], (long long)due[i].count);
}

static const char *ask(struct schedule *schedule, struct schedule_now now)
{
    static char said[200];
    struct due due[16];
    size_t count = schedule_due(schedule, now, due, 16);
    write_due(due, count, said, sizeof said);
    return said;
}

Test(schedule_rules, what_was_slept_through_is_missed_on_working_days_only)
{
    struct schedule_item item = cron_of("report", "0 * * * *");
    /* Last started on Friday at 20:00, begun again on Monday at 10:00:05. */
    int64_t monday = utc("2026-11-23T10:00:05Z");
    item.calendar = calendar_builtin("weekdays");
    item.last_start_utc_ns = utc("2026-11-20T20:00:00Z");
    struct schedule *schedule = schedule_new(1);
    schedule_set(schedule, &item, 1, &roomy, at_ns(monday));
    const char *told = ask(schedule, at_ns(monday));
    cr_expect_str_eq(told, "missed 3, day 48, missed 10, start 1", "%s", told);
    schedule_end(schedule);
}

Test(schedule_rules, a_clock_steered_back_starts_nothing_before_its_time)
{
    const struct schedule_item item = cron_of("login", "*/5 * * * *");
    int64_t noon = utc("2026-11-23T12:00:00Z");
    struct schedule *schedule = schedule_new(1);
    schedule_set(schedule, &item, 1, &roomy, at_ns(noon - 60 * s));
    struct schedule_now now = at_ns(noon);
    now.utc_ns -= 300000000; /* by 0.3 s: not a jump */
    const char *told = ask(schedule, now);
    cr_expect_str_eq(told, "", "%s", told);
    cr_expect_eq(schedule_next_ns(schedule, now), now.ns + 300000000);
    now.utc_ns += 300000000;
    now.ns += 300000000;
    told = ask(schedule, now);
    cr_expect_str_eq(told, "start 1", "%s", told);
    schedule_end(schedule);
}

Test(schedule_rules, cron_goes_on_by_the_new_time_when_the_clock_is_set_back)
{
    static const struct {
        const char *line;
        int64_t back_s;
        const char *next;
    } rows[] = {
        /* Told at 12:00:00; the clock is set back at 12:00:10. */
        {"*/5 * * * *", 2, "2026-11-23T12:05:00Z"},  /* it is 12:00:08 then */
        {"*/5 * * * *", 20, "2026-11-23T12:05:00Z"}, /* 12:00 would come in 10 s, again */
        {"*/5 * * * *", 3600, "2026-11-23T11:05:00Z"},
        {"*/5 * * * *", 86400 * 30, "2026-10-24T12:05:00Z"},
        {"0 12 * * *", 3600, "2026-11-24T12:00:00Z"}, /* not twice within an hour */
        {"0 12 * * *", 86400 * 30, "2026-10-25T12:00:00Z"},
    };
    int64_t noon = utc("2026-11-23T12:00:00Z");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct schedule_item item = cron_of("login", rows[i].line);
        struct schedule *schedule = schedule_new(1);
        struct schedule_now now = at_ns(noon + 10 * s);
        schedule_set(schedule, &item, 1, &roomy, at_ns(noon - 60 * s));
        const char *told = ask(schedule, at_ns(noon));
        cr_expect_str_eq(told, "start 1", "row %zu: %s", i, told);
        now.utc_ns -= rows[i].back_s * s;
        told = ask(schedule, now);
        cr_expect_str_eq(told, "", "row %zu: %s", i, told);
        const char *next = said(schedule_item_next_utc_ns(schedule, "login", now));
        cr_expect_str_eq(next, rows[i].next, "row %zu: %s", i, next);
        schedule_end(schedule);
    }
}

/* Four want the one place at noon, two may wait. Writes who had it, one after the other. */
static void write_turns(bool reload, char *ret)
{
    const struct schedule_limits tight = {.parallel = 1, .queue = 2, .misfire_ns = 60 * s};
    static const char *const ids[] = {"a", "b", "c", "d"};
    struct schedule_item items[4], turned[4];
    struct due due[8];
    char told[100];
    int64_t noon = utc("2026-11-23T12:00:00Z");
    for (size_t i = 0; i < 4; i++)
        items[i] = turned[3 - i] = cron_of(ids[i], "0 12 * * *");
    struct schedule *schedule = schedule_new(1);
    schedule_set(schedule, items, 4, &tight, at_ns(noon - 1 * s));
    size_t count = schedule_due(schedule, at_ns(noon), due, 8);
    write_due(due, count, told, sizeof told);
    cr_expect_str_eq(told, "start 1, missed 1", "%s", told);
    cr_expect_eq(schedule_count(schedule).waiting, 2);
    ret[0] = due[0].id[0];
    if (reload)
        schedule_set(schedule, turned, 4, &tight, at_ns(noon + 1 * s));
    cr_expect_eq(schedule_count(schedule).waiting, 2);
    for (int i = 0; i < 3; i++) {
        schedule_ended(schedule, (char[]){ret[i], '\0'}, at_ns(noon + 2 * s));
        count = schedule_due(schedule, at_ns(noon + 2 * s), due, 8);
        cr_assert_eq(count, i < 2 ? 1 : 0);
        ret[i + 1] = i < 2 ? due[0].id[0] : '\0';
        cr_expect(i == 2 || (due[0].kind == DUE_START && due[0].late_ns == 2 * s));
    }
    schedule_end(schedule);
}

Test(schedule_rules, who_waits_keeps_its_turn_over_a_reload_and_who_finds_the_line_full_is_told)
{
    char plain[4], reloaded[4];
    write_turns(false, plain);
    write_turns(true, reloaded);
    cr_expect_str_eq(reloaded, plain, "%s, not %s", reloaded, plain);
}

Test(schedule_rules, a_monitor_taken_away_and_brought_back_does_not_run_twice_at_once)
{
    const struct schedule_item item = item_of("slow", 10, OVERLAP_SKIP);
    const struct schedule_item other = item_of("other", 3600, OVERLAP_SKIP);
    int64_t noon = utc("2026-11-23T12:00:00Z");
    struct schedule *schedule = schedule_new(1);
    schedule_set(schedule, &item, 1, &roomy, at_ns(noon));
    schedule_start_now(schedule, "slow", false, at_ns(noon));
    const char *told = ask(schedule, at_ns(noon));
    cr_expect_str_eq(told, "start 1", "%s", told);
    schedule_set(schedule, &other, 1, &roomy, at_ns(noon + 1 * s));
    cr_expect_eq(schedule_count(schedule).running, 1);
    cr_expect_eq(schedule_count(schedule).monitors, 1);
    schedule_set(schedule, &item, 1, &roomy, at_ns(noon + 2 * s));
    told = ask(schedule, at_ns(noon + 12 * s));
    cr_expect_str_eq(told, "overlap 1", "%s", told);
    schedule_ended(schedule, "slow", at_ns(noon + 13 * s));
    told = ask(schedule, at_ns(noon + 22 * s));
    cr_expect_str_eq(told, "start 1", "%s", told);
    schedule_end(schedule);
}

Test(schedule_rules, jitter_moves_each_start_by_another_amount_within_its_bounds)
{
    struct schedule_item item = item_of("login", 60, OVERLAP_PARALLEL);
    int64_t noon = utc("2026-11-23T12:00:00Z"), least = INT64_MAX, most = 0;
    struct schedule *schedule = schedule_new(1);
    item.rule.jitter_ns = 20 * s;
    schedule_set(schedule, &item, 1, &roomy, at_ns(noon));
    struct schedule_now now = at_ns(noon);
    for (int i = 0; i < 500; i++) {
        struct due due;
        now = at_ns(schedule_next_ns(schedule, now) + 1600000000 * s);
        cr_assert_eq(schedule_due(schedule, now, &due, 1), 1);
        int64_t moved = now.utc_ns - due.due_utc_ns;
        cr_expect_eq(due.late_ns, 0); /* moved is not late */
        least = moved < least ? moved : least;
        most = moved > most ? moved : most;
    }
    cr_expect(least >= 0 && least < 1 * s, "%lld", (long long)least);
    cr_expect(most > 19 * s && most <= 20 * s, "%lld", (long long)most);
    schedule_end(schedule);
}
