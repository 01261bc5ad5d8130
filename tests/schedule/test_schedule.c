/* SPDX-License-Identifier: Apache-2.0 */
/* What is due, by a clock of our own: the rules one by one, then all of them at random. */

#include "base/arena.h"
#include "schedule/schedule.h"
#include "tests/schedule/zones.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static const int64_t s = 1000000000;

static const struct schedule_limits roomy = {
    .parallel = 1000, .queue = 1000, .misfire_ns = 30000000000};

static struct schedule_now at(int64_t utc_s)
{
    return (struct schedule_now){.utc_ns = utc_s * s, .ns = utc_s * s};
}

static struct schedule_item every(const char *id, int64_t period_s, int overlap)
{
    return (struct schedule_item){.id = id,
                                  .rule = {.every_ns = period_s * s, .overlap = overlap}};
}

static struct schedule *with(const struct schedule_item *items, size_t count,
                             const struct schedule_limits *limits, int64_t now_s)
{
    struct schedule *schedule = schedule_new(7);
    schedule_set(schedule, items, count, limits, at(now_s));
    return schedule;
}

/* Goes on second by second and counts what is told, ending each run `runs_s` after its start. */
static int count_due(struct schedule *schedule, int64_t from_s, int64_t to_s,
                     enum due_kind kind)
{
    struct due due[16];
    int count = 0;
    for (int64_t now = from_s; now < to_s; now++) {
        size_t n = schedule_due(schedule, at(now), due, 16);
        for (size_t i = 0; i < n; i++)
            count += due[i].kind == kind ? (int)due[i].count : 0;
    }
    return count;
}

Test(schedule, starts_lie_on_a_grid_that_a_restart_does_not_move)
{
    const struct schedule_item item = every("login@demo", 60, OVERLAP_PARALLEL);
    struct due first[4], again[4];
    struct schedule *schedule = with(&item, 1, &roomy, 1000);
    size_t n = 0, k = 0;
    for (int64_t now = 1000; now < 1180; now++)
        n += schedule_due(schedule, at(now), first + n, 4 - n);
    schedule_end(schedule);
    schedule = with(&item, 1, &roomy, 1030);
    for (int64_t now = 1030; now < 1180; now++)
        k += schedule_due(schedule, at(now), again + k, 4 - k);
    cr_expect_eq(n, 3, "%zu", n);
    cr_expect_eq(first[1].due_utc_ns - first[0].due_utc_ns, 60 * s);
    cr_expect_eq(again[k - 1].due_utc_ns, first[2].due_utc_ns);
    schedule_end(schedule);
}

Test(schedule, many_monitors_of_one_period_are_spread_over_it)
{
    enum { COUNT = 600 };
    static struct schedule_item items[COUNT];
    static char ids[COUNT][24];
    int fullest = 0;
    for (int i = 0; i < COUNT; i++) {
        snprintf(ids[i], sizeof ids[i], "journey-%d", i);
        items[i] = every(ids[i], 60, OVERLAP_PARALLEL);
    }
    struct schedule *schedule = with(items, COUNT, &roomy, 600);
    for (int64_t now = 601; now < 661; now++) {
        static struct due due[COUNT];
        int n = (int)schedule_due(schedule, at(now), due, COUNT);
        fullest = n > fullest ? n : fullest;
    }
    cr_expect_lt(fullest, 30, "%d of %d in one second", fullest, COUNT);
    schedule_end(schedule);
}

