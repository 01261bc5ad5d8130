/* SPDX-License-Identifier: Apache-2.0 */
/* numbers.c - two maps that grow with the configuration, not with the runs. */

#include "store/numbers.h"
#include "base/arena.h"
#include "model/record.h"
#include "store/database.h"

#include <stdio.h>

#define BETWEEN "\x1f" /* in a key: no name holds it */

struct name {
    int64_t id;
    bool written;
};

void numbers_init(struct numbers *numbers)
{
    *numbers = (struct numbers){.arena = arena_new()};
    map_init(&numbers->series, numbers->arena);
    map_init(&numbers->names, numbers->arena);
}

void numbers_done(struct numbers *numbers)
{
    arena_end(numbers->arena);
}

static struct series *add_series(struct numbers *numbers, const char *key, int64_t id)
{
    struct series *series = arena_make(numbers->arena, struct series);
    series->id = id;
    map_put(&numbers->series, text_of(key), series);
    if (id > numbers->last_series)
        numbers->last_series = id;
    return series;
}

static struct name *add_name(struct numbers *numbers, const char *text, int64_t id)
{
    struct name *name = arena_make(numbers->arena, struct name);
    name->id = id;
    map_put(&numbers->names, text_of(text), name);
    if (id > numbers->last_name)
        numbers->last_name = id;
    return name;
}

static bool load_series(struct numbers *numbers, struct database *db)
{
    bool right;
    sqlite3_stmt *rows = database_ask(
        db,
        "SELECT id, journey || char(31) || environment || char(31) || location || char(31)"
        " || variant, coalesce(g.run, 0), coalesce(g.started_utc_ns, 0)"
        " FROM series LEFT JOIN newest_good g ON g.series = id",
        "");
    while (database_next(db, rows, &right)) {
        struct series *series = add_series(numbers, (const char *)sqlite3_column_text(rows, 1),
                                           sqlite3_column_int64(rows, 0));
        series->written = true;
        series->good_run = sqlite3_column_int64(rows, 2);
        series->good_started_utc_ns = sqlite3_column_int64(rows, 3);
    }
    return right;
}

bool numbers_load(struct numbers *numbers, struct database *db)
{
    bool right = load_series(numbers, db);
    sqlite3_stmt *rows = right ? database_ask(db, "SELECT id, name FROM names", "") : NULL;
    while (right && database_next(db, rows, &right))
        add_name(numbers, (const char *)sqlite3_column_text(rows, 1),
                 sqlite3_column_int64(rows, 0))
            ->written = true;
    return right;
}

struct series *numbers_series(struct numbers *numbers, const struct record *record)
{
    char small[512];
    const char *variant = record->variant != NULL ? record->variant : "";
    int length = snprintf(small, sizeof small, "%s" BETWEEN "%s" BETWEEN "%s" BETWEEN "%s",
                          record->journey, record->environment, record->location, variant);
    const char *key = small;
    if (length >= (int)sizeof small)
        key = arena_printf(record->arena, "%s" BETWEEN "%s" BETWEEN "%s" BETWEEN "%s",
                           record->journey, record->environment, record->location, variant);
    struct series *known = map_get(&numbers->series, text_of(key));
    if (known != NULL)
        return known;
    numbers->unwritten++;
    return add_series(numbers, key, numbers->last_series + 1);
}

int64_t numbers_name(struct numbers *numbers, const char *text)
{
    struct name *known = map_get(&numbers->names, text_of(text));
    if (known == NULL) {
        numbers->unwritten++;
        known = add_name(numbers, text, numbers->last_name + 1);
    }
    return known->id;
}

static bool write_series(struct database *db, struct text key, const struct series *series)
{
    struct text parts[4] = {{0}};
    for (size_t i = 0, from = 0; i < 4; i++) {
        ptrdiff_t end = text_find(key, text_of(BETWEEN), from);
        size_t to = end < 0 ? key.length : (size_t)end;
        parts[i] = text_slice(key, from, to);
        from = to + 1;
    }
    return database_run(db, "INSERT OR IGNORE INTO series VALUES (?, ?, ?, ?, ?)", "itttt",
                        series->id, parts[0], parts[1], parts[2], parts[3]);
}

bool numbers_write(struct numbers *numbers, struct database *db)
{
    bool right = true;
    for (size_t i = 0; right && numbers->unwritten > 0 && i < numbers->series.count; i++) {
        const struct series *series = numbers->series.entries[i].value;
        if (!series->written)
            right = write_series(db, numbers->series.entries[i].key, series);
    }
    for (size_t i = 0; right && numbers->unwritten > 0 && i < numbers->names.count; i++) {
        const struct name *name = numbers->names.entries[i].value;
        if (!name->written)
            right = database_run(db, "INSERT OR IGNORE INTO names VALUES (?, ?)", "it",
                                 name->id, numbers->names.entries[i].key);
    }
    return right;
}

static void set_written(struct numbers *numbers, bool written)
{
    for (size_t i = 0; i < numbers->series.count; i++)
        ((struct series *)numbers->series.entries[i].value)->written = written;
    for (size_t i = 0; i < numbers->names.count; i++)
        ((struct name *)numbers->names.entries[i].value)->written = written;
    numbers->unwritten = written ? 0 : numbers->series.count + numbers->names.count;
}

void numbers_unwritten(struct numbers *numbers)
{
    set_written(numbers, false);
}

void numbers_written(struct numbers *numbers)
{
    if (numbers->unwritten > 0)
        set_written(numbers, true);
}
