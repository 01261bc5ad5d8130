/* SPDX-License-Identifier: Apache-2.0 */
/* run.c - the doors of the state machine: going, waiting, waking, beginning and being cancelled. */

#include "run/run.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/must.h"
#include "model/vocabulary.h"
#include "run/state.h"
#include "run/worker.h"

#include <stdio.h>
#include <string.h>

enum next run_go(struct run *run, const struct state *to)
{
    run->state = to;
    return RUN_GO_ON;
}

enum next run_wait_then(struct run *run, const struct state *to, int64_t until_ns)
{
    must(run->awake);
    run->state = to;
    run->awake = false;
    run->timer_fired = false;
    loop_timer_set(run->worker->loop, &run->timer, until_ns);
    return RUN_WAIT;
}

void run_wake(struct run *run)
{
    must(!run->awake); /* two wakes for one wait: somebody spoke twice */
    run->awake = true;
    loop_timer_stop(run->worker->loop, &run->timer);
    worker_ready(run->worker, run);
}

static int64_t timer_fired(void *thing, int64_t now_ns)
{
    struct run *run = thing;
    (void)now_ns;
    run->timer_fired = true;
    run_wake(run);
    return 0;
}

/* A browser that died is no verdict about the app: the run is done once more, in a fresh one. What it
 * has cleaned up, it has cleaned up. */
static bool begin_anew(struct run *run)
{
    struct worker *worker = run->worker;
    const struct run_order *order = run->order;
    if (!run->lost || run->anew || run->stop == STOP_CANCELLED)
        return false;
    log_write(LEVEL_WARNING, "run begun anew", "journey", run->journey->name, "why",
              run->breakpoint.message != NULL ? run->breakpoint.message : "", NULL);
    arena_end(run->arena);
    run_start(worker, order)->anew = true;
    return true;
}

void run_advance(struct run *run)
{
    enum next next = RUN_GO_ON;
    while (next == RUN_GO_ON && run->awake)
        next = run->state->enter(run);
    if (next != RUN_DONE)
        return;
    struct worker *worker = run->worker;
    const struct run_order *order = run->order;
    *run->sibling_slot = run->sibling;
    if (run->sibling != NULL)
        run->sibling->sibling_slot = run->sibling_slot;
    arena_end(run->session);
    if (begin_anew(run))
        return;
    struct outcome *outcome = run_outcome(run); /* the run's memory goes along */
    worker->finished(worker->listener, order, outcome);
}

/* Ids are drawn from the run's own stream, so that a seed gives the same ones again, but for the
 * first half, which is the time: two runs under one seed must not be one trace. */
static void make_ids(struct run *run)
{
    snprintf(run->id, sizeof run->id, "%016llx%08x", (unsigned long long)run->started_utc_ns,
             (unsigned)random_next(&run->random));
    snprintf(run->trace_id, sizeof run->trace_id, "%016llx%016llx",
             (unsigned long long)run->started_utc_ns,
             (unsigned long long)random_next(&run->random) | 1u);
}

static size_t count_kinds(const struct vocabulary *vocabulary)
{
    size_t n = 0;
    while (vocabulary->step_kinds[n] != NULL)
        n++;
    return n;
}

struct run *run_start(struct worker *worker, const struct run_order *order)
{
    const struct journey *journey = order->journey;
    struct arena *arena = arena_new();
    struct run *run = arena_make(arena, struct run);
    run->arena = arena;
    run->session = arena_new();
    run->worker = worker;
    run->order = order;
    run->journey = journey;
    run->variant = order->variant;
    run->started_ns = clock_now_ns();
    run->started_utc_ns = clock_now_utc_ns();
    run->deadline_ns = run->started_ns + journey->timeout_ns;
    random_init(&run->random, order->seed,
                text_of(arena_printf(arena, "%s/%zu/%d", journey->name, order->row,
                                     order->repetition)));
    make_ids(run);
    run->records = arena_array(arena, journey->step_count + 1, struct step_record);
    run->scopes = arena_array(arena, journey->frame_count + 1, struct scope *);
    run->sessions = arena_array(arena, count_kinds(worker->vocabulary) + 1, void *);
    run->timer = (struct loop_timer){.fire = timer_fired, .thing = run};
    run->verdict = VERDICT_SKIPPED; /* until a step has been tried */
    run->state = &RUN_BEGIN;
    run->awake = true;
    run->sibling = worker->runs;
    if (run->sibling != NULL)
        run->sibling->sibling_slot = &run->sibling;
    run->sibling_slot = &worker->runs;
    worker->runs = run;
    worker_ready(worker, run);
    return run;
}

void run_cancel(struct run *run)
{
    if (run->stop == STOP_CANCELLED)
        run->cancelled_twice = true;
    run->stop = STOP_CANCELLED;
    if (!run->awake)
        run_wake(run);
}
