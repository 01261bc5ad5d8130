/* SPDX-License-Identifier: Apache-2.0 */
/* schedule.h - when monitors run: (state, now) -> due runs. Pure: no clock, no I/O.
 *
 * A monitor is a journey in an environment; its id is the same after a reload and a restart. Starts
 * of `every` lie on a grid, k * every + spread(id): a restart does not bunch them, a reload does not
 * move them. Every start that was due is told exactly once: started, or as what became of it. */
#pragma once

#include "model/journey.h"

struct calendar;
struct zone;

/* What the clocks say. The wall clock may jump, the monotonic one does not; a suspended machine stands
 * still in the second one (CLOCK_MONOTONIC). */
struct schedule_now {
    int64_t utc_ns, ns;
};

/* UNSAID in a rule not yet merged with its defaults; skip then. */
enum overlap { OVERLAP_UNSAID = 0, OVERLAP_SKIP, OVERLAP_QUEUE, OVERLAP_PARALLEL };

struct schedule_item {
    const char *id;                  /* "credit-application@staging"; copied */
    struct schedule_rule rule;       /* every or cron; overlap; jitter */
    const struct calendar *calendar; /* NULL: every day; must outlive the next schedule_set */
    const struct zone *zone;         /* of cron and calendar; NULL: UTC */
    void *thing;                     /* the owner's: comes back with what is due */
    int64_t last_start_utc_ns;       /* from the store; 0 unknown. Used for ids not known yet */
};

struct schedule_limits {
    int64_t parallel;   /* runs in flight */
    int64_t queue;      /* runs waiting for a place */
    int64_t misfire_ns; /* due longer ago than this: missed, not started */
};

enum due_kind {
    DUE_START = 0, /* start it now; tell schedule_ended when it is over */
    DUE_OVERLAP,   /* not started: the last run is not over (overlap: skip) */
    DUE_MISSED,    /* not started: the robot slept or was overloaded too long */
    DUE_DAY,       /* not started: not a day of its calendar (told for counting only) */
};

struct due {
    enum due_kind kind;
    const char *id; /* valid until the next schedule_set */
    void *thing;
    int64_t due_utc_ns; /* when it should have started; 0: by hand */
    int64_t late_ns;    /* how long ago that is, by the monotonic clock */
    int64_t
        count; /* after a sleep so many starts are told in one: DUE_MISSED, DUE_DAY; else 1 */
    bool by_hand, retest;
};

struct schedule;

/* `seed` moves the jitter, not the spread. */
struct schedule *schedule_new(uint64_t seed);
void schedule_end(struct schedule *schedule); /* NULL is allowed */

/* Replaces all monitors. Known ids keep their place on the grid, what runs, and what waits; what runs
 * of those left out counts until schedule_ended; unknown ones begin at their next start (or at once when last_start says one was missed by less than
 * misfire_ns). Copies the items. */
void schedule_set(struct schedule *schedule, const struct schedule_item *items, size_t count,
                  const struct schedule_limits *limits, struct schedule_now now);

/* What is due at `now`, at most `room` of it (call again while it returns `room`), by due time. */
size_t schedule_due(struct schedule *schedule, struct schedule_now now, struct due *ret,
                    size_t room);

/* The monotonic moment schedule_due has something to tell next, if nothing happens before;
 * INT64_MAX: never. The caller looks at the wall clock at least every minute all the same. */
int64_t schedule_next_ns(const struct schedule *schedule, struct schedule_now now);

/* A run of that monitor is over. Unknown ids do no harm. */
void schedule_ended(struct schedule *schedule, const char *id, struct schedule_now now);

/* Starts one as soon as there is room, whatever the grid says. False: no such monitor. `retest`: for
 * the alert's fast retest; at most one waits. */
bool schedule_start_now(struct schedule *schedule, const char *id, bool retest,
                        struct schedule_now now);

/* When that monitor's next start is due (wall clock); 0: never, or unknown. */
int64_t schedule_item_next_utc_ns(const struct schedule *schedule, const char *id,
                                  struct schedule_now now);

/* For the metrics. */
struct schedule_counts {
    size_t monitors, running, waiting;
};
struct schedule_counts schedule_count(const struct schedule *schedule);
