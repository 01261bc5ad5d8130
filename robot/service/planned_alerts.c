/* SPDX-License-Identifier: Apache-2.0 */
/* planned_alerts.c - what the alerts need to know of a configuration. */

#include "base/arena.h"
#include "plan/config.h"
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
    const struct alert_window *windows;
    size_t window_count = config_windows(planned_config(planned), now_utc_ns, arena, &windows);
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
