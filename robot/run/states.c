/* SPDX-License-Identifier: Apache-2.0 */
/* states.c - the states of a run, in the order things happen. */

#include "base/arena.h"
#include "base/clock.h"
#include "base/units.h"
#include "model/vocabulary.h"
#include "run/breakpoint.h"
#include "run/judgement.h"
#include "run/state.h"
#include "run/tries.h"
#include "run/worker.h"

#include <stdio.h>

static enum next begin(struct run *run);
static enum next begun(struct run *run);
static enum next entered(struct run *run);
static enum next next_step(struct run *run);
static enum next asked(struct run *run);
static enum next expand(struct run *run);
static enum next judge(struct run *run);
static enum next filled(struct run *run);
static enum next decide(struct run *run);
static enum next pause_over(struct run *run);
static enum next capture(struct run *run);
static enum next finish(struct run *run);

const struct state RUN_BEGIN = {"begin", begin};
static const struct state BEGUN = {"begun", begun};
static const struct state ENTERED = {"entered", entered};
static const struct state NEXT = {"next", next_step};
static const struct state ASKED = {"asked", asked};
static const struct state EXPAND = {"expand", expand};
const struct state RUN_JUDGE = {"judge", judge};
static const struct state FILLED = {"filled", filled};
const struct state RUN_DECIDE = {"decide", decide};
static const struct state PAUSE_OVER = {"pause over", pause_over};
static const struct state CAPTURE = {"capture", capture};
static const struct state FINISH = {"finish", finish};

