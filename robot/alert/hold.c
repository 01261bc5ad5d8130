/* SPDX-License-Identifier: Apache-2.0 */
/* hold.c - muting, dependencies and the robot's own network, which suppress opening and nothing else. */

#include "alert/hold.h"
#include "alert/crowd.h"
#include "alert/depend.h"
#include "alert/match.h"
#include "base/arena.h"
#include "base/must.h"

#include <string.h>

const char *hold_name(enum hold hold)
{
    static const char *const names[HOLD_COUNT] = {
        [HOLD_NONE] = "",           [HOLD_MUTED] = "muted", [HOLD_DEPENDENCY] = "dependency",
        [HOLD_CUT_OFF] = "cut_off", [HOLD_CROWD] = "crowd", [HOLD_LOOKING] = "looking",
    };
    must((unsigned)hold < HOLD_COUNT);
    return names[hold];
}

bool monitor_fails_now(const struct monitor *monitor)
{
    for (size_t i = 0; i < monitor->sites.count; i++) {
        const struct site *site = monitor->sites.at[i];
        if (site->last_bad)
            return true;
    }
    return false;
}

enum hold hold_of(const struct alerts *alerts, const struct monitor *monitor,
                  int64_t now_utc_ns, int64_t *ret_until_utc_ns)
{
    struct whom whom = whom_of(monitor->as, monitor->as->rule.severity);
    *ret_until_utc_ns = 0;
    if (crowd_holds(alerts, monitor))
        return HOLD_CUT_OFF;
    if (depend_explains(alerts, monitor))
        return HOLD_DEPENDENCY;
    int64_t until = match_muted(alerts, &whom, now_utc_ns);
    enum hold hold = HOLD_MUTED;
    if (until == 0) {
        until = crowd_wait_until_utc_ns(alerts, monitor, now_utc_ns);
        hold = HOLD_CROWD;
    }
    if (until == 0) {
        until = depend_wait_until_utc_ns(alerts, monitor, now_utc_ns);
        hold = HOLD_LOOKING;
    }
    *ret_until_utc_ns = until;
    return until != 0 ? hold : HOLD_NONE;
}

int64_t hold_incident_muted(const struct alerts *alerts, const struct incident *incident,
                            int64_t now_utc_ns)
{
    int64_t first = 0;
    if (incident->rule == RULE_CONNECTIVITY || incident->rule == RULE_INTERNAL)
        return 0;
    for (size_t i = 0; i < incident->members.count; i++) {
        const struct member *member = incident->members.at[i];
        const struct monitor *monitor = member_monitor(alerts, member);
        if (monitor == NULL)
            continue;
        struct whom whom = whom_of(monitor->as, incident->severity);
        int64_t end = match_muted(alerts, &whom, now_utc_ns);
        if (end == 0)
            return 0;
        if (first == 0 || end < first)
            first = end;
    }
    return first;
}
