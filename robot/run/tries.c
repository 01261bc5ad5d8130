/* SPDX-License-Identifier: Apache-2.0 */
/* tries.c - recording tries, and deciding what a step has come to. */

#include "run/tries.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/redact.h"
#include "base/units.h"
#include "document/json.h"
#include "run/breakpoint.h"
#include "run/budget.h"
#include "run/judgement.h"
#include "run/page_budget.h"
#include "run/retry.h"
#include "run/worker.h"

#include <string.h>

/* "login / sms code": the frames' titles, outermost first. */
static const char *full_name(struct arena *arena, const struct frame *frame, const char *name)
{
    for (; frame != NULL; frame = frame->parent)
        if (frame->title != NULL)
            name = arena_printf(arena, "%s / %s", frame->title, name);
    return name;
}

static struct step_record *open_record(struct run *run, const struct step *step)
{
    struct step_record *record = &run->records[step->index];
    record->outcome = (struct step_outcome){
        .step = step,
        .name = full_name(run->arena, step->frame, step->name),
        .started_ns = clock_now_ns(),
        .started_utc_ns = clock_now_utc_ns(),
    };
    record->last = &record->first;
    return record;
}

void tries_begin_step(struct run *run, const struct step *step)
{
    run->record = open_record(run, step);
}

/* The assertions' findings and the budget's, in one array of the run's. */
static void collect_findings(struct run *run, struct tried *tried)
{
    const struct judgement *j = run->judgement;
    const struct step *step = run->step;
    size_t n = j != NULL ? j->finding_count : 0;
    struct finding *findings = arena_array(
        run->arena, n + MOST_BUDGET_FINDINGS + MOST_PAGE_BUDGET_FINDINGS, struct finding);
    if (n > 0)
        memcpy(findings, j->findings, n * sizeof *findings);
    if (step->budget != NULL && run->saw->fault.reason == REASON_NONE) {
        n += budget_judge(step->budget, &run->saw->time, step->at, run->arena, findings + n);
        n += page_budget_judge(&step->budget->page, run->saw, step->at, run->arena,
                               findings + n);
    }
    tried->findings = findings;
    tried->finding_count = n;
}

/* A secret that was found is known to the redaction table before anybody can write it, whether the
 * try passed or not, for as long as the outcome of its run is there. */
static void hide_secrets(struct run *run, const struct judgement *j)
{
    for (size_t i = 0; j->captures != NULL && i < run->step->capture_count; i++) {
        const struct capture_result *c = &j->captures[i];
        if (c->capture != NULL && c->capture->redact && c->value != NULL)
            redact_add_for(run->arena, json_to_text(run->arena, c->value), c->capture->name);
    }
}

const struct tried *tries_add(struct run *run)
{
    struct step_record *record = run->record;
    struct try_record *it = arena_make(run->arena, struct try_record);
    struct judgement *j = run->judgement;
    struct tried *tried = &it->tried;
    if (j != NULL && j->fault.reason != REASON_NONE)
        run->saw->fault = j->fault;
    if (j != NULL) {
        arena_adopt(run->arena, j->arena);
        hide_secrets(run, j);
    }
    *tried =
        (struct tried){.saw = run->saw, .repetition = run->repetition, .attempt = run->attempt};
    collect_findings(run, tried);
    tried->verdict = attempt_verdict(&run->saw->fault, tried->findings, tried->finding_count);
    if (tried->verdict != VERDICT_PASS && tried->verdict != VERDICT_DEGRADED)
        tried->breakpoint = breakpoint_of(record->outcome.name, &run->saw->fault,
                                          tried->findings, tried->finding_count, run->arena);
    *record->last = it;
    record->last = &it->next;
    record->tries++;
    record->outcome.verdict = tried->verdict;
    record->outcome.breakpoint = tried->breakpoint;
    return tried;
}

static bool until_failed(const struct run *run, const struct tried *tried)
{
    return run->step->repeat != NULL && run->judgement != NULL &&
           tried->saw->fault.reason == REASON_NONE && !run->judgement->until_holds;
}

/* The polls are over and what was waited for never came. */
static void give_up_polling(struct run *run, const struct tried *tried)
{
    const struct finding *last = &tried->findings[0];
    const struct repeat *repeat = run->step->repeat;
    run->record->outcome.verdict = VERDICT_FAIL;
    run->record->outcome.breakpoint = (struct breakpoint){
        .step = run->record->outcome.name,
        .phase = PHASE_JUDGE,
        .reason = REASON_REPEAT,
        .message = arena_printf(run->arena,
                                "never became true in %d polls (limit %s): %s: expected %s, "
                                "actual at last %s",
                                run->repetition, duration_text(run->arena, repeat->limit_ns),
                                last->check, last->expected, last->actual),
    };
}

