/* SPDX-License-Identifier: Apache-2.0 */
/* writer.c - the one thread: take what waits, judge it, write it in one transaction, tell.
 *
 * When the disk does not take it: say so once, go on judging, try again with growing pauses. Between
 * the rounds, and only then, hours are rolled up and what is too old is forgotten. */

#include "store/writer.h"
#include "base/arena.h"
#include "base/clock.h"
#include "store/lock.h"
#include "store/rollup.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ORDERS = 2000 };

#define TAKE_NS         (50 * NS_PER_MS) /* judging for one transaction */
#define IDLE_NS         (1 * NS_PER_S)   /* the wall clock may jump: look at it so often */
#define LEAST_NS        (1 * NS_PER_MS)
#define FIRST_PAUSE_NS  (100 * NS_PER_MS) /* between tries of a disk that fails */
#define MOST_PAUSE_NS   (5 * NS_PER_S)
#define ROLLUP_EVERY_NS (5 * NS_PER_S)
#define SLICE_PAUSE_NS  (50 * NS_PER_MS) /* between slices: runs go first */
#define RETAIN_EVERY_NS (600 * NS_PER_S)
#define ROUND_EVERY_NS  (24 * 3600 * NS_PER_S) /* through all folders of artefacts */

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static struct order *take_first(struct store *store)
{
    struct order *order = store->first;
    if (order == NULL)
        return NULL;
    store->first = order->next;
    if (store->first == NULL)
        store->last = NULL;
    store->queued -= order->kind == ORDER_ROUND;
    return order;
}

static void judge_all(struct store *store)
{
    int64_t until_ns = clock_now_ns() + TAKE_NS;
    for (int i = 0; i < MOST_ORDERS && clock_now_ns() < until_ns; i++) {
        pthread_mutex_lock(&store->lock);
        struct order *order = take_first(store);
        pthread_mutex_unlock(&store->lock);
        if (order == NULL)
            break;
        judge_order(store, order);
    }
    judge_tick(store);
}

static void tell_entries(struct store *store, const struct entries *entries)
{
    for (struct entry *entry = entries->first; entry != NULL; entry = entry->next) {
        for (size_t i = 0; !entry->told && i < entry->run_count; i++)
            store->listener.kept(store->listener.thing, entry->runs[i].record, entry->state);
        entry->told = true;
    }
}

/* Those without room for their rows have done all they are there for. */
static void drop_told(struct entries *entries)
{
    struct entries kept = {0};
    for (struct entry *entry = entries->first, *next; entry != NULL; entry = next) {
        next = entry->next;
        if (entry->judge_only)
            entry_end(entry);
        else
            entries_add(&kept, entry);
    }
    *entries = kept;
}

/* Once: they must not wait for a disk. */
static void tell_retests(struct store *store, struct coming *coming)
{
    for (size_t i = 0; i < coming->retest_count; i++)
        store->listener.retest(store->listener.thing, coming->retests[i].journey,
                               coming->retests[i].environment);
    coming->retest_count = 0;
}

static void answer(struct store *store, struct coming *coming)
{
    pthread_mutex_lock(&store->lock);
    for (struct waiter *w = coming->waiters, *next; w != NULL; w = next) {
        next = w->next;
        w->done = true;
    }
    coming->waiters = NULL;
    pthread_cond_broadcast(&store->answered);
    pthread_mutex_unlock(&store->lock);
}

static bool rows_to_look_at(const struct batch *batch)
{
    for (size_t i = 0; i < batch->row_count; i++)
        if (strcmp(batch->rows[i].kind, "incident") == 0 ||
            strcmp(batch->rows[i].kind, "window") == 0)
            return true;
    return false;
}

