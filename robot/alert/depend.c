/* SPDX-License-Identifier: Apache-2.0 */
/* depend.c - whether what a journey depends on explains its failure.
 *
 * A dependency suppresses when it fails and does not itself lead back here: in a circle nobody's
 * failure explains the others', so all of them speak. What it said before the failure proves
 * nothing: it may have broken in between, and be looked at only minutes from now. So it is looked at
 * again at once, and the failure waits for what it says, as Nagios does with its predictive
 * dependency checks. */

#include "alert/depend.h"
#include "alert/hold.h"

#include <string.h>

enum { MOST_WALKED = 256 }; /* monitors looked at for one circle; more: no circle is assumed */

static struct monitor *dependency(const struct alerts *alerts, const struct monitor *monitor,
                                  size_t n)
{
    struct monitor *on = monitor_find(alerts, monitor->as->depends_on[n], monitor->environment);
    return on != monitor && on != NULL && on->as != NULL ? on : NULL;
}

static bool fails(const struct monitor *monitor)
{
    return monitor->broken || monitor_fails_now(monitor);
}

static struct monitor *failing_dependency(const struct alerts *alerts,
                                          const struct monitor *monitor, size_t n)
{
    struct monitor *on = dependency(alerts, monitor, n);
    return on != NULL && fails(on) ? on : NULL;
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

bool depend_explains(const struct alerts *alerts, const struct monitor *monitor)
{
    const char *const *on = monitor->as->depends_on;
    for (size_t n = 0; on != NULL && on[n] != NULL; n++) {
        struct monitor *failing = failing_dependency(alerts, monitor, n);
        if (failing != NULL && !leads_to(alerts, failing, monitor))
            return true;
    }
    return false;
}

/* It said nothing since the failure began. */
static bool is_older_than(const struct monitor *on, const struct failure *failure)
{
    for (size_t i = 0; i < on->sites.count; i++)
        if (((const struct site *)on->sites.at[i])->last_utc_ns >= failure->began_utc_ns)
            return false;
    return true;
}

/* One question at a time, however many journeys ask it at once. */
static bool is_asked(const struct monitor *on, int64_t now_utc_ns)
{
    return on->asked_utc_ns != 0 && now_utc_ns >= on->asked_utc_ns &&
           now_utc_ns - on->asked_utc_ns < LOOK_WAIT_NS;
}

void depend_ask(struct turn *turn, const struct monitor *monitor)
{
    const char *const *names = monitor->as->depends_on;
    for (size_t n = 0; names != NULL && names[n] != NULL; n++) {
        struct monitor *on = dependency(turn->alerts, monitor, n);
        if (on == NULL || fails(on) || !is_older_than(on, &monitor->failure) ||
            is_asked(on, turn->now_utc_ns))
            continue;
        on->asked_utc_ns = turn->now_utc_ns;
        monitor_touch(turn->alerts, on);
        turn_retest(turn, on);
    }
}

int64_t depend_wait_until_utc_ns(const struct alerts *alerts, const struct monitor *monitor,
                                 int64_t now_utc_ns)
{
    int64_t last = 0;
    const char *const *names = monitor->as->depends_on;
    for (size_t n = 0; names != NULL && names[n] != NULL; n++) {
        const struct monitor *on = dependency(alerts, monitor, n);
        if (on == NULL || fails(on) || !is_asked(on, now_utc_ns) ||
            !is_older_than(on, &monitor->failure))
            continue;
        int64_t until = on->asked_utc_ns + LOOK_WAIT_NS;
        last = until > last ? until : last;
    }
    return last;
}
