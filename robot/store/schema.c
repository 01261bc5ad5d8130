/* SPDX-License-Identifier: Apache-2.0 */
/* schema.c - the steps. README.md tells what each column means. */

#include "store/schema.h"
#include "store/database.h"

#include <stdio.h>

/* Clustered by what is asked together: a run's steps lie side by side, and so do a series' roll-ups of
 * an hour. runs_of covers lists, uptime and whole-run latency without touching the rows. */
static const char tables[] =
    "CREATE TABLE series (id INTEGER PRIMARY KEY, journey TEXT NOT NULL, environment TEXT NOT NULL,"
    " location TEXT NOT NULL, variant TEXT NOT NULL,"
    " UNIQUE (journey, environment, location, variant)) STRICT;"
    "CREATE TABLE names (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;"
    "CREATE TABLE runs (id INTEGER PRIMARY KEY, run_id TEXT NOT NULL, series INTEGER NOT NULL,"
    " row TEXT, cause INTEGER NOT NULL, due_utc_ns INTEGER NOT NULL,"
    " started_utc_ns INTEGER NOT NULL, duration_ns INTEGER NOT NULL, verdict INTEGER NOT NULL,"
    " flags INTEGER NOT NULL, step TEXT, phase TEXT, reason TEXT, message TEXT, trace_id TEXT,"
    " evidence TEXT) STRICT;"
    "CREATE UNIQUE INDEX runs_by_run_id ON runs (run_id);"
    "CREATE INDEX runs_of ON runs (series, started_utc_ns, verdict, duration_ns, flags);"
    "CREATE INDEX runs_broken ON runs (started_utc_ns, series) WHERE reason IS NOT NULL;"
    "CREATE TABLE steps (run INTEGER NOT NULL, position INTEGER NOT NULL, name INTEGER NOT NULL,"
    " verdict INTEGER NOT NULL, always INTEGER NOT NULL, started_utc_ns INTEGER, duration_ns INTEGER NOT NULL,"
    " tries INTEGER NOT NULL, status INTEGER NOT NULL, dns_ns INTEGER, connect_ns INTEGER,"
    " tls_ns INTEGER, send_ns INTEGER, wait_ns INTEGER, receive_ns INTEGER,"
    " first_byte_ns INTEGER, total_ns INTEGER, uncertainty_ns INTEGER NOT NULL, host TEXT,"
    " endpoint TEXT, phase TEXT, reason TEXT, message TEXT,"
    " PRIMARY KEY (run, position)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE findings (run INTEGER NOT NULL, position INTEGER NOT NULL, n INTEGER NOT NULL,"
    " verdict INTEGER NOT NULL, phase TEXT NOT NULL, reason TEXT NOT NULL, \"check\" TEXT,"
    " expected TEXT, actual TEXT, message TEXT, soft INTEGER NOT NULL, file TEXT, line INTEGER,"
    " PRIMARY KEY (run, position, n)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE rollups (series INTEGER NOT NULL, hour_utc_ns INTEGER NOT NULL,"
    " name INTEGER NOT NULL, position INTEGER NOT NULL, always INTEGER NOT NULL, reached INTEGER NOT NULL,"
    " passed INTEGER NOT NULL, degraded INTEGER NOT NULL, failed INTEGER NOT NULL,"
    " internal INTEGER NOT NULL, histograms BLOB NOT NULL,"
    " PRIMARY KEY (series, hour_utc_ns, name)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE artefacts (sha256 TEXT PRIMARY KEY, bytes INTEGER NOT NULL,"
    " run INTEGER NOT NULL, started_utc_ns INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE TABLE alert_state (kind TEXT NOT NULL, \"key\" TEXT NOT NULL, json TEXT NOT NULL,"
    " PRIMARY KEY (kind, \"key\")) STRICT, WITHOUT ROWID;"
    "CREATE TABLE incidents (id TEXT PRIMARY KEY, opened_utc_ns INTEGER NOT NULL,"
    " closed_utc_ns INTEGER NOT NULL, json TEXT NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE INDEX incidents_by_end ON incidents (closed_utc_ns, opened_utc_ns);"
    "CREATE TABLE outbox (id INTEGER PRIMARY KEY, channel TEXT NOT NULL, \"key\" TEXT NOT NULL,"
    " kind TEXT NOT NULL, json TEXT NOT NULL, entered_utc_ns INTEGER NOT NULL,"
    " due_utc_ns INTEGER NOT NULL, attempts INTEGER NOT NULL, why TEXT,"
    " dead INTEGER NOT NULL) STRICT;"
    "CREATE TABLE started (monitor TEXT PRIMARY KEY, due_utc_ns INTEGER NOT NULL)"
    " STRICT, WITHOUT ROWID;"
    "CREATE TABLE state (\"key\" TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;";