static void count_written(struct store *store, const struct batch *batch, int64_t took_ns)
{
    int64_t runs = 0, lost = 0;
    for (const struct entry *e = batch->entries.first; e != NULL; e = e->next) {
        store->evidence_bytes -= entry_evidence_bytes(e);
        runs += e->judge_only ? 0 : (int64_t)e->run_count;
        lost += e->judge_only;
    }
    pthread_mutex_lock(&store->lock);
    store->waiting -= batch->entries.count - lost; /* those lost were never counted in */
    store->figures.runs_written += runs;
    store->figures.transactions++;
    store->figures.write_ns += took_ns;
    pthread_mutex_unlock(&store->lock);
}

static void batch_done(struct store *store, int64_t took_ns)
{
    struct batch *batch = store->batch;
    store->batch = NULL;
    numbers_written(&store->numbers);
    outbox_written(store->outbox, batch->coming.changes, batch->coming.change_count);
    count_written(store, batch, took_ns);
    tell_entries(store, &batch->entries);
    tell_retests(store, &batch->coming);
    answer(store, &batch->coming);
    if (batch->coming.change_count > 0)
        store->listener.outbox(store->listener.thing);
    if (rows_to_look_at(batch))
        store->listener.changed(store->listener.thing, store->alerts);
    store_batch_end(batch);
}

static void set_failing(struct store *store, bool failing)
{
    pthread_mutex_lock(&store->lock);
    store->failing = store->figures.failing = failing;
    pthread_mutex_unlock(&store->lock);
}

static void failed(struct store *store)
{
    store->pause_ns =
        store->failing ? least(store->pause_ns * 2, MOST_PAUSE_NS) : FIRST_PAUSE_NS;
    store->next_try_ns = clock_now_ns() + store->pause_ns;
    if (!store->failing)
        lock_mark(store->lock_fd, true);
    set_failing(store, true);
    if (strcmp(store->told, store->db.why) == 0)
        return;
    memcpy(store->told, store->db.why, sizeof store->told);
    store->listener.failed(store->listener.thing, store->told);
}

static void recovered(struct store *store)
{
    pthread_mutex_lock(&store->lock);
    int64_t dropped = store->dropped;
    store->dropped = 0;
    pthread_mutex_unlock(&store->lock);
    set_failing(store, false);
    store->was_failing = false;
    lock_mark(store->lock_fd, false);
    store->told[0] = '\0';
    store->listener.recovered(store->listener.thing, dropped);
}

/* A file that was put back, or a disk that was mounted again, is another file than the one that is
 * open. A new one is never made: the runs and alerts in it would be forgotten without a word. */
static bool ready(struct store *store)
{
    if (store->open && store->failing) {
        database_close(&store->db);
        store->open = false;
    }
    if (!store->open) {
        store->open = database_open(&store->db, store->path, DATABASE_AGAIN);
        numbers_unwritten(&store->numbers);
    }
    return store->open && database_is_in_place(&store->db);
}

static bool nothing_fits(const struct store *store)
{
    return store->failing && clock_now_ns() < store->next_try_ns;
}

/* Slices between the rounds. False: the disk failed. */
static bool roll_up(struct store *store)
{
    bool more = false;
    if (!rollup_some(&store->db, &more))
        return false;
    store->next_rollup_ns = clock_now_ns() + (more ? SLICE_PAUSE_NS / 10 : ROLLUP_EVERY_NS);
    return true;
}

static bool retain(struct store *store)
{
    bool more = false;
    int64_t now_ns = clock_now_ns();
    if (now_ns >= store->next_round_ns) {
        retain_begin(&store->retain);
        store->next_round_ns = now_ns + ROUND_EVERY_NS;
    }
    if (!retain_some(&store->retain, &store->db, store->retention, clock_now_utc_ns(), &more))
        return false;
    store->next_retain_ns = clock_now_ns() + (more ? SLICE_PAUSE_NS : RETAIN_EVERY_NS);
    return true;
}

/* True when all that was tried went through. */
static bool write_some(struct store *store)
{
    int64_t began_ns = clock_now_ns();
    if (!ready(store))
        return false;
    if (store->batch == NULL)
        store->batch = store_batch_of(store);
    if (store->batch != NULL) {
        if (!store_batch_write(store, store->batch))
            return false;
        batch_done(store, clock_now_ns() - began_ns);
    }
    if ((store->failing || began_ns >= store->next_rollup_ns) && !roll_up(store))
        return false;
    return began_ns < store->next_retain_ns || store->batch != NULL || retain(store);
}

