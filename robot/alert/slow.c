/* SPDX-License-Identifier: Apache-2.0 */
/* slow.c - the rule "latency": a journey that passes, but slower than it used to.
 *
 * What was normal at the opening stays the measure until it is normal again; otherwise 25 slow runs
 * would make slow the new normal and resolve what nobody repaired. After NEW_NORMAL_NS it is
 * accepted, and the resolve says so. */

#include "alert/latency.h"
#include "alert/match.h"
#include "alert/matter.h"
#include "alert/place.h"
#include "alert/rules.h"
#include "base/arena.h"
#include "base/units.h"

#include <string.h>

static const char *words_of(struct arena *arena, const struct record *record,
                            const struct slower *slower)
{
    const char *what = slower->step < 0 ? "the journey" : record->steps[slower->step].name;
    const char *text =
        arena_printf(arena, "%s: median %s -> %s", what, duration_text(arena, slower->was_ns),
                     duration_text(arena, slower->now_ns));
    if (slower->grown_step < 0)
        return text;
    if (slower->step < 0)
        text = arena_printf(arena, "%s; most of it at %s", text,
                            record->steps[slower->grown_step].name);
    if (slower->phase >= 0)
        text =
            arena_printf(arena, "%s, %s %s -> %s", text, phase_name((enum phase)slower->phase),
                         duration_text(arena, slower->phase_was_ns),
                         duration_text(arena, slower->phase_now_ns));
    return text;
}

/* Of one its own words; of several what they share. */
static void describe(struct turn *turn, struct incident *incident)
{
    const struct member *first = NULL;
    size_t failing = incident_failing(incident);
    for (size_t i = incident->members.count; i-- > 0;) {
        const struct member *member = incident->members.at[i];
        first = member->failing ? member : first;
    }
    if (first == NULL)
        return;
    if (failing == 1)
        string_keep(&incident->title, /* how much; where is for the text */
                    arena_printf(turn->arena, "%s is slower than usual: %.*s", first->journey,
                                 (int)strcspn(first->text, ";"), first->text));
    else
        string_keep(&incident->title,
                    arena_printf(turn->arena, "%zu journeys are slower than usual at %s",
                                 failing, incident->host));
    string_keep(&incident->text, first->text);
    string_keep(&incident->step, first->step);
    string_keep(&incident->phase, first->phase);
    string_keep(&incident->endpoint, first->endpoint);
}

static struct incident *make(struct turn *turn, struct monitor *monitor,
                             const struct record *record, const char *host)
{
    struct incident *incident =
        incident_new(turn->alerts, RULE_LATENCY, place_key(turn, RULE_LATENCY, monitor, host),
                     turn->now_utc_ns);
    string_keep(&incident->severity, "warning");
    string_keep(&incident->environment, monitor->environment);
    string_keep(&incident->location, record->location);
    string_keep(&incident->owner, monitor->as->owner);
    string_keep(&incident->runbook, monitor->as->rule.runbook);
    string_keep(&incident->reason, "slower");
    string_keep(&incident->host, host);
    string_keep(&incident->first_run, record->run_id);
    incident->started = record->started_utc_ns;
    incident->remind_ns = monitor->as->rule.remind_ns;
    return incident;
}

static void join(struct turn *turn, struct incident *incident, const struct monitor *monitor,
                 const struct record *record, const struct slower *slower)
{
    struct member *member = incident_join(incident, monitor, turn->now_utc_ns);
    int at = slower->grown_step >= 0 ? slower->grown_step : slower->step;
    const struct record_step *step = at >= 0 ? &record->steps[at] : NULL;
    member->normal_ns = slower->was_ns;
    member->watched = slower->step;
    string_keep(&member->step, step != NULL ? step->name : "");
    string_keep(&member->endpoint, step != NULL ? step->endpoint : "");
    string_keep(&member->phase,
                slower->phase >= 0 ? phase_name((enum phase)slower->phase) : "");
    string_keep(&member->reason, "slower");
    string_keep(&member->text, words_of(turn->arena, record, slower));
    string_keep(&incident->last_run, record->run_id);
    incident->last = record->started_utc_ns;
    incident->failures++;
    describe(turn, incident);
}

/* At a host that others are slow at already, it joins them. */
static void open_slow(struct turn *turn, struct monitor *monitor, const struct record *record,
                      const struct slower *slower)
{
    struct whom whom = whom_of(monitor->as, "warning");
    const char *const *channels =
        match_channels(turn->alerts, &whom, monitor->as->rule.channels, turn->arena);
    int at = slower->grown_step >= 0 ? slower->grown_step : slower->step;
    const char *host = at >= 0 && record->steps[at].host != NULL ? record->steps[at].host : "";
    struct incident *shared = place_shared(turn->alerts, RULE_LATENCY, monitor, host);
    struct incident *incident = shared != NULL ? shared : make(turn, monitor, record, host);
    join(turn, incident, monitor, record, slower);
    if (shared == NULL) {
        matter_open(turn, incident, channels, record->run_id);
        return;
    }
    incident_event(incident, turn->now_utc_ns, "joined",
                   arena_printf(turn->arena, "%s is slower", monitor->journey), record->run_id);
    matter_grow(turn, incident, channels);
}

/* Still slower, or what has become of it. */
static void go_on(struct turn *turn, struct incident *incident, struct monitor *monitor,
                  struct site *site, const struct record *record)
{
    const struct latency_rule *rule = &turn->alerts->settings.config->latency;
    struct member *member = incident_member(incident, monitor->journey, monitor->environment);
    int64_t now_ns = -1;
    bool still = rule->on && latency_still(site->latency, rule, (int)member->watched,
                                           member->normal_ns, &now_ns);
    if (still && turn->now_utc_ns - member->joined < NEW_NORMAL_NS) {
        incident->failures++;
        incident->last = record->started_utc_ns;
        string_keep(&incident->last_run, record->run_id);
        incident->dirty = true;
        return;
    }
    if (still) { /* what was normal is forgotten, or the next run would tell of it again */
        latency_free(site->latency);
        site->latency = NULL;
    }
    const char *why = still      ? "this is the new normal: so slow for a day"
                      : rule->on ? "as fast as usual again"
                                 : "latency is no longer watched";
    matter_leave(turn, incident, member, record->started_utc_ns, why);
    if (incident->closed == 0)
        describe(turn, incident);
}

void slow_take(struct turn *turn, struct monitor *monitor, struct site *site,
               const struct record *record)
{
    const struct latency_rule *rule = &turn->alerts->settings.config->latency;
    struct slower slower;
    if (rule->on)
        site->latency = latency_add(site->latency, record, rule);
    else if (site->latency == NULL)
        return;
    struct incident *incident = place_of(turn->alerts, RULE_LATENCY, monitor);
    if (incident != NULL && strcmp(incident->location, site->location) != 0)
        return; /* another location was first: its own runs end it */
    if (incident != NULL) {
        go_on(turn, incident, monitor, site, record);
        return;
    }
    struct whom whom = whom_of(monitor->as, "warning");
    if (rule->on && !monitor->broken && latency_slower(site->latency, rule, &slower) &&
        match_muted(turn->alerts, &whom, turn->now_utc_ns) == 0)
        open_slow(turn, monitor, record, &slower);
}
