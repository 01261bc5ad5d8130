/* SPDX-License-Identifier: Apache-2.0 */
/* take.c - a record comes in: what it says of its monitor, and what follows.
 *
 * The order matters: first the robot itself, then the certificates, then whether the monitor is
 * broken, and last, when it is well, how fast it was. */

#include "alert/changed.h"
#include "alert/crowd.h"
#include "alert/depend.h"
#include "alert/hold.h"
#include "alert/judge.h"
#include "alert/open.h"
#include "alert/rules.h"
#include "alert/tidy.h"
#include "base/arena.h"
#include "base/must.h"

#include <string.h>

/* Nobody at the other end said a word, so it may be the robot's own network. Once connected there is
 * a way out; and a port that refuses was reached. */
static bool is_unanswered(const struct record *record, const struct record_step *step)
{
    const struct breakpoint *at = &record->breakpoint;
    bool early = at->phase == PHASE_DNS || at->phase == PHASE_CONNECT;
    return early && (step == NULL || step->status == 0) &&
           (at->reason == REASON_TIMEOUT || at->reason == REASON_UNRESOLVED ||
            at->reason == REASON_UNREACHABLE);
}

/* "row 2 (000002): status: ...": which of the journey's runs it is about. */
static const char *text_of_failure(const struct record *record, struct arena *arena)
{
    const char *text =
        record->breakpoint.message != NULL ? record->breakpoint.message : record->message;
    const struct {
        const char *what, *name;
    } parts[] = {{"", record->row}, {"variant ", record->variant}};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (parts[i].name != NULL && parts[i].name[0] != '\0')
            text = arena_printf(arena, "%s%s: %s", parts[i].what, parts[i].name,
                                text != NULL ? text : "");
    return text;
}

static void note_variant(struct failure *failure, const struct record *record, bool begins)
{
    const char *variant = record->variant != NULL ? record->variant : "";
    failure->passing = 0;
    if (begins)
        string_keep(&failure->variant, variant);
    else if (strcmp(failure->variant, variant) != 0)
        string_keep(&failure->variant, "");
}

/* A pass of another variant than the one that fails: it neither repairs that nor dilutes it. */
static bool is_beside(struct monitor *monitor, const struct site *site,
                      const struct alert_rule *rule, const struct record *record)
{
    struct failure *failure = &monitor->failure;
    if ((!site->broken && judge_failures(site, rule) == 0) || record->variant == NULL ||
        failure->variant == NULL || failure->variant[0] == '\0' ||
        strcmp(failure->variant, record->variant) == 0)
        return false;
    return ++failure->passing <= MOST_PASSING;
}

/* Keeps the words of a failing run; of the first one in a window, also that it began. */
static void note_failure(struct turn *turn, struct monitor *monitor, const struct site *site,
                         const struct record *record, bool begins)
{
    struct failure *f = &monitor->failure;
    const struct record_step *step = record_broken_step(record);
    shape_init(failure_shape, f);
    if (begins) {
        f->began_utc_ns = record->started_utc_ns;
        f->noted_utc_ns = turn->now_utc_ns;
        f->count = 0;
        string_keep(&f->first_run, record->run_id);
    }
    f->count++;
    f->last_utc_ns = record->started_utc_ns;
    f->unanswered = is_unanswered(record, step);
    string_keep(&f->last_run, record->run_id);
    string_keep(&f->location, record->location);
    string_keep(&f->step, record->breakpoint.step);
    string_keep(&f->phase, record->breakpoint.reason != REASON_NONE
                               ? phase_name(record->breakpoint.phase)
                               : "");
    string_keep(&f->reason, record->breakpoint.reason != REASON_NONE
                                ? reason_name(record->breakpoint.reason)
                                : "");
    string_keep(&f->text, text_of_failure(record, turn->arena));
    note_variant(f, record, begins);
    string_keep(&f->host, step != NULL ? step->host : "");
    string_keep(&f->endpoint, step != NULL ? step->endpoint : "");
    string_keep(&f->changed, changed_since(site->good, record, turn->arena));
    if (begins)
        crowd_begin(turn, monitor);
}

