/* SPDX-License-Identifier: Apache-2.0 */
/* reading.c - render, parse, look up. */

#include "reading.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "model/reporter.h"

#include <criterion/criterion.h>

#include <libxml/xpath.h>

#include <stdlib.h>
#include <string.h>

struct text reading_render(struct arena *arena, const char *reporter,
                           const struct report *report)
{
    struct text copy = {0};
    for (size_t i = 0; reporters[i] != NULL; i++) {
        if (strcmp(reporters[i]->name, reporter) != 0)
            continue;
        struct buffer out;
        buffer_init(&out, 1 << 26);
        reporters[i]->render(report, &out);
        cr_expect(!out.full);
        copy = text_copy(arena, buffer_text(&out));
        buffer_done(&out);
    }
    cr_assert(copy.length > 0, "no reporter %s", reporter);
    return copy;
}

const struct json *reading_json(struct arena *arena, const char *reporter,
                                const struct report *report)
{
    struct json_error error = {0};
    struct text bytes = reading_render(arena, reporter, report);
    const struct json *root = json_parse(arena, bytes, &json_default_limits, &error);
    cr_assert(root != NULL, "%s: %d:%d: %s", reporter, error.line, error.column, error.message);
    return root;
}

static const struct json *child(const struct json *at, struct text name)
{
    if (at->kind != JSON_ARRAY)
        return json_member(at, name);
    size_t index = strtoul(name.at, NULL, 10);
    return index < at->count ? at->items[index] : NULL;
}

const char *reading_at(struct arena *arena, const struct json *root, const char *path)
{
    const struct json *at = root;
    while (at != NULL && *path != '\0') {
        size_t length = strcspn(path, "/");
        at = child(at, (struct text){.at = path, .length = length});
        path += length + (path[length] == '/' ? 1 : 0);
    }
    if (at == NULL)
        return "(absent)";
    struct buffer out;
    buffer_init(&out, 1 << 20);
    json_write(at, &out);
    char *copy = text_string(arena, buffer_text(&out));
    buffer_done(&out);
    return copy;
}

void reading_expect(struct arena *arena, const struct json *root,
                    const struct reading_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        cr_expect_str_eq(reading_at(arena, root, rows[i].path), rows[i].value, "%s: %s",
                         rows[i].path, reading_at(arena, root, rows[i].path));
}

const char *reading_xpath(struct arena *arena, xmlDoc *document, const char *expression)
{
    xmlXPathContext *context = xmlXPathNewContext(document);
    xmlXPathObject *found = xmlXPathEvalExpression(BAD_CAST expression, context);
    cr_assert_not_null(found, "%s", expression);
    xmlChar *text = xmlXPathCastToString(found);
    const char *copy = arena_strdup(arena, (const char *)text);
    xmlFree(text);
    xmlXPathFreeObject(found);
    xmlXPathFreeContext(context);
    return copy;
}
