/* SPDX-License-Identifier: Apache-2.0 */
/* retain.c - slices of forgetting. */

#include "store/retain.h"
#include "base/arena.h"
#include "store/database.h"
#include "store/evidence.h"
#include "store/pictures.h"
#include "store/rollup.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { RUNS = 50, FILES = 50, ROLLUPS = 500, INCIDENTS = 200, FOLDERS = 256, NAME = 64 };

struct slice {
    struct database *db;
    struct arena *arena;
    struct retention keep;
    int64_t now_utc_ns;
    const char *files[FILES]; /* artefacts whose rows are gone */
    size_t file_count;
    const char *pictures[FILES];
    size_t picture_count;
    bool more;
};

void retain_begin(struct retain *retain)
{
    retain->folders_left = FOLDERS;
}

/* 0 keeps for ever: nothing began before 1970. */
static int64_t before(const struct slice *s, int64_t keep_ns)
{
    return keep_ns == 0 ? 1 : s->now_utc_ns - keep_ns;
}

static bool forget_run(struct slice *s, int64_t run)
{
    struct database *db = s->db;
    return database_run(db, "DELETE FROM steps WHERE run = ?", "i", run) &&
           database_run(db, "DELETE FROM findings WHERE run = ?", "i", run) &&
           database_run(db, "DELETE FROM visits WHERE run = ?", "i", run) &&
           database_run(db, "UPDATE artefacts SET started_utc_ns = 0 WHERE run = ?", "i",
                        run) &&
           database_run(db, "DELETE FROM runs WHERE id = ?", "i", run);
}

/* Numbers are given as runs end, so the oldest have the smallest. */
static bool forget_runs(struct slice *s)
{
    int64_t mark, old[RUNS];
    size_t count = 0, seen = 0;
    bool right = rollup_mark(s->db, &mark);
    sqlite3_stmt *rows =
        right ? database_ask(
                    s->db,
                    "SELECT id, started_utc_ns FROM runs WHERE id <= ? ORDER BY id LIMIT ?",
                    "ii", mark, (int64_t)RUNS)
              : NULL;
    while (right && database_next(s->db, rows, &right)) {
        seen++;
        if (sqlite3_column_int64(rows, 1) < before(s, s->keep.runs_ns))
            old[count++] = sqlite3_column_int64(rows, 0);
    }
    for (size_t i = 0; right && i < count; i++)
        right = forget_run(s, old[i]);
    s->more |= count > 0 && seen == RUNS;
    return right;
}

static bool forget_evidence(struct slice *s)
{
    bool right;
    sqlite3_stmt *rows =
        database_ask(s->db, "SELECT sha256 FROM artefacts WHERE started_utc_ns < ? LIMIT ?",
                     "ii", before(s, s->keep.evidence_ns), (int64_t)FILES);
    while (database_next(s->db, rows, &right))
        if (s->file_count < FILES)
            s->files[s->file_count++] = column_string(rows, 0, s->arena);
    for (size_t i = 0; right && i < s->file_count; i++)
        right = database_run(s->db,
                             "UPDATE runs SET evidence = NULL WHERE id ="
                             " (SELECT run FROM artefacts WHERE sha256 = ?1) AND evidence = ?1",
                             "s", s->files[i]) &&
                database_run(s->db,
                             "UPDATE pictures SET gone = 1 WHERE run ="
                             " (SELECT run FROM artefacts WHERE sha256 = ?)",
                             "s", s->files[i]) &&
                database_run(s->db,
                             "DELETE FROM newest_good WHERE run ="
                             " (SELECT run FROM artefacts WHERE sha256 = ?)",
                             "s", s->files[i]) &&
                database_run(s->db, "DELETE FROM artefacts WHERE sha256 = ?", "s", s->files[i]);
    s->more |= s->file_count == FILES;
    return right;
}

/* The file goes with the last run that saw the same. */
static bool forget_picture(struct slice *s, const char *sha256, int64_t run)
{
    int64_t others = 0;
    if (!database_run(s->db, "DELETE FROM pictures WHERE sha256 = ? AND run = ?", "si", sha256,
                      run))
        return false;
    bool right;
    sqlite3_stmt *rows =
        database_ask(s->db, "SELECT 1 FROM pictures WHERE sha256 = ? LIMIT 1", "s", sha256);
    while (database_next(s->db, rows, &right))
        others++;
    if (right && others == 0)
        s->pictures[s->picture_count++] = sha256;
    return right;
}

