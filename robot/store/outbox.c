/* SPDX-License-Identifier: Apache-2.0 */
/* outbox.c - a list in the order of entering, behind a lock. */

#include "store/outbox.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/map.h"
#include "base/must.h"
#include "store/database.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct waiting {
    struct waiting *next;
    int64_t id, entered_utc_ns, due_utc_ns, attempts;
    bool claimed, renew;
    char *channel, *lane; /* lane: channel and key, what must stay in order */
    char *json;
    size_t json_length;
};

struct outbox {
    pthread_mutex_t lock;
    struct waiting *first, *last;
    int64_t last_id, count, dead;
};

struct outbox *outbox_new(void)
{
    struct outbox *outbox = calloc(1, sizeof *outbox);
    must(outbox != NULL && pthread_mutex_init(&outbox->lock, NULL) == 0);
    return outbox;
}

static void waiting_end(struct waiting *w)
{
    free(w->channel);
    free(w->lane);
    free(w->json);
    free(w);
}

void outbox_end(struct outbox *outbox)
{
    if (outbox == NULL)
        return;
    for (struct waiting *w = outbox->first, *next; w != NULL; w = next) {
        next = w->next;
        waiting_end(w);
    }
    pthread_mutex_destroy(&outbox->lock);
    free(outbox);
}

static char *copy(const char *bytes, size_t length)
{
    char *made = malloc(length + 1);
    must(made != NULL);
    memcpy(made, bytes, length);
    made[length] = '\0';
    return made;
}

static char *lane_of(const char *channel, const char *key)
{
    char *lane = malloc(strlen(channel) + strlen(key) + 2);
    must(lane != NULL);
    strcpy(lane, channel);
    strcat(lane, "\n");
    strcat(lane, key);
    return lane;
}

static struct waiting *append(struct outbox *outbox, const char *channel, const char *key,
                              struct text json)
{
    struct waiting *w = calloc(1, sizeof *w);
    must(w != NULL);
    w->channel = copy(channel, strlen(channel));
    w->lane = lane_of(channel, key);
    w->json = copy(json.length > 0 ? json.at : "", json.length);
    w->json_length = json.length;
    if (outbox->last != NULL)
        outbox->last->next = w;
    else
        outbox->first = w;
    outbox->last = w;
    outbox->count++;
    return w;
}

/* Not what message_write wrote: nobody could send it, and it would hold up its lane. */
static bool unreadable(sqlite3_stmt *rows)
{
    struct arena *scratch = arena_new();
    bool bad = message_read(scratch, column_bytes(rows, 3, scratch)) == NULL;
    arena_end(scratch);
    return bad;
}

bool outbox_load(struct outbox *outbox, struct database *db)
{
    bool right;
    sqlite3_stmt *rows =
        database_ask(db,
                     "SELECT id, channel, \"key\", json, kind, entered_utc_ns, due_utc_ns,"
                     " attempts FROM outbox WHERE dead = 0 ORDER BY id",
                     "");
    while (database_next(db, rows, &right)) {
        if (unreadable(rows)) {
            database_run(db, "UPDATE outbox SET dead = 1, why = 'unreadable' WHERE id = ?", "i",
                         sqlite3_column_int64(rows, 0));
            continue;
        }
        struct text json = {.at = (const char *)sqlite3_column_text(rows, 3),
                            .length = (size_t)sqlite3_column_bytes(rows, 3)};
        struct waiting *w = append(outbox, (const char *)sqlite3_column_text(rows, 1),
                                   (const char *)sqlite3_column_text(rows, 2), json);
        w->id = sqlite3_column_int64(rows, 0);
        w->renew = strcmp((const char *)sqlite3_column_text(rows, 4),
                          message_kind_name(MESSAGE_RENEW)) == 0;
        w->entered_utc_ns = sqlite3_column_int64(rows, 5);
        w->due_utc_ns = sqlite3_column_int64(rows, 6);
        w->attempts = sqlite3_column_int64(rows, 7);
    }
    return right && database_number(db, "SELECT max(id) FROM outbox", 0, &outbox->last_id) &&
           database_number(db, "SELECT count(*) FROM outbox WHERE dead = 1", 0, &outbox->dead);
}

/* A renewal that nobody has sent yet gives its place to the next one: a channel that was away for an
 * hour need not hear of each. 0: there is none. */
static int64_t stale_renewal(struct outbox *outbox, const struct outbox_change *c)
{
    int64_t id = 0;
    if (strcmp(c->kind, message_kind_name(MESSAGE_RENEW)) != 0)
        return 0;
    char *lane = lane_of(c->channel, c->key);
    for (const struct waiting *w = outbox->first; w != NULL; w = w->next)
        if (strcmp(w->lane, lane) == 0)
            id = w->renew && !w->claimed ? w->id : 0;
    free(lane);
    return id;
}

void outbox_number(struct outbox *outbox, struct outbox_change *changes, size_t count)
{
    pthread_mutex_lock(&outbox->lock);
    for (size_t i = 0; i < count; i++) {
        if (changes[i].channel == NULL || changes[i].id != 0)
            continue;
        changes[i].id = stale_renewal(outbox, &changes[i]);
        if (changes[i].id == 0)
            changes[i].id = ++outbox->last_id;
    }
    pthread_mutex_unlock(&outbox->lock);
}

