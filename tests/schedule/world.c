/* SPDX-License-Identifier: Apache-2.0 */
/* world.c - the simulated robot around a schedule, and the judge of what it is told. */

#include "tests/schedule/world.h"
#include "base/arena.h"
#include "schedule/calendar.h"
#include "schedule/cron.h"
#include "schedule/zone.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void world_fail(const struct world *world, const char *rule, const char *format, ...)
{
    char words[200];
    va_list list;
    va_start(list, format);
    vsnprintf(words, sizeof words, format, list);
    va_end(list);
    cr_assert_fail("seed %" PRIu64 ", at %" PRId64 " (monotonic %" PRId64 "): %s: %s",
                   world->seed, world->now.utc_ns, world->now.ns, rule, words);
}

/* SplitMix64 (Steele, Lea, Flood). */
int64_t world_random(struct world *world, int64_t most)
{
    uint64_t x = world->state += 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return (int64_t)((x ^ (x >> 31)) % ((uint64_t)most + 1));
}

static int64_t slot_after(const struct actor *actor, int64_t slot_utc_ns)
{
    if (actor->cron != NULL)
        return cron_next(actor->cron, actor->item.zone, slot_utc_ns);
    return slot_utc_ns + actor->item.rule.every_ns;
}

/* --- every slot told once --------------------------------------------------------------------- */

static int by_slot(const void *a, const void *b)
{
    const struct told *x = a, *y = b;
    return (x->slot_utc_ns > y->slot_utc_ns) - (x->slot_utc_ns < y->slot_utc_ns);
}

static void note(struct actor *actor, const struct due *due)
{
    if (actor->told_count == actor->told_size) {
        actor->told_size = actor->told_size * 2 + 64;
        actor->told = realloc(actor->told, actor->told_size * sizeof *actor->told);
    }
    actor->told[actor->told_count++] = (struct told){due->due_utc_ns, due->count};
}

/* The grid by itself: one of `every` is known by any of its slots. */
static int64_t first_slot(const struct actor *actor)
{
    int64_t every = actor->item.rule.every_ns, begun = actor->begun_utc_ns;
    if (actor->cron != NULL)
        return cron_next(actor->cron, actor->item.zone, begun);
    int64_t ahead = actor->told[0].slot_utc_ns - begun;
    return begun + (ahead % every > 0 ? ahead % every : every);
}

/* A life that was cut short may leave one slot untold: the one that waited. */
static void judge_life(struct world *world, struct actor *actor, int untold)
{
    if (actor->told_count == 0)
        return;
    qsort(actor->told, actor->told_count, sizeof *actor->told, by_slot);
    int64_t expected = first_slot(actor);
    for (size_t i = 0; i < actor->told_count && !world->backward; i++) {
        const struct told *told = &actor->told[i];
        if (told->slot_utc_ns != expected && untold > 0) {
            untold--;
            expected = slot_after(actor, expected);
        }
        HOLDS(world, told->slot_utc_ns == expected,
              "%s: told %" PRId64 ", expected %" PRId64 " (%zu of %zu)", actor->id,
              told->slot_utc_ns, expected, i, actor->told_count);
        for (int64_t k = 0; k < told->count; k++)
            expected = slot_after(actor, expected);
        if (actor->cron != NULL && told->count == 10000 && i + 1 < actor->told_count)
            expected = told[1].slot_utc_ns; /* grid.h: no more are counted in one line */
    }
    actor->told_count = 0;
}

/* --- what may be told, and when ---------------------------------------------------------------- */

static void judge_start(struct world *world, struct actor *actor, const struct due *due)
{
    int total = (int)world->run_count;
    HOLDS(world, total < world->limits.parallel, "%d run", total);
    HOLDS(world, actor->running == 0 || actor->item.rule.overlap == OVERLAP_PARALLEL, "%s",
          actor->id);
    if (due->by_hand || due->retest) {
        HOLDS(world, due->due_utc_ns == 0, "%s", actor->id);
        return;
    }
    /* One that had come and waited may see the wall clock steered back. */
    HOLDS(world, due->due_utc_ns <= world->now.utc_ns || due->late_ns > 0,
          "%s: %" PRId64 " is early", actor->id, due->due_utc_ns);
    HOLDS(world, due->late_ns >= 0 && due->late_ns <= world->limits.misfire_ns,
          "%s: %" PRId64 " ns late", actor->id, due->late_ns);
    HOLDS(world, world->backward || due->due_utc_ns > actor->started_utc_ns,
          "%s: %" PRId64 " started twice", actor->id, due->due_utc_ns);
    actor->started_utc_ns = due->due_utc_ns;
}

/* Where the clock is set back: neither too soon again nor silent. */
static void judge_pace(struct world *world, struct actor *actor, const struct due *due)
{
    int64_t since = world->now.ns - actor->last_told_ns, period = actor->period_ns;
    actor->period_ns = slot_after(actor, due->due_utc_ns) - due->due_utc_ns;
    for (int64_t i = 0, at = due->due_utc_ns, next; i < 100; i++, at = next) {
        next = slot_after(actor, at);
        if (actor->longest_period_ns < next - at)
            actor->longest_period_ns = next - at;
    }
    if (actor->last_told_ns != 0) {
        HOLDS(world, actor->forward_ns >= actor->last_told_ns || since >= period / 2,
              "%s: %" PRId64 " ns after the last", actor->id, since);
        HOLDS(world, since <= (2 + actor->set_back) * actor->longest_period_ns + 60000000000,
              "%s: silent for %" PRId64 " ns", actor->id, since);
    }
    actor->last_told_ns = world->now.ns;
    actor->set_back = 0;
}

