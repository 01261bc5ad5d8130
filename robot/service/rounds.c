/* SPDX-License-Identifier: Apache-2.0 */
/* rounds.c - from what is due to a round in the store: orders out, outcomes back. */

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/must.h"
#include "run/run.h"
#include "service/board.h"
#include "service/inside.h"
#include "service/planned.h"
#include "store/store.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

enum { DUE_ROOM = 64 };

struct job;

/* One row's run. */
struct job_run {
    struct run_order order; /* first: an event's order leads back here */
    struct job *job;
};

/* One start of a monitor, until its last row has ended. */
struct job {
    struct arena *arena; /* becomes the round's */
    struct planned *planned;
    const struct monitor *monitor;
    struct probe *probe; /* who waits for it, or NULL */
    struct round *round;
    struct job_run *runs;
    size_t left;
};

struct schedule_now service_now(void)
{
    return (struct schedule_now){.utc_ns = clock_now_utc_ns(), .ns = clock_now_ns()};
}

static void release_plan(void *planned)
{
    planned_release(planned);
}

static uint64_t fresh_seed(void)
{
    uint64_t seed = 0;
    must(getrandom(&seed, sizeof seed, 0) == sizeof seed);
    return seed;
}

/* A second look is at what was seen: a journey's other variants may well pass. */
static const struct variant *variant_again(struct service *service,
                                           const struct monitor *monitor, enum run_cause cause,
                                           struct arena *arena)
{
    const struct journey *journey = monitor->journey;
    if (cause != CAUSE_RETEST || journey->variant_count == 0)
        return NULL;
    const char *name = board_variant(service->board, monitor->id, arena);
    for (size_t i = 0; i < journey->variant_count; i++)
        if (strcmp(journey->variants[i].name, name) == 0)
            return &journey->variants[i];
    return NULL;
}

static struct job *job_new(struct service *service, const struct monitor *monitor,
                           enum run_cause cause, int64_t due_utc_ns)
{
    struct arena *arena = arena_new();
    const struct journey *journey = monitor->journey;
    size_t rows = journey->row_count > 0 ? journey->row_count : 1;
    struct job *job = arena_make(arena, struct job);
    job->arena = arena;
    job->planned = planned_hold(service->planned);
    job->monitor = monitor;
    job->left = rows;
    job->runs = arena_array(arena, rows, struct job_run);
    job->round = arena_make(arena, struct round);
    *job->round = (struct round){
        .arena = arena,
        .journey = journey->name,
        .environment = monitor->environment,
        .location = planned_config(service->planned)->location,
        .cause = cause,
        .due_utc_ns = due_utc_ns,
        .outcomes = arena_array(arena, rows, struct outcome *),
        .release = release_plan,
        .thing = job->planned,
    };
    uint64_t seed = fresh_seed();
    const struct variant *variant = variant_again(service, monitor, cause, arena);
    for (size_t i = 0; i < rows; i++)
        job->runs[i] = (struct job_run){.job = job,
                                        .order = {.journey = journey,
                                                  .variant = variant,
                                                  .row = i,
                                                  .seed = seed,
                                                  .repetition = 1,
                                                  .index = i}};
    return job;
}

static void job_start(struct service *service, struct job *job)
{
    size_t rows = job->left;
    service->jobs++;
    atomic_fetch_add(&service->count.started, 1);
    board_running(service->board, job->monitor->id, 1);
    for (size_t i = 0; i < rows; i++)
        crew_add(service->crew, &job->runs[i].order);
}

static void note_lateness(struct service *service, int64_t late_ns)
{
    pthread_mutex_lock(&service->lateness_lock);
    histogram_add(&service->lateness, late_ns);
    pthread_mutex_unlock(&service->lateness_lock);
}

static void start(struct service *service, const struct due *due)
{
    enum run_cause cause = due->retest    ? CAUSE_RETEST
                           : due->by_hand ? CAUSE_BY_HAND
                                          : CAUSE_SCHEDULE;
    if (cause == CAUSE_SCHEDULE) {
        note_lateness(service, due->late_ns);
        store_started(service->store, due->id, due->due_utc_ns);
    }
    job_start(service, job_new(service, due->thing, cause, due->due_utc_ns));
}