static bool write_one(struct database *db, const struct outbox_change *c)
{
    if (c->channel != NULL)
        return database_run(
            db,
            "INSERT OR REPLACE INTO outbox VALUES (?, ?, ?, ?, ?, ?, ?, 0, NULL,"
            " 0)",
            "issstii", c->id, c->channel, c->key, c->kind, c->json, c->now_utc_ns,
            c->now_utc_ns);
    if (c->accepted)
        return database_run(db, "DELETE FROM outbox WHERE id = ?", "i", c->id);
    return database_run(db,
                        "UPDATE outbox SET attempts = attempts + 1, due_utc_ns = ?, why = ?,"
                        " dead = ? WHERE id = ?",
                        "isii", c->retry_utc_ns, c->why, (int64_t)(c->retry_utc_ns == 0),
                        c->id);
}

bool outbox_write(struct database *db, const struct outbox_change *changes, size_t count)
{
    bool right = true;
    for (size_t i = 0; right && i < count; i++)
        right = write_one(db, &changes[i]);
    return right;
}

static void take_out(struct outbox *outbox, struct waiting *before, struct waiting *w)
{
    if (before != NULL)
        before->next = w->next;
    else
        outbox->first = w->next;
    if (outbox->last == w)
        outbox->last = before;
    outbox->count--;
    waiting_end(w);
}

static void settle(struct outbox *outbox, const struct outbox_change *c)
{
    struct waiting *before = NULL, *w = outbox->first;
    while (w != NULL && w->id != c->id) {
        before = w;
        w = w->next;
    }
    if (w == NULL)
        return;
    if (c->accepted || c->retry_utc_ns == 0) {
        outbox->dead += c->accepted ? 0 : 1;
        take_out(outbox, before, w);
        return;
    }
    w->claimed = false;
    w->attempts++;
    w->due_utc_ns = c->retry_utc_ns;
}

static void enter(struct outbox *outbox, const struct outbox_change *c)
{
    struct waiting *w = outbox->first;
    while (w != NULL && w->id != c->id)
        w = w->next;
    if (w != NULL) {
        free(w->json);
        w->json = copy(c->json.at, c->json.length);
        w->json_length = c->json.length;
        return;
    }
    w = append(outbox, c->channel, c->key, c->json);
    w->id = c->id;
    w->renew = strcmp(c->kind, message_kind_name(MESSAGE_RENEW)) == 0;
    w->entered_utc_ns = w->due_utc_ns = c->now_utc_ns;
}

void outbox_written(struct outbox *outbox, const struct outbox_change *changes, size_t count)
{
    pthread_mutex_lock(&outbox->lock);
    for (size_t i = 0; i < count; i++) {
        if (changes[i].channel != NULL)
            enter(outbox, &changes[i]);
        else
            settle(outbox, &changes[i]);
    }
    pthread_mutex_unlock(&outbox->lock);
}

static bool hand_out(const struct waiting *w, struct arena *arena, struct outbox_item *ret)
{
    struct text json = {.at = w->json, .length = w->json_length};
    *ret = (struct outbox_item){
        .id = w->id,
        .channel = arena_strdup(arena, w->channel),
        .message = message_read(arena, text_copy(arena, json)),
        .attempts = w->attempts,
        .entered_utc_ns = w->entered_utc_ns,
    };
    return ret->message != NULL;
}

size_t outbox_claim(struct outbox *outbox, int64_t now_utc_ns, const struct outbox_taker *taker,
                    struct arena *arena, struct outbox_item *ret, size_t room,
                    int64_t *ret_next_utc_ns)
{
    size_t count = 0;
    int64_t next = INT64_MAX;
    struct map lanes; /* whose oldest message was met */
    map_init(&lanes, arena);
    pthread_mutex_lock(&outbox->lock);
    for (struct waiting *w = outbox->first; w != NULL; w = w->next) {
        if (map_put(&lanes, text_of(w->lane), w) != NULL || w->claimed)
            continue;
        if (w->due_utc_ns > now_utc_ns) {
            next = w->due_utc_ns < next ? w->due_utc_ns : next;
        } else if (count == room) {
            next = now_utc_ns;
        } else if ((taker == NULL || taker->takes(taker->thing, w->channel)) &&
                   hand_out(w, arena, &ret[count])) {
            w->claimed = true;
            count++;
        }
    }
    pthread_mutex_unlock(&outbox->lock);
    *ret_next_utc_ns = next;
    return count;
}

void outbox_figures(struct outbox *outbox, struct store_figures *into)
{
    pthread_mutex_lock(&outbox->lock);
    into->outbox_waiting = outbox->count;
    into->outbox_dead = outbox->dead;
    into->outbox_oldest_utc_ns = outbox->first != NULL ? outbox->first->entered_utc_ns : 0;
    pthread_mutex_unlock(&outbox->lock);
}
