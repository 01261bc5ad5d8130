/* SPDX-License-Identifier: Apache-2.0 */
/* read_funnel.c - how far customers come: today, and at the same time of the day before.
 *
 * Clean-up steps are no part of it. The variants of a journey are counted together unless one is
 * asked for. */

#include "base/arena.h"
#include "base/map.h"
#include "store/asking.h"

#include <stdlib.h>
#include <string.h>

#define DAY_NS (24 * ROLLUP_HOUR_NS)

struct counted {
    int64_t name, position;
    int64_t reached[2], passed[2]; /* [1]: the day before */
};

struct counting {
    struct reader *reader;
    struct arena *arena;
    struct map steps; /* the name's number as bytes -> struct counted */
};

static struct counted *step_of(struct counting *c, int64_t name)
{
    struct text key = {.at = (const char *)&name, .length = sizeof name};
    struct counted *step = map_get(&c->steps, key);
    if (step == NULL) {
        step = arena_make(c->arena, struct counted);
        step->name = name;
        map_put(&c->steps, key, step);
    }
    return step;
}

/* Both questions give name, position, reached, passed. */
static bool count_rows(struct counting *c, sqlite3_stmt *rows, int day)
{
    bool right;
    while (database_next(&c->reader->db, rows, &right)) {
        struct counted *step = step_of(c, sqlite3_column_int64(rows, 0));
        int64_t position = sqlite3_column_int64(rows, 1);
        if (position > step->position)
            step->position = position;
        step->reached[day] += sqlite3_column_int64(rows, 2);
        step->passed[day] += sqlite3_column_int64(rows, 3);
    }
    return right;
}

static bool count_series(struct counting *c, int64_t series, const struct window *w, int day)
{
    static const char hours[] =
        "SELECT name, position, reached, passed + degraded FROM rollups WHERE series = ?"
        " AND hour_utc_ns >= ? AND hour_utc_ns < ? AND name <> 0 AND always = 0";
    static const char runs[] =
        "SELECT s.name, s.position, s.verdict <> 4, s.verdict <= 1 FROM runs r CROSS JOIN steps s"
        " ON s.run = r.id WHERE r.series = ? AND r.started_utc_ns >= ? AND r.started_utc_ns < ?"
        " AND r.id > ? AND r.flags & 17 = 0 AND s.always = 0";
    struct database *db = &c->reader->db;
    struct rows_part parts[ROWS_PARTS];
    bool right =
        count_rows(c, database_ask(db, hours, "iii", series, w->hours_from, w->hours_to), day);
    window_parts(w, parts);
    for (size_t i = 0; right && i < ROWS_PARTS; i++)
        if (parts[i].from < parts[i].to)
            right = count_rows(c,
                               database_ask(db, runs, "iiii", series, parts[i].from,
                                            parts[i].to, parts[i].above),
                               day);
    return right;
}

static bool count_all(struct counting *c, const struct run_filter *filter)
{
    const struct whose *whose;
    size_t count;
    struct window now, before;
    if (!asking_series(c->reader, filter, c->arena, &whose, &count) ||
        !asking_window(c->reader, filter->from_utc_ns, filter->to_utc_ns, &now) ||
        !asking_window(c->reader, now.from - DAY_NS, now.to - DAY_NS, &before))
        return false;
    bool right = true;
    for (size_t i = 0; right && i < count; i++)
        right =
            count_series(c, whose[i].id, &now, 0) && count_series(c, whose[i].id, &before, 1);
    return right;
}

static int by_position(const void *a, const void *b)
{
    const struct counted *const *left = a, *const *right = b;
    int64_t first = (*left)->position, second = (*right)->position;
    if (first == second) {
        first = (*left)->name;
        second = (*right)->name;
    }
    return first < second ? -1 : first > second;
}

static bool name_of(struct counting *c, int64_t id, const char **ret)
{
    bool right;
    sqlite3_stmt *rows =
        database_ask(&c->reader->db, "SELECT name FROM names WHERE id = ?", "i", id);
    *ret = "";
    while (database_next(&c->reader->db, rows, &right))
        *ret = column_string(rows, 0, c->arena);
    return right;
}

static bool tell(struct counting *c, const struct funnel_row **ret, size_t *ret_count)
{
    size_t count = c->steps.count;
    struct counted **sorted = arena_array(c->arena, count + 1, struct counted *);
    struct funnel_row *told = arena_array(c->arena, count + 1, struct funnel_row);
    bool right = true;
    for (size_t i = 0; i < count; i++)
        sorted[i] = c->steps.entries[i].value;
    qsort(sorted, count, sizeof *sorted, by_position);
    for (size_t i = 0; right && i < count; i++) {
        told[i] = (struct funnel_row){
            .reached = sorted[i]->reached[0],
            .passed = sorted[i]->passed[0],
            .reached_before = sorted[i]->reached[1],
            .passed_before = sorted[i]->passed[1],
        };
        right = name_of(c, sorted[i]->name, &told[i].step);
    }
    *ret = told;
    *ret_count = count;
    return right;
}

bool read_funnel(struct reader *reader, const char *journey, const char *environment,
                 const char *variant, int64_t from_utc_ns, int64_t to_utc_ns,
                 struct arena *arena, const struct funnel_row **ret, size_t *ret_count,
                 const char **ret_why)
{
    const struct run_filter filter = {.journey = journey,
                                      .environment = environment,
                                      .variant = variant,
                                      .from_utc_ns = from_utc_ns,
                                      .to_utc_ns = to_utc_ns};
    struct counting c = {.reader = reader, .arena = arena};
    map_init(&c.steps, arena);
    if (!asking_begin(reader, arena, ret_why))
        return false;
    bool right = count_all(&c, &filter) && tell(&c, ret, ret_count);
    return asking_end(reader, right, arena, ret_why);
}
