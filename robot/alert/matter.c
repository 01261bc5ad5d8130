/* SPDX-License-Identifier: Apache-2.0 */
/* matter.c - told once, told of growth in groups, reminded of, resolved once.
 *
 * Growth is told as Alertmanager groups it: not before GROUP_WAIT_NS after the trigger, then at most
 * every GROUP_NEXT_NS; its group_wait and group_interval have the same defaults. The first word is
 * never late: only what is added to it waits. */

#include "alert/matter.h"
#include "alert/hold.h"
#include "alert/open.h"
#include "alert/say.h"
#include "base/arena.h"

#include <string.h>

void matter_open(struct turn *turn, struct incident *incident, const char *const *channels,
                 const char *run)
{
    incident->said = incident->reminded = turn->now_utc_ns;
    incident_event(incident, turn->now_utc_ns, "opened", incident->title, run);
    say_trigger(turn, incident, channels);
}

void matter_grow(struct turn *turn, struct incident *incident, const char *const *channels)
{
    if (incident->update_due == 0) {
        int64_t wait = incident->told_updates == 0 ? GROUP_WAIT_NS : GROUP_NEXT_NS;
        incident->update_due = incident->said + wait;
        if (incident->update_due < turn->now_utc_ns)
            incident->update_due = turn->now_utc_ns;
    }
    incident->dirty = true;
    say_trigger(turn, incident, channels);
}

static void tell_update(struct turn *turn, struct incident *incident)
{
    say_all(turn, incident, MESSAGE_UPDATE);
    incident->said = turn->now_utc_ns;
    incident->update_due = 0;
    incident->told_updates++;
}

void matter_severity(struct turn *turn, struct incident *incident, const char *severity)
{
    if (severity_rank(severity) <= severity_rank(incident->severity))
        return;
    incident_event(incident, turn->now_utc_ns, "severity",
                   arena_printf(turn->arena, "%s -> %s", incident->severity, severity), "");
    string_keep(&incident->severity, severity);
    if (hold_incident_muted(turn->alerts, incident, turn->now_utc_ns) == 0)
        tell_update(turn, incident);
    else if (incident->update_due == 0)
        incident->update_due = turn->now_utc_ns;
}

void matter_close(struct turn *turn, struct incident *incident, int64_t ended_utc_ns,
                  const char *why)
{
    incident->closed = turn->now_utc_ns;
    incident->ended = ended_utc_ns;
    incident->update_due = 0;
    for (size_t i = 0; i < incident->members.count; i++) {
        struct member *member = incident->members.at[i];
        if (member->failing)
            member->left = turn->now_utc_ns;
        member->failing = false;
    }
    incident_event(incident, turn->now_utc_ns, "closed", why, "");
    say_resolve(turn, incident, why);
}

void matter_leave(struct turn *turn, struct incident *incident, struct member *member,
                  int64_t ended_utc_ns, const char *why)
{
    if (!member->failing)
        return;
    member->failing = false;
    member->left = turn->now_utc_ns;
    incident->dirty = true;
    if (incident_failing(incident) == 0) {
        if (incident->rule == RULE_JOURNEY)
            open_describe(incident);
        matter_close(turn, incident, ended_utc_ns, why);
        return;
    }
    incident_event(incident, turn->now_utc_ns, "left",
                   arena_printf(turn->arena, "%s: %s", member->journey, why), "");
    if (incident->rule == RULE_JOURNEY)
        open_describe(incident);
}

static int64_t remind_utc_ns(const struct incident *incident)
{
    if (incident->remind_ns <= 0 || incident->acknowledged_at != 0 || incident->flapping)
        return INT64_MAX;
    return incident->reminded + incident->remind_ns;
}

/* The clock was set back: what was said seems to be in the future. */
static bool is_ahead(const struct incident *incident, int64_t now_utc_ns)
{
    bool ahead = incident->said > now_utc_ns || incident->reminded > now_utc_ns;
    for (size_t i = 0; i < incident->channels.count; i++)
        ahead = ahead ||
                ((const struct told *)incident->channels.at[i])->renewed_utc_ns > now_utc_ns;
    return ahead;
}

/* Counted from now on: what is due must not wait until the clock has caught up. */
static void set_back(struct incident *incident, int64_t now_utc_ns)
{
    incident->said = incident->reminded = now_utc_ns;
    if (incident->update_due != 0)
        incident->update_due = now_utc_ns + GROUP_WAIT_NS;
    for (size_t i = 0; i < incident->channels.count; i++)
        ((struct told *)incident->channels.at[i])->renewed_utc_ns = now_utc_ns;
    incident->dirty = true;
}

void matter_tick(struct turn *turn, struct incident *incident)
{
    int64_t now = turn->now_utc_ns;
    if (is_ahead(incident, now))
        set_back(incident, now);
    bool grown = incident->update_due != 0 && incident->update_due <= now;
    bool remind = remind_utc_ns(incident) <= now;
    if ((grown || remind) && hold_incident_muted(turn->alerts, incident, now) == 0) {
        if (grown)
            tell_update(turn, incident);
        if (remind) {
            incident->reminded = now;
            incident_event(incident, now, "reminded", "", "");
            say_all(turn, incident, MESSAGE_REMIND);
        }
    }
    say_renew(turn, incident);
}

int64_t matter_next_utc_ns(const struct alerts *alerts, const struct incident *incident)
{
    int64_t next = remind_utc_ns(incident);
    if (is_ahead(incident, alerts->now_utc_ns))
        return alerts->now_utc_ns;
    if (incident->update_due != 0 && incident->update_due < next)
        next = incident->update_due;
    if (next <= alerts->now_utc_ns) { /* muted, or the tick is still to come */
        int64_t until = hold_incident_muted(alerts, incident, alerts->now_utc_ns);
        if (until != 0)
            next = until;
    }
    int64_t renew = say_renew_utc_ns(alerts, incident);
    return renew < next ? renew : next;
}
