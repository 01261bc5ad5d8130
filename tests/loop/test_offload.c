/* SPDX-License-Identifier: Apache-2.0 */
/* A job is done or dropped, exactly once, whenever it is abandoned. */

#include "base/clock.h"
#include "loop/loop.h"
#include "loop/offload.h"

#include <criterion/criterion.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

static struct loop *loop;
static struct offload *pool;
static atomic_int begun, worked, dropped, gate;
static int done, expected;
static pthread_t home;

static void open_both(void)
{
    loop = loop_new();
    pool = offload_new(2);
    home = pthread_self();
}

static void end_both(void)
{
    offload_end(pool);
    loop_end(loop);
}

TestSuite(offload, .init = open_both, .fini = end_both, .timeout = 20);

struct task {
    struct offload_job job;
};

static void work(void *thing)
{
    (void)thing;
    atomic_fetch_add(&begun, 1);
    while (atomic_load(&gate))
        sched_yield();
    atomic_fetch_add(&worked, 1);
}

static void finish(void *thing)
{
    cr_expect(pthread_equal(pthread_self(), home), "done is called on the submitting loop");
    free(thing);
    if (++done == expected)
        loop_stop(loop);
}

static void drop(void *thing)
{
    free(thing);
    atomic_fetch_add(&dropped, 1);
}

static struct task *submit(void)
{
    struct task *task = calloc(1, sizeof *task);
    task->job = (struct offload_job){.work = work, .done = finish, .drop = drop, .thing = task};
    offload_submit(pool, loop, &task->job);
    return task;
}

static void run_until(const atomic_int *count, int is)
{
    int64_t deadline_ns = clock_now_ns() + 10 * NS_PER_S;
    while (atomic_load(count) < is && clock_now_ns() < deadline_ns)
        loop_run_once(loop, NS_PER_MS);
    cr_assert_geq(atomic_load(count), is);
}

Test(offload, every_job_is_done_on_its_loop)
{
    expected = 200;
    for (int i = 0; i < 200; i++)
        submit();
    loop_run(loop);
    cr_expect_eq(done, 200);
    cr_expect_eq(atomic_load(&worked), 200);
}

Test(offload, a_queued_job_is_dropped_at_once)
{
    atomic_store(&gate, 1);
    submit();
    submit();
    struct task *third = submit(); /* both workers are held at the gate, or will be */
    struct task *fourth = submit();
    offload_abandon(&fourth->job);
    offload_abandon(&third->job);
    cr_expect_eq(atomic_load(&dropped), 2);
    atomic_store(&gate, 0);
    expected = 2;
    loop_run(loop);
    cr_expect_eq(atomic_load(&worked), 2, "the abandoned ones never ran");
}

Test(offload, a_running_job_is_dropped_when_it_ends)
{
    atomic_store(&gate, 1);
    struct task *task = submit();
    offload_abandon(&task->job);
    atomic_store(&gate, 0);
    run_until(&dropped, 1);
    loop_run_once(loop, 0);
    cr_expect_eq(done, 0);
}

Test(offload, a_finished_job_not_yet_delivered_is_dropped)
{
    struct task *task = submit();
    while (atomic_load(&worked) == 0)
        sched_yield();
    offload_abandon(&task->job);
    run_until(&dropped, 1);
    cr_expect_eq(done, 0);
}

Test(offload, ending_does_not_wait_for_what_was_abandoned)
{
    atomic_store(&gate, 1);
    struct task *task = submit();
    int64_t deadline_ns = clock_now_ns() + 10 * NS_PER_S;
    while (atomic_load(&begun) == 0 && clock_now_ns() < deadline_ns)
        sched_yield();
    offload_abandon(&task->job);
    offload_end(pool); /* would not return: the gate is closed */
    cr_expect_eq(atomic_load(&dropped), 0);
    atomic_store(&gate, 0);
    while (atomic_load(&dropped) == 0 && clock_now_ns() < deadline_ns)
        sched_yield();
    cr_expect_eq(atomic_load(&dropped), 1, "its own worker drops it");
    pool = offload_new(1);
}

Test(offload, ending_drops_what_has_not_begun_and_delivers_what_has)
{
    atomic_store(&gate, 1);
    for (int i = 0; i < 10; i++)
        submit();
    atomic_store(&gate, 0);
    offload_end(pool);
    loop_end(loop);
    cr_expect_eq(done + atomic_load(&dropped), 10);
    cr_expect_eq(done, atomic_load(&worked));
    loop = loop_new();
    pool = offload_new(1);
}
