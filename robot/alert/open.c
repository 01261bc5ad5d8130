/* SPDX-License-Identifier: Apache-2.0 */
/* open.c - from a broken monitor to an incident, and back.
 *
 * The first to break at a host opens at once; whoever breaks at the same host while that is open
 * joins it. The key is the opener's (journey, environment, rule) and stays, so the other end sees
 * one thing from beginning to end. */

#include "alert/open.h"
#include "alert/hold.h"
#include "alert/match.h"
#include "alert/matter.h"
#include "alert/place.h"
#include "alert/say.h"
#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

static void put_words(struct member *member, const struct failure *failure)
{
    string_keep(&member->step, failure->step);
    string_keep(&member->phase, failure->phase);
    string_keep(&member->reason, failure->reason);
    string_keep(&member->text, failure->text);
    string_keep(&member->endpoint, failure->endpoint);
}

static void count_in(struct incident *incident, const struct failure *failure)
{
    if (incident->first_run[0] == '\0' || failure->began_utc_ns < incident->started) {
        incident->started = failure->began_utc_ns;
        string_keep(&incident->first_run, failure->first_run);
    }
    if (incident->last_run[0] == '\0' || failure->last_utc_ns >= incident->last) {
        incident->last = failure->last_utc_ns;
        string_keep(&incident->last_run, failure->last_run);
    }
    if (incident->changed[0] == '\0')
        string_keep(&incident->changed, failure->changed);
}

static struct incident *make(struct turn *turn, struct monitor *monitor)
{
    struct incident *incident = incident_new(
        turn->alerts, RULE_JOURNEY,
        place_key(turn, RULE_JOURNEY, monitor, monitor->failure.host), turn->now_utc_ns);
    string_keep(&incident->severity, monitor->as->rule.severity);
    string_keep(&incident->environment, monitor->environment);
    string_keep(&incident->owner, monitor->as->owner);
    string_keep(&incident->runbook, monitor->as->rule.runbook);
    string_keep(&incident->host, monitor->failure.host);
    string_keep(&incident->location, monitor->failure.location);
    incident->flapping = monitor->flapping;
    return incident;
}

/* Newest first. True: that is flapping. */
static bool note_opening(struct turn *turn, struct monitor *monitor)
{
    memmove(monitor->opened_utc_ns + 1, monitor->opened_utc_ns,
            (OPENINGS - 1) * sizeof monitor->opened_utc_ns[0]);
    monitor->opened_utc_ns[0] = turn->now_utc_ns;
    int64_t oldest = monitor->opened_utc_ns[OPENINGS - 1];
    return oldest != 0 && turn->now_utc_ns >= oldest && turn->now_utc_ns - oldest < FLAP_NS;
}

static void open_now(struct turn *turn, struct monitor *monitor)
{
    struct whom whom = whom_of(monitor->as, monitor->as->rule.severity);
    const char *const *channels =
        match_channels(turn->alerts, &whom, monitor->as->rule.channels, turn->arena);
    monitor->flapping = note_opening(turn, monitor);
    monitor->turned_utc_ns = turn->now_utc_ns;
    struct incident *shared = monitor->flapping ? NULL
                                                : place_shared(turn->alerts, RULE_JOURNEY,
                                                               monitor, monitor->failure.host);
    struct incident *incident = shared != NULL ? shared : make(turn, monitor);
    put_words(incident_join(incident, monitor, turn->now_utc_ns), &monitor->failure);
    count_in(incident, &monitor->failure);
    incident->failures += monitor->failure.count;
    monitor->incident = incident;
    int64_t remind_ns = monitor->as->rule.remind_ns;
    if (remind_ns > 0 && (incident->remind_ns == 0 || remind_ns < incident->remind_ns))
        incident->remind_ns = remind_ns;
    open_describe(incident);
    if (shared == NULL) {
        matter_open(turn, incident, channels, monitor->failure.last_run);
        if (monitor->flapping)
            incident_event(incident, turn->now_utc_ns, "flapping", "", "");
        return;
    }
    incident_event(
        incident, turn->now_utc_ns, "joined",
        arena_printf(turn->arena, "%s fails at %s", monitor->journey, monitor->failure.step),
        monitor->failure.last_run);
    matter_severity(turn, incident, monitor->as->rule.severity);
    matter_grow(turn, incident, channels);
}

static bool gone_on_hold(enum hold hold)
{
    return hold == HOLD_DEPENDENCY || hold == HOLD_CUT_OFF;
}

