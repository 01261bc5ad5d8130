/* SPDX-License-Identifier: Apache-2.0 */
/* Years of schedule in seconds: monitors, clocks, runs, reloads and kills at random, judged by what must
 * always hold (world.c). A failure tells its seed. */

#include "base/arena.h"
#include "schedule/calendar.h"
#include "schedule/cron.h"
#include "tests/schedule/world.h"
#include "tests/schedule/zones.h"

#include <criterion/criterion.h>
#include <stdio.h>

static const int64_t s = 1000000000;

static const char *const zones[] = {
    "UTC",           "America/New_York", "Europe/London",    "Australia/Lord_Howe",
    "Asia/Shanghai", "Pacific/Apia",     "Africa/Casablanca"};
enum { ZONES = sizeof zones / sizeof *zones };

struct setting {
    const char *const *lines; /* of cron; NULL-terminated */
    int64_t shortest_s, longest_s, run_s;
    int64_t parallel, queue, misfire_s;
    bool backward;
};

static const char *const slow_lines[] = {"30 1 * * *",   "0 2 * * *",    "15 2 * * *",
                                         "0 */6 * * *",  "30 9 29 2 *",  "0 0 1,15 * 1",
                                         "0 12 * * 1-5", "45 23 31 * *", "0,30 1,2 * * 0",
                                         "@weekly",      "0 8 */3 * *",  NULL};
static const char *const fast_lines[] = {"* * * * *",        "*/5 * * * *", "7-59/10 * * * *",
                                         "0,1,2,30 * * * *", "@hourly",     NULL};

static void add_actor(struct world *world, const struct setting *setting)
{
    struct actor *actor = &world->actors[world->actor_count];
    struct schedule_rule *rule = &actor->item.rule;
    int lines = 0, column;
    const char *why;
    while (setting->lines[lines] != NULL)
        lines++;
    snprintf(actor->id, sizeof actor->id, "actor-%zu@%d", world->actor_count++,
             (int)world_random(world, 999));
    actor->item.zone = zone_of(world->arena, zones[world_random(world, ZONES - 1)]);
    rule->overlap = OVERLAP_SKIP + (int)world_random(world, 2);
    if (world_random(world, 1) == 0) {
        rule->cron = setting->lines[world_random(world, lines - 1)];
        actor->cron = cron_parse(world->arena, text_of(rule->cron), &column, &why);
        cr_assert_not_null(actor->cron, "%s: %s", rule->cron, why);
    } else {
        int64_t range_ns = (setting->longest_s - setting->shortest_s) * s;
        rule->every_ns = setting->shortest_s * s + world_random(world, range_ns);
    }
    if (!setting->backward && world_random(world, 2) == 0)
        rule->jitter_ns = world_random(world, setting->longest_s * s);
    if (!setting->backward && world_random(world, 2) == 0)
        actor->item.calendar = calendar_builtin("weekdays");
}

static struct world *world_of(uint64_t seed, const struct setting *setting)
{
    struct arena *arena = arena_new();
    struct world *world = arena_make(arena, struct world);
    *world = (struct world){.seed = seed,
                            .state = seed,
                            .arena = arena,
                            .schedule = schedule_new(seed),
                            .limits = {.parallel = setting->parallel,
                                       .queue = setting->queue,
                                       .misfire_ns = setting->misfire_s * s},
                            .longest_run_ns = setting->run_s * s,
                            .backward = setting->backward};
    /* Somewhere in 2011 to 2031, when Apia left out a day and Casablanca's rules are odd. */
    world->now.utc_ns = utc("2011-12-20T00:00:00Z");
    if (world_random(world, 3) > 0)
        world->now.utc_ns += world_random(world, (int64_t)20 * 365 * 86400 * s);
    world->now.ns = world_random(world, 1000000 * s);
    size_t count = 2 + (size_t)world_random(world, WORLD_MOST_MONITORS - 2);
    while (world->actor_count < count)
        add_actor(world, setting);
    world_reload(world);
    return world;
}

Test(simulation, years_pass_over_summer_time_and_leap_days)
{
    const struct setting years = {slow_lines, 3600, 14 * 3600, 1800, 100, 100, 600, false};
    int64_t starts = 0;
    for (uint64_t seed = 1; seed <= 4; seed++) {
        struct world *world = world_of(seed, &years);
        int64_t end_utc_ns = world->now.utc_ns + (int64_t)4 * 366 * 86400 * s;
        while (world->now.utc_ns < end_utc_ns)
            world_go_on(world, 30 * 86400 * s);
        starts += world->starts;
        world_finish(world);
    }
    cr_expect_gt(starts, 10000, "%lld", (long long)starts);
}

/* One thing that happens to a robot, rarely enough that most of it is ordinary life. */
static void trouble(struct world *world)
{
    struct actor *actor = &world->actors[world_random(world, (int64_t)world->actor_count - 1)];
    switch (world_random(world, 60)) {
    case 0: /* suspended */
        world_jump(world, world_random(world, 3 * 86400 * s));
        break;
    case 1: /* the loop was busy: time passes on both clocks, and nobody asked */
        world->now.ns += 90 * s;
        world->now.utc_ns += 90 * s;
        world_ask(world);
        break;
    case 2: /* steered */
        world_jump(world, world_random(world, 800000000) - 400000000);
        break;
    case 3:
        world->limits.parallel = 1 + world_random(world, 5);
        world_reload(world);
        break;
    case 4:
        world_kill(world);
        break;
    case 5:
    case 6:
        schedule_start_now(world->schedule, actor->id, world_random(world, 1) > 0, world->now);
        world_ask(world);
        break;
    default:
        break;
    }
}

Test(simulation, no_slot_is_lost_doubled_or_early_whatever_happens)
{
    static const struct setting settings[] = {
        {fast_lines, 10, 60, 30, 3, 3, 30, false},
        {fast_lines, 10, 600, 200, 2, 1, 60, false},
        {slow_lines, 60, 7200, 3600, 5, 5, 300, false},
    };
    int64_t starts = 0;
    for (uint64_t seed = 1; seed <= 30; seed++) {
        struct world *world = world_of(seed, &settings[seed % 3]);
        for (int i = 0; i < 1500; i++) {
            world_go_on(world, 86400 * s);
            trouble(world);
        }
        starts += world->starts;
        world_finish(world);
    }
    cr_expect_gt(starts, 10000, "%lld", (long long)starts);
}

Test(simulation, a_clock_set_back_again_and_again_neither_silences_nor_doubles)
{
    static const struct setting setting = {fast_lines, 10, 600, 0, 100, 100, 30, true};
    static const int64_t most_s[] = {2, 100, 7200, 400 * 86400};
    int64_t starts = 0;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct world *world = world_of(seed, &setting);
        for (int i = 0; i < 1500; i++) {
            int64_t most_ns = most_s[world_random(world, 3)] * s;
            world_go_on(world, 60 * s);
            if (world_random(world, 100) == 0)
                world_jump(world, world_random(world, most_ns) - most_ns / 2);
        }
        starts += world->starts;
        world_finish(world);
    }
    cr_expect_gt(starts, 10000, "%lld", (long long)starts);
}
