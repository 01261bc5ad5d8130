/* SPDX-License-Identifier: Apache-2.0 */
/* sheet_html.c - a sheet as one page that needs nothing else: no script, no outside address.
 *
 * Two languages side by side: a table has few words of its own. */

#include "base/buffer.h"
#include "base/units.h"
#include "command/sheet.h"
#include "reporters/file/markup.h"

#include <inttypes.h>
#include <string.h>

static const char head[] =
    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
    "'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    "<meta name=\"color-scheme\" content=\"light dark\">\n"
    "<meta name=\"referrer\" content=\"no-referrer\">\n<title>xunjian 巡检</title>\n<style>\n"
    "body{font:15px/1.5 system-ui,sans-serif;margin:1.5rem;color-scheme:light dark}\n"
    ".wide{overflow-x:auto}\ntable{border-collapse:collapse}\n"
    "th,td{padding:.35rem .8rem;border-bottom:1px solid #8886;text-align:right;"
    "white-space:nowrap;font-variant-numeric:tabular-nums}\n"
    "th{vertical-align:bottom}\nth small{display:block;font-weight:normal}\n"
    ".words{text-align:left}\ntd.words{white-space:normal;overflow-wrap:break-word;"
    "max-width:28rem}\n.sentence{min-width:16rem}\n"
    "meter{width:5rem;vertical-align:middle;margin-left:.5rem}\n"
    "</style>\n</head>\n<body>\n";

static const char *class_of(const struct column *column)
{
    if (strcmp(column->name, "message") == 0)
        return " class=\"words sentence\"";
    return column->kind == CELL_TEXT ? " class=\"words\"" : "";
}

static void put_titles(const struct sheet *sheet, struct buffer *out)
{
    buffer_add_string(out, "<thead><tr>");
    for (size_t c = 0; c < sheet->column_count; c++) {
        const struct column *column = &sheet->columns[c];
        buffer_printf(out, "<th scope=\"col\"%s>", class_of(column));
        markup_string(column->title, out);
        buffer_add_string(out, "<small lang=\"zh-CN\">");
        markup_string(column->title_zh, out);
        buffer_add_string(out, "</small></th>");
    }
    buffer_add_string(out, "</tr></thead>\n<tbody>\n");
}

static void put_cell(const struct sheet *sheet, size_t row, size_t c, struct buffer *out)
{
    const struct column *column = &sheet->columns[c];
    union cell cell = sheet->rows[row][c];
    buffer_printf(out, "<td%s>", class_of(column));
    markup_string(cell_words(sheet->arena, column, cell), out);
    if (column->kind == CELL_SHARE && cell.number >= 0)
        buffer_printf(out, "<meter min=\"0\" max=\"1000000\" value=\"%" PRId64 "\"></meter>",
                      cell.number);
    buffer_add_string(out, "</td>");
}

void sheet_write_html(const struct sheet *sheet, struct buffer *out)
{
    buffer_add_string(out, head);
    buffer_add_string(out, "<h1>");
    markup_string(sheet->title, out);
    buffer_add_string(out, " <span lang=\"zh-CN\">");
    markup_string(sheet->title_zh, out);
    buffer_printf(out, "</span></h1>\n<p>%s &ndash; %s</p>\n",
                  utc_text(sheet->arena, sheet->from_utc_ns),
                  utc_text(sheet->arena, sheet->to_utc_ns));
    if (sheet->row_count == 0)
        buffer_add_string(out,
                          "<p>No runs in this time. <span lang=\"zh-CN\">这段时间没有运行。"
                          "</span></p>\n");
    buffer_add_string(out, "<div class=\"wide\"><table>\n");
    put_titles(sheet, out);
    for (size_t r = 0; r < sheet->row_count; r++) {
        buffer_add_string(out, "<tr>");
        for (size_t c = 0; c < sheet->column_count; c++)
            put_cell(sheet, r, c, out);
        buffer_add_string(out, "</tr>\n");
    }
    buffer_add_string(out, "</tbody>\n</table></div>\n</body>\n</html>\n");
}
