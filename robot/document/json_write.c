/* SPDX-License-Identifier: Apache-2.0 */
/* json_write.c - values as JSON text. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/encode.h"
#include "document/json.h"

enum { MOST_TEXT_BYTES = 64 << 20 };

static const char *short_escape(unsigned char c)
{
    switch (c) {
    case '"':
        return "\\\"";
    case '\\':
        return "\\\\";
    case '\b':
        return "\\b";
    case '\f':
        return "\\f";
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    case '\t':
        return "\\t";
    default:
        return NULL;
    }
}

void json_write_string(struct text t, struct buffer *out)
{
    size_t from = 0, step;
    buffer_add_char(out, '"');
    for (size_t i = 0; i < t.length; i += step) {
        unsigned char c = (unsigned char)t.at[i];
        const char *escape = short_escape(c);
        step = c < 0x80 ? 1 : utf8_next(t, i, NULL);
        if (escape == NULL && c >= 0x20 && step > 0)
            continue;
        buffer_add_text(out, text_slice(t, from, i));
        if (step == 0) {
            buffer_add_string(out, "\xEF\xBF\xBD");
            step = 1;
        } else if (escape != NULL) {
            buffer_add_string(out, escape);
        } else {
            buffer_printf(out, "\\u%04x", c);
        }
        from = i + step;
    }
    buffer_add_text(out, text_slice(t, from, t.length));
    buffer_add_char(out, '"');
}

static void write_items(const struct json *value, struct buffer *out)
{
    bool object = value->kind == JSON_OBJECT;
    buffer_add_char(out, object ? '{' : '[');
    for (size_t i = 0; i < value->count; i++) {
        if (i > 0)
            buffer_add_char(out, ',');
        if (object) {
            json_write_string(value->items[i]->name, out);
            buffer_add_char(out, ':');
        }
        json_write(value->items[i], out);
    }
    buffer_add_char(out, object ? '}' : ']');
}

void json_write(const struct json *value, struct buffer *out)
{
    switch (value->kind) {
    case JSON_NULL:
        buffer_add_string(out, "null");
        return;
    case JSON_FALSE:
        buffer_add_string(out, "false");
        return;
    case JSON_TRUE:
        buffer_add_string(out, "true");
        return;
    case JSON_NUMBER:
        buffer_add_text(out, value->text);
        return;
    case JSON_STRING:
        json_write_string(value->text, out);
        return;
    case JSON_ARRAY:
    case JSON_OBJECT:
        write_items(value, out);
        return;
    }
}

struct text json_to_text(struct arena *arena, const struct json *value)
{
    if (value->kind == JSON_STRING || value->kind == JSON_NUMBER)
        return value->text;
    struct buffer out;
    buffer_init(&out, MOST_TEXT_BYTES);
    json_write(value, &out);
    struct text copy = text_copy(arena, buffer_text(&out));
    buffer_done(&out);
    return copy;
}
