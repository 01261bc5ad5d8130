/* SPDX-License-Identifier: Apache-2.0 */
/* json_schema_check.c - compiling: each keyword known, each value of its shape.
 *
 * A misspelt keyword or `minLength: "3"` would otherwise hold for every body. */

#include "base/arena.h"
#include "document/json.h"
#include "query/json_schema_rule.h"
#include "query/json_schema_walk.h"
#include "query/query.h"
#include "query/regex.h"

#include <stdint.h>

enum { MOST_DEPTH = 200 };

bool schema_fail(struct query_error *ret_error, const struct json *at, const char *message)
{
    *ret_error = (struct query_error){.message = message, .offset = at->offset};
    return false;
}

static bool fail_keyword(struct json_schema *schema, const struct json *keyword,
                         const struct json *at, const char *message,
                         struct query_error *ret_error)
{
    return schema_fail(
        ret_error, at,
        arena_printf(schema->arena, "%.*s: %s", TEXT_ARGS(keyword->name), message));
}

static bool add_pattern(struct json_schema *schema, const struct json *keyword,
                        const struct json *at, struct text pattern,
                        struct query_error *ret_error)
{
    struct query_error error;
    if (map_get(&schema->patterns, pattern) != NULL)
        return true;
    const struct regex *regex = regex_compile(schema->arena, pattern, &error);
    if (regex == NULL)
        return fail_keyword(schema, keyword, at, error.message, ret_error);
    map_put(&schema->patterns, pattern, (void *)(uintptr_t)regex);
    return true;
}

static bool is_type(const struct json *value)
{
    static const char *const types[] = {"array",  "boolean", "integer", "null",
                                        "number", "object",  "string",  NULL};
    for (const char *const *type = types; *type != NULL; type++)
        if (value->kind == JSON_STRING && text_is(value->text, *type))
            return true;
    return false;
}

static bool is_string(const struct json *value)
{
    return value->kind == JSON_STRING;
}

static bool is_names(const struct json *value);

static bool all_are(const struct json *container, bool (*right)(const struct json *value))
{
    for (size_t i = 0; i < container->count; i++)
        if (!right(container->items[i]))
            return false;
    return true;
}

static bool is_names(const struct json *value)
{
    return value->kind == JSON_ARRAY && all_are(value, is_string);
}

static bool is_count(const struct json *value)
{
    int64_t count;
    return value->kind == JSON_NUMBER && json_to_int(value->text, &count) && count >= 0;
}

static bool is_step(const struct json *value)
{
    bool ignored;
    return value->kind == JSON_NUMBER &&
           json_number_multiple(text_of("1"), value->text, &ignored);
}

static bool is_types(const struct json *value)
{
    return is_type(value) ||
           (value->kind == JSON_ARRAY && value->count > 0 && all_are(value, is_type));
}

/* Whether the value is right by itself. */
static bool fits(enum schema_shape shape, const struct json *v)
{
    switch (shape) {
    case SHAPE_ANY:
    case SHAPE_SCHEMA:
        return true;
    case SHAPE_BOOLEAN:
        return v->kind == JSON_TRUE || v->kind == JSON_FALSE;
    case SHAPE_COUNT:
        return is_count(v);
    case SHAPE_NUMBER:
        return v->kind == JSON_NUMBER;
    case SHAPE_STEP:
        return is_step(v);
    case SHAPE_STRING:
    case SHAPE_REFERENCE:
    case SHAPE_PATTERN:
        return is_string(v);
    case SHAPE_TYPE:
        return is_types(v);
    case SHAPE_LIST:
        return v->kind == JSON_ARRAY;
    case SHAPE_NAMES:
        return is_names(v);
    case SHAPE_NAMES_BY_NAME:
        return v->kind == JSON_OBJECT && all_are(v, is_names);
    case SHAPE_SCHEMAS:
        return v->kind == JSON_ARRAY && v->count > 0;
    case SHAPE_SCHEMAS_BY_NAME:
    case SHAPE_SCHEMAS_BY_PATTERN:
        return v->kind == JSON_OBJECT;
    }
    return true;
}

