/* SPDX-License-Identifier: Apache-2.0 */
/* wait.c - a pause a customer would make, or one the app needs. To wait for something to become
 * true there is `repeat`. */

#include "base/clock.h"
#include "base/must.h"
#include "document/field.h"
#include "loop/loop.h"
#include "model/step_kind.h"

#include <stdlib.h>

struct wait {
    int64_t for_ns;
};

struct waiting {
    struct attempt *attempt;
    struct loop *loop;
    struct loop_timer timer;
    int64_t started_ns;
};

static const struct field fields[] = {
    {.name = "for",
     .type = FIELD_DURATION,
     .at = offsetof(struct wait, for_ns),
     .least = 1000000,
     .required = true,
     .text = "how long"},
    {0},
};

static const struct field_table table = {
    .name = "wait",
    .text = "a pause",
    .size = sizeof(struct wait),
    .fields = fields,
    .shorthand = "for",
};

static void release(struct waiting *waiting)
{
    loop_timer_stop(waiting->loop, &waiting->timer);
    waiting->attempt->saw->time.total_ns = clock_now_ns() - waiting->started_ns;
    waiting->attempt->progress = NULL;
    free(waiting);
}

static int64_t over(void *thing, int64_t now_ns)
{
    (void)now_ns;
    struct waiting *waiting = thing;
    struct attempt *attempt = waiting->attempt;
    release(waiting);
    attempt->done(attempt);
    return 0;
}

static void start(struct attempt *attempt)
{
    const struct wait *wait = attempt->params;
    struct waiting *waiting = calloc(1, sizeof *waiting);
    must(waiting != NULL);
    *waiting = (struct waiting){
        .attempt = attempt, .loop = attempt->station, .started_ns = clock_now_ns()};
    waiting->timer = (struct loop_timer){.fire = over, .thing = waiting};
    attempt->progress = waiting;
    loop_timer_set(waiting->loop, &waiting->timer, waiting->started_ns + wait->for_ns);
}

static void cancel(struct attempt *attempt)
{
    must(attempt->progress != NULL);
    bool late = clock_now_ns() >= attempt->deadline_ns;
    attempt->saw->fault = (struct fault){
        .phase = PHASE_WAIT,
        .reason = late ? REASON_TIMEOUT : REASON_CANCELLED,
        .message = late ? "time was up before the pause was over" : "cancelled in a pause",
    };
    release(attempt->progress);
}

/* The station is the loop itself. */
static void *open_station(struct loop *loop, struct offload *offload)
{
    (void)offload;
    return loop;
}

static void close_station(void *station)
{
    (void)station;
}

static const struct transport transport = {
    .open = open_station,
    .close = close_station,
    .start = start,
    .cancel = cancel,
};

extern const struct step_kind step_kind_wait;

const struct step_kind step_kind_wait = {
    .name = "wait",
    .text = "a pause",
    .fields = &table,
    .transport = &transport,
};
