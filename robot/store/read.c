/* SPDX-License-Identifier: Apache-2.0 */
/* read.c - a reader's life, and what all questions share. */

#include "store/read.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/must.h"
#include "store/asking.h"

#include <stdlib.h>

struct reader *reader_open(const char *path, struct arena *arena, const char **ret_why)
{
    struct reader *reader = calloc(1, sizeof *reader);
    must(reader != NULL);
    if (database_open(&reader->db, path, DATABASE_READ))
        return reader;
    *ret_why = arena_strdup(arena, reader->db.why);
    free(reader);
    return NULL;
}

void reader_close(struct reader *reader)
{
    if (reader == NULL)
        return;
    database_close(&reader->db);
    free(reader);
}

bool asking_begin(struct reader *reader, struct arena *arena, const char **ret_why)
{
    if (database_exec(&reader->db, "BEGIN"))
        return true;
    *ret_why = arena_strdup(arena, reader->db.why);
    return false;
}

bool asking_end(struct reader *reader, bool right, struct arena *arena, const char **ret_why)
{
    if (!right)
        *ret_why = arena_strdup(arena, reader->db.why);
    sqlite3_exec(reader->db.sqlite, "COMMIT", NULL, NULL, NULL);
    return right;
}

enum { MOST_SERIES = 100000 };

bool asking_series(struct reader *reader, const struct run_filter *filter, struct arena *arena,
                   const struct whose **ret, size_t *ret_count)
{
    static const char matching[] =
        "SELECT id, journey, environment, location, variant FROM series"
        " WHERE (?1 IS NULL OR journey = ?1) AND (?2 IS NULL OR environment = ?2)"
        " AND (?3 IS NULL OR location = ?3) AND (?4 IS NULL OR variant = ?4)"
        " ORDER BY journey, environment, location, variant LIMIT 100000";
    int64_t all;
    bool right;
    size_t count = 0;
    if (!database_number(&reader->db, "SELECT count(*) FROM series", 0, &all))
        return false;
    size_t room = all < MOST_SERIES ? (size_t)all : MOST_SERIES;
    struct whose *found = arena_array(arena, room + 1, struct whose);
    sqlite3_stmt *rows = database_ask(&reader->db, matching, "ssss", filter->journey,
                                      filter->environment, filter->location, filter->variant);
    while (database_next(&reader->db, rows, &right))
        if (count < room)
            found[count++] = (struct whose){
                .id = sqlite3_column_int64(rows, 0),
                .journey = column_string(rows, 1, arena),
                .environment = column_string(rows, 2, arena),
                .location = column_string(rows, 3, arena),
                .variant = column_string(rows, 4, arena),
            };
    *ret = found;
    *ret_count = count;
    return right;
}

bool asking_window(struct reader *reader, int64_t from, int64_t to, struct window *ret)
{
    *ret = (struct window){.from = from < 0 ? 0 : from, .to = to > 0 ? to : clock_now_utc_ns()};
    ret->hours_from = ret->from - ret->from % ROLLUP_HOUR_NS;
    if (ret->hours_from < ret->from)
        ret->hours_from += ROLLUP_HOUR_NS;
    ret->hours_to = ret->to - ret->to % ROLLUP_HOUR_NS;
    if (ret->hours_to < ret->hours_from)
        ret->hours_from = ret->hours_to = ret->to;
    return rollup_mark(&reader->db, &ret->mark);
}

void window_parts(const struct window *w, struct rows_part ret[ROWS_PARTS])
{
    ret[0] = (struct rows_part){w->from, w->hours_from, 0};
    ret[1] = (struct rows_part){w->hours_from, w->hours_to, w->mark};
    ret[2] = (struct rows_part){w->hours_to, w->to, 0};
}
