/* SPDX-License-Identifier: Apache-2.0 */
/* fault.c - the rule "internal": the robot itself fails, again and again.
 *
 * Never the app's fault, and it never pages the app's team: one incident per location, told where
 * the robot's owners listen, with the monitors nobody watches meanwhile as its members. */

#include "alert/match.h"
#include "alert/matter.h"
#include "alert/rules.h"
#include "base/arena.h"

static const char *key_at(struct arena *arena, const char *location)
{
    const char *const parts[] = {rule_name(RULE_INTERNAL), location, NULL};
    return key_of(arena, parts);
}

static void describe(struct arena *arena, struct incident *incident)
{
    size_t failing = incident_failing(incident);
    string_keep(&incident->title,
                arena_printf(arena,
                             "the robot fails at %zu journey%s, which nobody watches now",
                             failing, failing == 1 ? "" : "s"));
}

static void put_words(struct incident *incident, struct member *member,
                      const struct record *record)
{
    string_keep(&member->step, record->breakpoint.step);
    string_keep(&member->phase, phase_name(PHASE_ROBOT));
    string_keep(&member->reason, reason_name(record->breakpoint.reason));
    string_keep(&member->text, record->message);
    string_keep(&incident->text, record->message);
    string_keep(&incident->last_run, record->run_id);
    incident->last = record->started_utc_ns;
    incident->failures++;
    incident->dirty = true;
}

static struct incident *make(struct turn *turn, const struct record *record, const char *key)
{
    struct incident *incident =
        incident_new(turn->alerts, RULE_INTERNAL, key, turn->now_utc_ns);
    string_keep(&incident->severity, "warning");
    string_keep(&incident->location, record->location);
    string_keep(&incident->owner, "xunjian");
    string_keep(&incident->phase, phase_name(PHASE_ROBOT));
    string_keep(&incident->reason, reason_name(REASON_ROBOT));
    string_keep(&incident->first_run, record->run_id);
    incident->started = record->started_utc_ns;
    incident->remind_ns = turn->alerts->settings.config->alert.remind_ns;
    return incident;
}

void fault_take(struct turn *turn, struct monitor *monitor, struct site *site,
                const struct record *record)
{
    if (++site->internal_in_row < INTERNAL_IN_A_ROW)
        return;
    const char *key = key_at(turn->arena, site->location);
    struct incident *incident = incident_open_of(turn->alerts, key);
    struct member *member =
        incident != NULL ? incident_member(incident, monitor->journey, monitor->environment)
                         : NULL;
    bool is_new = incident == NULL, joins = member == NULL || !member->failing;
    if (is_new)
        incident = make(turn, record, key);
    if (joins)
        member = incident_join(incident, monitor, turn->now_utc_ns);
    put_words(incident, member, record);
    describe(turn->arena, incident);
    const char *const *channels =
        match_robot_channels(turn->alerts, incident->severity, turn->arena);
    if (is_new)
        matter_open(turn, incident, channels, record->run_id);
    else if (joins)
        matter_grow(turn, incident, channels);
}

void fault_over(struct turn *turn, struct monitor *monitor, struct site *site)
{
    if (site->internal_in_row >= INTERNAL_IN_A_ROW) {
        struct incident *incident =
            incident_open_of(turn->alerts, key_at(turn->arena, site->location));
        struct member *member =
            incident != NULL ? incident_member(incident, monitor->journey, monitor->environment)
                             : NULL;
        if (member != NULL) {
            matter_leave(turn, incident, member, turn->now_utc_ns, "the robot works again");
            if (incident->closed == 0)
                describe(turn->arena, incident);
        }
    }
    site->internal_in_row = 0;
}
