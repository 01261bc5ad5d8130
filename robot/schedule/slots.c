/* SPDX-License-Identifier: Apache-2.0 */
/* slots.c - where the next start of each monitor lies, whatever the wall clock does.
 *
 * Slots are wall-clock moments, waiting is monotonic: `offset_ns` ties the two together. Small steps
 * of the wall clock (NTP steers all the time) are followed without moving anything; when they add up
 * to a jump, or it is one, every monitor is placed anew. */

#include "schedule/calendar.h"
#include "schedule/civil.h"
#include "schedule/state.h"
#include "schedule/zone.h"

static const int64_t jump_ns = 500000000;
static const int64_t hour_ns = 3600000000000;
enum { MOST_DAYS = 366 };

static int64_t start_ns(const struct schedule *schedule, const struct entry *entry,
                        int64_t slot_utc_ns)
{
    return slot_utc_ns + grid_jitter(&entry->grid, slot_utc_ns) - schedule->offset_ns;
}

void slots_set(struct schedule *schedule, struct entry *entry, int64_t slot_utc_ns)
{
    bool never = slot_utc_ns == INT64_MAX;
    entry->slot_utc_ns = slot_utc_ns;
    entry->at_ns = never ? INT64_MAX : start_ns(schedule, entry, slot_utc_ns);
    heap_place(&schedule->heap, entry);
}

bool slots_come(const struct schedule *schedule, const struct entry *entry, int64_t now_ns)
{
    return start_ns(schedule, entry, entry->slot_utc_ns) <= now_ns;
}

/* --- jumps of the wall clock ----------------------------------------------------------------- */

/* Set back: what has been told would come again. It goes on by the new time, without those slots that
 * are told already and lie less than half a period after the last one told. One that has come and is
 * not told yet stays. */
static void set_back(struct schedule *schedule, struct entry *entry, struct schedule_now now)
{
    int64_t slot = grid_after(&entry->grid, now.utc_ns), told = entry->told_utc_ns;
    if (entry->slot_utc_ns <= now.utc_ns) {
        slot = entry->slot_utc_ns;
    } else if (told != 0 && slot <= told) {
        int64_t after_told = grid_after(&entry->grid, told);
        int64_t period = after_told == INT64_MAX ? 0 : after_told - told;
        int64_t from = entry->told_ns + schedule->offset_ns + period / 2;
        if (slot < from)
            slot = grid_after(&entry->grid, from <= told ? from - 1 : told);
    }
    slots_set(schedule, entry, slot);
}

/* Set forward, or the machine was suspended: all that lies between is late by so much. */
static void set_forward(struct schedule *schedule, struct entry *entry, int64_t jumped_ns)
{
    entry->want_ns -= jumped_ns;
    slots_set(schedule, entry, entry->slot_utc_ns);
}

void slots_look_at_clocks(struct schedule *schedule, struct schedule_now now)
{
    schedule->offset_ns = now.utc_ns - now.ns;
    int64_t jumped_ns = schedule->offset_ns - schedule->placed_ns;
    if (jumped_ns > -jump_ns && jumped_ns < jump_ns)
        return;
    schedule->placed_ns = schedule->offset_ns;
    for (size_t i = 0; i < schedule->count; i++) {
        struct entry *entry = &schedule->entries[i];
        if (entry->gone)
            continue;
        if (jumped_ns < 0)
            set_back(schedule, entry, now);
        else
            set_forward(schedule, entry, jumped_ns);
    }
}

/* --- calendars ------------------------------------------------------------------------------- */

/* Past the calendar's years nobody knows: running once too often is the smaller harm. */
bool slots_on_its_day(const struct entry *entry, int64_t utc_ns)
{
    const struct calendar *calendar = entry->item.calendar;
    return calendar == NULL ||
           calendar_has(calendar, zone_civil(entry->item.zone, utc_ns).day) != CALENDAR_NO;
}

static int64_t next_midnight(const struct zone *zone, int64_t utc_ns)
{
    int64_t first, last;
    struct civil now = zone_civil(zone, utc_ns);
    struct civil midnight = {.day = civil_day(civil_days(now.day) + 1)};
    zone_moments(zone, midnight, &first, &last);
    return first > utc_ns ? first : utc_ns + hour_ns; /* a day that is begun twice */
}

/* The last moment, at most `until`, on a day as that of `from`. */
static int64_t last_alike(const struct entry *entry, int64_t from_utc_ns, int64_t until_utc_ns)
{
    bool its_day = slots_on_its_day(entry, from_utc_ns);
    int64_t at = from_utc_ns;
    if (entry->item.calendar == NULL)
        return until_utc_ns;
    for (int i = 0; i < MOST_DAYS; i++) {
        at = next_midnight(entry->item.zone, at);
        if (at > until_utc_ns)
            return until_utc_ns;
        if (slots_on_its_day(entry, at) != its_day)
            break;
    }
    return at - 1;
}

int64_t slots_alike(const struct entry *entry, int64_t from_utc_ns, int64_t until_utc_ns,
                    int64_t *ret_last, int64_t *ret_next)
{
    return grid_count(&entry->grid, from_utc_ns, last_alike(entry, from_utc_ns, until_utc_ns),
                      ret_last, ret_next);
}