enum again tries_again(struct run *run, const struct tried *tried, int64_t *ret_pause_ns)
{
    const struct repeat *repeat = run->step->repeat;
    if (run->cancelled_twice || (run->stop != STOP_NONE && !run->step->always))
        return TRY_NO_MORE;
    if (until_failed(run, tried)) {
        int64_t next_ns = clock_now_ns() + repeat->interval_ns;
        bool more = next_ns < run->repeat_deadline_ns &&
                    (repeat->times == 0 || run->repetition < repeat->times);
        *ret_pause_ns = repeat->interval_ns;
        if (more)
            return TRY_REPEAT;
        give_up_polling(run, tried);
        return TRY_NO_MORE;
    }
    if (!retry_again(run->step->retry, tried, run->attempt))
        return TRY_NO_MORE;
    *ret_pause_ns = retry_pause_ns(run->step->retry, run->attempt + 1);
    return TRY_RETRY;
}

void tries_stop_step(struct run *run, const struct fault *fault)
{
    struct step_outcome *outcome = &run->record->outcome;
    outcome->verdict = attempt_verdict(fault, NULL, 0);
    outcome->breakpoint = breakpoint_of(outcome->name, fault, NULL, 0, run->arena);
}

void tries_capture(struct run *run)
{
    const struct step *step = run->step;
    const struct judgement *j = run->judgement;
    if (j == NULL || step->capture_count == 0)
        return;
    struct try_record *last = run->record->first;
    while (last->next != NULL)
        last = last->next;
    struct captured *captures = arena_array(run->arena, step->capture_count, struct captured);
    for (size_t i = 0; i < step->capture_count; i++) {
        const struct capture *c = &step->captures[i];
        const struct json *value = j->captures[i].value;
        captures[i] = (struct captured){.name = c->name,
                                        .value = c->redact ? text_of("[redacted]")
                                                           : json_to_text(run->arena, value)};
        scope_set(run->scopes[step->frame->index], text_of(c->name), value);
    }
    last->tried.captures = captures;
    last->tried.capture_count = step->capture_count;
}

static void fold_verdict(struct run *run, const struct step_outcome *outcome)
{
    const struct step *step = outcome->step;
    enum verdict verdict = outcome->verdict;
    bool broke = verdict == VERDICT_FAIL || verdict == VERDICT_INTERNAL;
    if (step->always && broke) { /* told apart: the journey's own verdict stands */
        run->cleanup_failed = true;
        return;
    }
    if (step->soft && verdict == VERDICT_FAIL)
        verdict = VERDICT_DEGRADED;
    else if (broke && run->breakpoint.reason == REASON_NONE)
        run->breakpoint = outcome->breakpoint;
    if (verdict == VERDICT_SKIPPED && run->breakpoint.reason == REASON_NONE &&
        outcome->breakpoint.reason == REASON_CANCELLED)
        run->breakpoint = outcome->breakpoint;
    run->verdict = verdict_worse(run->verdict, verdict);
}

static void tell(struct run *run, struct step_record *record)
{
    struct step_outcome *outcome = &record->outcome;
    struct tried *tries = arena_array(run->arena, record->tries + 1, struct tried);
    size_t n = 0;
    for (const struct try_record *t = record->first; t != NULL; t = t->next)
        tries[n++] = t->tried;
    outcome->tries = tries;
    outcome->try_count = n;
    if (run->worker->step_ended != NULL)
        run->worker->step_ended(run->worker->listener, run->order, outcome);
}

void tries_end_step(struct run *run)
{
    struct step_record *record = run->record;
    record->outcome.duration_ns = clock_now_ns() - record->outcome.started_ns;
    fold_verdict(run, &record->outcome);
    run->judgement = NULL;
    tell(run, record);
}

void tries_skip_step(struct run *run, const struct step *step, const char *why)
{
    if (step->role != STEP_ACTS)
        return;
    struct step_record *record = open_record(run, step);
    record->outcome.verdict = VERDICT_SKIPPED;
    record->outcome.skipped_because = why;
    tell(run, record);
}

void tries_fail_step(struct run *run, const struct step *step, const struct fault *fault)
{
    struct step_record *record = open_record(run, step);
    record->outcome.verdict = attempt_verdict(fault, NULL, 0);
    record->outcome.breakpoint =
        breakpoint_of(record->outcome.name, fault, NULL, 0, run->arena);
    fold_verdict(run, &record->outcome);
    tell(run, record);
}
