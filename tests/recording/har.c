/* SPDX-License-Identifier: Apache-2.0 */
/* har.c - written by hand, not by the robot's own report: browsers write other things. */

#include "tests/recording/har.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "document/json.h"

#include <string.h>

static void put_headers(const char *lines, struct buffer *out)
{
    struct text all = text_of(lines);
    buffer_add_string(out, "\"headers\": [");
    for (size_t from = 0; from < all.length;) {
        ptrdiff_t end = text_find(all, text_of("\n"), from);
        struct text line = text_slice(all, from, end < 0 ? all.length : (size_t)end);
        size_t colon = (size_t)text_find(line, text_of(": "), 0);
        buffer_printf(out, "%s{\"name\": ", from > 0 ? ", " : "");
        json_write_string(text_slice(line, 0, colon), out);
        buffer_add_string(out, ", \"value\": ");
        json_write_string(text_slice(line, colon + 2, line.length), out);
        buffer_add_char(out, '}');
        from += line.length + 1;
    }
    buffer_add_string(out, "]");
}

static void put_request(const struct exchange_row *row, struct buffer *out)
{
    const char *blank = strchr(row->request, ' ');
    bool form = row->body != NULL && row->body[0] != '{' && row->body[0] != '[';
    buffer_printf(out,
                  "\"request\": {\"method\": \"%.*s\", \"url\": ", (int)(blank - row->request),
                  row->request);
    json_write_string(text_of(blank + 1), out);
    buffer_add_string(out, ", ");
    put_headers(row->headers, out);
    if (row->body != NULL) {
        buffer_printf(out, ", \"postData\": {\"mimeType\": \"%s\", \"text\": ",
                      form ? "application/x-www-form-urlencoded" : "application/json");
        json_write_string(text_of(row->body), out);
        buffer_add_char(out, '}');
    }
    buffer_add_string(out, "}");
}

static void put_response(const struct exchange_row *row, struct buffer *out)
{
    const char *type = row->type != NULL ? row->type : "application/json";
    buffer_printf(out, ", \"response\": {\"status\": %d, ",
                  row->status != 0 ? row->status : 200);
    struct buffer headers;
    buffer_init(&headers, 4096);
    buffer_printf(&headers, "Content-Type: %s", type);
    if (row->answer_headers != NULL)
        buffer_printf(&headers, "\n%s", row->answer_headers);
    put_headers(headers.at, out);
    buffer_done(&headers);
    buffer_printf(out, ", \"content\": {\"mimeType\": \"%s\", \"text\": ", type);
    json_write_string(text_of(row->answer != NULL ? row->answer : ""), out);
    buffer_add_string(out, "}}");
}

struct text har_of(struct arena *arena, const struct exchange_row *rows)
{
    struct buffer out;
    buffer_init(&out, 1 << 20);
    buffer_add_string(&out, "{\"log\": {\"version\": \"1.2\", \"entries\": [");
    for (size_t i = 0; rows[i].request != NULL; i++) {
        buffer_printf(&out, "%s{\"startedDateTime\": \"2026-03-03T02:30:%02zu.000Z\", ",
                      i > 0 ? ", " : "", i);
        put_request(&rows[i], &out);
        put_response(&rows[i], &out);
        buffer_add_string(&out, "}");
    }
    buffer_add_string(&out, "]}}");
    struct text har = text_copy(arena, buffer_text(&out));
    buffer_done(&out);
    return har;
}
