/* SPDX-License-Identifier: Apache-2.0 */
/* sheet.h - a table to be told: columns with names and kinds, rows of values; four ways to write it.
 *
 * `xunjian report` asks the store and fills one; how it looks is no business of the questions. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct buffer;

enum cell_kind {
    CELL_TEXT = 0,
    CELL_COUNT,
    CELL_SHARE, /* in millionths; -1: of nothing */
    CELL_NS,    /* a duration; -1: unknown */
    CELL_UTC,   /* a moment; 0: never */
};

struct column {
    const char *name; /* in JSON and CSV, without a unit: "p95" becomes p95_ns, p95_ms */
    const char *title, *title_zh; /* for people */
    enum cell_kind kind;
};

union cell {
    const char *text;
    int64_t number;
};

enum { SHEET_MOST_COLUMNS = 16, SHEET_MOST_ROWS = 20000 };

struct sheet {
    struct arena *arena;
    const char *name, *title, *title_zh;
    int64_t from_utc_ns, to_utc_ns;
    const struct column *columns;
    size_t column_count;
    union cell (*rows)[SHEET_MOST_COLUMNS];
    size_t row_count, room;
    bool full; /* there were more than SHEET_MOST_ROWS: told at the end */
};

void sheet_init(struct sheet *sheet, struct arena *arena, const struct column *columns,
                size_t column_count);

/* A new row, zeroed, in place of more than there is room for the last one again. */
union cell *sheet_row(struct sheet *sheet);

/* "html", "json", "csv", "text" -> how to write it; NULL: no such format. */
typedef void sheet_write_fn(const struct sheet *sheet, struct buffer *out);
sheet_write_fn *sheet_format(const char *name);

/* part of whole in millionths, -1 of nothing. */
int64_t share_of(int64_t part, int64_t whole);

/* For people: "99.95 %", "12.3ms", "-". */
const char *cell_words(struct arena *arena, const struct column *column, union cell cell);

void sheet_write_csv(const struct sheet *sheet, struct buffer *out);
void sheet_write_html(const struct sheet *sheet, struct buffer *out);
void sheet_write_json(const struct sheet *sheet, struct buffer *out);
void sheet_write_text(const struct sheet *sheet, struct buffer *out);
