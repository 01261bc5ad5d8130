/* SPDX-License-Identifier: Apache-2.0 */
/* probe.c - /probe: one run now, asked for by a page's thread, which waits for it.
 *
 * The one who waits may give up before the run ends; whoever comes last frees the meeting place. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/must.h"
#include "reporters/wire/metrics.h"
#include "service/inside.h"
#include "service/planned.h"

#include <stdlib.h>
#include <time.h>

/* In flight at once: each is a run beside the schedule. */
enum { MOST_PROBES = 64 };

struct probe {
    struct service *service;
    struct arena *arena;
    const char *journey, *environment;
    pthread_mutex_t lock;
    pthread_cond_t moved;
    int holders;
    bool done;
    const struct record *record; /* its arena is held; NULL: could not be started */
    const char *why;
};

static void let_go(struct probe *probe)
{
    pthread_mutex_lock(&probe->lock);
    int left = --probe->holders;
    pthread_mutex_unlock(&probe->lock);
    if (left > 0)
        return;
    if (probe->record != NULL)
        arena_end(probe->record->arena);
    pthread_cond_destroy(&probe->moved);
    pthread_mutex_destroy(&probe->lock);
    arena_end(probe->arena);
}

static void finish(struct probe *probe, const struct record *record, const char *why)
{
    pthread_mutex_lock(&probe->lock);
    probe->done = true;
    probe->record = record;
    probe->why = why;
    pthread_cond_signal(&probe->moved);
    pthread_mutex_unlock(&probe->lock);
    let_go(probe);
}

void probe_finished(struct probe *probe, const struct record *record)
{
    if (record != NULL)
        arena_hold(record->arena);
    finish(probe, record, "the run left nothing");
}

static void start(void *thing)
{
    struct probe *probe = thing;
    struct service *service = probe->service;
    const struct monitor *monitor =
        planned_find(service->planned, probe->journey, probe->environment);
    if (service->stopping)
        finish(probe, NULL, "the robot is stopping");
    else if (monitor == NULL)
        finish(probe, NULL, "no such journey in that environment");
    else
        rounds_probe(service, monitor, probe);
}

static struct probe *probe_new(struct service *service, const char *journey,
                               const char *environment)
{
    struct arena *arena = arena_new();
    struct probe *probe = arena_make(arena, struct probe);
    pthread_condattr_t monotonic;
    *probe = (struct probe){
        .service = service,
        .arena = arena,
        .journey = arena_strdup(arena, journey),
        .environment = arena_strdup(arena, environment),
        .holders = 2,
    };
    must(pthread_condattr_init(&monotonic) == 0);
    must(pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC) == 0);
    must(pthread_mutex_init(&probe->lock, NULL) == 0);
    must(pthread_cond_init(&probe->moved, &monotonic) == 0);
    pthread_condattr_destroy(&monotonic);
    return probe;
}

static bool wait_for(struct probe *probe, int64_t timeout_ns)
{
    int64_t until_ns = clock_now_ns() + timeout_ns;
    struct timespec until = {.tv_sec = until_ns / NS_PER_S, .tv_nsec = until_ns % NS_PER_S};
    pthread_mutex_lock(&probe->lock);
    while (!probe->done && pthread_cond_timedwait(&probe->moved, &probe->lock, &until) == 0)
        continue;
    bool done = probe->done;
    pthread_mutex_unlock(&probe->lock);
    return done;
}

static void write_record(const struct record *record, bool open_metrics, struct buffer *out)
{
    struct metrics metrics;
    metrics_begin(&metrics, out, open_metrics);
    metrics_records(&metrics, &record, 1, true);
    metrics_end(&metrics);
}

bool probe_run(struct service *service, const char *journey, const char *environment,
               int64_t timeout_ns, bool open_metrics, struct buffer *out, struct arena *arena,
               const char **ret_why)
{
    if (atomic_fetch_add(&service->count.probing, 1) >= MOST_PROBES) {
        atomic_fetch_sub(&service->count.probing, 1);
        *ret_why = "too many probes at once";
        return false;
    }
    struct probe *probe = probe_new(service, journey, environment);
    loop_post(service->loop, start, probe);
    bool done = wait_for(probe, timeout_ns);
    bool right = done && probe->record != NULL;
    if (right)
        write_record(probe->record, open_metrics, out);
    else
        *ret_why = arena_strdup(arena, done ? probe->why : "the run did not end in time");
    let_go(probe);
    atomic_fetch_sub(&service->count.probing, 1);
    return right;
}