static void judge(struct world *world, const struct due *due)
{
    struct actor *actor = due->thing;
    HOLDS(world, actor->present && strcmp(actor->id, due->id) == 0, "%s", due->id);
    HOLDS(world, due->count >= 1, "%s", due->id);
    if (due->kind == DUE_START)
        judge_start(world, actor, due);
    if (due->by_hand || due->retest)
        return;
    if (due->kind == DUE_DAY || due->kind == DUE_OVERLAP) {
        const struct calendar *days = actor->item.calendar;
        bool its_day = days == NULL ||
                       calendar_has(days, zone_civil(actor->item.zone, due->due_utc_ns).day) ==
                           CALENDAR_YES;
        HOLDS(world, its_day == (due->kind == DUE_OVERLAP), "%s", actor->id);
    }
    if (world->backward)
        judge_pace(world, actor, due);
    note(actor, due);
}

/* --- what happens ------------------------------------------------------------------------------- */

static void end_run(struct world *world, size_t i)
{
    struct actor *actor = world->runs[i].actor;
    world->runs[i] = world->runs[--world->run_count];
    actor->running--;
    schedule_ended(world->schedule, actor->id, world->now);
}

static void begin_run(struct world *world, struct actor *actor)
{
    actor->running++;
    world->starts++;
    world->runs[world->run_count].actor = actor;
    world->runs[world->run_count++].end_ns =
        world->now.ns + world_random(world, world->longest_run_ns);
    if (world->longest_run_ns == 0)
        end_run(world, world->run_count - 1);
}

void world_ask(struct world *world)
{
    struct due due[4];
    size_t count, told = 0;
    do {
        size_t room = 1 + (size_t)world_random(world, 3);
        count = schedule_due(world->schedule, world->now, due, room);
        for (size_t i = 0; i < count; i++) {
            judge(world, &due[i]);
            if (due[i].kind == DUE_START)
                begin_run(world, due[i].thing);
        }
        told += count;
        HOLDS(world, told < 2000, "a storm of starts");
        count = count == room ? 1 : 0;
    } while (count > 0);
}

void world_go_on(struct world *world, int64_t most_ns)
{
    int64_t to_ns = schedule_next_ns(world->schedule, world->now);
    for (size_t i = 0; i < world->run_count; i++)
        to_ns = world->runs[i].end_ns < to_ns ? world->runs[i].end_ns : to_ns;
    if (to_ns > world->now.ns + most_ns)
        to_ns = world->now.ns + most_ns;
    if (to_ns > world->now.ns) {
        world->now.utc_ns += to_ns - world->now.ns;
        world->now.ns = to_ns;
    }
    for (size_t i = world->run_count; i-- > 0;)
        if (world->runs[i].end_ns <= world->now.ns)
            end_run(world, i);
    world_ask(world);
}

void world_jump(struct world *world, int64_t ns)
{
    world->now.ns += 1000000;
    world->now.utc_ns += ns + 1000000;
    for (size_t i = 0; i < world->actor_count; i++) {
        if (ns > 0)
            world->actors[i].forward_ns = world->now.ns;
        else
            world->actors[i].set_back++;
    }
    world_ask(world);
}

static void set(struct world *world, bool killed)
{
    struct schedule_item items[WORLD_MOST_MONITORS];
    size_t count = 0, from = (size_t)world_random(world, WORLD_MOST_MONITORS);
    for (size_t i = 0; i < world->actor_count; i++) {
        struct actor *actor = &world->actors[(i + from) % world->actor_count];
        bool stays = world->starts == 0 || killed || world_random(world, 9) > 0;
        if (actor->present && (!stays || killed))
            judge_life(world, actor, 1);
        if (stays && (!actor->present || killed)) {
            actor->begun_utc_ns =
                killed && actor->started_utc_ns > 0 ? actor->started_utc_ns : world->now.utc_ns;
            actor->last_told_ns = 0;
        }
        actor->present = stays;
        actor->item.id = actor->id;
        actor->item.thing = actor;
        actor->item.last_start_utc_ns = killed ? actor->started_utc_ns : 0;
        if (stays)
            items[count++] = actor->item;
    }
    schedule_set(world->schedule, items, count, &world->limits, world->now);
}

void world_reload(struct world *world)
{
    set(world, false);
    world_ask(world);
}

void world_kill(struct world *world)
{
    schedule_end(world->schedule);
    world->schedule = schedule_new(world->seed);
    world->run_count = 0;
    for (size_t i = 0; i < world->actor_count; i++)
        world->actors[i].running = 0;
    set(world, true);
    world_ask(world);
}

void world_finish(struct world *world)
{
    while (world->run_count > 0) {
        end_run(world, 0);
        world->longest_run_ns = 0;
        world_ask(world);
    }
    for (size_t i = 0; i < world->actor_count; i++)
        world_ask(world); /* each place is given on as soon as its run is over */
    HOLDS(world, schedule_count(world->schedule).running == 0, "all runs are over");
    HOLDS(world, schedule_count(world->schedule).waiting == 0, "nobody waits");
    for (size_t i = 0; i < world->actor_count; i++) {
        if (world->actors[i].present)
            judge_life(world, &world->actors[i], 0);
        free(world->actors[i].told);
    }
    schedule_end(world->schedule);
    arena_end(world->arena);
}
