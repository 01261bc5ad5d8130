/* SPDX-License-Identifier: Apache-2.0 */
/* database.h - one connection to the store's file: opened, asked, and what went wrong in words.
 *
 * One thread at a time. After a failure `why` says what happened and what to do about it. */
#pragma once

#include "base/text.h"

#include <sqlite3.h>
#include <stdint.h>

struct arena;

enum {
    DATABASE_APPLICATION =
        0x784A6E31, /* "xJn1": `file` and a look at the header know it by this */
    DATABASE_WHY = 512,
    DATABASE_STATEMENTS = 128, /* some 50 in use */
    DATABASE_WAIT_MS = 1000,   /* for another process' lock */
};

enum database_mode {
    DATABASE_MAKE = 0, /* the writer: made when missing, brought up to date */
    DATABASE_AGAIN,    /* the writer after a failure: not made anew */
    DATABASE_READ,     /* a reader */
};

struct database {
    sqlite3 *sqlite;
    char *path;
    uint64_t device, inode; /* of the file that is open */
    struct {
        const char *sql; /* its address is the key: texts are literals */
        sqlite3_stmt *statement;
    } prepared[DATABASE_STATEMENTS];
    size_t prepared_count;
    char why[DATABASE_WHY];
};

/* False with db->why; then there is nothing to close. */
bool database_open(struct database *db, const char *path, enum database_mode mode);
void database_close(struct database *db);

/* Writing through an open file needs no permission and no name: whoever took either away meant it, and
 * what is written to a file without a name is lost. False with db->why when the path is no longer
 * that of the file that is open, or may not be written to. */
bool database_is_in_place(struct database *db);

/* Statements without parameters or rows. False with db->why. */
bool database_exec(struct database *db, const char *sql);

/* The statement, prepared once and reset. `sql` must be a literal. NULL with db->why. */
sqlite3_stmt *database_prepare(struct database *db, const char *sql);

/* Prepares, binds and runs a statement that gives no rows. `types`, a letter for each parameter:
 * i int64_t; n int64_t, NULL when negative; s const char *, NULL allowed; t struct text, as text;
 * b struct text, as blob. False with db->why. */
bool database_run(struct database *db, const char *sql, const char *types, ...);

/* The same for one that gives rows: to be stepped by database_next. NULL with db->why. */
sqlite3_stmt *database_ask(struct database *db, const char *sql, const char *types, ...);

/* True: a row. False: no more (*ret_right), or db->why. The statement is reset then. */
bool database_next(struct database *db, sqlite3_stmt *rows, bool *ret_right);

/* One number; `otherwise` when there is no row. False with db->why. */
bool database_number(struct database *db, const char *sql, int64_t otherwise, int64_t *ret);

/* Columns into the arena. Never NULL: "" for NULL. */
const char *column_string(sqlite3_stmt *rows, int column, struct arena *arena);
struct text column_bytes(sqlite3_stmt *rows, int column, struct arena *arena);
int64_t column_ns(sqlite3_stmt *rows, int column); /* NULL is -1: did not happen */

/* Fills db->why from SQLite's last error. */
void database_blame(struct database *db);
