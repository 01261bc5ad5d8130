/* SPDX-License-Identifier: Apache-2.0 */
/* park.c - the run's own heavy work, in the pool, while the run stands still.
 *
 * Judging may be abandoned, because it owns what it reads; this may not, because it writes to the
 * run. It is filling in templates: a fraction of a millisecond for each encryption. */

#include "base/clock.h"
#include "run/state.h"
#include "run/worker.h"

static enum next parked(struct run *run);
static const struct state PARKED = {"parked", parked};

static void work(void *thing)
{
    struct run *run = thing;
    run->parked_work(run);
}

static void done(void *thing)
{
    struct run *run = thing;
    run->parked = false;
    if (!run->awake)
        run_wake(run);
}

static enum next parked(struct run *run)
{
    if (!run->parked) {
        if (clock_now_ns() >= run->parked_until_ns) /* seen before the timer told it */
            run->interrupted = run->overtime = true;
        return run_go(run, run->parked_to);
    }
    run->interrupted = true;
    run->overtime = run->overtime || run->timer_fired;
    return run_wait_then(run, &PARKED, clock_now_ns() + NS_PER_S);
}

enum next run_park(struct run *run, void (*what)(struct run *run), const struct state *to,
                   int64_t until_ns)
{
    run->parked_work = what;
    run->parked_to = to;
    run->parked_until_ns = until_ns;
    run->parked = true;
    run->interrupted = run->overtime = false;
    run->parked_fault = (struct fault){0};
    run->parked_job =
        (struct offload_job){.work = work, .done = done, .drop = done, .thing = run};
    enum next next = run_wait_then(run, &PARKED, until_ns);
    offload_submit(run->worker->offload, run->worker->loop, &run->parked_job);
    return next;
}
