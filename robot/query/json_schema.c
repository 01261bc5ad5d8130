/* SPDX-License-Identifier: Apache-2.0 */
/* json_schema.c - walking schema and value side by side.
 *
 * The schema stays JSON; compiling checks its keywords and patterns once, so that validating cannot
 * meet anything unknown. Recursion is bounded by a count: a schema may refer to itself. */

#include "query/json_schema.h"
#include "base/arena.h"
#include "base/map.h"
#include "document/json.h"
#include "query/json_schema_rules.h"
#include "query/regex.h"

#include <string.h>

enum { MOST_DEPTH = 200 };

static const char *const annotations[] = {
    "$schema",  "$id",        "$comment", "$defs",     "title",  "description", "default",
    "examples", "deprecated", "readOnly", "writeOnly", "format", "definitions", NULL};

static bool is_listed(struct text name, const char *const *names)
{
    for (; *names != NULL; names++)
        if (text_is(name, *names))
            return true;
    return false;
}

static const struct json *fail(struct query_error *ret, const struct json *at,
                               const char *message)
{
    *ret = (struct query_error){.message = message, .offset = at->offset};
    return NULL;
}

static bool compile_pattern(struct json_schema *schema, struct text pattern,
                            const struct json *at, struct query_error *ret_error)
{
    struct query_error error;
    if (map_get(&schema->patterns, pattern) != NULL)
        return true;
    const struct regex *regex = regex_compile(schema->arena, pattern, &error);
    if (regex == NULL)
        return fail(ret_error, at, arena_printf(schema->arena, "pattern: %s", error.message)) !=
               NULL;
    map_put(&schema->patterns, pattern, (void *)(uintptr_t)regex);
    return true;
}

static bool check(struct json_schema *schema, const struct json *at, int depth,
                  struct query_error *ret_error);

static bool check_all(struct json_schema *schema, const struct json *container, int depth,
                      struct query_error *ret_error)
{
    for (size_t i = 0; i < container->count; i++)
        if (!check(schema, container->items[i], depth, ret_error))
            return false;
    return true;
}

static bool check_keyword(struct json_schema *schema, const struct json *keyword, int depth,
                          struct query_error *ret_error)
{
    const struct schema_rule *rule = schema_rule_named(keyword->name);
    if (is_listed(keyword->name, annotations))
        return !text_is(keyword->name, "$defs") && !text_is(keyword->name, "definitions")
                   ? true
                   : check_all(schema, keyword, depth, ret_error);
    if (rule == NULL)
        return fail(ret_error, keyword,
                    arena_printf(schema->arena, "keyword \"%.*s\" is not supported",
                                 TEXT_ARGS(keyword->name))) != NULL;
    if (rule->takes_pattern && !compile_pattern(schema, keyword->text, keyword, ret_error))
        return false;
    if (text_is(keyword->name, "patternProperties"))
        for (size_t i = 0; i < keyword->count; i++)
            if (!compile_pattern(schema, keyword->items[i]->name, keyword, ret_error))
                return false;
    switch (rule->holds) {
    case SCHEMA_HOLDS_NONE:
        return true;
    case SCHEMA_HOLDS_ONE:
        return check(schema, keyword, depth, ret_error);
    case SCHEMA_HOLDS_MANY:
        return check_all(schema, keyword, depth, ret_error);
    }
    return false;
}

static bool check(struct json_schema *schema, const struct json *at, int depth,
                  struct query_error *ret_error)
{
    if (at->kind == JSON_TRUE || at->kind == JSON_FALSE)
        return true;
    if (at->kind != JSON_OBJECT)
        return fail(ret_error, at, "expected a schema: an object, true or false") != NULL;
    if (depth > MOST_DEPTH)
        return fail(ret_error, at, "the schema is nested too deep") != NULL;
    for (size_t i = 0; i < at->count; i++)
        if (!check_keyword(schema, at->items[i], depth + 1, ret_error))
            return false;
    const struct json *ref = json_member(at, text_of("$ref"));
    if (ref != NULL && schema_resolve(schema, ref) == NULL)
        return fail(ret_error, ref, "$ref leads nowhere in this document") != NULL;
    return true;
}

const struct json_schema *json_schema_compile(struct arena *arena, struct text document,
                                              struct query_error *ret_error)
{
    struct json_error error;
    struct json_schema *schema = arena_make(arena, struct json_schema);
    schema->arena = arena;
    map_init(&schema->patterns, arena);
    schema->root = json_parse(arena, document, &json_default_limits, &error);
    if (schema->root == NULL) {
        ret_error->message =
            arena_printf(arena, "not JSON: %s (line %d)", error.message, error.line);
        return NULL;
    }
    return check(schema, schema->root, 0, ret_error) ? schema : NULL;
}

/* "~1" is "/", "~0" is "~" (RFC 6901). */
static bool token_is(struct text token, struct text name)
{
    size_t n = 0;
    for (size_t i = 0; i < token.length; i++, n++) {
        char c = token.at[i];
        if (c == '~' && i + 1 < token.length)
            c = token.at[++i] == '1' ? '/' : '~';
        if (n >= name.length || name.at[n] != c)
            return false;
    }
    return n == name.length;
}

static const struct json *child(const struct json *at, struct text token)
{
    long long index;
    if (at->kind == JSON_ARRAY && text_to_int(token, 0, (long long)at->count - 1, &index))
        return at->items[index];
    for (size_t i = 0; at->kind == JSON_OBJECT && i < at->count; i++)
        if (token_is(token, at->items[i]->name))
            return at->items[i];
    return NULL;
}

const struct json *schema_resolve(const struct json_schema *schema, const struct json *ref)
{
    struct text pointer = ref->text;
    const struct json *at = schema->root;
    if (ref->kind != JSON_STRING || !text_starts_with(pointer, text_of("#")))
        return NULL;
    for (size_t from = 1; at != NULL && from < pointer.length;) {
        if (pointer.at[from] != '/')
            return NULL;
        ptrdiff_t end = text_find(pointer, text_of("/"), from + 1);
        size_t to = end < 0 ? pointer.length : (size_t)end;
        at = child(at, text_slice(pointer, from + 1, to));
        from = to;
    }
    return at;
}

bool schema_holds(struct schema_walk *walk, const struct json *schema, const struct json *value,
                  const char *path)
{
    if (schema->kind == JSON_TRUE)
        return true;
    if (schema->kind == JSON_FALSE)
        return schema_wrong(walk, path, "false", "nothing is allowed here");
    if (walk->depth >= MOST_DEPTH)
        return schema_wrong(walk, path, "$ref", "nested too deep");
    walk->depth++;
    bool right = true;
    for (size_t i = 0; right && i < schema->count; i++) {
        const struct schema_rule *rule = schema_rule_named(schema->items[i]->name);
        if (rule != NULL && rule->holds_for != NULL)
            right = rule->holds_for(walk, schema, schema->items[i], value, path);
    }
    walk->depth--;
    return right;
}

bool schema_wrong(struct schema_walk *walk, const char *path, const char *keyword,
                  const char *message)
{
    if (walk->problem == NULL)
        walk->problem = arena_printf(walk->arena, "%s: %s: %s", path, keyword, message);
    return false;
}

const char *json_schema_problem(const struct json_schema *schema, const struct json *value,
                                struct arena *arena)
{
    struct schema_walk walk = {.schema = schema, .arena = arena};
    return schema_holds(&walk, schema->root, value, "$") ? NULL : walk.problem;
}
