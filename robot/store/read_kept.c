/* SPDX-License-Identifier: Apache-2.0 */
/* read_kept.c - incidents, windows and starts: rows as somebody else wrote them. */

#include "base/arena.h"
#include "store/asking.h"

enum { PAGE = 100, MOST_ROWS = 10000 };

/* Rows of id, opened, closed, JSON. */
static bool read_json(struct reader *reader, sqlite3_stmt *rows, size_t most,
                      struct arena *arena, const struct incident_row **ret, size_t *ret_count,
                      const char **ret_why)
{
    bool right;
    size_t count = 0;
    struct incident_row *told = arena_array(arena, most, struct incident_row);
    while (database_next(&reader->db, rows, &right))
        if (count < most)
            told[count++] = (struct incident_row){
                .id = column_string(rows, 0, arena),
                .opened_utc_ns = sqlite3_column_int64(rows, 1),
                .closed_utc_ns = sqlite3_column_int64(rows, 2),
                .json = column_bytes(rows, 3, arena),
            };
    if (!right) {
        *ret_why = arena_strdup(arena, reader->db.why);
        return false;
    }
    *ret = told;
    *ret_count = count;
    return true;
}

bool read_incidents(struct reader *reader, bool open_only, size_t most, struct arena *arena,
                    const struct incident_row **ret, size_t *ret_count, const char **ret_why)
{
    static const char incidents[] =
        "SELECT id, opened_utc_ns, closed_utc_ns, json FROM incidents"
        " WHERE closed_utc_ns = 0 OR ?1 = 0"
        " ORDER BY closed_utc_ns > 0, opened_utc_ns DESC, id LIMIT ?2";
    most = most == 0 ? PAGE : most < MOST_ROWS ? most : MOST_ROWS;
    sqlite3_stmt *rows =
        database_ask(&reader->db, incidents, "ii", (int64_t)open_only, (int64_t)most);
    return read_json(reader, rows, most, arena, ret, ret_count, ret_why);
}

bool read_windows(struct reader *reader, struct arena *arena, const struct incident_row **ret,
                  size_t *ret_count, const char **ret_why)
{
    sqlite3_stmt *rows = database_ask(&reader->db,
                                      "SELECT \"key\", 0, 0, json FROM alert_state"
                                      " WHERE kind = 'window' ORDER BY \"key\" LIMIT 10000",
                                      "");
    return read_json(reader, rows, MOST_ROWS, arena, ret, ret_count, ret_why);
}

bool read_started(struct reader *reader, struct arena *arena, const struct started_row **ret,
                  size_t *ret_count, const char **ret_why)
{
    bool right = true;
    int64_t all = 0;
    size_t count = 0;
    if (!asking_begin(reader, arena, ret_why))
        return false;
    right = database_number(&reader->db, "SELECT count(*) FROM started", 0, &all);
    struct started_row *told = arena_array(arena, (size_t)all + 1, struct started_row);
    sqlite3_stmt *rows =
        right ? database_ask(&reader->db, "SELECT monitor, due_utc_ns FROM started", "") : NULL;
    while (right && database_next(&reader->db, rows, &right))
        told[count++] =
            (struct started_row){column_string(rows, 0, arena), sqlite3_column_int64(rows, 1)};
    if (right) {
        *ret = told;
        *ret_count = count;
    }
    return asking_end(reader, right, arena, ret_why);
}
