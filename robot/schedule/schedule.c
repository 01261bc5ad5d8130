/* SPDX-License-Identifier: Apache-2.0 */
/* schedule.c - monitors on a heap by their next start, and a line of those that wait for a place.
 *
 * Slots are wall-clock moments, waiting is monotonic: `offset_ns` ties the two together and is looked
 * at each time. When the wall clock has jumped, every monitor's next slot is looked for again. */

#include "schedule/schedule.h"
#include "base/arena.h"
#include "base/map.h"
#include "base/must.h"
#include "schedule/calendar.h"
#include "schedule/cron.h"
#include "schedule/entry.h"
#include "schedule/grid.h"
#include "schedule/zone.h"

#include <stdlib.h>
#include <string.h>

/* The wall clock is steered by small amounts all the time; more than this is a jump. */
static const int64_t jump_ns = 500000000;
/* Cron goes by the wall clock: set back by more than this, it begins anew. */
static const int64_t day_ns = 86400000000000;

struct schedule {
    uint64_t seed;
    struct arena *arena; /* of one schedule_set */
    struct map by_id;    /* to struct entry * */
    struct entry *entries;
    size_t count;
    struct heap heap;
    struct schedule_limits limits;
    int64_t offset_ns; /* wall clock - monotonic clock, when last looked at */
    struct entry *first_waiting, **last_waiting;
    size_t running, waiting;
};

