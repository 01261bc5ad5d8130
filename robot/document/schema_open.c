/* SPDX-License-Identifier: Apache-2.0 */
/* schema_open.c - a schema in which a placeholder may stand for any scalar.
 *
 * Made from the finished schema, so that the rows are described in one place: what takes a string, a
 * number, a boolean or one of some words also takes a string with ${ in it. */

#include "base/arena.h"
#include "document/json.h"
#include "document/schema.h"

static const char *const scalar_types[] = {"string", "integer", "number", "boolean"};

static bool is_scalar_type(const struct json *type)
{
    for (size_t i = 0; i < sizeof scalar_types / sizeof scalar_types[0]; i++)
        if (type->kind == JSON_STRING && text_is(type->text, scalar_types[i]))
            return true;
    return false;
}

/* Of a schema as schema.c writes it: `type` is a name or a list of them. */
static bool takes_scalars(const struct json *schema)
{
    const struct json *type = json_member(schema, text_of("type"));
    if (json_member(schema, text_of("enum")) != NULL)
        return true;
    if (type == NULL)
        return false;
    for (size_t i = 0; type->kind == JSON_ARRAY && i < type->count; i++)
        if (is_scalar_type(type->items[i]))
            return true;
    return is_scalar_type(type);
}

static const struct json *placeholder(struct arena *arena)
{
    struct json *made = json_object_new(arena, 2);
    json_set(arena, made, text_of("type"), json_string_of(arena, "string"));
    json_set(arena, made, text_of("pattern"), json_string_of(arena, "[$][{]"));
    return made;
}

/* `schema` or a placeholder; what only describes stays beside them. */
static const struct json *alternative(struct arena *arena, const struct json *schema)
{
    static const char *const beside[] = {"description", "default"};
    struct json *made = json_object_new(arena, 3),
                *bare = json_object_new(arena, schema->count);
    struct json *either = json_array_new(arena, 2);
    for (size_t i = 0; i < schema->count; i++) {
        const struct json *member = schema->items[i];
        bool describes = text_is(member->name, beside[0]) || text_is(member->name, beside[1]);
        json_set(arena, describes ? made : bare, member->name, member);
    }
    json_append(either, bare);
    json_append(either, placeholder(arena));
    json_set(arena, made, text_of("anyOf"), either);
    return made;
}

/* What keywords hold: one schema, a list of them, or some by name. `not` and `allOf` only forbid. */
static bool holds_one(struct text keyword)
{
    return text_is(keyword, "items") || text_is(keyword, "additionalProperties");
}

static bool holds_some(struct text keyword)
{
    return text_is(keyword, "anyOf") || text_is(keyword, "properties") ||
           text_is(keyword, "$defs");
}

static const struct json *open_some(struct arena *arena, const struct json *some)
{
    bool list = some->kind == JSON_ARRAY;
    struct json *made =
        list ? json_array_new(arena, some->count) : json_object_new(arena, some->count);
    for (size_t i = 0; i < some->count; i++) {
        const struct json *opened = schema_with_placeholders(arena, some->items[i]);
        if (list)
            json_append(made, opened);
        else
            json_set(arena, made, some->items[i]->name, opened);
    }
    return made;
}

/* No deeper than schema.c builds it: definitions refer to each other by name. */
const struct json *schema_with_placeholders(struct arena *arena, const struct json *schema)
{
    if (schema->kind != JSON_OBJECT)
        return schema;
    struct json *made = json_object_new(arena, schema->count);
    for (size_t i = 0; i < schema->count; i++) {
        const struct json *member = schema->items[i];
        if (holds_one(member->name))
            member = schema_with_placeholders(arena, member);
        else if (holds_some(member->name))
            member = open_some(arena, member);
        json_set(arena, made, schema->items[i]->name, member);
    }
    return takes_scalars(schema) ? alternative(arena, made) : made;
}
