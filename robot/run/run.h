/* SPDX-License-Identifier: Apache-2.0 */
/* run.h - one execution of a journey, as a chain of small states.
 *
 *   BEGIN -> NEXT -> EXPAND -> ATTEMPT -> JUDGE -> DECIDE -> CAPTURE -> NEXT ... -> FINISH
 *                                ^                   |
 *                                +----- PAUSE <------+   (retry, repeat)
 *
 * A run is born and dies on one worker's loop. A state does its part and says what comes next: GO_ON
 * to the state it has set, WAIT until woken, or DONE. Only run_advance calls states: a callback from
 * a transport, a timer or the offload pool stores its result and wakes, nothing else, so that no
 * state is ever re-entered. After a hard failure, a time-out or a cancellation NEXT walks on over
 * the steps but stops only at `always` ones: that is the clean-up. */
#pragma once

#include "model/journey.h"

#include <stdint.h>

struct map;
struct outcome;
struct run;
struct worker;

/* What to run: one row, one variant, one repetition of a journey. Must outlive the run. */
struct run_order {
    const struct journey *journey;
    const struct map *settings;    /* --set NAME=VALUE, to const struct json *; may be NULL */
    size_t row;                    /* index into journey->rows; ignored when there are none */
    const struct variant *variant; /* or NULL: chosen when the run begins, if there are any */
    uint64_t seed;
    int repetition; /* from 1 */
    size_t index;   /* place among the orders: where its outcome goes */
};

/* Begins; the worker's loop does the rest and calls worker->finished with the outcome, whose arena
 * its new owner ends. */
struct run *run_start(struct worker *worker, const struct run_order *order);

/* Stops what it does at once and goes on with the clean-up steps. A second call stops those too. */
void run_cancel(struct run *run);

/* Called by the worker for a run that was woken. */
void run_advance(struct run *run);
