/* SPDX-License-Identifier: Apache-2.0 */
/* writer.h - the store from within: the queue, the one thread, and what it has not written yet.
 *
 * What came in is judged at once, disk or no disk, and gathered. A batch is what one transaction
 * writes: once made it stays the same until it is written, so that a failure in between neither loses
 * nor doubles an alert. */
#pragma once

#include "store/database.h"
#include "store/entry.h"
#include "store/outbox.h"
#include "store/retain.h"
#include "store/store.h"

#include <pthread.h>

enum order_kind {
    ORDER_ROUND = 0,
    ORDER_CONFIGURE,
    ORDER_CONNECTIVITY,
    ORDER_COMMAND,
    ORDER_STARTED,
    ORDER_SETTLE,
};

/* Somebody who waits for a command; on their stack. */
struct waiter {
    struct waiter *next;
    bool done, right;
    char why[DATABASE_WHY];
};

/* One thing asked of the writer; owns its strings by malloc. */
struct order {
    struct order *next;
    enum order_kind kind;
    struct round *round;
    bool judge_only; /* there is no room for its rows */
    struct alert_settings settings;
    struct retention retention;
    bool reachable;
    const struct alert_command *command;
    struct waiter *waiter;
    char *text; /* monitor; why */
    int64_t due_utc_ns;
    struct outbox_change settled;
};

/* What was decided and asked since the last batch. Everything in its arena. */
struct coming {
    struct arena *arena;
    struct outbox_change *changes;
    size_t change_count, change_room;
    struct map started; /* monitor -> int64_t *, when it was due: the newest alone */
    struct alert_retest *retests;
    size_t retest_count, retest_room;
    struct waiter *waiters;
    size_t messages; /* new ones among the changes */
};

struct entries {
    struct entry *first, *last;
    int64_t count;
};

struct batch {
    struct coming coming;
    struct entries entries;
    const struct alert_row *rows;
    size_t row_count;
};

struct store {
    struct arena *arena;
    const char *path;
    struct store_listener listener;
    int64_t most_rounds;
    int lock_fd;
    bool was_failing; /* the robot before it told so: it is told when this one writes */
    struct outbox *outbox;
    pthread_t thread;

    pthread_mutex_t lock; /* for these */
    pthread_cond_t wake, answered;
    struct order *first, *last;
    int64_t queued;  /* rounds not judged yet */
    int64_t waiting; /* rounds not written yet, the queued ones too */
    int64_t dropped; /* since the last recovery */
    bool stop;
    int64_t stop_by_ns;
    struct store_figures figures;

    /* The writer's own. */
    struct database db;
    bool open;
    struct numbers numbers;
    struct alerts *alerts;
    struct retention retention;
    struct retain retain;
    struct entries pending;
    struct coming coming;
    struct batch *batch;
    int64_t last_run;
    size_t evidence_bytes; /* waiting */
    bool failing;
    char told[DATABASE_WHY]; /* the last words to `failed` */
    int64_t next_try_ns, pause_ns, next_rollup_ns, next_retain_ns, next_round_ns;
};

/* judge.c: what the alerts make of it; into store->coming and store->pending. */
void judge_order(struct store *store, struct order *order);
void judge_tick(struct store *store);
/* Gives the alerts back what was kept. False with db.why. */
bool judge_restore(struct store *store);

/* batch.c */
void coming_init(struct coming *coming);
struct outbox_change *coming_change(struct coming *coming);
void coming_started(struct coming *coming, const char *monitor, int64_t due_utc_ns);
void coming_retest(struct coming *coming, const struct alert_retest *retest);
/* NULL when there is nothing to write. */
struct batch *store_batch_of(struct store *store);
bool store_batch_write(struct store *store, struct batch *batch); /* false with db.why */
void store_batch_end(struct batch *batch);
void entries_add(struct entries *entries, struct entry *entry);

/* writer.c */
void *writer_run(void *thing);
