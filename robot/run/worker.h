/* SPDX-License-Identifier: Apache-2.0 */
/* worker.h - one thread with one loop, and the runs that live on it. */
#pragma once

#include "loop/loop.h"

#include <stddef.h>

struct offload;
struct outcome;
struct run;
struct run_order;
struct step_kind;
struct step_outcome;
struct vocabulary;

struct worker {
    struct loop *loop;
    struct offload *offload;
    const struct vocabulary *vocabulary;
    void **stations;   /* one for each of vocabulary->step_kinds; opened on first use */
    struct run *runs;  /* alive, linked by run->sibling */
    struct run *ready; /* woken and not yet advanced, linked by run->next_ready */
    struct run **ready_end;
    struct loop_timer ready_timer;
    /* Listeners, called on this thread. `listener` is the owner's own. */
    void (*began)(void *listener, const struct run_order *order);
    void (*step_ended)(void *listener, const struct run_order *order,
                       const struct step_outcome *step);
    void (*finished)(void *listener, const struct run_order *order, struct outcome *outcome);
    void *listener;
};

void worker_init(struct worker *worker, const struct vocabulary *vocabulary,
                 struct offload *offload);
/* No run may be alive. */
void worker_done(struct worker *worker);

/* The station of that kind on this worker, opened when first asked for. */
void *worker_station(struct worker *worker, const struct step_kind *kind);

/* Puts a run in line to be advanced, after the present callback has returned. */
void worker_ready(struct worker *worker, struct run *run);

/* Cancels every run that is alive. */
void worker_cancel(struct worker *worker);