/* Version 1 kept evidence of broken runs alone. */
static const char newest_good[] =
    "CREATE TABLE newest_good (series INTEGER PRIMARY KEY, run INTEGER NOT NULL,"
    " started_utc_ns INTEGER NOT NULL) STRICT;"
    "CREATE INDEX artefacts_by_run ON artefacts (run);"
    "CREATE INDEX artefacts_by_age ON artefacts (started_utc_ns);";

/* Version 2 did not know which pages a run came to. */
static const char visits[] =
    "CREATE TABLE visits (series INTEGER NOT NULL, route TEXT NOT NULL, run INTEGER NOT NULL,"
    " verdict INTEGER NOT NULL, PRIMARY KEY (series, route)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX visits_by_run ON visits (run);";

/* Version 3 kept no pictures. A row whose evidence is forgotten waits, marked, for a slice of its own. */
static const char pictures[] =
    "CREATE TABLE pictures (sha256 TEXT NOT NULL, run INTEGER NOT NULL, bytes INTEGER NOT NULL,"
    " gone INTEGER NOT NULL, PRIMARY KEY (sha256, run)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX pictures_by_run ON pictures (run);"
    "CREATE INDEX pictures_gone ON pictures (sha256) WHERE gone = 1;";

static const char *const steps[] = {tables, newest_good, visits, pictures};

enum { STEPS = sizeof steps / sizeof steps[0] };

int schema_newest(void)
{
    return STEPS;
}

static bool wrong(struct database *db, const char *format, int version)
{
    char words[DATABASE_WHY / 2];
    snprintf(words, sizeof words, format, version, STEPS);
    snprintf(db->why, sizeof db->why, "%s: %s", db->path, words);
    return false;
}

/* *ret_version: 0 for a file without anything in it. */
static bool version_of(struct database *db, int *ret_version)
{
    int64_t application, version, tables_there;
    if (!database_number(db, "PRAGMA application_id", 0, &application) ||
        !database_number(db, "PRAGMA user_version", 0, &version) ||
        !database_number(db, "SELECT count(*) FROM sqlite_schema", 0, &tables_there))
        return false;
    if (application != DATABASE_APPLICATION && (application != 0 || tables_there > 0))
        return wrong(db, "is another program's database, not xunjian's: name another file", 0);
    if (version > STEPS)
        return wrong(
            db,
            "was written by a newer xunjian (its version is %d, this one knows up to %d): "
            "install that one, or put a backup from before in its place",
            (int)version);
    *ret_version = (int)version;
    return true;
}

bool schema_update_to(struct database *db, int version)
{
    int at;
    char mark[128];
    if (!version_of(db, &at))
        return false;
    for (; at < version; at++) {
        snprintf(mark, sizeof mark,
                 "PRAGMA application_id = %d; PRAGMA user_version = %d; COMMIT",
                 DATABASE_APPLICATION, at + 1);
        if (database_exec(db, "BEGIN IMMEDIATE") && database_exec(db, steps[at]) &&
            database_exec(db, mark))
            continue;
        sqlite3_exec(db->sqlite, "ROLLBACK", NULL, NULL, NULL);
        return false;
    }
    return true;
}

bool schema_update(struct database *db)
{
    return schema_update_to(db, STEPS);
}

bool schema_known(struct database *db)
{
    int version;
    if (!version_of(db, &version))
        return false;
    return version == STEPS ||
           wrong(
               db,
               "is of version %d, this xunjian reads version %d: start `xunjian serve` on it once",
               version);
}