void open_consider(struct turn *turn, struct monitor *monitor)
{
    int64_t until;
    if (!monitor->broken || monitor->incident != NULL || monitor->as == NULL)
        return;
    enum hold was = (enum hold)monitor->hold;
    enum hold hold = hold_of(turn->alerts, monitor, turn->now_utc_ns, &until);
    if (hold != was || until != monitor->hold_until_utc_ns)
        monitor_touch(turn->alerts, monitor);
    monitor->hold = hold;
    monitor->hold_until_utc_ns = until;
    if (gone_on_hold(hold))
        monitor->must_fail_again = true;
    if (hold != HOLD_NONE)
        return;
    if (monitor->must_fail_again) {
        if (gone_on_hold(was))
            turn_retest(turn, monitor);
        return;
    }
    if (!monitor_fails_now(monitor))
        return; /* on its way up: the next failure opens it */
    open_now(turn, monitor);
    monitor_touch(turn->alerts, monitor);
}

static int by_age(const void *a, const void *b)
{
    const struct monitor *x = *(void *const *)a, *y = *(void *const *)b;
    if (x->broken_utc_ns != y->broken_utc_ns)
        return x->broken_utc_ns < y->broken_utc_ns ? -1 : 1;
    int order = strcmp(x->journey, y->journey);
    return order != 0 ? order : strcmp(x->environment, y->environment);
}

static bool anybody_waits(const struct list *active)
{
    for (size_t i = 0; i < active->count; i++) {
        const struct monitor *monitor = active->at[i];
        if (monitor->broken && monitor->incident == NULL)
            return true;
    }
    return false;
}

/* In the same order after a restart as before it: who opens and who joins hangs on it. */
void open_consider_all(struct turn *turn)
{
    struct list *active = &turn->alerts->active;
    if (!anybody_waits(active))
        return;
    if (active->count > 1)
        qsort(active->at, active->count, sizeof *active->at, by_age);
    for (size_t i = 0; i < active->count; i++)
        open_consider(turn, active->at[i]);
}

void open_failed_again(struct turn *turn, struct monitor *monitor)
{
    struct incident *incident = monitor->incident;
    struct member *member = incident_member(incident, monitor->journey, monitor->environment);
    incident->failures++;
    incident->dirty = true;
    bool moved = strcmp(member->step, monitor->failure.step) != 0 ||
                 strcmp(member->phase, monitor->failure.phase) != 0 ||
                 strcmp(member->reason, monitor->failure.reason) != 0;
    put_words(member, &monitor->failure);
    count_in(incident, &monitor->failure);
    if (!moved)
        return;
    string_keep(&incident->changed, monitor->failure.changed);
    open_describe(incident);
    incident_event(incident, turn->now_utc_ns, "moved",
                   arena_printf(turn->arena, "%s fails at %s (%s: %s)", monitor->journey,
                                monitor->failure.step, monitor->failure.phase,
                                monitor->failure.reason),
                   monitor->failure.last_run);
}

static int64_t good_since(const struct turn *turn, const struct monitor *monitor)
{
    int64_t since = 0;
    for (size_t i = 0; i < monitor->sites.count; i++) {
        const struct site *site = monitor->sites.at[i];
        if (site->good_in_row > 0 && site->good_since_utc_ns > since)
            since = site->good_since_utc_ns;
    }
    return since != 0 ? since : turn->now_utc_ns;
}

static void leave(struct turn *turn, struct monitor *monitor, int64_t ended, const char *why)
{
    struct incident *incident = monitor->incident;
    monitor->incident = NULL;
    matter_leave(turn, incident,
                 incident_member(incident, monitor->journey, monitor->environment), ended, why);
}

void open_recovered(struct turn *turn, struct monitor *monitor)
{
    monitor->hold = HOLD_NONE;
    monitor->hold_until_utc_ns = 0;
    monitor->must_fail_again = false;
    monitor->turned_utc_ns = turn->now_utc_ns;
    if (monitor->incident != NULL && !monitor->flapping)
        leave(turn, monitor, good_since(turn, monitor), "well again");
}

void open_gone(struct turn *turn, struct monitor *monitor)
{
    monitor->flapping = false;
    if (monitor->incident != NULL)
        leave(turn, monitor, turn->now_utc_ns, "no longer in the configuration");
}

void open_calm(struct turn *turn, struct monitor *monitor)
{
    if (monitor->turned_utc_ns > turn->now_utc_ns) { /* the clock was set back */
        monitor->turned_utc_ns = turn->now_utc_ns;
        monitor_touch(turn->alerts, monitor);
    }
    if (!monitor->flapping || turn->now_utc_ns - monitor->turned_utc_ns < CALM_NS)
        return;
    struct incident *incident = monitor->incident;
    monitor->flapping = false;
    monitor_touch(turn->alerts, monitor);
    if (incident == NULL)
        return;
    incident->flapping = false;
    if (!monitor->broken) {
        leave(turn, monitor, good_since(turn, monitor), "no longer flapping");
        return;
    }
    incident_event(incident, turn->now_utc_ns, "calm", "fails steadily now", "");
    open_describe(incident);
    incident->update_due = turn->now_utc_ns;
}
