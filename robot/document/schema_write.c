/* SPDX-License-Identifier: Apache-2.0 */
/* schema_write.c - JSON for people: one member a line, short lists on one. */

#include "base/buffer.h"
#include "document/json.h"
#include "document/schema.h"

static bool is_flat(const struct json *value)
{
    for (size_t i = 0; i < value->count; i++)
        if (value->items[i]->kind == JSON_ARRAY || value->items[i]->kind == JSON_OBJECT)
            return false;
    return value->kind == JSON_ARRAY || value->count == 0;
}

static void indent(struct buffer *out, int level)
{
    buffer_printf(out, "\n%*s", level * 2, "");
}

static void write_flat(const struct json *list, struct buffer *out)
{
    for (size_t i = 0; i < list->count; i++) {
        buffer_add_string(out, i > 0 ? ", " : "");
        json_write(list->items[i], out);
    }
}

static void write_value(const struct json *value, int level, struct buffer *out)
{
    bool object = value->kind == JSON_OBJECT;
    if (!object && value->kind != JSON_ARRAY) {
        json_write(value, out);
        return;
    }
    bool flat = is_flat(value);
    buffer_add_char(out, object ? '{' : '[');
    if (flat)
        write_flat(value, out);
    for (size_t i = 0; !flat && i < value->count; i++) {
        buffer_add_string(out, i > 0 ? "," : "");
        indent(out, level + 1);
        if (object) {
            json_write_string(value->items[i]->name, out);
            buffer_add_string(out, ": ");
        }
        write_value(value->items[i], level + 1, out);
    }
    if (!flat)
        indent(out, level);
    buffer_add_char(out, object ? '}' : ']');
}

void schema_write(const struct json *schema, struct buffer *out)
{
    write_value(schema, 0, out);
    buffer_add_char(out, '\n');
}
