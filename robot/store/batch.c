/* SPDX-License-Identifier: Apache-2.0 */
/* batch.c - one transaction: runs, alert state, outbox and starts, all or nothing. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/must.h"
#include "base/redact.h"
#include "store/rows.h"
#include "store/writer.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_ROOM = 16, BATCH_ROUNDS = 2000, MOST_JSON = 32 << 20 };

void coming_init(struct coming *coming)
{
    *coming = (struct coming){.arena = arena_new()};
    map_init(&coming->started, coming->arena);
}

/* Room for one more in an array of the arena; what was there is copied, the old place goes with the
 * arena. */
static void *one_more(struct arena *arena, void *items, size_t count, size_t *room, size_t size)
{
    if (count < *room)
        return items;
    *room = *room > 0 ? *room * 2 : FIRST_ROOM;
    void *larger = arena_alloc(arena, *room * size);
    if (count > 0)
        memcpy(larger, items, count * size);
    return larger;
}

struct outbox_change *coming_change(struct coming *c)
{
    c->changes =
        one_more(c->arena, c->changes, c->change_count, &c->change_room, sizeof *c->changes);
    return &c->changes[c->change_count++];
}

void coming_started(struct coming *c, const char *monitor, int64_t due_utc_ns)
{
    int64_t *due = map_get(&c->started, text_of(monitor));
    if (due == NULL) {
        due = arena_make(c->arena, int64_t);
        map_put(&c->started, text_of(monitor), due);
    }
    *due = due_utc_ns;
}

void coming_retest(struct coming *c, const struct alert_retest *retest)
{
    c->retests =
        one_more(c->arena, c->retests, c->retest_count, &c->retest_room, sizeof *c->retests);
    c->retests[c->retest_count++] = (struct alert_retest){
        arena_strdup(c->arena, retest->journey), arena_strdup(c->arena, retest->environment)};
}

void entries_add(struct entries *entries, struct entry *entry)
{
    entry->next = NULL;
    if (entries->last != NULL)
        entries->last->next = entry;
    else
        entries->first = entry;
    entries->last = entry;
    entries->count++;
}

/* The oldest entries, BATCH_ROUNDS of them. */
static struct entries take_oldest(struct entries *from)
{
    struct entries taken = {0};
    while (from->first != NULL && taken.count < BATCH_ROUNDS) {
        struct entry *entry = from->first;
        from->first = entry->next;
        from->count--;
        entries_add(&taken, entry);
    }
    if (from->first == NULL)
        from->last = NULL;
    return taken;
}

/* Alerts decide in memory; whatever of their state changed since the last batch is in this one, with
 * every message it led to. */
struct batch *store_batch_of(struct store *store)
{
    struct coming *coming = &store->coming;
    const struct alert_row *rows;
    size_t row_count = alerts_changed(store->alerts, coming->arena, &rows);
    if (store->pending.count == 0 && row_count == 0 && coming->change_count == 0 &&
        coming->started.count == 0 && coming->waiters == NULL && coming->retest_count == 0)
        return NULL;
    struct batch *batch = calloc(1, sizeof *batch);
    must(batch != NULL);
    *batch = (struct batch){
        .coming = *coming,
        .entries = take_oldest(&store->pending),
        .rows = rows,
        .row_count = row_count,
    };
    coming_init(coming);
    outbox_number(store->outbox, batch->coming.changes, batch->coming.change_count);
    return batch;
}

void store_batch_end(struct batch *batch)
{
    for (struct entry *entry = batch->entries.first, *next; entry != NULL; entry = next) {
        next = entry->next;
        entry_end(entry);
    }
    arena_end(batch->coming.arena);
    free(batch);
}

static bool write_incident(struct database *db, const struct alert_row *row, struct text json)
{
    if (json.length == 0)
        return database_run(db, "DELETE FROM incidents WHERE id = ?", "s", row->key);
    return database_run(db, "INSERT OR REPLACE INTO incidents VALUES (?, ?, ?, ?)", "siit",
                        row->key, row->opened_utc_ns, row->closed_utc_ns, json);
}

static bool write_row(struct database *db, const struct alert_row *row)
{
    struct buffer clean;
    bool right;
    buffer_init(&clean, MOST_JSON);
    redact_text(row->json, &clean);
    struct text json = buffer_text(&clean);
    if (strcmp(row->kind, "incident") == 0)
        right = write_incident(db, row, json);
    else if (row->json.length == 0)
        right = database_run(db, "DELETE FROM alert_state WHERE kind = ? AND \"key\" = ?", "ss",
                             row->kind, row->key);
    else
        right = database_run(db, "INSERT OR REPLACE INTO alert_state VALUES (?, ?, ?)", "sst",
                             row->kind, row->key, json);
    buffer_done(&clean);
    return right;
}

static bool write_started(struct database *db, const struct coming *coming)
{
    bool right = true;
    for (size_t i = 0; right && i < coming->started.count; i++) {
        const struct map_entry *at = &coming->started.entries[i];
        right = database_run(db, "INSERT OR REPLACE INTO started VALUES (?, ?)", "ti", at->key,
                             *(const int64_t *)at->value);
    }
    return right;
}

static bool write_entries(struct store *store, const struct entries *entries)
{
    bool right = true;
    for (const struct entry *e = entries->first; right && e != NULL; e = e->next)
        right = e->judge_only || rows_write(&store->db, &store->numbers, e);
    return right && numbers_write(&store->numbers, &store->db);
}

static bool write_evidence(struct store *store, const struct entries *entries)
{
    struct arena *scratch = arena_new();
    bool right = true;
    for (const struct entry *e = entries->first; right && e != NULL; e = e->next)
        right = e->judge_only || rows_write_evidence(&store->db, scratch, e);
    arena_end(scratch);
    return right;
}

bool store_batch_write(struct store *store, struct batch *batch)
{
    struct database *db = &store->db;
    const struct coming *coming = &batch->coming;
    if (!write_evidence(store, &batch->entries))
        return false;
    bool right = database_exec(db, "BEGIN IMMEDIATE") &&
                 write_entries(store, &batch->entries) && write_started(db, coming) &&
                 outbox_write(db, coming->changes, coming->change_count);
    for (size_t i = 0; right && i < batch->row_count; i++)
        right = write_row(db, &batch->rows[i]);
    if (right && database_exec(db, "COMMIT"))
        return true;
    if (sqlite3_get_autocommit(db->sqlite) == 0)
        sqlite3_exec(db->sqlite, "ROLLBACK", NULL, NULL, NULL);
    return false;
}