Test(schedule, a_run_that_is_not_over_is_skipped_queued_or_joined)
{
    static const struct {
        int overlap, starts, overlaps;
    } rows[] = {{OVERLAP_SKIP, 1, 4}, {OVERLAP_QUEUE, 1, 3}, {OVERLAP_PARALLEL, 5, 0}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct schedule_item item = every("slow", 10, rows[i].overlap);
        struct schedule *schedule = with(&item, 1, &roomy, 1000);
        struct due due[8];
        int starts = 0, overlaps = 0;
        for (int64_t now = 1001; now <= 1050; now++) {
            size_t n = schedule_due(schedule, at(now), due, 8);
            for (size_t k = 0; k < n; k++) {
                starts += due[k].kind == DUE_START;
                overlaps += due[k].kind == DUE_OVERLAP;
            }
        }
        cr_expect_eq(starts, rows[i].starts, "row %zu: %d starts", i, starts);
        cr_expect_eq(overlaps, rows[i].overlaps, "row %zu: %d overlaps", i, overlaps);
        schedule_ended(schedule, "slow", at(1050));
        size_t n = schedule_due(schedule, at(1050), due, 8);
        cr_expect_eq(n, rows[i].overlap == OVERLAP_QUEUE ? 1 : 0, "row %zu: %zu waited", i, n);
        schedule_end(schedule);
    }
}

Test(schedule, no_more_run_at_once_than_the_limit_and_the_rest_wait_in_line)
{
    const struct schedule_item items[] = {every("a", 10, OVERLAP_SKIP),
                                          every("b", 10, OVERLAP_SKIP),
                                          every("c", 10, OVERLAP_SKIP)};
    const struct schedule_limits one = {.parallel = 1, .queue = 10, .misfire_ns = 60 * s};
    struct schedule *schedule = with(items, 3, &one, 1000);
    struct due due[8];
    cr_expect_eq(count_due(schedule, 1001, 1011, DUE_START), 1);
    cr_expect_eq(schedule_count(schedule).waiting, 2);
    for (int i = 0; i < 2; i++) {
        for (size_t k = 0; k < 3; k++)
            schedule_ended(schedule, items[k].id, at(1010));
        cr_expect_eq(schedule_due(schedule, at(1010), due, 8), 1);
        cr_expect_eq(due[0].kind, DUE_START);
    }
    schedule_end(schedule);
}

Test(schedule, what_was_slept_through_is_told_once_with_its_number)
{
    const struct schedule_item item = every("login", 60, OVERLAP_SKIP);
    struct schedule *schedule = with(&item, 1, &roomy, 1000);
    struct due due[8];
    int64_t first_ns = schedule_item_next_utc_ns(schedule, "login", at(1000));
    /* The monotonic clock stood still for ten hours. */
    struct schedule_now later = {.utc_ns = first_ns + 36005 * s, .ns = 1001 * s};
    size_t n = schedule_due(schedule, later, due, 8);
    cr_assert_eq(n, 2, "%zu", n);
    cr_expect_eq(due[0].kind, DUE_MISSED);
    cr_expect_eq(due[0].count, 600, "%lld", (long long)due[0].count);
    cr_expect_eq(due[1].kind, DUE_START);
    cr_expect_eq(due[1].due_utc_ns, first_ns + 36000 * s);
    schedule_end(schedule);
}

Test(schedule, a_wall_clock_set_back_neither_stops_nor_doubles)
{
    const struct schedule_item item = every("login", 60, OVERLAP_PARALLEL);
    static const int64_t back_s[] = {2, 45, 3600, 400 * 86400};
    for (size_t i = 0; i < sizeof back_s / sizeof *back_s; i++) {
        struct schedule *schedule = with(&item, 1, &roomy, 100000000);
        struct due due[8];
        int64_t last_ns = 0, starts = 0;
        for (int64_t k = 0; k < 1200; k++) {
            int64_t mono = 100000000 + k, wall = k < 600 ? mono : mono - back_s[i];
            struct schedule_now now = {.utc_ns = wall * s, .ns = mono * s};
            size_t n = schedule_due(schedule, now, due, 8);
            for (size_t j = 0; j < n; j++, starts++) {
                cr_expect_eq(due[j].kind, DUE_START);
                cr_expect(last_ns == 0 || now.ns - last_ns >= 30 * s, "back %lld: %lld apart",
                          (long long)back_s[i], (long long)((now.ns - last_ns) / s));
                cr_expect(last_ns == 0 || now.ns - last_ns < 120 * s, "back %lld: %lld apart",
                          (long long)back_s[i], (long long)((now.ns - last_ns) / s));
                last_ns = now.ns;
            }
        }
        cr_expect_geq(starts, 18, "back %lld: %lld starts", (long long)back_s[i],
                      (long long)starts);
        schedule_end(schedule);
    }
}

