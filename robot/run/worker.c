/* SPDX-License-Identifier: Apache-2.0 */
/* worker.c - the line of woken runs, and the stations of a thread. */

#include "run/worker.h"
#include "base/must.h"
#include "model/step_kind.h"
#include "model/vocabulary.h"
#include "run/run.h"
#include "run/state.h"

#include <stdlib.h>

static int64_t advance_ready(void *thing, int64_t now_ns)
{
    struct worker *worker = thing;
    (void)now_ns;
    struct run *run;
    while ((run = worker->ready) != NULL) {
        worker->ready = run->next_ready;
        if (worker->ready == NULL)
            worker->ready_end = &worker->ready;
        run_advance(run);
        loop_glance(worker->loop); /* judging takes time: others' answers come meanwhile */
    }
    return 0;
}

void worker_init(struct worker *worker, const struct vocabulary *vocabulary,
                 struct offload *offload)
{
    size_t kinds = 0;
    while (vocabulary->step_kinds[kinds] != NULL)
        kinds++;
    *worker = (struct worker){.vocabulary = vocabulary, .offload = offload};
    worker->loop = loop_new();
    worker->stations = calloc(kinds + 1, sizeof *worker->stations);
    must(worker->stations != NULL);
    worker->ready_end = &worker->ready;
    worker->ready_timer = (struct loop_timer){.fire = advance_ready, .thing = worker};
}

void worker_done(struct worker *worker)
{
    must(worker->runs == NULL);
    for (size_t i = 0; worker->vocabulary->step_kinds[i] != NULL; i++)
        if (worker->stations[i] != NULL)
            worker->vocabulary->step_kinds[i]->transport->close(worker->stations[i]);
    loop_timer_stop(worker->loop, &worker->ready_timer);
    loop_end(worker->loop);
    free(worker->stations);
}

void *worker_station(struct worker *worker, const struct step_kind *kind)
{
    size_t i = 0;
    while (worker->vocabulary->step_kinds[i] != kind)
        i++;
    if (worker->stations[i] == NULL && kind->transport->open != NULL)
        worker->stations[i] = kind->transport->open(worker->loop, worker->offload);
    return worker->stations[i];
}

void worker_ready(struct worker *worker, struct run *run)
{
    run->next_ready = NULL;
    *worker->ready_end = run;
    worker->ready_end = &run->next_ready;
    if (worker->ready == run)
        loop_timer_set(worker->loop, &worker->ready_timer, loop_now_ns(worker->loop));
}

void worker_cancel(struct worker *worker)
{
    for (struct run *run = worker->runs; run != NULL; run = run->sibling)
        run_cancel(run);
}
