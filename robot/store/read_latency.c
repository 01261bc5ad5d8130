/* SPDX-License-Identifier: Apache-2.0 */
/* read_latency.c - percentiles over time, of what passed.
 *
 * Slots of whole hours come from roll-ups; shorter ones from the rows, and from roll-ups of an hour
 * where the rows are gone. */

#include "base/arena.h"
#include "base/clock.h"
#include "base/must.h"
#include "store/asking.h"

#include <string.h>

enum { MOST_SLOTS = 20000 };

struct plotting {
    struct reader *reader;
    struct arena *arena;
    struct window window;
    int64_t name, slot_ns, first; /* first: the first slot's beginning */
    size_t slot_count;
    struct tally **slots; /* NULL: nothing in it */
};

static struct tally *slot_at(struct plotting *p, int64_t at_utc_ns)
{
    size_t slot = (size_t)((at_utc_ns - p->first) / p->slot_ns);
    must(slot < p->slot_count);
    if (p->slots[slot] == NULL) {
        p->slots[slot] = arena_make(p->arena, struct tally);
        tally_init(p->slots[slot], p->arena);
    }
    return p->slots[slot];
}

static bool add_hours(struct plotting *p, int64_t series)
{
    bool right;
    sqlite3_stmt *rows =
        database_ask(&p->reader->db,
                     "SELECT hour_utc_ns, histograms FROM rollups WHERE series = ?"
                     " AND hour_utc_ns >= ? AND hour_utc_ns < ? AND name = ?",
                     "iiii", series, p->window.hours_from, p->window.hours_to, p->name);
    while (database_next(&p->reader->db, rows, &right)) {
        struct text blob = {.at = sqlite3_column_blob(rows, 1),
                            .length = (size_t)sqlite3_column_bytes(rows, 1)};
        tally_decode(slot_at(p, sqlite3_column_int64(rows, 0)), blob);
    }
    return right;
}

static bool add_rows(struct plotting *p, int64_t series, const struct rows_part *part)
{
    static const char whole[] =
        "SELECT started_utc_ns, verdict, duration_ns FROM runs INDEXED BY runs_of"
        " WHERE series = ? AND started_utc_ns >= ? AND started_utc_ns < ? AND id > ?"
        " AND flags & 17 = 0 AND ? = 0";
    static const char step[] =
        "SELECT r.started_utc_ns, s.verdict, coalesce(s.total_ns, s.duration_ns), s.dns_ns,"
        " s.connect_ns, s.tls_ns, s.send_ns, s.wait_ns, s.receive_ns FROM runs r"
        " CROSS JOIN steps s ON s.run = r.id WHERE r.series = ? AND r.started_utc_ns >= ?"
        " AND r.started_utc_ns < ? AND r.id > ? AND r.flags & 17 = 0 AND s.name = ?";
    bool right, steps = p->name != ROLLUP_WHOLE_RUN;
    int64_t phases[NETWORK_PHASES];
    sqlite3_stmt *rows = database_ask(&p->reader->db, steps ? step : whole, "iiiii", series,
                                      part->from, part->to, part->above, p->name);
    while (database_next(&p->reader->db, rows, &right)) {
        for (int i = 0; steps && i < NETWORK_PHASES; i++)
            phases[i] = column_ns(rows, 3 + i);
        tally_add(slot_at(p, sqlite3_column_int64(rows, 0)), sqlite3_column_int(rows, 1),
                  sqlite3_column_int64(rows, 2), steps ? phases : NULL);
    }
    return right;
}

static bool add_series(struct plotting *p, int64_t series)
{
    struct rows_part parts[ROWS_PARTS];
    bool right = add_hours(p, series);
    window_parts(&p->window, parts);
    for (size_t i = 0; right && i < ROWS_PARTS; i++)
        if (parts[i].from < parts[i].to)
            right = add_rows(p, series, &parts[i]);
    return right;
}

