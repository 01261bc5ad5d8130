/* SPDX-License-Identifier: Apache-2.0 */
/* schedule.c - what is due: the top of the heap, or the first in line.
 *
 * A slot that has come is told at once, or its monitor joins the line and is told when it leaves it:
 * there is no third way, so none is lost. */

#include "schedule/schedule.h"
#include "base/arena.h"
#include "base/must.h"
#include "schedule/state.h"

#include <stdlib.h>

struct schedule *schedule_new(uint64_t seed)
{
    struct schedule *schedule = calloc(1, sizeof *schedule);
    must(schedule != NULL);
    schedule->seed = seed;
    schedule->arena = arena_new();
    map_init(&schedule->by_id, schedule->arena);
    line_empty(schedule);
    return schedule;
}

void schedule_end(struct schedule *schedule)
{
    if (schedule == NULL)
        return;
    arena_end(schedule->arena);
    free(schedule);
}

static struct entry *find(const struct schedule *schedule, const char *id)
{
    return map_get(&schedule->by_id, text_of(id));
}

/* --- what is due ----------------------------------------------------------------------------- */

static struct due due_of(const struct entry *entry, enum due_kind kind, int64_t slot_utc_ns,
                         int64_t late_ns)
{
    return (struct due){.kind = kind,
                        .id = entry->item.id,
                        .thing = entry->item.thing,
                        .due_utc_ns = slot_utc_ns,
                        .late_ns = late_ns,
                        .count = 1};
}

static struct due begin(struct schedule *schedule, struct entry *entry, int64_t slot_utc_ns,
                        int64_t late_ns)
{
    entry->running++;
    schedule->running++;
    entry->wants &= ~(unsigned)(WANT_HAND | WANT_RETEST); /* any run will do for these */
    return due_of(entry, DUE_START, slot_utc_ns, late_ns);
}

/* The first in line gets its place. */
static struct due begin_waiting(struct schedule *schedule, struct schedule_now now)
{
    struct entry *entry = line_take(schedule);
    unsigned wants = entry->wants;
    if ((wants & WANT_SLOT) != 0) {
        int64_t late_ns = now.ns - entry->want_ns;
        entry->wants &= ~(unsigned)WANT_SLOT;
        if (late_ns <= schedule->limits.misfire_ns)
            return begin(schedule, entry, entry->want_utc_ns, late_ns);
        line_join(schedule, entry); /* it may be wanted by hand, too */
        return due_of(entry, DUE_MISSED, entry->want_utc_ns, late_ns);
    }
    struct due due = begin(schedule, entry, 0, 0);
    due.by_hand = (wants & WANT_HAND) != 0;
    due.retest = !due.by_hand;
    return due;
}

/* Its slot is so late that it is not made up for, and maybe others after it. */
static struct due miss_slots(struct schedule *schedule, struct entry *entry, int64_t late_ns)
{
    int64_t slot = entry->slot_utc_ns, next;
    int64_t until = slot + late_ns - schedule->limits.misfire_ns - 1;
    struct due due = due_of(entry, DUE_MISSED, slot, late_ns);
    if (!slots_on_its_day(entry, slot))
        due.kind = DUE_DAY;
    due.count = slots_alike(entry, slot, until, &entry->told_utc_ns, &next);
    entry->told_ns += entry->told_utc_ns - slot;
    slots_set(schedule, entry, next);
    return due;
}

/* A slot that has come, by its own monitor's rules. */
static struct due take_slot(struct schedule *schedule, struct entry *entry,
                            struct schedule_now now)
{
    int64_t slot = entry->slot_utc_ns, at_ns = entry->at_ns, late_ns = now.ns - at_ns;
    int overlap = entry->item.rule.overlap;
    entry->told_utc_ns = slot;
    entry->told_ns = at_ns;
    if (late_ns > schedule->limits.misfire_ns)
        return miss_slots(schedule, entry, late_ns);
    slots_set(schedule, entry, grid_after(&entry->grid, slot));
    if (!slots_on_its_day(entry, slot))
        return due_of(entry, DUE_DAY, slot, late_ns);
    bool busy = entry->running > 0 && overlap != OVERLAP_PARALLEL;
    if ((busy && overlap != OVERLAP_QUEUE) || (entry->wants & WANT_SLOT) != 0)
        return due_of(entry, DUE_OVERLAP, slot, late_ns);
    if (!busy && (int64_t)schedule->running < schedule->limits.parallel)
        return begin(schedule, entry, slot, late_ns);
    if (!busy && (int64_t)schedule->waiting >= schedule->limits.queue)
        return due_of(entry, DUE_MISSED, slot, late_ns);
    entry->wants |= WANT_SLOT;
    entry->want_utc_ns = slot;
    entry->want_ns = at_ns;
    line_join(schedule, entry);
    return (struct due){.count = 0}; /* told when its place comes */
}

static bool has_place(const struct schedule *schedule)
{
    return schedule->first_waiting != NULL &&
           (int64_t)schedule->running < schedule->limits.parallel;
}

size_t schedule_due(struct schedule *schedule, struct schedule_now now, struct due *ret,
                    size_t room)
{
    size_t n = 0;
    slots_look_at_clocks(schedule, now);
    while (n < room) {
        struct entry *top = heap_top(&schedule->heap);
        struct due due;
        if (has_place(schedule))
            due = begin_waiting(schedule, now);
        else if (top == NULL || top->at_ns > now.ns)
            break;
        else if (slots_come(schedule, top, now.ns))
            due = take_slot(schedule, top, now);
        else { /* the wall clock was put back a little: not before its time */
            slots_set(schedule, top, top->slot_utc_ns);
            continue;
        }
        if (due.count > 0)
            ret[n++] = due;
    }
    return n;
}

int64_t schedule_next_ns(const struct schedule *schedule, struct schedule_now now)
{
    const struct entry *top = heap_top(&schedule->heap);
    if (has_place(schedule))
        return now.ns;
    return top != NULL ? top->at_ns : INT64_MAX;
}

/* --- from outside ---------------------------------------------------------------------------- */

void schedule_ended(struct schedule *schedule, const char *id, struct schedule_now now)
{
    struct entry *entry = find(schedule, id);
    (void)now;
    if (entry == NULL || entry->running == 0)
        return;
    entry->running--;
    schedule->running--;
    line_join(schedule, entry);
}

bool schedule_start_now(struct schedule *schedule, const char *id, bool retest,
                        struct schedule_now now)
{
    struct entry *entry = find(schedule, id);
    (void)now;
    if (entry == NULL || entry->gone)
        return false;
    entry->wants |= retest ? WANT_RETEST : WANT_HAND;
    line_join(schedule, entry);
    return true;
}

int64_t schedule_item_next_utc_ns(const struct schedule *schedule, const char *id,
                                  struct schedule_now now)
{
    const struct entry *entry = find(schedule, id);
    (void)now;
    return entry == NULL || entry->slot_utc_ns == INT64_MAX ? 0 : entry->slot_utc_ns;
}

struct schedule_counts schedule_count(const struct schedule *schedule)
{
    return (struct schedule_counts){.monitors = schedule->count - schedule->gone_count,
                                    .running = schedule->running,
                                    .waiting = schedule->waiting};
}