static void tell_missed(struct service *service, const struct due *due)
{
    char count[24], late[24];
    atomic_fetch_add(&service->count.missed, due->count);
    snprintf(count, sizeof count, "%" PRId64, due->count);
    snprintf(late, sizeof late, "%" PRId64 "ms", due->late_ns / NS_PER_MS);
    log_write(LEVEL_WARNING, "starts missed: the robot slept or had too much to do", "monitor",
              due->id, "starts", count, "late", late, NULL);
}

static void take(struct service *service, const struct due *due)
{
    switch (due->kind) {
    case DUE_START:
        start(service, due);
        break;
    case DUE_MISSED:
        tell_missed(service, due);
        break;
    case DUE_OVERLAP:
        atomic_fetch_add(&service->count.overlapped, 1);
        /* Of slots that came while the robot was down or asleep one run makes up for all. */
        log_write(due->late_ns < NS_PER_S ? LEVEL_INFO : LEVEL_DEBUG,
                  "start skipped: the last run is not over", "monitor", due->id, NULL);
        break;
    case DUE_DAY:
        atomic_fetch_add(&service->count.off_days, due->count);
        break;
    }
    board_next(service->board, due->id,
               schedule_item_next_utc_ns(service->schedule, due->id, service_now()));
}

/* The wall clock may jump at any time without anybody being told, as after a suspend: it is looked at
 * often enough that no start is missed only because that was noticed too late (limits.misfire). */
static const int64_t look_every_ns = 5 * NS_PER_S;

static void set_timer(struct service *service)
{
    struct schedule_now now = service_now();
    int64_t next_ns = schedule_next_ns(service->schedule, now);
    int64_t latest_ns = now.ns + look_every_ns;
    loop_timer_set(service->loop, &service->due_timer,
                   next_ns < latest_ns ? next_ns : latest_ns);
}

void rounds_go(struct service *service)
{
    struct due due[DUE_ROOM];
    size_t count = DUE_ROOM;
    atomic_store(&service->count.progress_ns, clock_now_ns());
    if (service->stopping)
        return;
    while (count == DUE_ROOM) {
        count = schedule_due(service->schedule, service_now(), due, DUE_ROOM);
        for (size_t i = 0; i < count; i++)
            take(service, &due[i]);
    }
    struct schedule_counts counts = schedule_count(service->schedule);
    atomic_store(&service->count.running, (int64_t)counts.running);
    atomic_store(&service->count.waiting, (int64_t)counts.waiting);
    atomic_store(&service->count.monitors, (int64_t)counts.monitors);
    set_timer(service);
}

void rounds_probe(struct service *service, const struct monitor *monitor, struct probe *probe)
{
    struct job *job = job_new(service, monitor, CAUSE_PROBE, 0);
    job->probe = probe;
    job_start(service, job);
}

static const struct record *worst_of(struct arena *arena, const struct round *round)
{
    const struct record **records =
        arena_array(arena, round->outcome_count + 1, const struct record *);
    for (size_t i = 0; i < round->outcome_count; i++)
        records[i] = record_of(arena, round->outcomes[i], round);
    return record_worst(records, round->outcome_count);
}

static void answer_probe(const struct job *job)
{
    struct arena *arena = arena_new();
    probe_finished(job->probe, worst_of(arena, job->round));
    arena_end(arena);
}

/* The round goes to the store with all it owns; the job's memory is the round's. */
static void job_end(struct service *service, struct job *job)
{
    bool scheduled = job->probe == NULL;
    const struct monitor *monitor = job->monitor;
    board_running(service->board, monitor->id, -1);
    service->jobs--;
    if (job->probe != NULL)
        answer_probe(job);
    if (scheduled)
        schedule_ended(service->schedule, monitor->id, service_now());
    store_take(service->store, job->round);
    if (scheduled)
        rounds_go(service);
}

void rounds_tell(void *thing, const struct event *event)
{
    struct service *service = thing;
    if (event->kind != EVENT_FINISHED)
        return;
    struct job *job = ((const struct job_run *)event->order)->job;
    job->round->outcomes[job->round->outcome_count++] = event->outcome;
    if (--job->left == 0)
        job_end(service, job);
}
