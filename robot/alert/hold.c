/* SPDX-License-Identifier: Apache-2.0 */
/* hold.c - muting, dependencies and the robot's own network, which suppress opening and nothing else.
 *
 * A dependency suppresses when it fails and does not itself lead back here: in a circle nobody's
 * failure explains the others', so all of them speak. */

#include "alert/hold.h"
#include "alert/crowd.h"
#include "alert/match.h"
#include "base/arena.h"
#include "base/must.h"

#include <string.h>

enum { MOST_WALKED = 256 }; /* monitors looked at for one circle; more: no circle is assumed */

const char *hold_name(enum hold hold)
{
    static const char *const names[HOLD_COUNT] = {
        [HOLD_NONE] = "",           [HOLD_MUTED] = "muted", [HOLD_DEPENDENCY] = "dependency",
        [HOLD_CUT_OFF] = "cut_off", [HOLD_CROWD] = "crowd",
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

static struct monitor *failing_dependency(const struct alerts *alerts,
                                          const struct monitor *monitor, size_t n)
{
    struct monitor *on = monitor_find(alerts, monitor->as->depends_on[n], monitor->environment);
    return on != NULL && on != monitor && on->as != NULL &&
                   (on->broken || monitor_fails_now(on))
               ? on
               : NULL;
}

/* Whether `from` fails because of something that leads to `to`. Breadth first. */
static bool leads_to(const struct alerts *alerts, struct monitor *from,
                     const struct monitor *to)
{
    struct monitor *walked[MOST_WALKED];
    size_t count = 0, next = 0;
    walked[count++] = from;
    while (next < count) {
        const struct monitor *at = walked[next++];
        for (size_t n = 0; at->as->depends_on != NULL && at->as->depends_on[n] != NULL; n++) {
            struct monitor *on = failing_dependency(alerts, at, n);
            size_t seen = 0;
            while (seen < count && walked[seen] != on)
                seen++;
            if (on == to)
                return true;
            if (on != NULL && seen == count && count < MOST_WALKED)
                walked[count++] = on;
        }
    }
    return false;
}

static bool waits_for_dependency(const struct alerts *alerts, const struct monitor *monitor)
{
    const char *const *on = monitor->as->depends_on;
    for (size_t n = 0; on != NULL && on[n] != NULL; n++) {
        struct monitor *failing = failing_dependency(alerts, monitor, n);
        if (failing != NULL && !leads_to(alerts, failing, monitor))
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
    if (waits_for_dependency(alerts, monitor))
        return HOLD_DEPENDENCY;
    int64_t until = match_muted(alerts, &whom, now_utc_ns);
    enum hold hold = HOLD_MUTED;
    if (until == 0) {
        until = crowd_wait_until_utc_ns(alerts, monitor, now_utc_ns);
        hold = HOLD_CROWD;
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
        const struct monitor *monitor =
            member->failing ? monitor_find(alerts, member->journey, member->environment) : NULL;
        if (monitor == NULL || monitor->as == NULL)
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