/* From ok or failing to broken, and back. */
static void move(struct turn *turn, struct monitor *monitor, enum result result)
{
    bool was = monitor->broken;
    const struct config *config = turn->alerts->settings.config;
    monitor->broken = judge_quorum(monitor, &config->quorum, turn->now_utc_ns);
    if (!was && monitor->broken) {
        monitor->broken_utc_ns = turn->now_utc_ns;
        monitor->turned_utc_ns = turn->now_utc_ns;
    } else if (was && !monitor->broken) {
        open_recovered(turn, monitor);
    }
    monitor_activate(turn->alerts, monitor);
    if (!monitor->broken || result != RESULT_BAD)
        return;
    if (monitor->incident != NULL) {
        open_failed_again(turn, monitor);
        return;
    }
    int64_t until;
    enum hold hold = hold_of(turn->alerts, monitor, turn->now_utc_ns, &until);
    if (hold != HOLD_DEPENDENCY && hold != HOLD_CUT_OFF)
        monitor->must_fail_again = false; /* it just did */
    open_consider(turn, monitor);
}

/* The first failure is looked at again at once; a run that was itself the second look is not. It was
 * a first one when somebody asked who depends on it. */
static bool is_worth_a_retest(const struct site *site, const struct alert_rule *rule,
                              const struct record *record, bool begins)
{
    return (record->cause != CAUSE_RETEST || begins) && !site->broken &&
           judge_failures(site, rule) == 1;
}

static void take_result(struct turn *turn, struct monitor *monitor, struct site *site,
                        const struct record *record)
{
    const struct alert_rule *rule = &monitor->as->rule;
    enum result result = judge_result(record, rule);
    bool begins = judge_failures(site, rule) == 0 && !monitor->broken;
    bool failed = monitor_fails_now(monitor);
    if (result == RESULT_GOOD && is_beside(monitor, site, rule, record))
        return;
    judge_count(site, rule, result, record->started_utc_ns);
    if (result == RESULT_BAD)
        note_failure(turn, monitor, site, record, begins);
    if (result == RESULT_BAD && is_worth_a_retest(site, rule, record, begins))
        turn_retest(turn, monitor);
    if (result == RESULT_BAD && begins)
        depend_ask(turn, monitor);
    bool asked = monitor->asked_utc_ns != 0;
    monitor->asked_utc_ns = 0;
    move(turn, monitor, result);
    if (result == RESULT_GOOD && !record->uncertain) {
        site->good = good_keep(site->good, record);
        slow_take(turn, monitor, site, record);
    }
    bool eased = failed && !monitor_fails_now(monitor);
    if (eased)
        crowd_ease(turn);
    if (eased || asked)
        open_consider_all(turn); /* who waited for this one */
}

struct alert_output alerts_take(struct alerts *alerts, const struct record *record,
                                int64_t now_utc_ns, struct arena *arena)
{
    must(record != NULL);
    struct turn turn = turn_begin(alerts, now_utc_ns, arena);
    struct monitor *monitor = monitor_find(alerts, record->journey, record->environment);
    if (record->cancelled || record->cause == CAUSE_PROBE ||
        record->verdict == VERDICT_SKIPPED || monitor == NULL || monitor->as == NULL)
        return turn_output(&turn);
    tidy_restored(alerts);
    struct site *site = monitor_site(monitor, record->location);
    monitor_touch(alerts, monitor);
    if (record->verdict == VERDICT_INTERNAL) {
        fault_take(&turn, monitor, site, record);
        return turn_output(&turn);
    }
    fault_over(&turn, monitor, site);
    expiry_take(&turn, monitor, record);
    take_result(&turn, monitor, site, record);
    return turn_output(&turn);
}

struct alert_output alerts_connectivity(struct alerts *alerts, bool reachable, const char *why,
                                        int64_t now_utc_ns, struct arena *arena)
{
    struct turn turn = turn_begin(alerts, now_utc_ns, arena);
    must(alerts->configured);
    tidy_restored(alerts);
    crowd_connectivity(&turn, reachable, why != NULL ? why : "");
    open_consider_all(&turn);
    return turn_output(&turn);
}
