/* SPDX-License-Identifier: Apache-2.0 */
/* read_steps.c - the steps of one run, in journey order. */

#include "base/arena.h"
#include "store/asking.h"

enum { FIRST_ROOM = 32, PHASES = 6 };

static struct step_row row_of(sqlite3_stmt *rows, struct arena *arena)
{
    struct step_row row = {
        .name = column_string(rows, 0, arena),
        .verdict = (enum verdict)sqlite3_column_int(rows, 1),
        .started_utc_ns = column_ns(rows, 2),
        .duration_ns = sqlite3_column_int64(rows, 3),
        .first_byte_ns = column_ns(rows, 10),
        .total_ns = column_ns(rows, 11),
        .uncertainty_ns = sqlite3_column_int64(rows, 12),
        .status = sqlite3_column_int(rows, 13),
        .tries = sqlite3_column_int(rows, 14),
        .host = column_string(rows, 15, arena),
        .endpoint = column_string(rows, 16, arena),
        .phase = column_string(rows, 17, arena),
        .reason = column_string(rows, 18, arena),
        .message = column_string(rows, 19, arena),
    };
    for (int p = 0; p < PHASES; p++)
        row.phase_ns[p] = column_ns(rows, 4 + p);
    return row;
}

bool read_steps(struct reader *reader, const char *run_id, struct arena *arena,
                const struct step_row **ret, size_t *ret_count, const char **ret_why)
{
    static const char steps[] =
        "SELECT n.name, s.verdict, s.started_utc_ns, s.duration_ns, s.dns_ns, s.connect_ns,"
        " s.tls_ns, s.send_ns, s.wait_ns, s.receive_ns, s.first_byte_ns, s.total_ns,"
        " s.uncertainty_ns, s.status, s.tries, s.host, s.endpoint, s.phase, s.reason, s.message"
        " FROM steps s JOIN names n ON n.id = s.name"
        " WHERE s.run = (SELECT id FROM runs WHERE run_id = ?) ORDER BY s.position LIMIT 10000";
    bool right;
    size_t count = 0, room = FIRST_ROOM;
    struct step_row *told = arena_array(arena, room, struct step_row);
    sqlite3_stmt *rows = database_ask(&reader->db, steps, "s", run_id);
    while (database_next(&reader->db, rows, &right)) {
        if (count == room) {
            struct step_row *larger = arena_array(arena, room * 2, struct step_row);
            for (size_t i = 0; i < count; i++)
                larger[i] = told[i];
            told = larger;
            room *= 2;
        }
        told[count++] = row_of(rows, arena);
    }
    if (!right) {
        *ret_why = arena_strdup(arena, reader->db.why);
        return false;
    }
    *ret = told;
    *ret_count = count;
    return true;
}
