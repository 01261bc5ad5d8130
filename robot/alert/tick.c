/* SPDX-License-Identifier: Apache-2.0 */
/* tick.c - what time alone brings: reminders, renewals, growth told in groups, ends of windows, calm
 * after flapping. Costs as much as there is open or broken, not as there are monitors. */

#include "alert/command.h"
#include "alert/matter.h"
#include "alert/open.h"
#include "alert/tidy.h"
#include "base/must.h"

struct alert_output alerts_tick(struct alerts *alerts, int64_t now_utc_ns, struct arena *arena)
{
    struct turn turn = turn_begin(alerts, now_utc_ns, arena);
    if (!alerts->configured)
        return turn_output(&turn);
    tidy_restored(alerts);
    command_drop_windows(alerts, now_utc_ns);
    for (size_t i = alerts->active.count; i-- > 0;) {
        struct monitor *monitor = alerts->active.at[i];
        open_calm(&turn, monitor);
        monitor_activate(alerts, monitor);
    }
    open_consider_all(&turn);
    for (size_t i = 0; i < alerts->incidents.count; i++) {
        struct incident *incident = alerts->incidents.at[i];
        if (incident->closed == 0)
            matter_tick(&turn, incident);
    }
    return turn_output(&turn);
}

static int64_t sooner(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

int64_t alerts_next_utc_ns(const struct alerts *alerts)
{
    int64_t next = INT64_MAX;
    for (size_t i = 0; alerts->configured && i < alerts->incidents.count; i++) {
        const struct incident *incident = alerts->incidents.at[i];
        if (incident->closed == 0)
            next = sooner(next, matter_next_utc_ns(alerts, incident));
    }
    for (size_t i = 0; alerts->configured && i < alerts->active.count; i++) {
        const struct monitor *monitor = alerts->active.at[i];
        if (monitor->hold_until_utc_ns != 0)
            next = sooner(next, monitor->hold_until_utc_ns);
        if (monitor->flapping)
            next = sooner(next, monitor->turned_utc_ns + CALM_NS);
    }
    for (size_t i = 0; i < alerts->windows.count; i++) {
        const struct window *window = alerts->windows.at[i];
        next = sooner(next, window->to_utc_ns);
    }
    return next;
}
