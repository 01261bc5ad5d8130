/* SPDX-License-Identifier: Apache-2.0 */
/* sheet.c - rows, and the formats without markup: text in columns, CSV, JSON. */

#include "command/sheet.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/units.h"
#include "reporters/file/json_out.h"

#include <inttypes.h>
#include <string.h>

enum { FIRST_ROOM = 32, MILLION = 1000000, PER_CENT = MILLION / 100 };

void sheet_init(struct sheet *sheet, struct arena *arena, const struct column *columns,
                size_t column_count)
{
    *sheet = (struct sheet){.arena = arena, .columns = columns, .column_count = column_count};
}

union cell *sheet_row(struct sheet *sheet)
{
    if (sheet->row_count == SHEET_MOST_ROWS) {
        sheet->full = true;
        return sheet->rows[sheet->row_count - 1];
    }
    if (sheet->row_count == sheet->room) {
        size_t room = sheet->room > 0 ? sheet->room * 2 : FIRST_ROOM;
        void *larger = arena_alloc(sheet->arena, room * sizeof *sheet->rows);
        if (sheet->row_count > 0)
            memcpy(larger, sheet->rows, sheet->row_count * sizeof *sheet->rows);
        sheet->rows = larger;
        sheet->room = room;
    }
    return sheet->rows[sheet->row_count++];
}

int64_t share_of(int64_t part, int64_t whole)
{
    return whole > 0 ? (int64_t)((double)part * MILLION / (double)whole + 0.5) : -1;
}

/* Never rounded up to all: one failure in a million is not 100 %. */
static const char *share_words(struct arena *arena, int64_t share)
{
    if (share < 0)
        return "-";
    int64_t hundredths = share / (PER_CENT / 100);
    return arena_printf(arena, "%" PRId64 ".%02" PRId64 " %%", hundredths / 100,
                        hundredths % 100);
}

const char *cell_words(struct arena *arena, const struct column *column, union cell cell)
{
    switch (column->kind) {
    case CELL_TEXT:
        return cell.text != NULL ? cell.text : "";
    case CELL_COUNT:
        return arena_printf(arena, "%" PRId64, cell.number);
    case CELL_SHARE:
        return share_words(arena, cell.number);
    case CELL_NS:
        return cell.number >= 0 ? duration_text(arena, cell.number) : "-";
    case CELL_UTC:
        return cell.number > 0 ? utc_text(arena, cell.number) : "-";
    }
    return "";
}

/* --- text ---------------------------------------------------------------------------------- */

/* A terminal obeys what it is sent: control characters are not. */
static const char *plain(struct arena *arena, const char *words)
{
    char *copy = arena_strdup(arena, words);
    for (char *c = copy; *c != '\0'; c++)
        if ((unsigned char)*c < ' ' || *c == 0x7f)
            *c = ' ';
    return copy;
}

/* Columns on a terminal: bytes that go on a character take no place. */
static size_t width(const char *words)
{
    size_t columns = 0;
    for (; *words != '\0'; words++)
        columns += ((unsigned char)*words & 0xc0) != 0x80;
    return columns;
}

static void pad(struct buffer *out, const char *words, size_t to, bool right)
{
    size_t blank = to > width(words) ? to - width(words) : 0;
    if (!right)
        buffer_add_string(out, words);
    while (blank-- > 0)
        buffer_add_char(out, ' ');
    if (right)
        buffer_add_string(out, words);
}

static void put_line(const struct sheet *sheet, const size_t *widths, const char **words,
                     struct buffer *out)
{
    for (size_t c = 0; c < sheet->column_count; c++) {
        bool text = sheet->columns[c].kind == CELL_TEXT, last = c + 1 == sheet->column_count;
        pad(out, words[c], last && text ? 0 : widths[c], !text);
        buffer_add_string(out, last ? "\n" : "  ");
    }
}

static const char **words_of(const struct sheet *sheet, size_t row)
{
    const char **words = arena_array(sheet->arena, sheet->column_count, const char *);
    for (size_t c = 0; c < sheet->column_count; c++)
        words[c] = plain(sheet->arena,
                         cell_words(sheet->arena, &sheet->columns[c], sheet->rows[row][c]));
    return words;
}

void sheet_write_text(const struct sheet *sheet, struct buffer *out)
{
    size_t widths[SHEET_MOST_COLUMNS] = {0};
    const char *titles[SHEET_MOST_COLUMNS];
    const char ***lines = arena_array(sheet->arena, sheet->row_count + 1, const char **);
    for (size_t c = 0; c < sheet->column_count; c++) {
        titles[c] = sheet->columns[c].title;
        widths[c] = width(titles[c]);
    }
    for (size_t r = 0; r < sheet->row_count; r++) {
        lines[r] = words_of(sheet, r);
        for (size_t c = 0; c < sheet->column_count; c++)
            if (width(lines[r][c]) > widths[c])
                widths[c] = width(lines[r][c]);
    }
    buffer_printf(out, "%s, %s to %s\n\n", sheet->title,
                  utc_text(sheet->arena, sheet->from_utc_ns),
                  utc_text(sheet->arena, sheet->to_utc_ns));
    put_line(sheet, widths, titles, out);
    for (size_t r = 0; r < sheet->row_count; r++)
        put_line(sheet, widths, lines[r], out);
}