/* Slots that no hour fits into: the rows answer, as far back as there are any. */
static bool fit_slots(struct plotting *p)
{
    /* Number 1 is the first run there ever was: nothing is forgotten yet. */
    static const char oldest_run[] =
        "SELECT CASE id WHEN 1 THEN 0 ELSE started_utc_ns END FROM runs ORDER BY id LIMIT 1";
    struct window *w = &p->window;
    int64_t oldest;
    if (p->slot_ns % ROLLUP_HOUR_NS == 0)
        return true;
    if (!database_number(&p->reader->db, oldest_run, w->to, &oldest))
        return false;
    if (oldest > 0)
        oldest += ROLLUP_HOUR_NS - oldest % ROLLUP_HOUR_NS;
    if (w->hours_to > oldest)
        w->hours_to = oldest > w->hours_from ? oldest : w->hours_from;
    return true;
}

static bool find_name(struct plotting *p, const char *step, bool *ret_known)
{
    bool right;
    *ret_known = step == NULL;
    if (step == NULL)
        return true;
    sqlite3_stmt *rows =
        database_ask(&p->reader->db, "SELECT id FROM names WHERE name = ?", "s", step);
    while (database_next(&p->reader->db, rows, &right)) {
        p->name = sqlite3_column_int64(rows, 0);
        *ret_known = true;
    }
    return right;
}

static struct latency_row row_of(const struct tally *t, int64_t at_utc_ns)
{
    const struct histogram *h = &t->total;
    struct latency_row row = {
        .at_utc_ns = at_utc_ns,
        .count = (int64_t)h->count,
        .p50_ns = histogram_percentile(h, 50),
        .p95_ns = histogram_percentile(h, 95),
        .p99_ns = histogram_percentile(h, 99),
        .mean_ns = h->sum_ns / (int64_t)h->count,
    };
    for (int i = 0; i < NETWORK_PHASES; i++)
        row.phase_p50_ns[i] =
            t->phases[i].count > 0 ? histogram_percentile(&t->phases[i], 50) : -1;
    return row;
}

static void tell(struct plotting *p, const struct latency_row **ret, size_t *ret_count)
{
    struct latency_row *told = arena_array(p->arena, p->slot_count + 1, struct latency_row);
    size_t count = 0;
    for (size_t i = 0; i < p->slot_count; i++)
        if (p->slots[i] != NULL && p->slots[i]->total.count > 0)
            told[count++] = row_of(p->slots[i], p->first + (int64_t)i * p->slot_ns);
    *ret = told;
    *ret_count = count;
}

static bool plot(struct plotting *p, const struct latency_filter *filter)
{
    const struct run_filter whose_runs = {.journey = filter->journey,
                                          .environment = filter->environment,
                                          .location = filter->location,
                                          .variant = filter->variant};
    const struct whose *whose;
    size_t count;
    bool known, right = true;
    if (!asking_window(p->reader, filter->from_utc_ns, filter->to_utc_ns, &p->window) ||
        !find_name(p, filter->step, &known) || !fit_slots(p) ||
        !asking_series(p->reader, &whose_runs, p->arena, &whose, &count))
        return false;
    const struct window *w = &p->window;
    while (w->to > w->from && (w->to - w->from) / p->slot_ns >= MOST_SLOTS)
        p->slot_ns *= 2;
    p->first = w->from - w->from % p->slot_ns;
    p->slot_count = w->to > w->from ? (size_t)((w->to - p->first) / p->slot_ns + 1) : 0;
    p->slots = arena_array(p->arena, p->slot_count + 1, struct tally *);
    for (size_t i = 0; right && known && i < count; i++)
        right = add_series(p, whose[i].id);
    return right;
}

bool read_latency(struct reader *reader, const struct latency_filter *filter,
                  struct arena *arena, const struct latency_row **ret, size_t *ret_count,
                  const char **ret_why)
{
    struct plotting p = {.reader = reader,
                         .arena = arena,
                         .slot_ns = filter->slot_ns > 0 ? filter->slot_ns : ROLLUP_HOUR_NS};
    if (!asking_begin(reader, arena, ret_why))
        return false;
    bool right = plot(&p, filter);
    if (right)
        tell(&p, ret, ret_count);
    return asking_end(reader, right, arena, ret_why);
}
