/* SPDX-License-Identifier: Apache-2.0 */
/* outbox.h - messages until somebody accepted them: rows on disk, and the same in memory.
 *
 * The writer alone changes rows; deliver's thread claims from memory, so that it never waits for the
 * disk. A claim is not written: after a kill the message is sent again, and its key says so. A message
 * enters memory only when its row is committed. */
#pragma once

#include "store/store.h"

struct database;
struct outbox;

/* What is to be put in, or to be settled: `id` 0 is new. The writer's, until committed. */
struct outbox_change {
    int64_t id;
    const char *channel, *key, *kind; /* of a new one; literals or the batch's arena */
    struct text json;
    int64_t now_utc_ns;
    bool accepted; /* of a settled one */
    int64_t retry_utc_ns;
    const char *why;
};

struct outbox *outbox_new(void);
void outbox_end(struct outbox *outbox);

/* Every row that is not dead, unclaimed. False with db->why. */
bool outbox_load(struct outbox *outbox, struct database *db);

/* Gives numbers to the new ones of `changes`; once each. */
void outbox_number(struct outbox *outbox, struct outbox_change *changes, size_t count);

/* Rows, within the writer's transaction; memory, once that is committed. */
bool outbox_write(struct database *db, const struct outbox_change *changes, size_t count);
void outbox_written(struct outbox *outbox, const struct outbox_change *changes, size_t count);

size_t outbox_claim(struct outbox *outbox, int64_t now_utc_ns, const struct outbox_taker *taker,
                    struct arena *arena, struct outbox_item *ret, size_t room,
                    int64_t *ret_next_utc_ns);

void outbox_figures(struct outbox *outbox, struct store_figures *into);