struct schedule *schedule_new(uint64_t seed)
{
    struct schedule *schedule = calloc(1, sizeof *schedule);
    must(schedule != NULL);
    schedule->seed = seed;
    schedule->arena = arena_new();
    map_init(&schedule->by_id, schedule->arena);
    schedule->last_waiting = &schedule->first_waiting;
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

/* --- slots ----------------------------------------------------------------------------------- */

static void set_slot(struct schedule *schedule, struct entry *entry, int64_t slot_utc_ns)
{
    entry->slot_utc_ns = slot_utc_ns;
    entry->at_ns =
        slot_utc_ns == INT64_MAX
            ? INT64_MAX
            : slot_utc_ns + grid_jitter(&entry->grid, slot_utc_ns) - schedule->offset_ns;
    heap_place(&schedule->heap, entry);
}

/* The wall clock was set back. What has been told is not told again: cron waits until the clock is
 * where it was, `every` goes on, half a period to less than two after the last slot. */
static void set_back(struct schedule *schedule, struct entry *entry, struct schedule_now now)
{
    int64_t from_utc_ns = now.utc_ns;
    if (entry->grid.every_ns == 0 && entry->told_utc_ns > now.utc_ns &&
        entry->told_utc_ns - now.utc_ns < day_ns)
        from_utc_ns = entry->told_utc_ns;
    int64_t slot = grid_after(&entry->grid, from_utc_ns);
    if (entry->grid.every_ns > 0 && entry->told_ns != 0 &&
        slot - schedule->offset_ns - entry->told_ns < entry->grid.every_ns / 2)
        slot += entry->grid.every_ns;
    set_slot(schedule, entry, slot);
}

static void notice_jump(struct schedule *schedule, struct schedule_now now)
{
    int64_t jumped_ns = now.utc_ns - now.ns - schedule->offset_ns;
    if (jumped_ns > -jump_ns && jumped_ns < jump_ns)
        return;
    schedule->offset_ns += jumped_ns;
    for (size_t i = 0; i < schedule->count; i++) {
        struct entry *entry = &schedule->entries[i];
        if (jumped_ns < 0)
            set_back(schedule, entry, now);
        else
            set_slot(schedule, entry, entry->slot_utc_ns);
    }
}

/* --- a new configuration -------------------------------------------------------------------- */

static bool same_text(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool same_rule(const struct schedule_rule *a, const struct schedule_rule *b)
{
    return a->every_ns == b->every_ns && same_text(a->cron, b->cron) &&
           same_text(a->zone, b->zone);
}

static struct entry entry_of(struct schedule *schedule, struct arena *arena,
                             const struct schedule_item *item)
{
    struct entry entry = {.item = *item};
    struct schedule_rule *rule = &entry.item.rule;
    int column;
    const char *why;
    entry.item.id = arena_strdup(arena, item->id);
    rule->cron = item->rule.cron != NULL ? arena_strdup(arena, item->rule.cron) : NULL;
    rule->zone = item->rule.zone != NULL ? arena_strdup(arena, item->rule.zone) : NULL;
    entry.grid = (struct grid){.every_ns = rule->cron == NULL ? rule->every_ns : 0,
                               .jitter_ns = rule->jitter_ns,
                               .zone = item->zone,
                               .id_hash = grid_hash(item->id),
                               .seed = schedule->seed};
    if (rule->cron != NULL) {
        entry.grid.cron = cron_parse(arena, text_of(rule->cron), &column, &why);
        must(entry.grid.cron != NULL); /* the configuration's reader has seen to it */
        return entry;
    }
    must(rule->every_ns > 0);
    entry.grid.spread_ns = (int64_t)(entry.grid.id_hash % (uint64_t)rule->every_ns);
    if (entry.grid.jitter_ns > rule->every_ns / 2)
        entry.grid.jitter_ns = rule->every_ns / 2;
    return entry;
}

/* Where a monitor that is new to this process begins. A last start in the future is a wall clock's
 * mistake. */
static int64_t first_slot(const struct entry *entry, struct schedule_now now)
{
    int64_t last = entry->item.last_start_utc_ns;
    return grid_after(&entry->grid, last > 0 && last < now.utc_ns ? last : now.utc_ns);
}

static void keep_what_is_known(struct entry *entry, const struct entry *known)
{
    entry->running = known->running;
    entry->wants = known->wants;
    entry->want_utc_ns = known->want_utc_ns;
    entry->want_ns = known->want_ns;
    entry->told_utc_ns = known->told_utc_ns;
    entry->told_ns = known->told_ns;
}

static void stand_in_line(struct schedule *schedule, struct entry *entry)
{
    bool held = entry->running > 0 && entry->item.rule.overlap != OVERLAP_PARALLEL;
    if (entry->wants == 0 || entry->in_line || held)
        return;
    entry->in_line = true;
    entry->next_waiting = NULL;
    *schedule->last_waiting = entry;
    schedule->last_waiting = &entry->next_waiting;
    schedule->waiting++;
}

static void add_entry(struct schedule *schedule, const struct map *before,
                      const struct entry *made, struct schedule_now now)
{
    struct entry *entry = &schedule->entries[schedule->count++];
    const struct entry *known = map_get(before, text_of(made->item.id));
    *entry = *made;
    map_put(&schedule->by_id, text_of(entry->item.id), entry);
    if (known != NULL)
        keep_what_is_known(entry, known);
    schedule->running += (size_t)entry->running;
    bool same = known != NULL && same_rule(&known->item.rule, &entry->item.rule);
    set_slot(schedule, entry,
             same            ? known->slot_utc_ns
             : known != NULL ? grid_after(&entry->grid, now.utc_ns)
                             : first_slot(entry, now));
    stand_in_line(schedule, entry);
}

void schedule_set(struct schedule *schedule, const struct schedule_item *items, size_t count,
                  const struct schedule_limits *limits, struct schedule_now now)
{
    struct arena *old = schedule->arena;
    struct map before = schedule->by_id;
    if (schedule->count == 0)
        schedule->offset_ns = now.utc_ns - now.ns;
    notice_jump(schedule, now);
    schedule->arena = arena_new();
    schedule->limits = *limits;
    schedule->entries = arena_array(schedule->arena, count + 1, struct entry);
    schedule->count = schedule->running = schedule->waiting = 0;
    schedule->first_waiting = NULL;
    schedule->last_waiting = &schedule->first_waiting;
    map_init(&schedule->by_id, schedule->arena);
    heap_init(&schedule->heap, schedule->arena, count);
    for (size_t i = 0; i < count; i++) {
        struct entry made = entry_of(schedule, schedule->arena, &items[i]);
        add_entry(schedule, &before, &made, now);
    }
    arena_end(old);
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
    struct entry *entry = schedule->first_waiting;
    unsigned wants = entry->wants;
    schedule->first_waiting = entry->next_waiting;
    if (schedule->first_waiting == NULL)
        schedule->last_waiting = &schedule->first_waiting;
    schedule->waiting--;
    entry->in_line = false;
    if ((wants & WANT_SLOT) != 0) {
        int64_t late_ns = now.ns - entry->want_ns;
        entry->wants &= ~(unsigned)WANT_SLOT;
        if (late_ns <= schedule->limits.misfire_ns)
            return begin(schedule, entry, entry->want_utc_ns, late_ns);
        stand_in_line(schedule, entry); /* it may be wanted by hand, too */
        return due_of(entry, DUE_MISSED, entry->want_utc_ns, late_ns);
    }
    struct due due = begin(schedule, entry, 0, 0);
    due.by_hand = (wants & WANT_HAND) != 0;
    due.retest = !due.by_hand;
    return due;
}

static bool is_its_day(const struct entry *entry)
{
    const struct calendar *calendar = entry->item.calendar;
    if (calendar == NULL)
        return true;
    /* Past the calendar's years nobody knows: running once too often is the smaller harm. */
    return calendar_has(calendar, zone_civil(entry->item.zone, entry->slot_utc_ns).day) !=
           CALENDAR_NO;
}

/* A slot that has come, by its own monitor's rules. */
static struct due take_slot(struct schedule *schedule, struct entry *entry,
                            struct schedule_now now)
{
    int64_t slot = entry->slot_utc_ns, at_ns = entry->at_ns, late_ns = now.ns - at_ns;
    int overlap = entry->item.rule.overlap;
    entry->told_utc_ns = slot;
    entry->told_ns = now.ns;
    if (late_ns > schedule->limits.misfire_ns) {
        struct due due = due_of(entry, DUE_MISSED, slot, late_ns);
        int64_t next, until = slot + late_ns - schedule->limits.misfire_ns - 1;
        due.count = grid_count(&entry->grid, slot, until, &next);
        set_slot(schedule, entry, next);
        return due;
    }
    bool its_day = is_its_day(entry);
    set_slot(schedule, entry, grid_after(&entry->grid, slot));
    if (!its_day)
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
    stand_in_line(schedule, entry);
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
    notice_jump(schedule, now);
    while (n < room) {
        struct entry *top = heap_top(&schedule->heap);
        struct due due;
        if (has_place(schedule))
            due = begin_waiting(schedule, now);
        else if (top != NULL && top->at_ns <= now.ns)
            due = take_slot(schedule, top, now);
        else
            break;
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
    stand_in_line(schedule, entry);
}

bool schedule_start_now(struct schedule *schedule, const char *id, bool retest,
                        struct schedule_now now)
{
    struct entry *entry = find(schedule, id);
    (void)now;
    if (entry == NULL)
        return false;
    entry->wants |= retest ? WANT_RETEST : WANT_HAND;
    stand_in_line(schedule, entry);
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
    return (struct schedule_counts){.monitors = schedule->count,
                                    .running = schedule->running,
                                    .waiting = schedule->waiting};
}
