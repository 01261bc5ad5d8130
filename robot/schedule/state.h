/* SPDX-License-Identifier: Apache-2.0 */
/* state.h - all of a schedule, and the three ideas that change it: slots, the line, a reload. For this
 * room only. */
#pragma once

#include "base/map.h"
#include "schedule/entry.h"

struct schedule {
    uint64_t seed;
    struct arena *arena; /* of one schedule_set */
    struct map by_id;    /* to struct entry * */
    struct entry *entries;
    size_t count, gone_count; /* the latter are the last ones */
    struct heap heap;
    struct schedule_limits limits;
    int64_t offset_ns; /* wall clock - monotonic clock, when last looked at */
    int64_t placed_ns; /* the same when all monitors were last placed by it */
    struct entry *first_waiting, **last_waiting;
    size_t running, waiting;
};

/* --- slots.c: where the next start of each lies ---------------------------------------------- */

/* Its next slot is that one; INT64_MAX: none. */
void slots_set(struct schedule *schedule, struct entry *entry, int64_t slot_utc_ns);

/* Looks at both clocks; when the wall clock has jumped, every monitor's next slot is found anew. */
void slots_look_at_clocks(struct schedule *schedule, struct schedule_now now);

/* By the clocks as last looked at, the start of its slot, jitter included, has come. */
bool slots_come(const struct schedule *schedule, const struct entry *entry, int64_t now_ns);

/* Is that moment on a day of its calendar? Yes past the calendar's years. */
bool slots_on_its_day(const struct entry *entry, int64_t utc_ns);

/* Of the slots in [from, until], from being one, the first ones that are all on a day of the calendar,
 * or all not. Returns how many; *ret_last is the last of them, *ret_next the one after. */
int64_t slots_alike(const struct entry *entry, int64_t from_utc_ns, int64_t until_utc_ns,
                    int64_t *ret_last, int64_t *ret_next);

/* --- line.c: those that wait for a place ------------------------------------------------------ */

void line_empty(struct schedule *schedule);
/* At its end, when it wants something, is not in line, and none of its runs is in the way. */
void line_join(struct schedule *schedule, struct entry *entry);
struct entry *line_take(struct schedule *schedule); /* the first; there is one */
