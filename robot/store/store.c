/* SPDX-License-Identifier: Apache-2.0 */
/* store.c - opening, closing, and the queue that every other thread puts its orders in. */

#include "store/store.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/must.h"
#include "store/lock.h"
#include "store/rollup.h"
#include "store/writer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_ROUNDS = 10000 };

static void make_condition(pthread_cond_t *condition)
{
    pthread_condattr_t how;
    pthread_condattr_init(&how);
    pthread_condattr_setclock(&how, CLOCK_MONOTONIC);
    must(pthread_cond_init(condition, &how) == 0);
    pthread_condattr_destroy(&how);
}

static struct store *store_new(const struct store_options *options)
{
    struct arena *arena = arena_new();
    struct store *store = arena_make(arena, struct store);
    *store = (struct store){
        .arena = arena,
        .path = arena_strdup(arena, options->path),
        .listener = options->listener,
        .most_rounds = options->queue_rounds > 0 ? options->queue_rounds : MOST_ROUNDS,
        .lock_fd = -1,
        .outbox = outbox_new(),
        .alerts = alerts_new(),
        .retention = options->retention,
    };
    must(pthread_mutex_init(&store->lock, NULL) == 0);
    make_condition(&store->wake);
    make_condition(&store->answered);
    numbers_init(&store->numbers);
    coming_init(&store->coming);
    return store;
}

static void entries_end(struct entries *entries)
{
    for (struct entry *entry = entries->first, *next; entry != NULL; entry = next) {
        next = entry->next;
        entry_end(entry);
    }
}

static void orders_end(struct store *store)
{
    for (struct order *order = store->first, *next; order != NULL; order = next) {
        next = order->next;
        if (order->kind == ORDER_ROUND)
            round_end(order->round);
        if (order->kind == ORDER_CONFIGURE)
            arena_end(order->settings.arena);
        free(order->text);
        free(order);
    }
}

static void store_end(struct store *store)
{
    orders_end(store);
    entries_end(&store->pending);
    if (store->batch != NULL)
        store_batch_end(store->batch);
    if (store->open)
        database_close(&store->db);
    alerts_end(store->alerts);
    outbox_end(store->outbox);
    numbers_done(&store->numbers);
    arena_end(store->coming.arena);
    if (store->lock_fd >= 0)
        close(store->lock_fd);
    pthread_cond_destroy(&store->wake);
    pthread_cond_destroy(&store->answered);
    pthread_mutex_destroy(&store->lock);
    arena_end(store->arena);
}

/* A number is never given again, even when its run is forgotten. */
static bool load(struct store *store)
{
    struct database *db = &store->db;
    int64_t mark;
    if (!numbers_load(&store->numbers, db) || !outbox_load(store->outbox, db) ||
        !judge_restore(store) ||
        !database_number(db, "SELECT max(id) FROM runs", 0, &store->last_run) ||
        !rollup_mark(db, &mark))
        return false;
    store->last_run = mark > store->last_run ? mark : store->last_run;
    return true;
}

struct store *store_open(const struct store_options *options, struct arena *arena,
                         const char **ret_why)
{
    struct store *store = store_new(options);
    store->lock_fd = lock_take(store->path, arena, &store->was_failing, ret_why);
    if (store->lock_fd < 0) {
        store_end(store);
        return NULL;
    }
    store->open = database_open(&store->db, store->path, DATABASE_MAKE);
    if (!store->open || !load(store)) {
        *ret_why = arena_strdup(arena, store->db.why);
        store_end(store);
        return NULL;
    }
    must(pthread_create(&store->thread, NULL, writer_run, store) == 0);
    return store;
}

void store_close(struct store *store, int64_t drain_ns)
{
    pthread_mutex_lock(&store->lock);
    store->stop = true;
    store->stop_by_ns = clock_now_ns() + drain_ns;
    pthread_cond_signal(&store->wake);
    pthread_mutex_unlock(&store->lock);
    pthread_join(store->thread, NULL);
    if (store->waiting > 0) {
        char why[DATABASE_WHY];
        snprintf(why, sizeof why, "%s: %lld rounds could not be written before the end",
                 store->path, (long long)store->waiting);
        store->listener.failed(store->listener.thing, why);
    }
    store_end(store);
}

