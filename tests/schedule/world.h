/* SPDX-License-Identifier: Apache-2.0 */
/* world.h - a schedule among clocks that jump, runs of any length, reloads and kills; and what must
 * hold of all it tells. For the simulations of this folder. */
#pragma once

#include "schedule/schedule.h"

enum { WORLD_MOST_MONITORS = 12, WORLD_MOST_RUNS = 256 };

struct told {
    int64_t slot_utc_ns, count;
};

/* A monitor as the world sees it, present or not. */
struct actor {
    char id[24];
    struct schedule_item item;
    const struct cron *cron;
    bool present;
    int running;
    int64_t begun_utc_ns;   /* slots after this one are its own */
    int64_t started_utc_ns; /* the last slot started, in all its lives */
    struct told *told;      /* in this life */
    size_t told_count, told_size;
    int64_t last_told_ns, forward_ns;     /* monotonic: when told last; the last jump forward */
    int64_t period_ns, longest_period_ns; /* after the slot told last; of all told */
    int set_back;                         /* jumps back since it was told last */
};

struct world {
    uint64_t seed, state;
    struct arena *arena;
    struct schedule *schedule;
    struct schedule_limits limits;
    struct schedule_now now;
    struct actor actors[WORLD_MOST_MONITORS];
    size_t actor_count;
    struct {
        struct actor *actor;
        int64_t end_ns;
    } runs[WORLD_MOST_RUNS];
    size_t run_count;
    int64_t longest_run_ns; /* 0: each ends at once */
    bool backward;          /* the wall clock may be set back: slots may come twice */
    int64_t starts;
};

/* A number in [0, most]. */
int64_t world_random(struct world *world, int64_t most);

/* Asks for what is due until there is no more, and judges it. */
void world_ask(struct world *world);
/* Goes on to the next moment at which something happens, at most by `most_ns`. */
void world_go_on(struct world *world, int64_t most_ns);
/* The wall clock alone. */
void world_jump(struct world *world, int64_t ns);
/* A new configuration: some leave, some come back, in another order. */
void world_reload(struct world *world);
/* The robot is killed and started again: only the last starts are known. */
void world_kill(struct world *world);
/* All runs end, what waits is told; then every slot has been told once. */
void world_finish(struct world *world);

/* Fails the test and tells how to see it again. */
#define HOLDS(world, holds, ...)                    \
    do {                                            \
        if (!(holds))                               \
            world_fail(world, #holds, __VA_ARGS__); \
    } while (false)
void world_fail(const struct world *world, const char *rule, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
