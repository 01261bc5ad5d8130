/* SPDX-License-Identifier: Apache-2.0 */
/* rollup.c - some runs at a time into the hours they began in. */

#include "store/rollup.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/map.h"
#include "model/verdict.h"
#include "store/database.h"
#include "store/rows.h"

#include <stdio.h>
#include <string.h>

enum { MOST_BLOB = 1 << 20 };

struct hour {
    int64_t series, hour_utc_ns, name;
};

struct rolling {
    struct database *db;
    struct arena *arena;
    struct map tallies; /* struct hour as bytes -> struct tally */
    int64_t mark;
    size_t runs;
};

static struct tally *tally_of(struct rolling *r, int64_t series, int64_t started, int64_t name)
{
    struct hour hour = {series, started - started % ROLLUP_HOUR_NS, name};
    struct text key = {.at = (const char *)&hour, .length = sizeof hour};
    struct tally *tally = map_get(&r->tallies, key);
    if (tally == NULL) {
        tally = arena_make(r->arena, struct tally);
        tally_init(tally, r->arena);
        map_put(&r->tallies, key, tally);
    }
    return tally;
}

static bool add_steps(struct rolling *r, int64_t run, int64_t series, int64_t started)
{
    bool right;
    sqlite3_stmt *rows = database_ask(
        r->db,
        "SELECT name, position, always, verdict, coalesce(total_ns, duration_ns), dns_ns,"
        " connect_ns, tls_ns, send_ns, wait_ns, receive_ns FROM steps WHERE run = ?",
        "i", run);
    while (database_next(r->db, rows, &right)) {
        struct tally *tally = tally_of(r, series, started, sqlite3_column_int64(rows, 0));
        int64_t phases[NETWORK_PHASES];
        for (int p = 0; p < NETWORK_PHASES; p++)
            phases[p] = column_ns(rows, 5 + p);
        tally->position = sqlite3_column_int64(rows, 1);
        tally->always = sqlite3_column_int64(rows, 2) != 0;
        tally_add(tally, sqlite3_column_int(rows, 3), sqlite3_column_int64(rows, 4), phases);
    }
    return right;
}

static bool add_runs(struct rolling *r)
{
    bool right;
    sqlite3_stmt *rows =
        database_ask(r->db,
                     "SELECT id, series, started_utc_ns, duration_ns, verdict, flags FROM runs"
                     " WHERE id > ? ORDER BY id LIMIT ?",
                     "ii", r->mark, (int64_t)ROLLUP_RUNS);
    while (database_next(r->db, rows, &right)) {
        int64_t id = sqlite3_column_int64(rows, 0), series = sqlite3_column_int64(rows, 1);
        int64_t started = sqlite3_column_int64(rows, 2);
        r->mark = id;
        r->runs++;
        if ((sqlite3_column_int64(rows, 5) & RUN_NOT_COUNTED) != 0)
            continue;
        struct tally *whole = tally_of(r, series, started, ROLLUP_WHOLE_RUN);
        tally_add(whole, sqlite3_column_int(rows, 4), sqlite3_column_int64(rows, 3), NULL);
        if (!add_steps(r, id, series, started)) {
            sqlite3_reset(rows);
            return false;
        }
    }
    return right;
}

/* What the hour has so far. Damaged histograms are given up, the counts are not. */
static bool add_kept(struct rolling *r, const struct hour *hour, struct tally *tally)
{
    bool right;
    sqlite3_stmt *rows = database_ask(
        r->db,
        "SELECT reached, passed, degraded, failed, internal, histograms, position, always"
        " FROM rollups WHERE series = ? AND hour_utc_ns = ? AND name = ?",
        "iii", hour->series, hour->hour_utc_ns, hour->name);
    while (database_next(r->db, rows, &right)) {
        tally->reached += sqlite3_column_int64(rows, 0);
        tally->passed += sqlite3_column_int64(rows, 1);
        tally->degraded += sqlite3_column_int64(rows, 2);
        tally->failed += sqlite3_column_int64(rows, 3);
        tally->internal += sqlite3_column_int64(rows, 4);
        struct text blob = {.at = sqlite3_column_blob(rows, 5),
                            .length = (size_t)sqlite3_column_bytes(rows, 5)};
        if (!tally_decode(tally, blob))
            snprintf(r->db->why, sizeof r->db->why, "%s: a damaged roll-up was given up",
                     r->db->path);
    }
    return right;
}

static bool put(struct rolling *r, const struct hour *hour, struct tally *t,
                struct buffer *blob)
{
    if (!add_kept(r, hour, t))
        return false;
    buffer_clear(blob);
    tally_encode(t, blob);
    return database_run(
        r->db, "INSERT OR REPLACE INTO rollups VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        "iiiiiiiiiib", hour->series, hour->hour_utc_ns, hour->name,
        t->position < 0 ? INT64_C(0) : t->position, (int64_t)t->always, t->reached, t->passed,
        t->degraded, t->failed, t->internal, buffer_text(blob));
}

static bool put_all(struct rolling *r)
{
    struct buffer blob;
    bool right = true;
    buffer_init(&blob, MOST_BLOB);
    for (size_t i = 0; right && i < r->tallies.count; i++) {
        struct hour hour;
        memcpy(&hour, r->tallies.entries[i].key.at, sizeof hour);
        right = put(r, &hour, r->tallies.entries[i].value, &blob);
    }
    buffer_done(&blob);
    return right && database_run(r->db, "INSERT OR REPLACE INTO state VALUES ('rolled_run', ?)",
                                 "i", r->mark);
}

bool rollup_mark(struct database *db, int64_t *ret_run)
{
    return database_number(db, "SELECT value FROM state WHERE \"key\" = 'rolled_run'", 0,
                           ret_run);
}

bool rollup_some(struct database *db, bool *ret_more)
{
    struct rolling r = {.db = db, .arena = arena_new()};
    map_init(&r.tallies, r.arena);
    bool right = database_exec(db, "BEGIN IMMEDIATE") && rollup_mark(db, &r.mark) &&
                 add_runs(&r) && (r.runs == 0 || put_all(&r)) && database_exec(db, "COMMIT");
    if (right)
        *ret_more = r.runs == ROLLUP_RUNS;
    else if (sqlite3_get_autocommit(db->sqlite) == 0)
        sqlite3_exec(db->sqlite, "ROLLBACK", NULL, NULL, NULL);
    arena_end(r.arena);
    return right;
}
