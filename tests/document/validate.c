/* SPDX-License-Identifier: Apache-2.0 */
/* validate.c - one function a keyword. Patterns are within POSIX extended syntax, too. */

#include "validate.h"
#include "base/must.h"

#include <regex.h>
#include <stdio.h>
#include <string.h>

/* One keyword of a schema, and all it may look at. */
struct question {
    const struct json *root, *schema, *keyword, *value;
};

static bool is_true(const struct json *value)
{
    return value->kind == JSON_TRUE;
}

static bool type_is(const struct json *value, struct text type)
{
    int64_t number;
    switch (value->kind) {
    case JSON_NULL:
        return text_is(type, "null");
    case JSON_FALSE:
    case JSON_TRUE:
        return text_is(type, "boolean");
    case JSON_NUMBER:
        return text_is(type, "number") ||
               (text_is(type, "integer") && json_to_int(value->text, &number));
    case JSON_STRING:
        return text_is(type, "string");
    case JSON_ARRAY:
        return text_is(type, "array");
    case JSON_OBJECT:
        return text_is(type, "object");
    }
    return false;
}

static bool annotation(const struct question *q)
{
    (void)q;
    return true;
}

static bool type(const struct question *q)
{
    if (q->keyword->kind == JSON_STRING)
        return type_is(q->value, q->keyword->text);
    for (size_t i = 0; i < q->keyword->count; i++)
        if (type_is(q->value, q->keyword->items[i]->text))
            return true;
    return false;
}

static bool pattern(const struct question *q)
{
    char source[512], subject[512];
    regex_t compiled;
    if (q->value->kind != JSON_STRING)
        return true;
    snprintf(source, sizeof source, "%.*s", TEXT_ARGS(q->keyword->text));
    snprintf(subject, sizeof subject, "%.*s", TEXT_ARGS(q->value->text));
    must(regcomp(&compiled, source, REG_EXTENDED | REG_NOSUB) == 0);
    bool found = regexec(&compiled, subject, 0, NULL, 0) == 0;
    regfree(&compiled);
    return found;
}

static bool constant(const struct question *q)
{
    return json_equal(q->keyword, q->value);
}

static bool enumeration(const struct question *q)
{
    for (size_t i = 0; i < q->keyword->count; i++)
        if (json_equal(q->keyword->items[i], q->value))
            return true;
    return false;
}

static bool minimum(const struct question *q)
{
    return q->value->kind != JSON_NUMBER ||
           json_number_compare(q->value->text, q->keyword->text) >= 0;
}

static bool maximum(const struct question *q)
{
    return q->value->kind != JSON_NUMBER ||
           json_number_compare(q->value->text, q->keyword->text) <= 0;
}

static bool count_in(const struct question *q, enum json_kind kind, bool least)
{
    int64_t bound = 0;
    must(json_to_int(q->keyword->text, &bound));
    if (q->value->kind != kind)
        return true;
    return least ? q->value->count >= (size_t)bound : q->value->count <= (size_t)bound;
}

static bool min_items(const struct question *q)
{
    return count_in(q, JSON_ARRAY, true);
}

static bool max_items(const struct question *q)
{
    return count_in(q, JSON_ARRAY, false);
}

static bool min_properties(const struct question *q)
{
    return count_in(q, JSON_OBJECT, true);
}

static bool max_properties(const struct question *q)
{
    return count_in(q, JSON_OBJECT, false);
}

static bool items(const struct question *q)
{
    for (size_t i = 0; q->value->kind == JSON_ARRAY && i < q->value->count; i++)
        if (!validate(q->root, q->keyword, q->value->items[i]))
            return false;
    return true;
}

static bool properties(const struct question *q)
{
    for (size_t i = 0; q->value->kind == JSON_OBJECT && i < q->value->count; i++) {
        const struct json *schema = json_member(q->keyword, q->value->items[i]->name);
        if (schema != NULL && !validate(q->root, schema, q->value->items[i]))
            return false;
    }
    return true;
}

static bool additional_properties(const struct question *q)
{
    const struct json *known = json_member(q->schema, text_of("properties"));
    for (size_t i = 0; q->value->kind == JSON_OBJECT && i < q->value->count; i++) {
        const struct json *member = q->value->items[i];
        if ((known == NULL || json_member(known, member->name) == NULL) &&
            !validate(q->root, q->keyword, member))
            return false;
    }
    return true;
}

static bool required(const struct question *q)
{
    for (size_t i = 0; q->value->kind == JSON_OBJECT && i < q->keyword->count; i++)
        if (json_member(q->value, q->keyword->items[i]->text) == NULL)
            return false;
    return true;
}

static size_t takers(const struct question *q)
{
    size_t count = 0;
    for (size_t i = 0; i < q->keyword->count; i++)
        count += validate(q->root, q->keyword->items[i], q->value) ? 1 : 0;
    return count;
}

static bool all_of(const struct question *q)
{
    return takers(q) == q->keyword->count;
}

static bool any_of(const struct question *q)
{
    return takers(q) > 0;
}

static bool one_of(const struct question *q)
{
    return takers(q) == 1;
}

static bool not_this(const struct question *q)
{
    return !validate(q->root, q->keyword, q->value);
}

static bool reference(const struct question *q)
{
    struct text prefix = text_of("#/$defs/");
    must(text_starts_with(q->keyword->text, prefix));
    const struct json *definitions = json_member(q->root, text_of("$defs"));
    const struct json *schema = json_member(
        definitions, text_slice(q->keyword->text, prefix.length, q->keyword->text.length));
    must(schema != NULL);
    return validate(q->root, schema, q->value);
}

static const struct keyword {
    const char *name;
    bool (*holds)(const struct question *q);
} keywords[] = {
    {"$schema", annotation},
    {"$id", annotation},
    {"$defs", annotation},
    {"title", annotation},
    {"description", annotation},
    {"default", annotation},
    {"$ref", reference},
    {"type", type},
    {"const", constant},
    {"enum", enumeration},
    {"pattern", pattern},
    {"minimum", minimum},
    {"maximum", maximum},
    {"minItems", min_items},
    {"maxItems", max_items},
    {"minProperties", min_properties},
    {"maxProperties", max_properties},
    {"items", items},
    {"properties", properties},
    {"additionalProperties", additional_properties},
    {"required", required},
    {"allOf", all_of},
    {"anyOf", any_of},
    {"oneOf", one_of},
    {"not", not_this},
};

static const struct keyword *keyword_named(struct text name)
{
    for (size_t i = 0; i < sizeof keywords / sizeof keywords[0]; i++)
        if (text_is(name, keywords[i].name))
            return &keywords[i];
    return NULL;
}

bool validate(const struct json *root, const struct json *schema, const struct json *value)
{
    if (schema->kind != JSON_OBJECT)
        return is_true(schema);
    for (size_t i = 0; i < schema->count; i++) {
        const struct keyword *known = keyword_named(schema->items[i]->name);
        must(known != NULL);
        struct question q = {
            .root = root, .schema = schema, .keyword = schema->items[i], .value = value};
        if (!known->holds(&q))
            return false;
    }
    return true;
}
