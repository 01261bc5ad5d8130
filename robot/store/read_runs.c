/* SPDX-License-Identifier: Apache-2.0 */
/* read_runs.c - runs, newest first, a page at a time; one run's steps and evidence.
 *
 * Whose runs: each series is asked for its newest by its own index and the answers are merged, so
 * that a page of a rare journey costs no walk through the frequent ones. */

#include "base/arena.h"
#include "base/clock.h"
#include "model/record.h"
#include "store/asking.h"
#include "store/evidence.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_ROWS = 10000, PAGE = 100 };

struct found {
    int64_t id, started;
    const struct whose *whose;
};

struct paging {
    struct reader *reader;
    struct arena *arena;
    const struct run_filter *filter;
    int64_t from, to,
        before_started; /* only runs before this one: the page before ended there */
    size_t most, count, room;
    struct found *found;
};

static int newest_first(const void *a, const void *b)
{
    const struct found *left = a, *right = b;
    int64_t first = right->started, second = left->started;
    if (first == second) {
        first = right->id;
        second = left->id;
    }
    return first < second ? -1 : first > second;
}

/* Only the newest `most` are of use, and of the next series only what is newer than these. */
static void keep_newest(struct paging *p)
{
    qsort(p->found, p->count, sizeof *p->found, newest_first);
    if (p->count < p->most)
        return;
    p->count = p->most;
    if (p->found[p->most - 1].started > p->from)
        p->from = p->found[p->most - 1].started;
}

static bool ask_series(struct paging *p, const struct whose *whose)
{
    static const char newest[] =
        "SELECT id, started_utc_ns FROM runs WHERE series = ?1 AND started_utc_ns >= ?2"
        " AND started_utc_ns < ?3 AND (?4 < 0 OR verdict = ?4)"
        " AND (?5 = 0 OR (started_utc_ns, id) < (?6, ?5))"
        " ORDER BY started_utc_ns DESC, id DESC LIMIT ?7";
    bool right;
    sqlite3_stmt *rows = database_ask(&p->reader->db, newest, "iiiiiii", whose->id, p->from,
                                      p->to, (int64_t)p->filter->verdict, p->filter->before_id,
                                      p->before_started, (int64_t)p->most);
    while (database_next(&p->reader->db, rows, &right)) {
        if (p->count == p->room)
            keep_newest(p);
        p->found[p->count++] =
            (struct found){sqlite3_column_int64(rows, 0), sqlite3_column_int64(rows, 1), whose};
    }
    return right;
}

static bool find_runs(struct paging *p)
{
    const struct whose *whose;
    size_t series;
    bool right = asking_series(p->reader, p->filter, p->arena, &whose, &series);
    sqlite3_stmt *rows =
        right && p->filter->before_id > 0
            ? database_ask(&p->reader->db, "SELECT started_utc_ns FROM runs WHERE id = ?", "i",
                           p->filter->before_id)
            : NULL;
    while (rows != NULL && database_next(&p->reader->db, rows, &right))
        p->before_started = sqlite3_column_int64(rows, 0);
    for (size_t i = 0; right && i < series; i++)
        right = ask_series(p, &whose[i]);
    keep_newest(p);
    return right;
}

static bool tell_run(struct paging *p, const struct found *found, struct run_row *ret)
{
    bool right;
    sqlite3_stmt *rows = database_ask(
        &p->reader->db,
        "SELECT run_id, row, cause, started_utc_ns, duration_ns, verdict, step, phase, reason,"
        " message, evidence IS NOT NULL FROM runs WHERE id = ?",
        "i", found->id);
    while (database_next(&p->reader->db, rows, &right)) {
        int64_t cause = sqlite3_column_int64(rows, 2);
        *ret = (struct run_row){
            .id = found->id,
            .run_id = column_string(rows, 0, p->arena),
            .journey = found->whose->journey,
            .environment = found->whose->environment,
            .location = found->whose->location,
            .variant = found->whose->variant,
            .row = column_string(rows, 1, p->arena),
            .cause =
                cause >= 0 && cause < CAUSE_COUNT ? run_cause_name((enum run_cause)cause) : "",
            .started_utc_ns = sqlite3_column_int64(rows, 3),
            .duration_ns = sqlite3_column_int64(rows, 4),
            .verdict = (enum verdict)sqlite3_column_int(rows, 5),
            .step = column_string(rows, 6, p->arena),
            .phase = column_string(rows, 7, p->arena),
            .reason = column_string(rows, 8, p->arena),
            .message = column_string(rows, 9, p->arena),
            .has_evidence = sqlite3_column_int(rows, 10) != 0,
        };
    }
    return right;
}

bool read_runs(struct reader *reader, const struct run_filter *filter, struct arena *arena,
               const struct run_row **ret, size_t *ret_count, const char **ret_why)
{
    size_t most = filter->most == 0          ? PAGE
                  : filter->most < MOST_ROWS ? filter->most
                                             : MOST_ROWS;
    struct paging p = {.reader = reader,
                       .arena = arena,
                       .filter = filter,
                       .from = filter->from_utc_ns,
                       .to = filter->to_utc_ns > 0 ? filter->to_utc_ns : INT64_MAX,
                       .before_started = INT64_MAX,
                       .most = most,
                       .room = most * 2,
                       .found = arena_array(arena, most * 2, struct found)};
    if (!asking_begin(reader, arena, ret_why))
        return false;
    bool right = find_runs(&p);
    struct run_row *told = arena_array(arena, p.count + 1, struct run_row);
    for (size_t i = 0; right && i < p.count; i++)
        right = tell_run(&p, &p.found[i], &told[i]);
    if (right) {
        *ret = told;
        *ret_count = p.count;
    }
    return asking_end(reader, right, arena, ret_why);
}

bool read_evidence(struct reader *reader, const char *run_id, struct arena *arena,
                   struct text *ret, const char **ret_why)
{
    bool right;
    const char *name = "";
    sqlite3_stmt *rows =
        database_ask(&reader->db, "SELECT evidence FROM runs WHERE run_id = ?", "s", run_id);
    while (database_next(&reader->db, rows, &right))
        name = column_string(rows, 0, arena);
    if (!right) {
        *ret_why = arena_strdup(arena, reader->db.why);
        return false;
    }
    *ret = (struct text){0};
    return name[0] == '\0' || evidence_read(arena, reader->db.path, name, ret, ret_why);
}
