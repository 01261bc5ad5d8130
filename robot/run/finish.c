/* SPDX-License-Identifier: Apache-2.0 */
/* finish.c - the outcome of a run: its books closed, its memory handed on. */

#include "base/arena.h"
#include "base/clock.h"
#include "document/json.h"
#include "model/environment.h"
#include "run/state.h"

static const char *row_words(struct run *run)
{
    const struct journey *journey = run->journey;
    if (journey->row_count == 0)
        return NULL;
    const struct json *row = journey->rows[run->order->row];
    struct text first = row->kind == JSON_OBJECT && row->count > 0
                            ? json_to_text(run->arena, row->items[0])
                            : json_to_text(run->arena, row);
    return arena_printf(run->arena, "row %zu (%.*s)", run->order->row + 1,
                        TEXT_ARGS(text_slice(first, 0, 40)));
}

static void list_canaries(struct run *run, struct outcome *outcome)
{
    struct canary *list = arena_array(run->arena, run->canary_count + 1, struct canary);
    size_t n = run->canary_count;
    outcome->canaries = list;
    outcome->canary_count = n;
    for (const struct canary_record *c = run->canaries; c != NULL; c = c->next)
        list[--n] = c->canary;
}

/* A run in which no step ran to its end says nothing of the app. */
static enum verdict final_verdict(const struct run *run)
{
    if (run->stop == STOP_CANCELLED && run->verdict != VERDICT_FAIL &&
        run->verdict != VERDICT_INTERNAL)
        return VERDICT_SKIPPED;
    return run->verdict;
}

struct outcome *run_outcome(struct run *run)
{
    const struct journey *journey = run->journey;
    struct outcome *outcome = arena_make(run->arena, struct outcome);
    struct step_outcome *steps =
        arena_array(run->arena, journey->step_count + 1, struct step_outcome);
    size_t n = 0;
    for (size_t i = 0; i < journey->step_count; i++)
        if (run->records[i].outcome.step != NULL)
            steps[n++] = run->records[i].outcome;
    *outcome = (struct outcome){
        .arena = run->arena,
        .journey = journey,
        .run_id = run->id,
        .trace_id = run->trace_id,
        .environment = journey->environment != NULL ? journey->environment->name : NULL,
        .variant = run->variant != NULL ? run->variant->name : NULL,
        .row = row_words(run),
        .seed = run->order->seed,
        .repetition = run->order->repetition,
        .started_utc_ns = run->started_utc_ns,
        .started_ns = run->started_ns,
        .duration_ns = clock_now_ns() - run->started_ns,
        .verdict = final_verdict(run),
        .breakpoint = run->breakpoint,
        .steps = steps,
        .step_count = n,
        .cancelled = run->stop == STOP_CANCELLED,
        .cleanup_failed = run->cleanup_failed,
    };
    list_canaries(run, outcome);
    return outcome;
}
