/* SPDX-License-Identifier: Apache-2.0 */
/* rows.c - `for_each`: rows written out, or read from a CSV or JSON file.
 *
 * CSV as in RFC 4180: the first line names the columns, every value is text (012345 stays 012345). */

#include "base/arena.h"
#include "base/buffer.h"
#include "document/bind.h"
#include "document/json.h"
#include "document/node.h"
#include "plan/loader.h"

#include <string.h>

enum { MOST_ROWS = 10000, MOST_COLUMNS = 256 };

struct rows {
    const struct json **items;
    size_t count;
};

static bool add_row(struct reading *reading, struct rows *rows, const struct json *row,
                    struct place at)
{
    if (row->kind != JSON_OBJECT) {
        diag_add(reading->diags, at, "row %zu is a %s, expected NAME: VALUE pairs",
                 rows->count + 1, json_kind_name(row->kind));
        return false;
    }
    if (rows->count == MOST_ROWS) {
        diag_add(reading->diags, at, "more than %d rows", MOST_ROWS);
        return false;
    }
    rows->items[rows->count++] = row;
    return true;
}

static bool add_rows(struct reading *reading, struct rows *rows, const struct json *list,
                     struct place at)
{
    if (list->kind != JSON_ARRAY) {
        diag_add(reading->diags, at, "expected a list of rows, got a %s",
                 json_kind_name(list->kind));
        return false;
    }
    for (size_t i = 0; i < list->count; i++)
        if (!add_row(reading, rows, list->items[i], at))
            return false;
    return true;
}

static bool read_json_rows(struct reading *reading, struct rows *rows,
                           const struct source *file, struct place at)
{
    struct json_error error = {0};
    const struct json *list =
        json_parse(reading->arena, file->bytes, &json_default_limits, &error);
    if (list != NULL)
        return add_rows(reading, rows, list, at);
    struct place there = {
        .source = file, .line = error.line, .column = error.column, .length = 1};
    diag_add(reading->diags, there, "%s", error.message);
    return false;
}

/* One field; *from moves behind it, *ret_last tells whether it ended its line. */
static bool csv_field(struct arena *arena, struct text csv, size_t *from, struct text *ret,
                      bool *ret_last)
{
    size_t at = *from;
    bool quoted = at < csv.length && csv.at[at] == '"';
    char *out = arena_alloc(arena, csv.length - at + 1);
    size_t n = 0;
    at += quoted;
    while (at < csv.length) {
        char c = csv.at[at];
        if (quoted && c == '"' && at + 1 < csv.length && csv.at[at + 1] == '"')
            at++;
        else if (quoted ? c == '"' : c == ',' || c == '\n' || c == '\r')
            break;
        out[n++] = csv.at[at++];
    }
    if (quoted && at++ >= csv.length)
        return false;
    *ret = (struct text){.at = out, .length = n};
    if (at < csv.length && csv.at[at] == '\r')
        at++;
    *ret_last = at >= csv.length || csv.at[at] == '\n';
    bool ended = *ret_last || csv.at[at] == ',';
    *from = at + 1;
    return ended;
}

static size_t csv_line(struct arena *arena, struct text csv, size_t *from, struct text *fields)
{
    size_t n = 0;
    bool last = false;
    while (!last) {
        if (n == MOST_COLUMNS || !csv_field(arena, csv, from, &fields[n], &last))
            return 0;
        n++;
    }
    return n;
}

static bool read_csv_rows(struct reading *reading, struct rows *rows, const struct source *file,
                          struct place at)
{
    struct text names[MOST_COLUMNS], values[MOST_COLUMNS];
    struct text csv = file->bytes;
    struct place there = {.source = file, .line = 1, .column = 1, .length = 1};
    size_t from = text_starts_with(csv, text_of("\xEF\xBB\xBF")) ? 3 : 0;
    size_t columns = csv_line(reading->arena, csv, &from, names);
    if (columns == 0) {
        diag_add(reading->diags, there, "expected a first line with the names of the columns");
        return false;
    }
    while (from < csv.length) {
        there.line++;
        if (csv.at[from] == '\n' || csv.at[from] == '\r') { /* an empty line */
            from++;
            continue;
        }
        size_t n = csv_line(reading->arena, csv, &from, values);
        if (n != columns) {
            diag_add(reading->diags, there, "expected %zu values as in the first line, got %zu",
                     columns, n);
            return false;
        }
        struct json *row = json_object_new(reading->arena, columns);
        for (size_t i = 0; i < columns; i++)
            json_set(reading->arena, row, names[i], json_string(reading->arena, values[i]));
        if (!add_row(reading, rows, row, at))
            return false;
    }
    return true;
}

static bool read_rows(struct reading *reading, const struct node *node,
                      const struct field *field, void *into)
{
    struct loader *loader = reading->owner;
    struct rows rows = {.items = arena_array(reading->arena, MOST_ROWS, const struct json *)};
    bool right;
    if (node->kind == NODE_SEQUENCE) {
        right = add_rows(reading, &rows, node_to_json(reading->arena, node), node->at);
    } else if (node->kind == NODE_SCALAR && !node_is_null(node)) {
        const struct source *file = loader_source(
            loader, loader_beside(loader, text_string(reading->arena, node->text)), node->at);
        bool csv = text_ends_with(node->text, text_of(".csv"));
        right = file != NULL && (csv ? read_csv_rows(reading, &rows, file, node->at)
                                     : read_json_rows(reading, &rows, file, node->at));
    } else {
        bind_expected(reading, node, "a list of rows, or the name of a .csv or .json file");
        return false;
    }
    if (right && rows.count == 0) {
        diag_add(reading->diags, node->at, "there are no rows");
        right = false;
    }
    struct raw_journey *raw = into;
    (void)field;
    raw->journey.rows = rows.items;
    raw->journey.row_count = rows.count;
    return right;
}

const struct custom_type rows_type = {.name = "rows, or a file of rows", .read = read_rows};
