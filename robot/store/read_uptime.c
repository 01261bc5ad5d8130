/* SPDX-License-Identifier: Apache-2.0 */
/* read_uptime.c - how many runs were good, and how long they took. */

#include "base/arena.h"
#include "base/clock.h"
#include "model/verdict.h"
#include "store/asking.h"

#include <string.h>

struct group {
    struct uptime_row row;
    struct tally tally;
};

struct summing {
    struct reader *reader;
    struct arena *arena;
    struct window window;
};

/* What stands first in a whole run's histograms is all that is asked for. */
static bool add_hours(struct summing *s, int64_t series, struct tally *tally)
{
    bool right;
    sqlite3_stmt *rows = database_ask(
        &s->reader->db,
        "SELECT reached, passed, degraded, failed, internal, histograms FROM rollups"
        " WHERE series = ? AND hour_utc_ns >= ? AND hour_utc_ns < ? AND name = 0",
        "iii", series, s->window.hours_from, s->window.hours_to);
    while (database_next(&s->reader->db, rows, &right)) {
        struct text blob = {.at = sqlite3_column_blob(rows, 5),
                            .length = (size_t)sqlite3_column_bytes(rows, 5)};
        tally->reached += sqlite3_column_int64(rows, 0);
        tally->passed += sqlite3_column_int64(rows, 1);
        tally->degraded += sqlite3_column_int64(rows, 2);
        tally->failed += sqlite3_column_int64(rows, 3);
        tally->internal += sqlite3_column_int64(rows, 4);
        histogram_decode(&tally->total, &blob);
    }
    return right;
}

static bool add_rows(struct summing *s, int64_t series, const struct rows_part *part,
                     struct tally *tally)
{
    bool right;
    sqlite3_stmt *rows = database_ask(
        &s->reader->db,
        "SELECT verdict, duration_ns FROM runs INDEXED BY runs_of WHERE series = ?"
        " AND started_utc_ns >= ? AND started_utc_ns < ? AND id > ? AND flags & 17 = 0",
        "iiii", series, part->from, part->to, part->above);
    while (database_next(&s->reader->db, rows, &right))
        tally_add(tally, sqlite3_column_int(rows, 0), sqlite3_column_int64(rows, 1), NULL);
    return right;
}

static bool add_newest(struct summing *s, int64_t series, struct uptime_row *row)
{
    bool right;
    sqlite3_stmt *rows = database_ask(
        &s->reader->db,
        "SELECT started_utc_ns, verdict FROM runs WHERE series = ? AND started_utc_ns < ?"
        " AND flags & 1 = 0 ORDER BY started_utc_ns DESC LIMIT 1",
        "ii", series, s->window.to);
    while (database_next(&s->reader->db, rows, &right))
        if (sqlite3_column_int64(rows, 0) > row->last_utc_ns) {
            row->last_utc_ns = sqlite3_column_int64(rows, 0);
            row->last_verdict = (enum verdict)sqlite3_column_int(rows, 1);
        }
    return right;
}

static bool add_series(struct summing *s, int64_t series, struct group *group)
{
    struct rows_part parts[ROWS_PARTS];
    bool right = add_hours(s, series, &group->tally) && add_newest(s, series, &group->row);
    window_parts(&s->window, parts);
    for (size_t i = 0; right && i < ROWS_PARTS; i++)
        if (parts[i].from < parts[i].to)
            right = add_rows(s, series, &parts[i], &group->tally);
    return right;
}

/* Series come sorted: the group is the last one or a new one; only variants may lie apart, behind
 * locations. */
static struct group *group_of(struct summing *s, struct group *groups, size_t *count,
                              const struct whose *whose, bool by_variant)
{
    for (size_t i = *count; i > 0; i--) {
        struct group *g = &groups[i - 1];
        if (strcmp(g->row.journey, whose->journey) != 0 ||
            strcmp(g->row.environment, whose->environment) != 0)
            break;
        if (!by_variant || strcmp(g->row.variant, whose->variant) == 0)
            return g;
    }
    struct group *made = &groups[(*count)++];
    tally_init(&made->tally, s->arena);
    made->row = (struct uptime_row){.journey = whose->journey,
                                    .environment = whose->environment,
                                    .variant = by_variant ? whose->variant : ""};
    return made;
}

static struct uptime_row finished(struct group *g)
{
    const struct tally *t = &g->tally;
    g->row.good = t->passed + t->degraded;
    g->row.degraded = t->degraded;
    g->row.failed = t->failed;
    g->row.internal = t->internal;
    g->row.runs = g->row.good + t->failed;
    g->row.p50_ns = histogram_percentile(&t->total, 50);
    g->row.p95_ns = histogram_percentile(&t->total, 95);
    g->row.p99_ns = histogram_percentile(&t->total, 99);
    return g->row;
}

static bool sum_all(struct summing *s, const struct run_filter *filter, bool by_variant,
                    const struct uptime_row **ret, size_t *ret_count)
{
    const struct whose *whose;
    size_t series, count = 0;
    if (!asking_series(s->reader, filter, s->arena, &whose, &series) ||
        !asking_window(s->reader, filter->from_utc_ns, filter->to_utc_ns, &s->window))
        return false;
    struct group *groups = arena_array(s->arena, series + 1, struct group);
    bool right = true;
    for (size_t i = 0; right && i < series; i++)
        right = add_series(s, whose[i].id, group_of(s, groups, &count, &whose[i], by_variant));
    struct uptime_row *told = arena_array(s->arena, count + 1, struct uptime_row);
    for (size_t i = 0; i < count; i++)
        told[i] = finished(&groups[i]);
    *ret = told;
    *ret_count = count;
    return right;
}

bool read_uptime(struct reader *reader, const struct run_filter *filter, bool by_variant,
                 struct arena *arena, const struct uptime_row **ret, size_t *ret_count,
                 const char **ret_why)
{
    struct summing s = {.reader = reader, .arena = arena};
    if (!asking_begin(reader, arena, ret_why))
        return false;
    bool right = sum_all(&s, filter, by_variant, ret, ret_count);
    return asking_end(reader, right, arena, ret_why);
}
