/* SPDX-License-Identifier: Apache-2.0 */
/* planned_alerts.c - what the alerts need to know of a configuration. */

#include "base/arena.h"
#include "base/clock.h"
#include "schedule/cron.h"
#include "service/planned.h"

static const char *const no_names[] = {NULL};

static struct alert_monitor alert_monitor_of(const struct monitor *monitor)
{
    const struct journey *journey = monitor->journey;
    return (struct alert_monitor){
        .journey = journey->name,
        .title = journey->title != NULL ? journey->title : journey->name,
        .environment = monitor->environment,
        .owner = journey->owner != NULL ? journey->owner : "",
        .business = journey->business != NULL ? journey->business : "",
        .tags = journey->tags != NULL ? journey->tags : no_names,
        .depends_on = journey->depends_on != NULL ? journey->depends_on : no_names,
        .rule = monitor->alert,
    };
}

/* From two days ago, so that a run under way finds the window it began in. */
static const int64_t before_ns = 2 * 24 * 3600 * NS_PER_S;
static const int64_t ahead_ns = 14 * 24 * 3600 * NS_PER_S;

enum { MOST_WINDOWS = 100000 };

/* Appends the rule's windows between two moments; returns the new count. */
static size_t lay_out(const struct maintenance_rule *rule, int64_t from_utc_ns,
                      int64_t to_utc_ns, struct alert_window *windows, size_t count)
{
    if (rule->when == NULL) {
        if (windows != NULL)
            windows[count] = (struct alert_window){.name = rule->name,
                                                   .match = rule->match,
                                                   .from_utc_ns = rule->from_utc_ns,
                                                   .to_utc_ns = rule->to_utc_ns};
        return count + 1;
    }
    int64_t at = cron_next(rule->when, rule->in, from_utc_ns - rule->lasts_ns);
    for (; at < to_utc_ns && count < MOST_WINDOWS;
         at = cron_next(rule->when, rule->in, at), count++)
        if (windows != NULL)
            windows[count] = (struct alert_window){.name = rule->name,
                                                   .match = rule->match,
                                                   .from_utc_ns = at,
                                                   .to_utc_ns = at + rule->lasts_ns};
    return count;
}

static size_t lay_out_all(const struct config *config, int64_t now_utc_ns,
                          struct alert_window *windows)
{
    size_t count = 0;
    for (size_t i = 0; i < config->maintenance_count; i++)
        count = lay_out(&config->maintenance[i], now_utc_ns - before_ns, now_utc_ns + ahead_ns,
                        windows, count);
    return count;
}

static void let_go(void *planned)
{
    planned_release(planned);
}

struct alert_settings *planned_settings(struct planned *planned, int64_t now_utc_ns)
{
    struct arena *arena = arena_new();
    size_t count;
    const struct monitor *monitors = planned_monitors(planned, &count);
    struct alert_settings *settings = arena_make(arena, struct alert_settings);
    struct alert_monitor *list = arena_array(arena, count + 1, struct alert_monitor);
    for (size_t i = 0; i < count; i++)
        list[i] = alert_monitor_of(&monitors[i]);
    size_t window_count = lay_out_all(planned_config(planned), now_utc_ns, NULL);
    struct alert_window *windows = arena_array(arena, window_count + 1, struct alert_window);
    lay_out_all(planned_config(planned), now_utc_ns, windows);
    *settings = (struct alert_settings){
        .arena = arena,
        .config = planned_config(planned),
        .monitors = list,
        .monitor_count = count,
        .windows = windows,
        .window_count = window_count,
    };
    /* Names point into the plans: they stay as long as the settings do. */
    arena_defer(arena, let_go, planned_hold(planned));
    return settings;
}
