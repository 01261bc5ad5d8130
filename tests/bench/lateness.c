/* SPDX-License-Identifier: Apache-2.0 */
/* lateness.c - how late runs start when nothing else is to be done, and what a monitor costs asleep.
 *
 * The real schedule on the real loop, told of by one timer as in robot/service; runs end at once.
 * What is measured is from the moment a start was due to the moment the owner holds it, one second
 * after all were set, when those are caught up with that came due meanwhile. */

#include "base/arena.h"
#include "base/clock.h"
#include "base/histogram.h"
#include "loop/loop.h"
#include "schedule/schedule.h"
#include "tests/bench/bench.h"

#include <malloc.h>
#include <stdio.h>

enum { DUE_ROOM = 64, SECONDS = 10, LEAST_PERIOD_S = 10, MOST_PERIOD_S = 60 };

struct watch {
    struct loop *loop;
    struct schedule *schedule;
    struct loop_timer timer;
    struct histogram late;
    int64_t begin_ns, end_ns; /* counted between them */
};

static struct schedule_now now(void)
{
    return (struct schedule_now){.utc_ns = clock_now_utc_ns(), .ns = clock_now_ns()};
}

static size_t bytes_in_use(void)
{
    struct mallinfo2 all = mallinfo2();
    return all.uordblks + all.hblkhd;
}

static int64_t start_due(void *thing, int64_t now_ns)
{
    struct watch *watch = thing;
    struct due due[DUE_ROOM];
    size_t count = DUE_ROOM;
    while (count == DUE_ROOM) {
        struct schedule_now asked = now();
        count = schedule_due(watch->schedule, asked, due, DUE_ROOM);
        for (size_t i = 0; i < count; i++) {
            struct schedule_now held = now();
            if (due[i].kind == DUE_START && asked.ns >= watch->begin_ns)
                histogram_add(&watch->late, due[i].late_ns + held.ns - asked.ns);
            schedule_ended(watch->schedule, due[i].id, held);
        }
    }
    if (now_ns < watch->end_ns)
        return schedule_next_ns(watch->schedule, now());
    loop_stop(watch->loop);
    return 0;
}

/* Periods of 10 to 60 s, of any length between. The items die with the arena: the schedule's own
 * memory is told by what was allocated meanwhile. */
static size_t set_monitors(struct schedule *schedule, size_t monitors)
{
    const struct schedule_limits limits = {
        .parallel = 1000, .queue = 1000, .misfire_ns = 30 * NS_PER_S};
    struct arena *arena = arena_new();
    struct schedule_item *items = arena_array(arena, monitors, struct schedule_item);
    for (size_t i = 0; i < monitors; i++)
        items[i] = (struct schedule_item){
            .id = arena_printf(arena, "credit-application-%zu@production", i),
            .rule = {.every_ns =
                         LEAST_PERIOD_S * NS_PER_S + (int64_t)(i * 7919 % 50000) * NS_PER_MS,
                     .overlap = OVERLAP_SKIP}};
    size_t before = bytes_in_use();
    schedule_set(schedule, items, monitors, &limits, now());
    size_t after = bytes_in_use();
    arena_end(arena);
    return after - before;
}

static void measure(size_t monitors, const char *late_name, double late_goal_ms,
                    const char *memory_name)
{
    struct arena *arena = arena_new();
    struct watch watch = {.loop = loop_new(), .schedule = schedule_new(1)};
    watch.timer = (struct loop_timer){.fire = start_due, .thing = &watch};
    histogram_init(&watch.late, arena);
    size_t bytes = set_monitors(watch.schedule, monitors);
    watch.begin_ns = clock_now_ns() + NS_PER_S;
    watch.end_ns = watch.begin_ns + SECONDS * NS_PER_S;
    loop_timer_set(watch.loop, &watch.timer, schedule_next_ns(watch.schedule, now()));
    loop_run(watch.loop);
    tell(late_name, (double)histogram_percentile(&watch.late, 99) / 1e6, "ms", late_goal_ms);
    if (memory_name != NULL)
        tell(memory_name, (double)bytes / (double)monitors, "B", 1024);
    schedule_end(watch.schedule);
    loop_end(watch.loop);
    arena_end(arena);
}

void bench_lateness(void)
{
    measure(10000, "start_lateness_p99_idle_10000", 0.3, NULL);
    measure(100000, "start_lateness_p99_idle_100000", 2, "schedule_memory_per_monitor");
}
