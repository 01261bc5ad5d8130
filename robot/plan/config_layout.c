/* SPDX-License-Identifier: Apache-2.0 */
/* config_layout.c - maintenance laid out in time: from rules to windows with two ends.
 *
 * The alerts are pure and know no cron: whoever owns them gives them the windows around now, and new
 * ones before these are used up. */

#include "alert/alert.h"
#include "base/arena.h"
#include "base/clock.h"
#include "plan/config.h"
#include "schedule/cron.h"

static const int64_t DAY_NS = 24 * 3600 * NS_PER_S;
enum { DAYS_BACK = 2, DAYS_AHEAD = 14 };

struct layout {
    struct arena *arena;
    struct alert_window *windows;
    size_t count, size;
    int64_t from_utc_ns, to_utc_ns; /* what reaches into this is laid out */
};

static void add(struct layout *l, const struct maintenance_rule *rule, int64_t from_utc_ns,
                int64_t to_utc_ns)
{
    if (l->count == l->size) {
        size_t size = l->size * 2 + 16;
        struct alert_window *windows = arena_array(l->arena, size, struct alert_window);
        for (size_t i = 0; i < l->count; i++)
            windows[i] = l->windows[i];
        l->windows = windows;
        l->size = size;
    }
    l->windows[l->count++] = (struct alert_window){.name = rule->name,
                                                   .match = rule->match,
                                                   .from_utc_ns = from_utc_ns,
                                                   .to_utc_ns = to_utc_ns};
}

/* One that begins before the last one is over makes that one longer. */
static void add_repeated(struct layout *l, const struct maintenance_rule *rule)
{
    size_t first = l->count;
    int64_t at = l->from_utc_ns - rule->lasts_ns - 1;
    while ((at = cron_next(rule->when, rule->in, at)) < l->to_utc_ns) {
        int64_t end = at + rule->lasts_ns;
        if (end <= l->from_utc_ns)
            continue;
        if (l->count > first && l->windows[l->count - 1].to_utc_ns >= at)
            l->windows[l->count - 1].to_utc_ns = end;
        else
            add(l, rule, at, end);
    }
}

size_t config_windows(const struct config *config, int64_t now_utc_ns, struct arena *arena,
                      const struct alert_window **ret)
{
    struct layout l = {.arena = arena,
                       .from_utc_ns = now_utc_ns - DAYS_BACK * DAY_NS,
                       .to_utc_ns = now_utc_ns + DAYS_AHEAD * DAY_NS};
    for (size_t i = 0; i < config->maintenance_count; i++) {
        const struct maintenance_rule *rule = &config->maintenance[i];
        if (rule->when != NULL)
            add_repeated(&l, rule);
        else if (rule->from_utc_ns < l.to_utc_ns && rule->to_utc_ns > l.from_utc_ns)
            add(&l, rule, rule->from_utc_ns, rule->to_utc_ns);
    }
    *ret = l.windows;
    return l.count;
}
