/* SPDX-License-Identifier: Apache-2.0 */
/* deliver.h - the outbox's other end: claim, render, send, settle; one thread, libcurl.
 *
 * A channel that fails or hangs never blocks another, nor a run. At least once: a message is settled
 * only when the other end said yes. Back-off doubles from 1 s to 5 min with jitter, Retry-After is
 * kept, a channel's rate limit is kept; after `give_up_ns` a message is dead: kept, counted, logged. */
#pragma once

#include "model/config.h"
#include "model/message.h"
#include "model/wire.h"

struct arena;
struct deliver;
struct outbox_item;
struct outbox_taker;

/* Where messages wait: the store's outbox (store_outbox_claim, store_outbox_settle: see store.h for what
 * they promise), or a test's. */
struct outbox {
    void *thing;
    size_t (*claim)(void *thing, int64_t now_utc_ns, const struct outbox_taker *taker,
                    struct arena *arena, struct outbox_item *ret, size_t room,
                    int64_t *ret_next_utc_ns);
    void (*settle)(void *thing, int64_t id, bool accepted, int64_t retry_utc_ns,
                   const char *why);
};

struct deliver_options {
    struct outbox outbox;
    int64_t give_up_ns; /* 0: 24 h */
};

struct deliver *deliver_start(const struct deliver_options *options);

/* Channels of a new configuration, whose arena is held until the next one. Messages of channels that
 * are gone are dead. */
void deliver_configure(struct deliver *deliver, struct arena *arena,
                       const struct config *config);

void deliver_wake(struct deliver *deliver); /* there are new messages; from any thread */

/* Past the outbox, once, without retry: for the alarm that the store itself failed. */
void deliver_direct(struct deliver *deliver, const struct channel *channel,
                    const struct message *message);

/* Ends what is under way, up to `drain_ns`; the rest stays in the outbox. */
void deliver_stop(struct deliver *deliver, int64_t drain_ns);

/* Sends one message on this thread, now, and tells how it went: `xunjian notify test`. With dry_run
 * nothing is sent. *ret_request is what was or would be sent. */
enum wire_verdict deliver_once(const struct channel *channel, const struct message *message,
                               bool dry_run, struct arena *arena,
                               struct wire_request *ret_request, struct wire_answer *ret_answer,
                               const char **ret_why);

/* For the metrics; from any thread. */
struct deliver_figures {
    const char *channel;
    int64_t accepted, retried, refused, latency_ns;
};
size_t deliver_figures(struct deliver *deliver, struct arena *arena,
                       const struct deliver_figures **ret);