Test(schedule, a_reload_keeps_places_and_runs)
{
    const struct schedule_item before[] = {every("a", 60, OVERLAP_SKIP),
                                           every("b", 60, OVERLAP_SKIP)};
    const struct schedule_item after[] = {every("b", 60, OVERLAP_SKIP),
                                          every("c", 60, OVERLAP_SKIP)};
    struct schedule *schedule = with(before, 2, &roomy, 1000);
    cr_assert_eq(count_due(schedule, 1001, 1061, DUE_START), 2);
    int64_t next = schedule_item_next_utc_ns(schedule, "b", at(1060));
    schedule_set(schedule, after, 2, &roomy, at(1060));
    cr_expect_eq(schedule_item_next_utc_ns(schedule, "b", at(1060)), next);
    cr_expect_eq(schedule_item_next_utc_ns(schedule, "a", at(1060)), 0);
    cr_expect_eq(schedule_count(schedule).running, 2); /* a is nobody's now, and runs */
    cr_expect_eq(schedule_count(schedule).monitors, 2);
    cr_expect_not(schedule_start_now(schedule, "a", false, at(1060)));
    schedule_ended(schedule, "a", at(1061));
    cr_expect_eq(schedule_count(schedule).running, 1);
    cr_expect_eq(count_due(schedule, 1061, 1121, DUE_OVERLAP), 1);
    schedule_end(schedule);
}

Test(schedule, a_start_missed_while_the_robot_was_away_is_made_up_for)
{
    struct schedule_item item = every("login", 60, OVERLAP_SKIP);
    struct schedule *schedule = with(&item, 1, &roomy, 1000);
    int64_t slot_ns = schedule_item_next_utc_ns(schedule, "login", at(1000));
    struct schedule_now soon = {.utc_ns = slot_ns + 10 * s, .ns = 5 * s};
    struct schedule_now late = {.utc_ns = slot_ns + 40 * s, .ns = 5 * s};
    struct due due[4];
    schedule_end(schedule);
    item.last_start_utc_ns = slot_ns - 60 * s;
    schedule = schedule_new(7);
    schedule_set(schedule, &item, 1, &roomy, soon);
    cr_assert_eq(schedule_due(schedule, soon, due, 4), 1);
    cr_expect_eq(due[0].kind, DUE_START);
    cr_expect_eq(due[0].late_ns, 10 * s);
    schedule_end(schedule);
    schedule = schedule_new(7);
    schedule_set(schedule, &item, 1, &roomy, late);
    cr_assert_eq(schedule_due(schedule, late, due, 4), 1);
    cr_expect_eq(due[0].kind, DUE_MISSED);
    schedule_end(schedule);
}

Test(schedule, by_hand_and_retest_start_at_once_but_never_beside_the_same)
{
    const struct schedule_item item = every("login", 3600, OVERLAP_SKIP);
    struct schedule *schedule = with(&item, 1, &roomy, 1000);
    struct due due[4];
    cr_expect_not(schedule_start_now(schedule, "logn", false, at(1001)));
    cr_expect(schedule_start_now(schedule, "login", false, at(1001)));
    cr_assert_eq(schedule_due(schedule, at(1001), due, 4), 1);
    cr_expect(due[0].by_hand && !due[0].retest && due[0].due_utc_ns == 0);
    cr_expect(schedule_start_now(schedule, "login", true, at(1002)));
    cr_expect(schedule_start_now(schedule, "login", true, at(1002)));
    cr_expect_eq(schedule_due(schedule, at(1002), due, 4), 0);
    schedule_ended(schedule, "login", at(1003));
    cr_assert_eq(schedule_due(schedule, at(1003), due, 4), 1);
    cr_expect(due[0].retest);
    schedule_ended(schedule, "login", at(1004));
    cr_expect_eq(schedule_due(schedule, at(1004), due, 4), 0);
    schedule_end(schedule);
}
