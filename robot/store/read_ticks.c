/* SPDX-License-Identifier: Apache-2.0 */
/* read_ticks.c - the newest few runs of every monitor at once, from an index alone.
 *
 * The overview shows thirty runs of each of a thousand journeys: thirty thousand entries read in the
 * order they lie in, and no row looked up. */

#include "base/arena.h"
#include "base/must.h"
#include "store/asking.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_EACH = 1000 };

static int newest_first(const void *a, const void *b)
{
    const struct tick *left = a, *right = b;
    return left->started_utc_ns < right->started_utc_ns   ? 1
           : left->started_utc_ns > right->started_utc_ns ? -1
                                                          : 0;
}

/* Adds one series' newest to what there is of the monitor, and keeps the newest of both. */
static bool add_series(struct reader *reader, int64_t series, size_t each,
                       struct ticks_row *row, struct tick *room)
{
    bool right;
    size_t count = row->count;
    sqlite3_stmt *rows =
        database_ask(&reader->db,
                     "SELECT started_utc_ns, verdict, duration_ns FROM runs INDEXED BY runs_of"
                     " WHERE series = ? ORDER BY started_utc_ns DESC LIMIT ?",
                     "ii", series, (int64_t)each);
    while (database_next(&reader->db, rows, &right))
        if (count < 2 * each)
            room[count++] = (struct tick){.started_utc_ns = sqlite3_column_int64(rows, 0),
                                          .verdict = (enum verdict)sqlite3_column_int(rows, 1),
                                          .duration_ns = sqlite3_column_int64(rows, 2)};
    if (row->count > 0)
        qsort(room, count, sizeof *room, newest_first);
    row->ticks = room;
    row->count = count < each ? count : each;
    return right;
}

static bool is_of(const struct ticks_row *row, const struct whose *whose)
{
    return strcmp(row->journey, whose->journey) == 0 &&
           strcmp(row->environment, whose->environment) == 0;
}

bool read_ticks(struct reader *reader, size_t each, struct arena *arena,
                const struct ticks_row **ret, size_t *ret_count, const char **ret_why)
{
    static const struct run_filter all = {.verdict = -1};
    const struct whose *whose = NULL;
    size_t series = 0, count = 0;
    struct ticks_row *rows = NULL;
    must(each > 0 && each <= MOST_EACH);
    if (!asking_begin(reader, arena, ret_why))
        return false;
    bool right = asking_series(reader, &all, arena, &whose, &series);
    if (right)
        rows = arena_array(arena, series + 1, struct ticks_row);
    for (size_t i = 0; right && i < series; i++) {
        bool more = count > 0 && is_of(&rows[count - 1], &whose[i]);
        struct ticks_row *row = &rows[more ? count - 1 : count++];
        if (!more)
            *row = (struct ticks_row){.journey = whose[i].journey,
                                      .environment = whose[i].environment,
                                      .ticks = arena_array(arena, 2 * each, struct tick)};
        right =
            add_series(reader, whose[i].id, each, row, (struct tick *)(uintptr_t)row->ticks);
    }
    if (right) {
        *ret = rows;
        *ret_count = count;
    }
    return asking_end(reader, right, arena, ret_why);
}
