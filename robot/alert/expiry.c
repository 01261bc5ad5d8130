/* SPDX-License-Identifier: Apache-2.0 */
/* expiry.c - the rule "certificate": one incident per host, ahead of time.
 *
 * Warning at config.certificate_ns before the end, critical in the last three days. Renewed means
 * seen with a later end CERTIFICATE_GOOD_IN_A_ROW times in a row: behind a balancer some machines
 * still show the old one. */

#include "alert/match.h"
#include "alert/matter.h"
#include "alert/rules.h"
#include "alert/say.h"
#include "base/arena.h"
#include "base/units.h"

#include <string.h>

static const char *severity_of(int64_t left_ns)
{
    return left_ns <= CERTIFICATE_CRITICAL_NS ? "critical" : "warning";
}

static void describe(struct turn *turn, struct incident *incident,
                     const struct record_step *step)
{
    struct arena *arena = turn->arena;
    int64_t left_ns = step->certificate_not_after_utc_ns - turn->now_utc_ns;
    const char *end = utc_text(arena, step->certificate_not_after_utc_ns);
    long long days = (long long)(left_ns / (86400 * NS_PER_S));
    const char *when =
        left_ns <= 0 ? "has ended"
        : days > 0   ? arena_printf(arena, "ends in %lld day%s", days, days == 1 ? "" : "s")
                     : "ends within a day";
    string_keep(&incident->title,
                arena_printf(arena, "the certificate of %s %s", incident->host, when));
    string_keep(&incident->text,
                arena_printf(arena, "%s: valid until %s",
                             step->certificate_subject != NULL ? step->certificate_subject
                                                               : "its chain",
                             end));
}

static void count_in(struct incident *incident, const struct record *record)
{
    incident->failures++;
    incident->good_in_row = 0;
    incident->last = record->started_utc_ns;
    string_keep(&incident->last_run, record->run_id);
    incident->dirty = true;
}

static void open_expiry(struct turn *turn, struct monitor *monitor, const struct record *record,
                        const struct record_step *step, const char *key)
{
    const char *severity = severity_of(step->certificate_not_after_utc_ns - turn->now_utc_ns);
    struct whom whom = whom_of(monitor->as, severity);
    if (match_muted(turn->alerts, &whom, turn->now_utc_ns) != 0)
        return; /* the next run after the window opens it */
    struct incident *incident =
        incident_new(turn->alerts, RULE_CERTIFICATE, key, turn->now_utc_ns);
    string_keep(&incident->severity, severity);
    string_keep(&incident->host, step->host);
    string_keep(&incident->step, step->name);
    string_keep(&incident->phase, phase_name(PHASE_TLS));
    string_keep(&incident->reason, "certificate");
    string_keep(&incident->environment, monitor->environment);
    string_keep(&incident->location, record->location);
    string_keep(&incident->owner, monitor->as->owner);
    string_keep(&incident->runbook, monitor->as->rule.runbook);
    string_keep(&incident->first_run, record->run_id);
    incident->started = record->started_utc_ns;
    incident->remind_ns = monitor->as->rule.remind_ns;
    describe(turn, incident, step);
    incident_join(incident, monitor, turn->now_utc_ns);
    count_in(incident, record);
    matter_open(turn, incident,
                match_channels(turn->alerts, &whom, monitor->as->rule.channels, turn->arena),
                record->run_id);
}

/* Whom it concerns by now: another journey's people, or those whose route is for what is critical. */
static void call_more(struct turn *turn, struct incident *incident,
                      const struct monitor *monitor)
{
    struct whom whom = whom_of(monitor->as, incident->severity);
    if (match_muted(turn->alerts, &whom, turn->now_utc_ns) == 0)
        say_trigger(
            turn, incident,
            match_channels(turn->alerts, &whom, monitor->as->rule.channels, turn->arena));
}

static void seen_again(struct turn *turn, struct incident *incident, struct monitor *monitor,
                       const struct record *record, const struct record_step *step)
{
    int64_t left_ns = step->certificate_not_after_utc_ns - turn->now_utc_ns;
    struct member *member = incident_member(incident, monitor->journey, monitor->environment);
    describe(turn, incident, step);
    count_in(incident, record);
    if (member == NULL || !member->failing)
        incident_join(incident, monitor, turn->now_utc_ns);
    matter_severity(turn, incident, severity_of(left_ns));
    call_more(turn, incident, monitor);
}

static void seen_renewed(struct turn *turn, struct incident *incident,
                         const struct record *record)
{
    incident->dirty = true;
    if (++incident->good_in_row >= CERTIFICATE_GOOD_IN_A_ROW)
        matter_close(turn, incident, record->started_utc_ns, "renewed");
}

/* It failed at just that: the journey's own alert says so, and one is enough. */
static bool is_told_as_failure(const struct record *record, const struct record_step *step)
{
    return step == record_broken_step(record) && record->breakpoint.reason == REASON_TLS_VERIFY;
}

void expiry_take(struct turn *turn, struct monitor *monitor, const struct record *record)
{
    int64_t ahead_ns = turn->alerts->settings.config->certificate_ns;
    for (size_t i = 0; ahead_ns > 0 && i < record->step_count; i++) {
        const struct record_step *step = &record->steps[i];
        if (step->certificate_not_after_utc_ns == 0 || step->host == NULL)
            continue;
        const char *const parts[] = {step->host, rule_name(RULE_CERTIFICATE), NULL};
        const char *key = key_of(turn->arena, parts);
        struct incident *incident = incident_open_of(turn->alerts, key);
        bool ends = step->certificate_not_after_utc_ns - turn->now_utc_ns < ahead_ns;
        if (ends && incident == NULL) {
            if (!is_told_as_failure(record, step))
                open_expiry(turn, monitor, record, step, key);
        } else if (ends)
            seen_again(turn, incident, monitor, record, step);
        else if (incident != NULL)
            seen_renewed(turn, incident, record);
    }
}
