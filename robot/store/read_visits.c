/* SPDX-License-Identifier: Apache-2.0 */
/* read_visits.c - which pages runs came to, and whether the newest still do. */

#include "base/arena.h"
#include "store/asking.h"

enum { MOST_VISITS = 100000, FIRST_ROOM = 64 };

struct visits {
    struct visit_row *rows;
    size_t count, room;
    struct arena *arena;
};

static struct visit_row *one_more(struct visits *v)
{
    if (v->count == v->room) {
        size_t room = v->room > 0 ? 2 * v->room : FIRST_ROOM;
        struct visit_row *rows = arena_array(v->arena, room, struct visit_row);
        for (size_t i = 0; i < v->count; i++)
            rows[i] = v->rows[i];
        v->rows = rows;
        v->room = room;
    }
    return &v->rows[v->count++];
}

/* The newest that was not cancelled. 0: there is none any more. */
static bool read_newest(struct reader *reader, int64_t series, struct visit_row *ret)
{
    bool right;
    sqlite3_stmt *rows =
        database_ask(&reader->db,
                     "SELECT started_utc_ns, verdict FROM runs INDEXED BY runs_of"
                     " WHERE series = ? AND flags & 1 = 0 ORDER BY started_utc_ns DESC LIMIT 1",
                     "i", series);
    while (database_next(&reader->db, rows, &right)) {
        ret->newest_utc_ns = sqlite3_column_int64(rows, 0);
        ret->newest_verdict = (enum verdict)sqlite3_column_int(rows, 1);
    }
    return right;
}

static bool add_series(struct reader *reader, const struct whose *whose, struct visits *v)
{
    bool right;
    struct visit_row of_series = {.journey = whose->journey,
                                  .environment = whose->environment,
                                  .location = whose->location,
                                  .variant = whose->variant};
    size_t first = v->count;
    sqlite3_stmt *rows =
        database_ask(&reader->db,
                     "SELECT v.route, r.run_id, v.verdict, r.started_utc_ns FROM visits v"
                     " JOIN runs r ON r.id = v.run WHERE v.series = ? ORDER BY v.route",
                     "i", whose->id);
    while (database_next(&reader->db, rows, &right)) {
        if (v->count == MOST_VISITS)
            continue;
        struct visit_row *row = one_more(v);
        *row = of_series;
        row->route = column_string(rows, 0, v->arena);
        row->run_id = column_string(rows, 1, v->arena);
        row->verdict = (enum verdict)sqlite3_column_int(rows, 2);
        row->started_utc_ns = sqlite3_column_int64(rows, 3);
    }
    if (!right || v->count == first)
        return right;
    right = read_newest(reader, whose->id, &of_series);
    for (size_t i = first; i < v->count; i++) {
        v->rows[i].newest_utc_ns = of_series.newest_utc_ns;
        v->rows[i].newest_verdict = of_series.newest_verdict;
    }
    return right;
}

bool read_visits(struct reader *reader, const char *environment, struct arena *arena,
                 const struct visit_row **ret, size_t *ret_count, const char **ret_why)
{
    const struct run_filter filter = {.environment = environment, .verdict = -1};
    const struct whose *whose = NULL;
    size_t series = 0;
    struct visits v = {.arena = arena};
    if (!asking_begin(reader, arena, ret_why))
        return false;
    bool right = asking_series(reader, &filter, arena, &whose, &series);
    for (size_t i = 0; right && i < series; i++)
        right = add_series(reader, &whose[i], &v);
    if (right) {
        *ret = v.rows;
        *ret_count = v.count;
    }
    return asking_end(reader, right, arena, ret_why);
}
