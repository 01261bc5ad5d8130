/* SPDX-License-Identifier: Apache-2.0 */
/* json_schema.c - walking schema and value side by side.
 *
 * The schema stays JSON; compiling notes beside each of its objects which rules its keywords are, so
 * that validating cannot meet anything unknown. A schema may refer to itself and fan out at every
 * level: work and depth are counted, and crossing a limit is told, never taken for "is valid" or,
 * under `not`, for "is not". */

#include "query/json_schema.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/encode.h"
#include "document/json.h"
#include "query/json_schema_rule.h"
#include "query/json_schema_walk.h"
#include "query/predicate.h"

#include <stdint.h>

enum { MOST_DEPTH = 200, MOST_WORK = 5000000, MOST_PATH_BYTES = 4096, MOST_NAME_BYTES = 60 };

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

/* NULL: nowhere. */
static const struct json *resolve(const struct json_schema *schema, const struct json *ref)
{
    struct text pointer;
    const struct json *at = schema->root;
    if (!text_starts_with(ref->text, text_of("#")) ||
        !decode_url(schema->arena, ref->text, &pointer))
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

/* What a $ref leads to is a schema even where no keyword says so. References found there join the
 * list that is being walked; each ends as what it leads to. */
static bool check_references(struct json_schema *schema, struct query_error *ret_error)
{
    for (size_t i = 0; i < schema->references.count; i++) {
        const struct json *ref = schema->references.entries[i].value;
        const struct json *target = resolve(schema, ref);
        if (target == NULL)
            return schema_fail(ret_error, ref, "$ref: leads nowhere in this document");
        schema->references.entries[i].value = (void *)(uintptr_t)target;
        if (!schema_check(schema, target, 0, ret_error))
            return false;
    }
    return true;
}

const struct json_schema *json_schema_compile(struct arena *arena, struct text document,
                                              struct query_error *ret_error)
{
    struct json_error error;
    struct json_schema *schema = arena_make(arena, struct json_schema);
    *ret_error = (struct query_error){0};
    schema->arena = arena;
    map_init(&schema->objects, arena);
    map_init(&schema->patterns, arena);
    map_init(&schema->references, arena);
    schema->root = json_parse(arena, document, &json_default_limits, &error);
    if (schema->root == NULL) {
        ret_error->message =
            arena_printf(arena, "not JSON: %s (line %d)", error.message, error.line);
        return NULL;
    }
    bool right =
        schema_check(schema, schema->root, 0, ret_error) && check_references(schema, ret_error);
    return right ? schema : NULL;
}

bool schema_limit(struct schema_walk *walk, const char *limit)
{
    if (walk->limit == NULL)
        walk->limit = limit;
    return false;
}

bool schema_too_long(struct schema_walk *walk)
{
    return schema_limit(walk, "the schema takes too long on this body");
}

static const struct schema_rule *const *rules_of(const struct schema_walk *walk,
                                                 const struct json *schema)
{
    return map_get(&walk->schema->objects,
                   (struct text){.at = (const char *)&schema, .length = sizeof schema});
}

bool schema_holds(struct schema_walk *walk, const struct json *schema, const struct json *value,
                  const struct schema_place *at)
{
    struct schema_question q = {.walk = walk, .schema = schema, .value = value, .at = at};
    if (schema->kind == JSON_TRUE)
        return true;
    if (schema->kind == JSON_FALSE)
        return schema_wrong(&q, "nothing is allowed here");
    if (walk->depth >= MOST_DEPTH)
        return schema_limit(walk, "schema and body go deeper than can be looked at");
    if (walk->work == 0 || walk->limit != NULL)
        return schema_too_long(walk);
    walk->work--;
    walk->depth++;
    const struct schema_rule *const *rules = rules_of(walk, schema);
    bool right = true;
    for (size_t i = 0; right && i < schema->count; i++) {
        q.keyword = schema->items[i];
        right = rules[i]->holds == NULL || rules[i]->holds(&q);
    }
    walk->depth--;
    return right;
}

bool schema_would_hold(struct schema_walk *walk, const struct json *schema,
                       const struct json *value)
{
    walk->quiet++;
    bool right = schema_holds(walk, schema, value, NULL);
    walk->quiet--;
    return right;
}

static bool is_plain(struct text name)
{
    for (size_t i = 0; i < name.length; i++) {
        char c = name.at[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
                      (unsigned char)c >= 0x80;
        if (!letter && (i == 0 || c < '0' || c > '9'))
            return false;
    }
    return name.length > 0;
}

/* As JSONPath: $.data.rows[0]['a b'] */
static void put_path(const struct schema_place *at, struct buffer *out)
{
    if (at == NULL) {
        buffer_add_char(out, '$');
        return;
    }
    put_path(at->up, out);
    struct text name = utf8_cut(at->name, MOST_NAME_BYTES);
    if (at->name.at == NULL)
        buffer_printf(out, "[%zu]", at->index);
    else
        buffer_printf(out, is_plain(name) ? ".%.*s" : "['%.*s']", TEXT_ARGS(name));
}

bool schema_wrong(const struct schema_question *q, const char *message)
{
    struct schema_walk *walk = q->walk;
    struct buffer path;
    if (walk->quiet > 0 || walk->problem != NULL)
        return false;
    buffer_init(&path, MOST_PATH_BYTES);
    put_path(q->at, &path);
    struct text keyword = q->keyword != NULL ? q->keyword->name : text_of("false");
    walk->problem = arena_printf(walk->arena, "%.*s: %.*s: %s", TEXT_ARGS(buffer_text(&path)),
                                 TEXT_ARGS(keyword), message);
    buffer_done(&path);
    return false;
}

bool schema_unexpected(const struct schema_question *q)
{
    struct arena *arena = q->walk->arena;
    if (q->walk->quiet > 0)
        return false;
    return schema_wrong(q, arena_printf(arena, "expected %s, is %s",
                                        value_words(q->keyword, arena),
                                        value_words(q->value, arena)));
}

const char *json_schema_problem(const struct json_schema *schema, const struct json *value,
                                struct arena *arena)
{
    struct schema_walk walk = {.schema = schema, .arena = arena, .work = MOST_WORK};
    bool right = schema_holds(&walk, schema->root, value, NULL);
    return walk.limit != NULL ? walk.limit : right ? NULL : walk.problem;
}
