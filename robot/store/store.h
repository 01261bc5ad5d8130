/* SPDX-License-Identifier: Apache-2.0 */
/* store.h - what the robot remembers: SQLite, one writer thread, batched transactions.
 *
 * The writer takes rounds, makes records of them, asks the alerts, and writes run, alert state and
 * outbox in one transaction; only then anybody is told. When the file cannot be written (disk full,
 * locked, corrupt) runs and alerts go on: rounds wait in memory up to a bound, `failed` is told, and
 * what had to be dropped is counted and told, never silent. Reading is read.h. */
#pragma once

#include "alert/alert.h"
#include "model/message.h"
#include "model/record.h"

struct store;

/* All called on the writer's thread; they must be quick and post to their own threads. */
struct store_listener {
    void *thing;
    /* A run was kept (or, without a working disk, judged). `state`: alerts_state of its monitor. */
    void (*kept)(void *thing, const struct record *record, const char *state);
    void (*retest)(void *thing, const char *journey, const char *environment);
    void (*outbox)(void *thing); /* there are new messages */
    /* Incidents or windows changed, and with them what alerts_state says of others than who ran. */
    void (*changed)(void *thing, const struct alerts *alerts);
    void (*failed)(void *thing,
                   const char *why); /* first failure; again when the words change */
    void (*recovered)(void *thing, int64_t dropped); /* rounds lost meanwhile */
};

struct store_options {
    const char *path;
    struct retention retention;
    int64_t queue_rounds; /* waiting for the writer: more are dropped and told. 0: 10000 */
    struct store_listener listener;
};

/* Opens or makes the file, brings its schema up to date, reads the alert state, starts the writer.
 * NULL with *ret_why (in words; the arena's) when it cannot be opened: a robot that cannot remember
 * must not start. */
struct store *store_open(const struct store_options *options, struct arena *arena,
                         const char **ret_why);

/* Writes all that waits, up to `drain_ns`, then closes. */
void store_close(struct store *store, int64_t drain_ns);

/* All of these are from any thread, return at once, and are done in order by the writer. */
void store_take(struct store *store, struct round *round); /* ownership moves */
void store_configure(struct store *store, const struct alert_settings *settings,
                     struct retention retention);
void store_connectivity(struct store *store, bool reachable, const char *why);
/* Waits for the writer: the command's result. False with *ret_why, in the arena. */
bool store_command(struct store *store, const struct alert_command *command,
                   struct arena *arena, const char **ret_why);
/* When a monitor was started last, by schedule: a restart goes on from there. */
void store_started(struct store *store, const char *monitor, int64_t due_utc_ns);

/* --- the outbox: deliver claims, sends, settles ---------------------------------------------- */

struct outbox_item {
    int64_t id;
    const char *channel;
    const struct message *message;
    int64_t attempts;       /* before this one */
    int64_t entered_utc_ns; /* when it came into the outbox */
};

/* Who takes what: asked for each message before it is handed out; false: it stays, and does not count
 * for *ret_next_utc_ns. NULL takes all. Called under the outbox's lock: it must not call the store. */
struct outbox_taker {
    void *thing;
    bool (*takes)(void *thing, const char *channel);
};

/* Up to `room` messages that are due now and not claimed, the oldest first; per (channel, key) only the
 * oldest, so that a resolve never overtakes its trigger. They stay claimed until settled (or until
 * the next start). In `arena`. *ret_next_utc_ns: when the next one is due, INT64_MAX: none waits. */
size_t store_outbox_claim(struct store *store, int64_t now_utc_ns,
                          const struct outbox_taker *taker, struct arena *arena,
                          struct outbox_item *ret, size_t room, int64_t *ret_next_utc_ns);

/* accepted: done with. Not accepted: again at retry_utc_ns, or 0: given up (kept as dead). `why` is
 * redacted and kept. */
void store_outbox_settle(struct store *store, int64_t id, bool accepted, int64_t retry_utc_ns,
                         const char *why);

/* For the metrics; from any thread. */
struct store_figures {
    int64_t rounds_waiting, rounds_dropped, runs_written, write_ns, transactions;
    int64_t outbox_waiting, outbox_oldest_utc_ns, outbox_dead, file_bytes;
    bool failing;
};
struct store_figures store_figures(struct store *store);
