/* SPDX-License-Identifier: Apache-2.0 */
/* inside.h - the sending thread's own state, shared by the files of this room only. */
#pragma once

#include "deliver/deliver.h"
#include "deliver/lane.h"
#include "deliver/send.h"

#include <pthread.h>

enum { DELIVER_MOST_CLAIMED = 128, DELIVER_MOST_MESSAGE = 1 << 20 };

/* One message on its way. */
struct item {
    struct deliver *deliver;
    struct arena *arena; /* ends the item; holds its channel's configuration */
    const struct channel *channel;
    struct lane *lane;
    const struct message *message;
    int64_t id; /* in the outbox; 0: told directly */
    int64_t attempts, entered_utc_ns, began_ns;
    struct sending sending;
    pthread_t thread; /* of a program */
    bool answered;    /* a program's: there is an answer */
    const char *why;
    struct item *next; /* in its lane's line, or among what is done */
    struct item *next_flying, **flying_slot;
};

/* To be told past the outbox; in its own arena. */
struct direct {
    struct arena *arena;
    const char *channel;
    const struct message *message;
    struct direct *next;
};

struct deliver {
    struct outbox outbox;
    int64_t give_up_ns;
    pthread_t thread;
    CURLM *multi;
    struct lane *lanes;
    struct arena *config_arena; /* held */
    struct item *flying;        /* begun, not answered */
    size_t in_flight;
    int64_t claim_ns;     /* look into the outbox then */
    pthread_mutex_t lock; /* of what follows */
    bool woken, stopping;
    int64_t stop_ns;
    struct arena *next_arena; /* a configuration to be taken over */
    const struct config *next_config;
    struct direct *direct;
    struct item *done; /* programs that have ended */
};

/* --- item.c: on the sending thread ---------------------------------------------------------------- */

/* Its arena also holds the present configuration, if `channel` is of it. */
struct item *item_new(struct deliver *deliver, struct arena *arena, struct lane *lane);
/* Ends without being sent: back into the outbox until then, not counted as a failure. */
void item_put_back(struct item *item, int64_t ready_ns);
void item_give_up(struct item *item, const char *why);
void item_begin(struct item *item);
/* Ends all that is begun, unanswered: it stays claimed, and the next start has it again. */
void item_abandon_all(struct deliver *deliver);
/* Its transfer or its program has ended. */
void item_settle(struct item *item, bool answered, const char *why);

/* --- deliver.c -------------------------------------------------------------------------------- */

/* The outbox is looked into then at the latest. */
void deliver_claim_by(struct deliver *deliver, int64_t at_ns);
