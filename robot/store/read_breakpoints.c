/* SPDX-License-Identifier: Apache-2.0 */
/* read_breakpoints.c - where runs stopped, the most frequent place first. */

#include "base/arena.h"
#include "store/asking.h"

enum { PAGE = 100, MOST_ROWS = 10000 };

/* With max(), SQLite takes the other columns of a group from the row that has it: the newest. */
static const char places[] =
    "SELECT x.journey, x.environment, r.step, r.phase, r.reason, r.message, count(*),"
    " min(r.started_utc_ns), max(r.started_utc_ns), r.run_id FROM runs r INDEXED BY runs_broken"
    " JOIN series x ON x.id = r.series WHERE r.reason IS NOT NULL AND r.started_utc_ns >= ?1"
    " AND r.started_utc_ns < ?2 AND r.flags & 1 = 0 AND (?3 IS NULL OR x.journey = ?3)"
    " AND (?4 IS NULL OR x.environment = ?4) AND (?5 IS NULL OR x.location = ?5)"
    " AND (?6 IS NULL OR x.variant = ?6) AND (?7 < 0 OR r.verdict = ?7)"
    " GROUP BY x.journey, x.environment, r.step, r.phase, r.reason"
    " ORDER BY count(*) DESC, max(r.started_utc_ns) DESC LIMIT ?8";

static struct breakpoint_row row_of(sqlite3_stmt *rows, struct arena *arena)
{
    return (struct breakpoint_row){
        .journey = column_string(rows, 0, arena),
        .environment = column_string(rows, 1, arena),
        .step = column_string(rows, 2, arena),
        .phase = column_string(rows, 3, arena),
        .reason = column_string(rows, 4, arena),
        .message = column_string(rows, 5, arena),
        .count = sqlite3_column_int64(rows, 6),
        .first_utc_ns = sqlite3_column_int64(rows, 7),
        .last_utc_ns = sqlite3_column_int64(rows, 8),
        .last_run = column_string(rows, 9, arena),
    };
}

bool read_breakpoints(struct reader *reader, const struct run_filter *filter,
                      struct arena *arena, const struct breakpoint_row **ret, size_t *ret_count,
                      const char **ret_why)
{
    bool right;
    size_t most = filter->most == 0          ? PAGE
                  : filter->most < MOST_ROWS ? filter->most
                                             : MOST_ROWS;
    size_t count = 0;
    int64_t to = filter->to_utc_ns > 0 ? filter->to_utc_ns : INT64_MAX;
    struct breakpoint_row *told = arena_array(arena, most, struct breakpoint_row);
    sqlite3_stmt *rows = database_ask(&reader->db, places, "iissssii", filter->from_utc_ns, to,
                                      filter->journey, filter->environment, filter->location,
                                      filter->variant, (int64_t)filter->verdict, (int64_t)most);
    while (database_next(&reader->db, rows, &right))
        if (count < most)
            told[count++] = row_of(rows, arena);
    if (!right) {
        *ret_why = arena_strdup(arena, reader->db.why);
        return false;
    }
    *ret = told;
    *ret_count = count;
    return true;
}
