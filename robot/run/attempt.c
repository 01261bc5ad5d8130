/* SPDX-License-Identifier: Apache-2.0 */
/* attempt.c - one try of a step: its templates filled in, its transport started. */

#include "base/arena.h"
#include "base/clock.h"
#include "base/units.h"
#include "model/vocabulary.h"
#include "run/state.h"
#include "run/worker.h"

#include <stdio.h>

static enum next attempt(struct run *run);
static enum next prepared(struct run *run);

const struct state RUN_ATTEMPT = {"attempt", attempt};
static const struct state PREPARED = {"prepared", prepared};

static int64_t sooner(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static void attempt_done(struct attempt *attempt)
{
    struct run *run = attempt->owner;
    run->attempt_done = true;
    run->lost = run->lost || attempt->lost;
    if (!run->awake)
        run_wake(run);
}

static size_t kind_index(const struct run *run, const struct step_kind *kind)
{
    size_t i = 0;
    while (run->worker->vocabulary->step_kinds[i] != kind)
        i++;
    return i;
}

static void prepare(struct run *run)
{
    run->step->kind->transport->prepare(&run->trying);
}

static enum next start(struct run *run)
{
    enum next next = run_wait_then(run, &RUN_JUDGE, run->step_deadline_ns);
    run->step->kind->transport->start(&run->trying);
    return next;
}

static enum next attempt(struct run *run)
{
    const struct step *step = run->step;
    int64_t now = clock_now_ns();
    run->saw = arena_make(run->arena, struct observation);
    *run->saw = (struct observation){.kind = step->kind->name,
                                     .started_ns = now,
                                     .started_utc_ns = clock_now_utc_ns(),
                                     .time = timing_none()};
    run->step_deadline_ns = sooner(now + step->timeout_ns, run->deadline_ns);
    run->trying = (struct attempt){
        .arena = run->arena,
        .saw = run->saw,
        .journey = run->journey,
        .step = step,
        .params = step->params,
        .scope = run->scopes[step->frame->index],
        .run_id = run->id,
        .trace_id = run->trace_id,
        .span_id = run->record->outcome.span_id,
        .deadline_ns = run->step_deadline_ns,
        .station = worker_station(run->worker, step->kind),
        .session = &run->sessions[kind_index(run, step->kind)],
        .session_arena = run->session,
        .done = attempt_done,
        .owner = run,
    };
    run->attempt_done = false;
    if (step->kind->transport->prepare == NULL)
        return start(run);
    if (step->heavy)
        return run_park(run, prepare, &PREPARED, run->step_deadline_ns);
    prepare(run);
    return start(run);
}

/* The attempt was stopped by us: by its own deadline, the journey's, or whoever cancelled. */
void attempt_tell_stopped(struct run *run)
{
    struct fault *fault = &run->saw->fault;
    bool cancelled = run->stop == STOP_CANCELLED && !run->timer_fired;
    int64_t spent = clock_now_ns() - run->saw->started_ns;
    bool journey_over = !cancelled && clock_now_ns() >= run->deadline_ns;
    fault->reason = cancelled ? REASON_CANCELLED : REASON_TIMEOUT;
    fault->message =
        cancelled ? "cancelled"
        : journey_over
            ? arena_printf(run->arena,
                           "the journey's time of %s was over after %s of this attempt",
                           duration_text(run->arena, run->journey->timeout_ns),
                           duration_text(run->arena, spent))
            : arena_printf(run->arena, "no end within the step's time-out of %s",
                           duration_text(run->arena, run->step->timeout_ns));
    if (journey_over && !cancelled && run->stop == STOP_NONE && !run->step->always)
        run->stop = STOP_TIMEOUT;
}

/* The time was over, or somebody cancelled, before anything was sent. */
static enum next prepared(struct run *run)
{
    if (!run->interrupted)
        return start(run);
    run->saw->fault = (struct fault){.phase = PHASE_SEND};
    run->timer_fired = run->overtime;
    attempt_tell_stopped(run);
    run->last_saw = run->saw;
    run->judgement = NULL;
    return run_go(run, &RUN_DECIDE);
}
