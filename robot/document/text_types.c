/* SPDX-License-Identifier: Apache-2.0 */
/* text_types.c - what makes a text a URL or a path. */

#include "document/text_types.h"
#include "base/arena.h"
#include "document/bind.h"
#include "document/json.h"

#include <string.h>

/* As FIELD_TEXT reads it. */
static const char *read_text(struct reading *reading, const struct node *node,
                             const struct field *field, void *into)
{
    const char *text = NULL;
    struct field plain = *field;
    plain.type = FIELD_TEXT;
    plain.secret = false; /* only when it is also of the form */
    if (bind_value(reading, node, &plain, into))
        memcpy(&text, (char *)into + field->at, sizeof text);
    return text;
}

static bool is_url(const char *url)
{
    const char *rest = strncmp(url, "http://", 7) == 0    ? url + 7
                       : strncmp(url, "https://", 8) == 0 ? url + 8
                                                          : "";
    return strcspn(rest, "/?# \t\r\n") > 0 && strcspn(rest, " \t\r\n") == strlen(rest);
}

static bool read_url(struct reading *reading, const struct node *node,
                     const struct field *field, void *into)
{
    const char *url = read_text(reading, node, field, into);
    if (url != NULL && !is_url(url))
        bind_expected(reading, node, "a URL such as https://example.com/");
    return url != NULL && is_url(url);
}

static bool read_path(struct reading *reading, const struct node *node,
                      const struct field *field, void *into)
{
    const char *path = read_text(reading, node, field, into);
    if (path == NULL)
        return false;
    if (path[0] == '\0') {
        bind_expected(reading, node, "a path");
        return false;
    }
    if (reading->beside != NULL)
        path = reading->beside(reading, path);
    memcpy((char *)into + field->at, &path, sizeof path);
    return true;
}

static struct json *of_type(struct arena *arena, const char *pattern)
{
    struct json *schema = json_object_new(arena, 2);
    json_set(arena, schema, text_of("type"), json_string_of(arena, "string"));
    json_set(arena, schema, text_of("pattern"), json_string_of(arena, pattern));
    return schema;
}

static const struct json *url_schema(struct arena *arena, const struct field *field)
{
    (void)field;
    return of_type(arena, "^https?://[^/?# ]");
}

/* A file may be called 5. */
static const struct json *path_schema(struct arena *arena, const struct field *field)
{
    static const char *const types[] = {"string", "number", "boolean"};
    struct json *schema = of_type(arena, ".");
    struct json *list = json_array_new(arena, 3);
    (void)field;
    for (size_t i = 0; i < 3; i++)
        json_append(list, json_string_of(arena, types[i]));
    json_set(arena, schema, text_of("type"), list);
    return schema;
}

const struct custom_type url_type = {.name = "a URL", .read = read_url, .schema = url_schema};
const struct custom_type path_type = {
    .name = "a path", .read = read_path, .schema = path_schema};