static struct order *order_new(enum order_kind kind)
{
    struct order *order = calloc(1, sizeof *order);
    must(order != NULL);
    order->kind = kind;
    return order;
}

/* With the lock held. */
static void append(struct store *store, struct order *order)
{
    if (store->last != NULL)
        store->last->next = order;
    else
        store->first = order;
    store->last = order;
    pthread_cond_signal(&store->wake);
}

static void post(struct store *store, struct order *order)
{
    pthread_mutex_lock(&store->lock);
    append(store, order);
    pthread_mutex_unlock(&store->lock);
}

/* Too many wait for the disk: this one is judged, but not written. Too many wait to be judged: this
 * one is dropped. Both are counted and told. */
void store_take(struct store *store, struct round *round)
{
    struct order *order = order_new(ORDER_ROUND);
    order->round = round;
    pthread_mutex_lock(&store->lock);
    bool judged = store->queued < store->most_rounds;
    order->judge_only = store->waiting >= store->most_rounds;
    if (order->judge_only) {
        store->dropped++;
        store->figures.rounds_dropped++;
    } else {
        store->waiting++;
    }
    if (judged) {
        store->queued++;
        append(store, order);
    }
    pthread_mutex_unlock(&store->lock);
    if (judged)
        return;
    round_end(round);
    free(order);
}

void store_configure(struct store *store, const struct alert_settings *settings,
                     struct retention retention)
{
    struct order *order = order_new(ORDER_CONFIGURE);
    order->settings = *settings;
    order->retention = retention;
    arena_hold(settings->arena);
    post(store, order);
}

void store_connectivity(struct store *store, bool reachable, const char *why)
{
    struct order *order = order_new(ORDER_CONNECTIVITY);
    order->reachable = reachable;
    order->text = strdup(why != NULL ? why : "");
    must(order->text != NULL);
    post(store, order);
}

bool store_command(struct store *store, const struct alert_command *command,
                   struct arena *arena, const char **ret_why)
{
    struct waiter waiter = {0};
    struct order *order = order_new(ORDER_COMMAND);
    order->command = command;
    order->waiter = &waiter;
    pthread_mutex_lock(&store->lock);
    append(store, order);
    while (!waiter.done)
        pthread_cond_wait(&store->answered, &store->lock);
    pthread_mutex_unlock(&store->lock);
    if (!waiter.right)
        *ret_why = arena_strdup(arena, waiter.why);
    return waiter.right;
}

void store_started(struct store *store, const char *monitor, int64_t due_utc_ns)
{
    struct order *order = order_new(ORDER_STARTED);
    order->text = strdup(monitor);
    must(order->text != NULL);
    order->due_utc_ns = due_utc_ns;
    post(store, order);
}

size_t store_outbox_claim(struct store *store, int64_t now_utc_ns,
                          const struct outbox_taker *taker, struct arena *arena,
                          struct outbox_item *ret, size_t room, int64_t *ret_next_utc_ns)
{
    return outbox_claim(store->outbox, now_utc_ns, taker, arena, ret, room, ret_next_utc_ns);
}

void store_outbox_settle(struct store *store, int64_t id, bool accepted, int64_t retry_utc_ns,
                         const char *why)
{
    struct order *order = order_new(ORDER_SETTLE);
    order->settled =
        (struct outbox_change){.id = id, .accepted = accepted, .retry_utc_ns = retry_utc_ns};
    order->text = why != NULL ? strdup(why) : NULL;
    post(store, order);
}

struct store_figures store_figures(struct store *store)
{
    struct stat st;
    pthread_mutex_lock(&store->lock);
    struct store_figures figures = store->figures;
    figures.rounds_waiting = store->waiting;
    pthread_mutex_unlock(&store->lock);
    outbox_figures(store->outbox, &figures);
    figures.file_bytes = stat(store->path, &st) == 0 ? (int64_t)st.st_size : 0;
    return figures;
}
