/* SPDX-License-Identifier: Apache-2.0 */
/* test_waterfall.c - bars begin where exchanges began and last as long. */

#include <criterion/criterion.h>

#include "base/arena.h"
#include "base/clock.h"
#include "reporters/file/waterfall.h"
#include "sample.h"

static struct arena *arena;

static void open_arena(void)
{
    arena = arena_new();
}

static void end_arena(void)
{
    arena_end(arena);
}

TestSuite(waterfall, .init = open_arena, .fini = end_arena);

static struct waterfall_bars bars_of(const struct outcome *outcome, size_t step, size_t try)
{
    return waterfall_of(arena, outcome->steps[step].tries[try].saw, outcome->started_ns);
}

Test(waterfall, hops_follow_each_other_and_phases_fill_them)
{
    struct waterfall_bars bars = bars_of(sample_degraded(arena), 0, 0);
    int64_t ended_ns = 0;
    cr_assert_eq(bars.count, 3);
    for (size_t i = 0; i < bars.count; i++) {
        const struct waterfall_bar *bar = &bars.items[i];
        cr_expect_eq(bar->from_ns, ended_ns);
        cr_expect_eq(bar->to_ns - bar->from_ns, bar->exchange->time.total_ns);
        for (size_t p = 0; p < bar->part_count; p++)
            cr_expect_eq(bar->parts[p].from_ns,
                         p == 0 ? bar->from_ns : bar->parts[p - 1].to_ns);
        cr_expect_eq(bar->parts[bar->part_count - 1].to_ns, bar->to_ns);
        ended_ns = bar->to_ns;
    }
    cr_expect_eq(bars.items[0].part_count, 5, "no tls");
    cr_expect_eq(bars.items[0].parts[2].phase, PHASE_SEND);
    cr_expect_eq(bars.items[1].part_count, 6);
}

Test(waterfall, time_in_no_phase_is_shown_as_lost)
{
    const struct outcome *run = sample_internal(arena);
    struct tried *t = (struct tried *)&run->steps[0].tries[0];
    struct exchange *e =
        sample_exchange((struct outcome *)run, t, "GET", "http://h/", 0, "", 0);
    e->time = timing_none();
    e->time.total_ns = 30 * NS_PER_MS;
    e->time.phase_ns[PHASE_CONNECT] = 10 * NS_PER_MS;
    e->fault = (struct fault){.phase = PHASE_WAIT, .reason = REASON_TIMEOUT};
    struct waterfall_bars bars = bars_of(run, 0, 0);
    cr_assert_eq(bars.items[0].part_count, 2);
    cr_expect(!bars.items[0].parts[0].lost);
    cr_expect(bars.items[0].parts[1].lost);
    cr_expect_eq(bars.items[0].parts[1].phase, PHASE_WAIT);
    cr_expect_eq(bars.items[0].to_ns - bars.items[0].from_ns, 30 * NS_PER_MS);
}

Test(waterfall, nothing_exchanged_has_no_bars_and_no_end)
{
    const struct outcome *run = sample_internal(arena);
    cr_expect_eq(bars_of(run, 0, 0).count, 0);
    cr_expect_eq(waterfall_end(run->steps[0].tries[0].saw, run->started_ns), 0);
}

Test(waterfall, an_exchange_before_the_scale_begins_with_it)
{
    const struct outcome *run = sample_passing(arena);
    struct waterfall_bars bars =
        waterfall_of(arena, run->steps[0].tries[0].saw, run->started_ns + NS_PER_S);
    cr_expect_eq(bars.items[0].from_ns, 0);
}

static const struct tick_row {
    int64_t span_ns, tick_ns;
} tick_rows[] = {
    {0, 1},
    {5, 1},
    {6, 2},
    {590400000, 100 * NS_PER_MS},
    {600 * NS_PER_MS, 200 * NS_PER_MS},
    {NS_PER_MS, 200 * NS_PER_US},
    {3600 * NS_PER_S, 1000 * NS_PER_S},
    {INT64_MAX, INT64_C(2000000000000000000)},
};

Test(waterfall, marks_stand_at_round_times)
{
    for (size_t i = 0; i < sizeof tick_rows / sizeof tick_rows[0]; i++)
        cr_expect_eq(waterfall_tick(tick_rows[i].span_ns, 5), tick_rows[i].tick_ns, "%lld",
                     (long long)waterfall_tick(tick_rows[i].span_ns, 5));
}
