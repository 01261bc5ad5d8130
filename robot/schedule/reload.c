/* SPDX-License-Identifier: Apache-2.0 */
/* reload.c - all monitors replaced by new ones: who is known keeps its place. */

#include "base/arena.h"
#include "base/must.h"
#include "schedule/cron.h"
#include "schedule/state.h"

#include <string.h>

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
    rule->cron = arena_strdup(arena, item->rule.cron);
    rule->zone = arena_strdup(arena, item->rule.zone);
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
    bool same =
        known != NULL && !known->gone && same_rule(&known->item.rule, &entry->item.rule);
    slots_set(schedule, entry,
              same            ? known->slot_utc_ns
              : known != NULL ? grid_after(&entry->grid, now.utc_ns)
                              : first_slot(entry, now));
}

/* Those that are monitors no more while a run of theirs is not over: it counts until it is. */
static void keep_running(struct schedule *schedule, const struct entry *before, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (before[i].running == 0 ||
            map_get(&schedule->by_id, text_of(before[i].item.id)) != NULL)
            continue;
        struct entry *entry = &schedule->entries[schedule->count++];
        *entry = (struct entry){.running = before[i].running, .gone = true};
        entry->item.id = arena_strdup(schedule->arena, before[i].item.id);
        map_put(&schedule->by_id, text_of(entry->item.id), entry);
        schedule->running += (size_t)entry->running;
        schedule->gone_count++;
        slots_set(schedule, entry, INT64_MAX);
    }
}

/* Who waited goes on waiting in the same order. */
static void keep_line(struct schedule *schedule, const struct entry *first)
{
    for (; first != NULL; first = first->next_waiting) {
        struct entry *entry = map_get(&schedule->by_id, text_of(first->item.id));
        if (entry != NULL)
            line_join(schedule, entry);
    }
    for (size_t i = 0; i < schedule->count; i++)
        line_join(schedule, &schedule->entries[i]);
}

void schedule_set(struct schedule *schedule, const struct schedule_item *items, size_t count,
                  const struct schedule_limits *limits, struct schedule_now now)
{
    struct arena *old = schedule->arena;
    struct map before = schedule->by_id;
    const struct entry *waited = schedule->first_waiting, *entries = schedule->entries;
    size_t known = schedule->count, most = count + schedule->running;
    if (schedule->count == 0)
        schedule->placed_ns = now.utc_ns - now.ns;
    slots_look_at_clocks(schedule, now);
    schedule->arena = arena_new();
    schedule->limits = *limits;
    schedule->entries = arena_array(schedule->arena, most + 1, struct entry);
    schedule->count = schedule->gone_count = schedule->running = 0;
    map_init(&schedule->by_id, schedule->arena);
    map_reserve(&schedule->by_id, most);
    heap_init(&schedule->heap, schedule->arena, most);
    for (size_t i = 0; i < count; i++) {
        struct entry made = entry_of(schedule, schedule->arena, &items[i]);
        add_entry(schedule, &before, &made, now);
    }
    keep_running(schedule, entries, known);
    line_empty(schedule);
    keep_line(schedule, waited);
    arena_end(old);
}