static bool forget_pictures(struct slice *s)
{
    bool right;
    size_t count = 0;
    const char *names[FILES];
    int64_t runs[FILES];
    sqlite3_stmt *rows = database_ask(
        s->db, "SELECT sha256, run FROM pictures WHERE gone = 1 LIMIT ?", "i", (int64_t)FILES);
    while (database_next(s->db, rows, &right))
        if (count < FILES) {
            names[count] = column_string(rows, 0, s->arena);
            runs[count++] = sqlite3_column_int64(rows, 1);
        }
    for (size_t i = 0; right && i < count; i++)
        right = forget_picture(s, names[i], runs[i]);
    s->more |= count == FILES;
    return right;
}

/* One series a slice, round and round. */
static bool forget_rollups(struct slice *s, struct retain *retain)
{
    bool right;
    int64_t series = 0;
    sqlite3_stmt *rows =
        database_ask(s->db, "SELECT id FROM series WHERE id > ? LIMIT 1", "i", retain->series);
    while (database_next(s->db, rows, &right))
        series = sqlite3_column_int64(rows, 0);
    retain->series = series;
    if (!right || series == 0)
        return right;
    right = database_run(s->db,
                         "DELETE FROM rollups WHERE series = ?1 AND (hour_utc_ns, name) IN"
                         " (SELECT hour_utc_ns, name FROM rollups WHERE series = ?1 AND"
                         " hour_utc_ns < ?2 LIMIT ?3)",
                         "iii", series, before(s, s->keep.rollups_ns), (int64_t)ROLLUPS);
    if (right && sqlite3_changes(s->db->sqlite) == ROLLUPS)
        retain->series--; /* the same one again */
    s->more = true;
    return right;
}

/* Dead messages are part of what an incident's story is told from. */
static bool forget_incidents(struct slice *s)
{
    int64_t cutoff = before(s, s->keep.incidents_ns);
    return database_run(s->db,
                        "DELETE FROM incidents WHERE id IN (SELECT id FROM incidents WHERE"
                        " closed_utc_ns > 0 AND closed_utc_ns < ? LIMIT ?)",
                        "ii", cutoff, (int64_t)INCIDENTS) &&
           database_run(s->db,
                        "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE dead = 1"
                        " AND entered_utc_ns < ? LIMIT ?)",
                        "ii", cutoff, (int64_t)INCIDENTS);
}

static bool known(struct slice *s, const char *name, const char *ending, bool *ret_right)
{
    bool found = false, picture = strcmp(ending, ".png") == 0;
    if (!picture && strcmp(ending, ".json.gz") != 0)
        return false;
    sqlite3_stmt *rows =
        database_ask(s->db,
                     picture ? "SELECT 1 FROM pictures WHERE sha256 = ? LIMIT 1"
                             : "SELECT 1 FROM artefacts WHERE sha256 = ?",
                     "s", name);
    while (database_next(s->db, rows, ret_right))
        found = true;
    return found;
}

/* Files that a kill left without a row, or a row left without a file's end. */
static bool sweep(struct slice *s, unsigned folder)
{
    bool right = true;
    const char *path = arena_printf(s->arena, "%s.artefacts/%02x", s->db->path, folder);
    DIR *open = opendir(path);
    for (struct dirent *entry; open != NULL && right && (entry = readdir(open)) != NULL;) {
        char name[NAME + 1] = "";
        if (entry->d_name[0] == '.')
            continue;
        snprintf(name, sizeof name, "%.*s", NAME, entry->d_name);
        if (!known(s, name, entry->d_name + strlen(name), &right) && right)
            unlink(arena_printf(s->arena, "%s/%s", path, entry->d_name));
    }
    if (open != NULL)
        closedir(open);
    return right;
}

static bool forget(struct slice *s, struct retain *retain)
{
    return database_exec(s->db, "BEGIN IMMEDIATE") && forget_runs(s) && forget_evidence(s) &&
           forget_pictures(s) && forget_rollups(s, retain) && forget_incidents(s) &&
           database_exec(s->db, "COMMIT");
}

bool retain_some(struct retain *retain, struct database *db, struct retention keep,
                 int64_t now_utc_ns, bool *ret_more)
{
    struct slice s = {.db = db, .arena = arena_new(), .keep = keep, .now_utc_ns = now_utc_ns};
    bool right = forget(&s, retain);
    if (!right && sqlite3_get_autocommit(db->sqlite) == 0)
        sqlite3_exec(db->sqlite, "ROLLBACK", NULL, NULL, NULL);
    for (size_t i = 0; right && i < s.file_count; i++)
        unlink(evidence_path(s.arena, db->path, s.files[i]));
    for (size_t i = 0; right && i < s.picture_count; i++)
        unlink(picture_path(s.arena, db->path, s.pictures[i]));
    right = right && database_exec(db, "PRAGMA incremental_vacuum(64)");
    if (right && retain->folders_left > 0) {
        right = sweep(&s, retain->folder++ % FOLDERS);
        retain->folders_left--;
        s.more = true;
    }
    if (right)
        *ret_more = s.more;
    arena_end(s.arena);
    return right;
}
