/* SPDX-License-Identifier: Apache-2.0 */
/* statement.c - prepared once, bound by a line of letters, run or stepped. */

#include "base/arena.h"
#include "base/must.h"
#include "store/database.h"

#include <stdarg.h>

/* Some ten statements: a walk is quicker than a hash. */
sqlite3_stmt *database_prepare(struct database *db, const char *sql)
{
    for (size_t i = 0; i < db->prepared_count; i++)
        if (db->prepared[i].sql == sql) {
            sqlite3_reset(db->prepared[i].statement);
            return db->prepared[i].statement;
        }
    must(db->prepared_count < DATABASE_STATEMENTS);
    sqlite3_stmt *made = NULL;
    if (sqlite3_prepare_v3(db->sqlite, sql, -1, SQLITE_PREPARE_PERSISTENT, &made, NULL) !=
        SQLITE_OK) {
        database_blame(db);
        return NULL;
    }
    db->prepared[db->prepared_count].sql = sql;
    db->prepared[db->prepared_count++].statement = made;
    return made;
}

/* Bytes stay where they are until the statement has run. */
static int bind_one(sqlite3_stmt *to, int at, char type, va_list *values)
{
    int64_t number;
    struct text t;
    switch (type) {
    case 'i':
        return sqlite3_bind_int64(to, at, va_arg(*values, int64_t));
    case 'n':
        number = va_arg(*values, int64_t);
        return number < 0 ? sqlite3_bind_null(to, at) : sqlite3_bind_int64(to, at, number);
    case 's':
        return sqlite3_bind_text(to, at, va_arg(*values, const char *), -1, SQLITE_STATIC);
    case 't':
        t = va_arg(*values, struct text);
        return sqlite3_bind_text64(to, at, t.length > 0 ? t.at : "", t.length, SQLITE_STATIC,
                                   SQLITE_UTF8);
    default:
        must(type == 'b');
        t = va_arg(*values, struct text);
        return sqlite3_bind_blob64(to, at, t.length > 0 ? t.at : "", t.length, SQLITE_STATIC);
    }
}

static sqlite3_stmt *bind_all(struct database *db, const char *sql, const char *types,
                              va_list *values)
{
    sqlite3_stmt *to = database_prepare(db, sql);
    for (int at = 0; to != NULL && types[at] != '\0'; at++)
        if (bind_one(to, at + 1, types[at], values) != SQLITE_OK) {
            database_blame(db);
            return NULL;
        }
    return to;
}

bool database_run(struct database *db, const char *sql, const char *types, ...)
{
    va_list values;
    va_start(values, types);
    sqlite3_stmt *statement = bind_all(db, sql, types, &values);
    va_end(values);
    if (statement == NULL)
        return false;
    int how = sqlite3_step(statement);
    if (how != SQLITE_DONE && how != SQLITE_ROW)
        database_blame(db);
    sqlite3_reset(statement);
    return how == SQLITE_DONE || how == SQLITE_ROW;
}

sqlite3_stmt *database_ask(struct database *db, const char *sql, const char *types, ...)
{
    va_list values;
    va_start(values, types);
    sqlite3_stmt *statement = bind_all(db, sql, types, &values);
    va_end(values);
    return statement;
}

bool database_next(struct database *db, sqlite3_stmt *rows, bool *ret_right)
{
    *ret_right = rows != NULL;
    if (rows == NULL)
        return false;
    int how = sqlite3_step(rows);
    if (how == SQLITE_ROW)
        return true;
    *ret_right = how == SQLITE_DONE;
    if (how != SQLITE_DONE)
        database_blame(db);
    sqlite3_reset(rows);
    return false;
}

bool database_number(struct database *db, const char *sql, int64_t otherwise, int64_t *ret)
{
    bool right;
    sqlite3_stmt *rows = database_ask(db, sql, "");
    int64_t number = otherwise;
    if (database_next(db, rows, &right)) {
        right = true;
        number = sqlite3_column_type(rows, 0) != SQLITE_NULL ? sqlite3_column_int64(rows, 0)
                                                             : otherwise;
        sqlite3_reset(rows);
    }
    if (right)
        *ret = number;
    return right;
}

struct text column_bytes(sqlite3_stmt *rows, int column, struct arena *arena)
{
    const char *at = sqlite3_column_blob(rows, column);
    struct text t = {.at = at, .length = (size_t)sqlite3_column_bytes(rows, column)};
    return text_copy(arena, t);
}

const char *column_string(sqlite3_stmt *rows, int column, struct arena *arena)
{
    const char *at = (const char *)sqlite3_column_text(rows, column);
    return at != NULL && *at != '\0' ? arena_strdup(arena, at) : "";
}

int64_t column_ns(sqlite3_stmt *rows, int column)
{
    return sqlite3_column_type(rows, column) == SQLITE_NULL
               ? -1
               : sqlite3_column_int64(rows, column);
}
