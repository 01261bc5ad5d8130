/* SPDX-License-Identifier: Apache-2.0 */
/* database.c - opening, and words for what SQLite's codes mean to an operator. */

#include "store/database.h"
#include "base/arena.h"
#include "base/must.h"
#include "store/schema.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What each failure asks the operator to do. */
static const struct {
    int code;
    const char *advice;
} advices[] = {
    {SQLITE_FULL, "the disk, or the limit on the file's size, is full: make room"},
    {SQLITE_BUSY, "another program holds it locked: end that program's transaction"},
    {SQLITE_LOCKED, "another program holds it locked: end that program's transaction"},
    {SQLITE_READONLY,
     "it may not be written to: check the file's and its folder's permissions"},
    {SQLITE_PERM, "it may not be opened: check the file's and its folder's permissions"},
    {SQLITE_CANTOPEN,
     "it cannot be opened: check that the folder exists and who may write to it"},
    {SQLITE_NOTADB, "it is not a SQLite database: move it away, or put a backup in its place"},
    {SQLITE_CORRUPT, "it is damaged: stop the robot, then put a backup in its place, or save "
                     "what can be read with `sqlite3 FILE .recover`"},
    {SQLITE_IOERR, "the disk failed to read or write"},
};

static void put_why(struct database *db, int code, const char *message)
{
    const char *advice = NULL;
    for (size_t i = 0; i < sizeof advices / sizeof advices[0]; i++)
        if (advices[i].code == code)
            advice = advices[i].advice;
    snprintf(db->why, sizeof db->why, "%s: %s%s%s", db->path, message,
             advice != NULL ? "; " : "", advice != NULL ? advice : "");
}

void database_blame(struct database *db)
{
    put_why(db, sqlite3_errcode(db->sqlite) & 0xff, sqlite3_errmsg(db->sqlite));
}

/* Readable by its owner alone: SQLite gives its other files the same permissions. */
static void make_file(struct database *db)
{
    char *folder = strdup(db->path);
    must(folder != NULL);
    for (char *slash = strchr(folder + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(folder, 0700); /* what goes wrong here is told by the open that follows */
        *slash = '/';
    }
    free(folder);
    int fd = open(db->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd >= 0)
        close(fd);
}

/* auto_vacuum only takes effect on an empty file, and before the journal's mode. */
static bool set_up(struct database *db, enum database_mode mode)
{
    sqlite3_busy_timeout(db->sqlite, DATABASE_WAIT_MS);
    sqlite3_extended_result_codes(db->sqlite, 0);
    if (mode == DATABASE_READ)
        return database_exec(db, "PRAGMA query_only = 1; PRAGMA cache_size = -8000") &&
               schema_known(db);
    return database_exec(db,
                         "PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL;"
                         "PRAGMA synchronous = NORMAL; PRAGMA cache_size = -32000;"
                         "PRAGMA temp_store = MEMORY; PRAGMA journal_size_limit = 67108864") &&
           schema_update(db);
}

static bool open_as(struct database *db, const char *name, int flags, enum database_mode mode)
{
    if (sqlite3_open_v2(name, &db->sqlite, flags | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK &&
        set_up(db, mode))
        return true;
    if (db->why[0] == '\0')
        database_blame(db);
    return false;
}

static void end_statements(struct database *db)
{
    for (size_t i = 0; i < db->prepared_count; i++)
        sqlite3_finalize(db->prepared[i].statement);
    db->prepared_count = 0;
    sqlite3_close(db->sqlite);
    db->sqlite = NULL;
}

void database_close(struct database *db)
{
    end_statements(db);
    free(db->path);
    db->path = NULL;
}

/* A log that was not read would make the answers old. */
static bool has_log(const char *path)
{
    struct stat st;
    char *name = sqlite3_mprintf("%s-wal", path);
    must(name != NULL);
    bool has = stat(name, &st) == 0 && st.st_size > 0;
    sqlite3_free(name);
    return has;
}

/* A backup on a medium that cannot be written to has no place for the log's index. */
static bool open_frozen(struct database *db)
{
    int code = sqlite3_errcode(db->sqlite) & 0xff;
    if ((code != SQLITE_CANTOPEN && code != SQLITE_READONLY) || access(db->path, R_OK) != 0 ||
        strpbrk(db->path, "%#?") != NULL || has_log(db->path))
        return false;
    char *uri = sqlite3_mprintf("file:%s?immutable=1", db->path);
    must(uri != NULL);
    end_statements(db);
    db->why[0] = '\0';
    bool right = open_as(db, uri, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, DATABASE_READ);
    sqlite3_free(uri);
    return right;
}

bool database_open(struct database *db, const char *path, enum database_mode mode)
{
    memset(db, 0, sizeof *db);
    db->path = strdup(path);
    must(db->path != NULL);
    if (mode == DATABASE_MAKE)
        make_file(db);
    int flags = mode == DATABASE_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    bool right = true;
    if (access(path, F_OK) != 0) {
        snprintf(db->why, sizeof db->why, "%s: %s", path, strerrordesc_np(errno));
        right = false;
    }
    right =
        right && (open_as(db, path, flags, mode) || (mode == DATABASE_READ && open_frozen(db)));
    struct stat st = {0};
    if (!right)
        database_close(db);
    else if (stat(path, &st) == 0) {
        db->device = st.st_dev;
        db->inode = st.st_ino;
    }
    return right;
}

/* In the words of a failed opening, which is tried next: one failure is told once. */
bool database_is_in_place(struct database *db)
{
    struct stat st;
    if (stat(db->path, &st) != 0)
        snprintf(db->why, sizeof db->why, "%s: %s", db->path, strerrordesc_np(errno));
    else if (st.st_dev != db->device || st.st_ino != db->inode)
        snprintf(db->why, sizeof db->why,
                 "%s: another file was put in its place while it was open", db->path);
    else if (faccessat(AT_FDCWD, db->path, W_OK, AT_EACCESS) != 0)
        put_why(db, SQLITE_READONLY, sqlite3_errstr(SQLITE_READONLY));
    else
        return true;
    return false;
}

bool database_exec(struct database *db, const char *sql)
{
    if (sqlite3_exec(db->sqlite, sql, NULL, NULL, NULL) == SQLITE_OK)
        return true;
    database_blame(db);
    return false;
}
