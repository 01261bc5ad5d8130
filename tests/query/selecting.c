/* SPDX-License-Identifier: Apache-2.0 */
/* selecting.c - compiles, evaluates and writes in one go. */

#include "selecting.h"

#include <criterion/criterion.h>

#include "base/buffer.h"
#include "document/json.h"

const struct jsonpath *compiled(struct arena *arena, const char *path)
{
    struct query_error error = {0};
    const struct jsonpath *made = jsonpath_compile(arena, text_of(path), &error);
    cr_assert_not_null(made, "%s: %s at %zu", path, error.message, error.offset);
    return made;
}

const struct json *document(struct arena *arena, const char *json)
{
    struct json_error error;
    const struct json *root = json_parse(arena, text_of(json), &json_default_limits, &error);
    cr_assert_not_null(root, "%s: %s at column %d", json, error.message, error.column);
    return root;
}

static const char *write_all(struct arena *arena, const struct nodes *nodes, bool paths)
{
    struct buffer out;
    buffer_init(&out, 16 << 20);
    for (size_t i = 0; i < nodes->count; i++) {
        if (i > 0)
            buffer_add_char(&out, paths ? ' ' : ',');
        if (paths)
            jsonpath_write_path(nodes->items[i], &out);
        else
            json_write(nodes->items[i]->value, &out);
    }
    const char *copy = text_string(arena, buffer_text(&out));
    buffer_done(&out);
    return copy;
}

const char *selected(struct arena *arena, const char *path, const char *json)
{
    struct nodes nodes;
    const char *problem;
    if (!jsonpath_select(compiled(arena, path), document(arena, json), arena, &nodes, &problem))
        return arena_printf(arena, "error: %s", problem);
    return arena_printf(arena, "[%s]", write_all(arena, &nodes, false));
}

const char *selected_paths(struct arena *arena, const char *path, const char *json)
{
    struct nodes nodes;
    const char *problem;
    if (!jsonpath_select(compiled(arena, path), document(arena, json), arena, &nodes, &problem))
        return arena_printf(arena, "error: %s", problem);
    return write_all(arena, &nodes, true);
}