static int64_t sooner(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* The ordinary steps are over; the clean-up gets a time of its own, as long as the journey's. */
static void stop_ordinary(struct run *run, enum stop why)
{
    if (run->stop == STOP_NONE)
        run->stop = why;
    run->deadline_ns = clock_now_ns() + run->journey->timeout_ns;
}

static bool cleaning(const struct run *run)
{
    return run->stop != STOP_NONE;
}

/* Here when it is light, in the pool when it is heavy. */
static enum next fill(struct run *run, bool heavy, void (*what)(struct run *run),
                      const struct state *to)
{
    if (heavy)
        return run_park(run, what, to, run->deadline_ns);
    run->parked_fault = (struct fault){0};
    what(run);
    return run_go(run, to);
}

static void fill_variables(struct run *run)
{
    frames_begin(run, &run->parked_fault);
}

static enum next begin(struct run *run)
{
    if (run->worker->began != NULL && !run->anew)
        run->worker->began(run->worker->listener, run->order);
    return fill(run, run->journey->heavy, fill_variables, &BEGUN);
}

static enum next begun(struct run *run)
{
    const struct fault *fault = &run->parked_fault;
    if (fault->reason != REASON_NONE) {
        run->breakpoint = (struct breakpoint){.step = "variables",
                                              .phase = fault->phase,
                                              .reason = fault->reason,
                                              .message = fault->message};
        run->verdict = fault->phase == PHASE_ROBOT ? VERDICT_INTERNAL : VERDICT_FAIL;
        stop_ordinary(run, STOP_FAILED);
    }
    return run_go(run, &NEXT);
}

/* Asks only_if and skip_if. A template that fails in them fails the step. */
static void ask(struct run *run)
{
    const struct step *step = run->step;
    bool skip = false, holds = true;
    run->unwanted = NULL;
    if (step->only_if.count > 0 &&
        !judgement_holds(run, &step->only_if, &holds, &run->parked_fault))
        return;
    if (!holds)
        run->unwanted = "only_if does not hold";
    else if (step->skip_if.count > 0 &&
             judgement_holds(run, &step->skip_if, &skip, &run->parked_fault) && skip)
        run->unwanted = "skip_if holds";
}

static const char *why_stopped(const struct run *run)
{
    switch (run->stop) {
    case STOP_NONE:
        break;
    case STOP_FAILED:
        return "an earlier step failed";
    case STOP_TIMEOUT:
        return "the journey's time was over";
    case STOP_CANCELLED:
        return "the run was cancelled";
    }
    return NULL;
}

/* The included steps are left out, for that reason. */
static enum next leave_out(struct run *run, const struct step *step, const char *why)
{
    for (; run->step_index < step->leave_index; run->step_index++)
        tries_skip_step(run, &run->journey->steps[run->step_index], why);
    run->scopes[step->frame->index] = NULL;
    return run_go(run, &NEXT);
}

static void enter(struct run *run)
{
    ask(run);
    if (run->unwanted == NULL && run->parked_fault.reason == REASON_NONE)
        frame_enter(run, run->step->frame, &run->parked_fault);
}

static enum next entered(struct run *run)
{
    const struct step *step = run->step;
    if (run->unwanted != NULL)
        return leave_out(run, step, run->unwanted);
    if (run->parked_fault.reason == REASON_NONE)
        return run_go(run, &NEXT);
    tries_fail_step(run, step, &run->parked_fault);
    stop_ordinary(run, STOP_FAILED);
    return leave_out(run, step, why_stopped(run));
}

/* An include: its room is opened and closed here, without a step of its own in the outcome. */
static enum next pass_frame(struct run *run, const struct step *step)
{
    const struct frame *frame = step->frame;
    run->step_index++;
    if (step->role == STEP_LEAVES) {
        if (!cleaning(run) && run->scopes[frame->index] != NULL)
            frame_leave(run, frame);
        return run_go(run, &NEXT);
    }
    bool open = !(cleaning(run) && !step->always) && run->scopes[frame->parent->index] != NULL;
    if (!open)
        return leave_out(run, step, why_stopped(run));
    return fill(run, step->heavy, enter, &ENTERED);
}

static const struct fault too_late = {
    .phase = PHASE_SEND,
    .reason = REASON_TIMEOUT,
    .message = "the journey's time was over before this step began",
};

/* The run has no place for the step any more, and that is told. */
static bool passed_over(struct run *run, const struct step *step)
{
    if (run->stop == STOP_NONE && clock_now_ns() >= run->deadline_ns && !step->always) {
        tries_fail_step(run, step, &too_late);
        stop_ordinary(run, STOP_TIMEOUT);
        return true;
    }
    bool room = run->scopes[step->frame->index] != NULL;
    if (room && !run->cancelled_twice && (!cleaning(run) || step->always))
        return false;
    tries_skip_step(run, step, why_stopped(run));
    return true;
}

static enum next next_step(struct run *run)
{
    const struct journey *journey = run->journey;
    if (run->step_index >= journey->step_count)
        return run_go(run, &FINISH);
    const struct step *step = run->step = &journey->steps[run->step_index];
    if (step->role != STEP_ACTS)
        return pass_frame(run, step);
    run->step_index++;
    if (passed_over(run, step))
        return run_go(run, &NEXT);
    return fill(run, step->heavy_to_ask, ask, &ASKED);
}

static enum next asked(struct run *run)
{
    const struct step *step = run->step;
    if (step->heavy_to_ask && passed_over(run, step)) /* stopped meanwhile */
        return run_go(run, &NEXT);
    if (run->unwanted != NULL) {
        tries_skip_step(run, step, run->unwanted);
        return run_go(run, &NEXT);
    }
    if (run->parked_fault.reason != REASON_NONE) {
        tries_fail_step(run, step, &run->parked_fault);
        if (!step->always)
            stop_ordinary(run, STOP_FAILED);
        return run_go(run, &NEXT);
    }
    return run_go(run, &EXPAND);
}

static enum next expand(struct run *run)
{
    const struct step *step = run->step;
    tries_begin_step(run, step);
    run->record->outcome.span_id =
        arena_printf(run->arena, "%016llx", (unsigned long long)random_next(&run->random) | 1u);
    run->attempt = run->repetition = 1;
    run->step_deadline_ns = run->record->outcome.started_ns + step->timeout_ns;
    if (step->repeat !=
        NULL) /* each poll has the step's time-out; all of them have the limit */
        run->repeat_deadline_ns = run->record->outcome.started_ns + step->repeat->limit_ns;
    return run_go(run, &RUN_ATTEMPT);
}

static void judged(void *thing)
{
    struct judgement *j = thing;
    struct run *run = j->run;
    run->judgement_under_way = false;
    arena_end(j->holds);
    if (!run->awake)
        run_wake(run);
}

static void drop_judgement(void *thing)
{
    struct judgement *j = thing;
    struct arena *holds = j->holds;
    judgement_end(j);
    arena_end(holds);
}

static enum next hand_over(struct run *run)
{
    struct judgement *j = run->judgement;
    j->job = (struct offload_job){
        .work = judgement_work, .done = judged, .drop = drop_judgement, .thing = j};
    j->holds = run->arena;
    arena_hold(run->arena);
    run->judgement_under_way = true;
    enum next next = run_wait_then(run, &RUN_DECIDE, run->step_deadline_ns);
    offload_submit(run->worker->offload, run->worker->loop, &j->job);
    return next;
}

static void fill_judgement(struct run *run)
{
    run->judgement = judgement_new(run, run->step, run->saw);
}

/* Of a failed try there is only what a browser saw of its page. */
static bool worth_judging(const struct observation *saw)
{
    const struct fault *fault = &saw->fault;
    return fault->reason == REASON_NONE || (saw->page != NULL && fault->phase != PHASE_ROBOT &&
                                            fault->reason != REASON_CANCELLED);
}

static enum next judge(struct run *run)
{
    if (!run->attempt_done) {
        run->step->kind->transport->cancel(&run->trying);
        attempt_tell_stopped(run);
    }
    run->last_saw = run->saw;
    run->judgement = NULL; /* the one before belongs to its try */
    if (!worth_judging(run->saw))
        return run_go(run, &RUN_DECIDE);
    if (run->step->heavy_to_judge)
        return run_park(run, fill_judgement, &FILLED, run->step_deadline_ns);
    run->interrupted = false;
    fill_judgement(run);
    return run_go(run, &FILLED);
}

/* What an interruption leaves is a try that was not judged. */
static enum next filled(struct run *run)
{
    if (run->interrupted) {
        judgement_end(run->judgement);
        run->judgement = NULL;
        run->timer_fired = run->overtime;
        run->saw->fault = (struct fault){.phase = PHASE_JUDGE};
        attempt_tell_stopped(run);
        return run_go(run, &RUN_DECIDE);
    }
    if (run->judgement->fault.reason != REASON_NONE)
        return run_go(run, &RUN_DECIDE);
    if (judgement_is_heavy(run->judgement))
        return hand_over(run);
    judgement_work(run->judgement);
    return run_go(run, &RUN_DECIDE);
}

/* The step waits before another try, but never past the time it has. */
static enum next pause_for(struct run *run, int64_t pause_ns)
{
    int64_t now = clock_now_ns();
    return run_wait_then(run, &PAUSE_OVER, sooner(now + pause_ns, run->deadline_ns));
}

static enum next decide(struct run *run)
{
    if (run->judgement_under_way) { /* its time ran out in the pool */
        offload_abandon(&run->judgement->job);
        run->judgement_under_way = false;
        run->judgement = NULL;
        run->saw->fault = (struct fault){.phase = PHASE_JUDGE};
        attempt_tell_stopped(run);
    }
    const struct tried *tried = tries_add(run);
    int64_t pause_ns;
    switch (tries_again(run, tried, &pause_ns)) {
    case TRY_NO_MORE:
        break;
    case TRY_RETRY:
        run->attempt++;
        return pause_for(run, pause_ns);
    case TRY_REPEAT:
        run->repetition++;
        run->attempt = 1;
        return pause_for(run, pause_ns);
    }
    return run_go(run, &CAPTURE);
}

static enum next pause_over(struct run *run)
{
    bool cancelled = run->stop == STOP_CANCELLED && !run->timer_fired;
    if (!cancelled && clock_now_ns() < run->deadline_ns)
        return run_go(run, &RUN_ATTEMPT);
    struct fault fault = {
        .phase = PHASE_WAIT,
        .reason = cancelled ? REASON_CANCELLED : REASON_TIMEOUT,
        .message = cancelled
                       ? "cancelled while pausing before another try"
                       : arena_printf(run->arena,
                                      "the journey's time of %s was over before another try",
                                      duration_text(run->arena, run->journey->timeout_ns)),
    };
    tries_stop_step(run, &fault);
    if (!cancelled && run->stop == STOP_NONE && !run->step->always)
        run->stop = STOP_TIMEOUT;
    return run_go(run, &CAPTURE);
}

static enum next capture(struct run *run)
{
    const struct step *step = run->step;
    enum verdict verdict = run->record->outcome.verdict;
    if (verdict == VERDICT_PASS || verdict == VERDICT_DEGRADED)
        tries_capture(run);
    tries_end_step(run);
    bool broke = verdict == VERDICT_FAIL || verdict == VERDICT_INTERNAL;
    if (broke && !step->always && !step->soft && run->stop == STOP_NONE)
        stop_ordinary(run, STOP_FAILED);
    else if (run->stop != STOP_NONE && !step->always)
        stop_ordinary(run,
                      run->stop); /* timed out or cancelled in this step: clean up from now */
    return run_go(run, &NEXT);
}

static enum next finish(struct run *run)
{
    (void)run;
    return RUN_DONE;
}