static const char *const expected[] = {
    [SHAPE_BOOLEAN] = "expected true or false",
    [SHAPE_COUNT] = "expected a whole number, 0 or more",
    [SHAPE_NUMBER] = "expected a number",
    [SHAPE_STEP] = "expected a number over 0, of at most 18 digits",
    [SHAPE_STRING] = "expected a string",
    [SHAPE_REFERENCE] = "expected a string",
    [SHAPE_PATTERN] = "expected a regular expression",
    [SHAPE_TYPE] = ("expected array, boolean, integer, null, number, object or string, or a "
                    "list of them"),
    [SHAPE_LIST] = "expected a list",
    [SHAPE_NAMES] = "expected a list of names",
    [SHAPE_NAMES_BY_NAME] = "expected an object of lists of names",
    [SHAPE_SCHEMAS] = "expected a list of schemas",
    [SHAPE_SCHEMAS_BY_NAME] = "expected an object of schemas",
    [SHAPE_SCHEMAS_BY_PATTERN] = "expected an object of schemas",
};

static bool check_each(struct json_schema *schema, const struct json *container, int depth,
                       struct query_error *ret_error)
{
    for (size_t i = 0; i < container->count; i++)
        if (!schema_check(schema, container->items[i], depth, ret_error))
            return false;
    return true;
}

bool schema_check_shape(struct json_schema *schema, const struct schema_rule *rule,
                        const struct json *keyword, int depth, struct query_error *ret_error)
{
    if (!fits(rule->shape, keyword))
        return fail_keyword(schema, keyword, keyword, expected[rule->shape], ret_error);
    if (rule->shape == SHAPE_REFERENCE && map_get(&schema->references, keyword->text) == NULL)
        map_put(&schema->references, keyword->text, (void *)(uintptr_t)keyword);
    if (rule->shape == SHAPE_PATTERN)
        return add_pattern(schema, keyword, keyword, keyword->text, ret_error);
    if (rule->shape == SHAPE_SCHEMAS_BY_PATTERN)
        for (size_t i = 0; i < keyword->count; i++)
            if (!add_pattern(schema, keyword, keyword->items[i], keyword->items[i]->name,
                             ret_error))
                return false;
    if (rule->shape == SHAPE_SCHEMA)
        return schema_check(schema, keyword, depth, ret_error);
    return rule->shape < SHAPE_SCHEMAS || check_each(schema, keyword, depth, ret_error);
}

static bool unknown(struct json_schema *schema, const struct json *keyword,
                    struct query_error *ret_error)
{
    const char *near = schema_rule_near(keyword->name);
    const char *hint =
        near != NULL ? arena_printf(schema->arena, " (did you mean \"%s\"?)", near) : "";
    return schema_fail(ret_error, keyword,
                       arena_printf(schema->arena, "keyword \"%.*s\" is not supported%s",
                                    TEXT_ARGS(keyword->name), hint));
}

bool schema_check(struct json_schema *schema, const struct json *at, int depth,
                  struct query_error *ret_error)
{
    struct text key = {.at = (const char *)&at, .length = sizeof at};
    if (at->kind == JSON_TRUE || at->kind == JSON_FALSE ||
        map_get(&schema->objects, key) != NULL)
        return true;
    if (at->kind != JSON_OBJECT)
        return schema_fail(ret_error, at, "expected a schema: an object, true or false");
    if (depth > MOST_DEPTH)
        return schema_fail(ret_error, at, "the schema is nested too deep");
    const struct schema_rule **rules =
        arena_array(schema->arena, at->count + 1, const struct schema_rule *);
    map_put(&schema->objects, key, rules);
    for (size_t i = 0; i < at->count; i++) {
        const struct json *keyword = at->items[i];
        rules[i] = schema_rule_named(keyword->name);
        if (rules[i] == NULL)
            return unknown(schema, keyword, ret_error);
        if (at != schema->root && text_is(keyword->name, "$id"))
            return schema_fail(ret_error, keyword, "$id is supported at the root only");
        if (!schema_check_shape(schema, rules[i], keyword, depth + 1, ret_error))
            return false;
    }
    return true;
}