static void write_all(struct store *store)
{
    if (!nothing_fits(store)) {
        if (!write_some(store))
            failed(store);
        else if (store->failing || store->was_failing)
            recovered(store);
    }
    if (!store->failing)
        return;
    if (store->batch != NULL) {
        tell_entries(store, &store->batch->entries);
        tell_retests(store, &store->batch->coming);
        answer(store, &store->batch->coming);
    }
    tell_entries(store, &store->pending);
    drop_told(&store->pending);
    tell_retests(store, &store->coming);
    answer(store, &store->coming);
}

/* Rounds were dropped while the disk works: they come faster than it writes. */
static void tell_drops(struct store *store)
{
    pthread_mutex_lock(&store->lock);
    bool dropped = store->dropped > 0, eased = store->waiting < store->most_rounds / 2;
    pthread_mutex_unlock(&store->lock);
    if (store->failing || !dropped)
        return;
    if (store->told[0] == '\0') {
        snprintf(store->told, sizeof store->told,
                 "%s: rounds come faster than they can be written", store->path);
        store->listener.failed(store->listener.thing, store->told);
    }
    if (eased)
        recovered(store);
}

static int64_t until_next_ns(struct store *store)
{
    int64_t now_ns = clock_now_ns(), wait_ns = IDLE_NS;
    if (store->failing)
        return least(wait_ns, store->next_try_ns - now_ns);
    wait_ns = least(wait_ns, store->next_rollup_ns - now_ns);
    wait_ns = least(wait_ns, store->next_retain_ns - now_ns);
    int64_t alerts_ns = alerts_next_utc_ns(store->alerts) - clock_now_utc_ns();
    return least(wait_ns, alerts_ns > LEAST_NS ? alerts_ns : LEAST_NS);
}

/* With the lock held. While the disk fails, a stop waits for it until its deadline. */
static bool may_sleep(const struct store *store)
{
    if (store->failing)
        return store->first == NULL && (!store->stop || clock_now_ns() < store->stop_by_ns);
    return store->first == NULL && !store->stop && store->pending.count == 0;
}

/* False: it is over. */
static bool wait_for_orders(struct store *store)
{
    int64_t wait_ns = until_next_ns(store);
    bool nothing_left = store->batch == NULL && store->pending.count == 0 &&
                        store->coming.change_count == 0 && store->coming.started.count == 0;
    pthread_mutex_lock(&store->lock);
    if (wait_ns > 0 && may_sleep(store)) {
        int64_t at_ns = clock_now_ns() + wait_ns;
        struct timespec at = {.tv_sec = at_ns / NS_PER_S, .tv_nsec = at_ns % NS_PER_S};
        pthread_cond_timedwait(&store->wake, &store->lock, &at);
    }
    bool over = store->stop &&
                ((nothing_left && store->first == NULL) || clock_now_ns() >= store->stop_by_ns);
    pthread_mutex_unlock(&store->lock);
    return !over;
}

/* Nobody may wait for a writer that is gone. */
static void answer_left(struct store *store)
{
    answer(store, &store->coming);
    if (store->batch != NULL)
        answer(store, &store->batch->coming);
    pthread_mutex_lock(&store->lock);
    for (struct order *order = store->first; order != NULL; order = order->next)
        if (order->waiter != NULL) {
            snprintf(order->waiter->why, sizeof order->waiter->why, "the robot is stopping");
            order->waiter->done = true;
        }
    pthread_cond_broadcast(&store->answered);
    pthread_mutex_unlock(&store->lock);
}

void *writer_run(void *thing)
{
    struct store *store = thing;
    do {
        judge_all(store);
        write_all(store);
        tell_drops(store);
    } while (wait_for_orders(store));
    answer_left(store);
    return NULL;
}