/* --- CSV (RFC 4180) ------------------------------------------------------------------------ */

/* A spreadsheet takes what begins with one of these for a formula: an app's words must not be one. */
static void put_csv_text(struct buffer *out, const char *words)
{
    buffer_add_char(out, '"');
    if (words[0] != '\0' && strchr("=+-@\t\r", words[0]) != NULL)
        buffer_add_char(out, '\'');
    for (; *words != '\0'; words++) {
        if (*words == '"')
            buffer_add_char(out, '"');
        buffer_add_char(out, *words);
    }
    buffer_add_char(out, '"');
}

static void put_csv(struct arena *arena, struct buffer *out, const struct column *column,
                    union cell cell)
{
    switch (column->kind) {
    case CELL_TEXT:
        put_csv_text(out, cell.text != NULL ? cell.text : "");
        break;
    case CELL_COUNT:
        buffer_printf(out, "%" PRId64, cell.number);
        break;
    case CELL_SHARE:
        if (cell.number >= 0)
            buffer_printf(out, "%" PRId64 ".%04" PRId64, cell.number / PER_CENT,
                          cell.number % PER_CENT);
        break;
    case CELL_NS:
        if (cell.number >= 0)
            buffer_printf(out, "%.6f", (double)cell.number / (double)NS_PER_MS);
        break;
    case CELL_UTC:
        if (cell.number > 0)
            buffer_add_string(out, utc_text(arena, cell.number));
        break;
    }
}

static const char *const csv_units[] = {[CELL_TEXT] = "",
                                        [CELL_COUNT] = "",
                                        [CELL_SHARE] = "_percent",
                                        [CELL_NS] = "_ms",
                                        [CELL_UTC] = "_utc"};

void sheet_write_csv(const struct sheet *sheet, struct buffer *out)
{
    for (size_t c = 0; c < sheet->column_count; c++)
        buffer_printf(out, "%s%s%s", c > 0 ? "," : "", sheet->columns[c].name,
                      csv_units[sheet->columns[c].kind]);
    buffer_add_string(out, "\r\n");
    for (size_t r = 0; r < sheet->row_count; r++) {
        for (size_t c = 0; c < sheet->column_count; c++) {
            if (c > 0)
                buffer_add_char(out, ',');
            put_csv(sheet->arena, out, &sheet->columns[c], sheet->rows[r][c]);
        }
        buffer_add_string(out, "\r\n");
    }
}

/* --- JSON ---------------------------------------------------------------------------------- */

static void put_json(struct arena *arena, struct json_out *json, const struct column *column,
                     union cell cell)
{
    const char *name = column->name;
    switch (column->kind) {
    case CELL_TEXT:
        json_out_string(json, name, cell.text != NULL ? cell.text : "");
        break;
    case CELL_COUNT:
        json_out_int(json, name, cell.number);
        break;
    case CELL_SHARE:
        name = arena_printf(arena, "%s_millionths", name);
        cell.number >= 0 ? json_out_int(json, name, cell.number) : json_out_null(json, name);
        break;
    case CELL_NS:
        name = arena_printf(arena, "%s_ns", name);
        cell.number >= 0 ? json_out_int(json, name, cell.number) : json_out_null(json, name);
        break;
    case CELL_UTC:
        cell.number > 0 ? json_out_utc(json, name, cell.number) : json_out_null(json, name);
        break;
    }
}

void sheet_write_json(const struct sheet *sheet, struct buffer *out)
{
    struct json_out json = {.to = out};
    json_out_open(&json, NULL, '{');
    json_out_string(&json, "format", "xunjian.store-report/1");
    json_out_string(&json, "report", sheet->name);
    json_out_utc(&json, "from", sheet->from_utc_ns);
    json_out_utc(&json, "to", sheet->to_utc_ns);
    json_out_open(&json, "rows", '[');
    for (size_t r = 0; r < sheet->row_count; r++) {
        json_out_open(&json, NULL, '{');
        for (size_t c = 0; c < sheet->column_count; c++)
            put_json(sheet->arena, &json, &sheet->columns[c], sheet->rows[r][c]);
        json_out_close(&json, '}');
    }
    json_out_close(&json, ']');
    json_out_close(&json, '}');
    buffer_add_char(out, '\n');
}

sheet_write_fn *sheet_format(const char *name)
{
    static const struct {
        const char *name;
        sheet_write_fn *write;
    } formats[] = {{"csv", sheet_write_csv},
                   {"html", sheet_write_html},
                   {"json", sheet_write_json},
                   {"text", sheet_write_text}};
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
        if (strcmp(formats[i].name, name) == 0)
            return formats[i].write;
    return NULL;
}
