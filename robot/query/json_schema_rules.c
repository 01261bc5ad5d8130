/* SPDX-License-Identifier: Apache-2.0 */
/* json_schema_rules.c - a function for each keyword (JSON Schema 2020-12, Core 10 and Validation 6).
 *
 * Keywords for one type say nothing about values of another: minLength holds for a number. */

#include "query/json_schema_rules.h"
#include "base/arena.h"
#include "base/encode.h"
#include "document/json.h"
#include "query/predicate.h"
#include "query/regex.h"

#define RULE(id)                                                                           \
    static bool id(struct schema_walk *w, const struct json *schema, const struct json *k, \
                   const struct json *v, const char *path)
#define UNUSED (void)w, (void)schema, (void)k, (void)v, (void)path

static bool wrong(struct schema_walk *w, const char *path, const struct json *k,
                  const struct json *v)
{
    return schema_wrong(w, path, text_string(w->arena, k->name),
                        arena_printf(w->arena, "expected %s, is %s", value_words(k, w->arena),
                                     value_words(v, w->arena)));
}

static const char *member_path(struct schema_walk *w, const char *path, struct text name)
{
    return arena_printf(w->arena, "%s.%.*s", path, TEXT_ARGS(utf8_cut(name, 60)));
}

static const char *item_path(struct schema_walk *w, const char *path, size_t index)
{
    return arena_printf(w->arena, "%s[%zu]", path, index);
}

/* Asks without telling: for anyOf, oneOf, not, if, contains. */
static bool quietly(struct schema_walk *w, const struct json *schema, const struct json *v)
{
    struct schema_walk inner = {.schema = w->schema, .arena = w->arena, .depth = w->depth};
    return schema_holds(&inner, schema, v, "");
}

static bool has_type(const struct json *v, struct text type)
{
    int64_t whole;
    if (text_is(type, "integer"))
        return v->kind == JSON_NUMBER && json_to_int(v->text, &whole);
    return text_is(type, json_kind_name(v->kind));
}

RULE(type)
{
    UNUSED;
    bool right = k->kind == JSON_STRING && has_type(v, k->text);
    for (size_t i = 0; k->kind == JSON_ARRAY && !right && i < k->count; i++)
        right = has_type(v, k->items[i]->text);
    return right || wrong(w, path, k, v);
}

RULE(enumeration)
{
    UNUSED;
    for (size_t i = 0; i < k->count; i++)
        if (json_equal(k->items[i], v))
            return true;
    return wrong(w, path, k, v);
}

RULE(constant)
{
    UNUSED;
    return json_equal(k, v) || wrong(w, path, k, v);
}

RULE(minimum)
{
    UNUSED;
    return v->kind != JSON_NUMBER || json_number_compare(v->text, k->text) >= 0 ||
           wrong(w, path, k, v);
}

RULE(maximum)
{
    UNUSED;
    return v->kind != JSON_NUMBER || json_number_compare(v->text, k->text) <= 0 ||
           wrong(w, path, k, v);
}

RULE(exclusive_minimum)
{
    UNUSED;
    return v->kind != JSON_NUMBER || json_number_compare(v->text, k->text) > 0 ||
           wrong(w, path, k, v);
}

RULE(exclusive_maximum)
{
    UNUSED;
    return v->kind != JSON_NUMBER || json_number_compare(v->text, k->text) < 0 ||
           wrong(w, path, k, v);
}

RULE(multiple_of)
{
    UNUSED;
    int64_t value, step;
    bool whole = json_to_int(k->text, &step) && step > 0;
    return v->kind != JSON_NUMBER || !whole ||
           (json_to_int(v->text, &value) && value % step == 0) || wrong(w, path, k, v);
}

static int64_t limit_of(const struct json *k)
{
    int64_t limit = 0;
    json_to_int(k->text, &limit);
    return limit;
}

static int64_t characters(struct text t)
{
    int64_t n = 0;
    for (size_t i = 0; i < t.length; i++)
        n += ((unsigned char)t.at[i] & 0xC0) != 0x80;
    return n;
}

RULE(min_length)
{
    UNUSED;
    return v->kind != JSON_STRING || characters(v->text) >= limit_of(k) || wrong(w, path, k, v);
}

RULE(max_length)
{
    UNUSED;
    return v->kind != JSON_STRING || characters(v->text) <= limit_of(k) || wrong(w, path, k, v);
}

RULE(pattern)
{
    UNUSED;
    const struct regex *regex = map_get(&w->schema->patterns, k->text);
    return v->kind != JSON_STRING || regex_search(regex, v->text, 0, NULL) == REGEX_MATCH ||
           wrong(w, path, k, v);
}

static bool counts(enum json_kind kind, const struct json *v, int64_t least, int64_t most)
{
    return v->kind != kind || ((int64_t)v->count >= least && (int64_t)v->count <= most);
}

RULE(min_items)
{
    UNUSED;
    return counts(JSON_ARRAY, v, limit_of(k), INT64_MAX) || wrong(w, path, k, v);
}

RULE(max_items)
{
    UNUSED;
    return counts(JSON_ARRAY, v, 0, limit_of(k)) || wrong(w, path, k, v);
}

RULE(min_properties)
{
    UNUSED;
    return counts(JSON_OBJECT, v, limit_of(k), INT64_MAX) || wrong(w, path, k, v);
}

RULE(max_properties)
{
    UNUSED;
    return counts(JSON_OBJECT, v, 0, limit_of(k)) || wrong(w, path, k, v);
}

RULE(unique_items)
{
    UNUSED;
    for (size_t i = 1; v->kind == JSON_ARRAY && k->kind == JSON_TRUE && i < v->count; i++)
        for (size_t n = 0; n < i; n++)
            if (json_equal(v->items[i], v->items[n]))
                return schema_wrong(w, item_path(w, path, i), "uniqueItems", "is there twice");
    return true;
}

RULE(prefix_items)
{
    UNUSED;
    for (size_t i = 0; v->kind == JSON_ARRAY && i < v->count && i < k->count; i++)
        if (!schema_holds(w, k->items[i], v->items[i], item_path(w, path, i)))
            return false;
    return true;
}

RULE(items)
{
    const struct json *prefix = json_member(schema, text_of("prefixItems"));
    for (size_t i = prefix != NULL ? prefix->count : 0; v->kind == JSON_ARRAY && i < v->count;
         i++)
        if (!schema_holds(w, k, v->items[i], item_path(w, path, i)))
            return false;
    return true;
}

RULE(contains)
{
    UNUSED;
    for (size_t i = 0; v->kind == JSON_ARRAY && i < v->count; i++)
        if (quietly(w, k, v->items[i]))
            return true;
    return v->kind != JSON_ARRAY || schema_wrong(w, path, "contains", "no item is as expected");
}

RULE(required)
{
    UNUSED;
    for (size_t i = 0; v->kind == JSON_OBJECT && i < k->count; i++)
        if (json_member(v, k->items[i]->text) == NULL)
            return schema_wrong(w, member_path(w, path, k->items[i]->text), "required",
                                "is missing");
    return true;
}

RULE(dependent_required)
{
    UNUSED;
    for (size_t i = 0; v->kind == JSON_OBJECT && i < k->count; i++)
        if (json_member(v, k->items[i]->name) != NULL &&
            !required(w, schema, k->items[i], v, path))
            return false;
    return true;
}

RULE(properties)
{
    UNUSED;
    for (size_t i = 0; v->kind == JSON_OBJECT && i < k->count; i++) {
        const struct json *member = json_member(v, k->items[i]->name);
        if (member != NULL &&
            !schema_holds(w, k->items[i], member, member_path(w, path, member->name)))
            return false;
    }
    return true;
}

static bool matches(const struct schema_walk *w, const struct json *pattern, struct text name)
{
    const struct regex *regex = map_get(&w->schema->patterns, pattern->name);
    return regex_search(regex, name, 0, NULL) == REGEX_MATCH;
}

RULE(pattern_properties)
{
    UNUSED;
    for (size_t i = 0; v->kind == JSON_OBJECT && i < k->count; i++)
        for (size_t n = 0; n < v->count; n++)
            if (matches(w, k->items[i], v->items[n]->name) &&
                !schema_holds(w, k->items[i], v->items[n],
                              member_path(w, path, v->items[n]->name)))
                return false;
    return true;
}

static bool is_described(const struct schema_walk *w, const struct json *schema,
                         struct text name)
{
    const struct json *properties_of = json_member(schema, text_of("properties"));
    const struct json *patterns = json_member(schema, text_of("patternProperties"));
    if (properties_of != NULL && json_member(properties_of, name) != NULL)
        return true;
    for (size_t i = 0; patterns != NULL && i < patterns->count; i++)
        if (matches(w, patterns->items[i], name))
            return true;
    return false;
}

RULE(additional_properties)
{
    for (size_t i = 0; v->kind == JSON_OBJECT && i < v->count; i++) {
        const struct json *member = v->items[i];
        if (!is_described(w, schema, member->name) &&
            !schema_holds(w, k, member, member_path(w, path, member->name)))
            return false;
    }
    return true;
}

RULE(property_names)
{
    UNUSED;
    for (size_t i = 0; v->kind == JSON_OBJECT && i < v->count; i++)
        if (!schema_holds(w, k, json_string(w->arena, v->items[i]->name),
                          member_path(w, path, v->items[i]->name)))
            return false;
    return true;
}

RULE(reference)
{
    UNUSED;
    return schema_holds(w, schema_resolve(w->schema, k), v, path);
}

RULE(all_of)
{
    UNUSED;
    for (size_t i = 0; i < k->count; i++)
        if (!schema_holds(w, k->items[i], v, path))
            return false;
    return true;
}

static size_t count_holding(struct schema_walk *w, const struct json *k, const struct json *v)
{
    size_t n = 0;
    for (size_t i = 0; i < k->count; i++)
        n += quietly(w, k->items[i], v);
    return n;
}

RULE(any_of)
{
    UNUSED;
    return count_holding(w, k, v) > 0 || schema_wrong(w, path, "anyOf", "none of them holds");
}

RULE(one_of)
{
    UNUSED;
    size_t n = count_holding(w, k, v);
    return n == 1 ||
           schema_wrong(w, path, "oneOf", arena_printf(w->arena, "%zu of them hold", n));
}

RULE(negation)
{
    UNUSED;
    return !quietly(w, k, v) || schema_wrong(w, path, "not", "it holds");
}

RULE(condition)
{
    const struct json *branch =
        json_member(schema, text_of(quietly(w, k, v) ? "then" : "else"));
    return branch == NULL || schema_holds(w, branch, v, path);
}

static const struct schema_rule rules[] = {
    {.name = "$ref", .holds_for = reference},
    {.name = "type", .holds_for = type},
    {.name = "enum", .holds_for = enumeration},
    {.name = "const", .holds_for = constant},
    {.name = "minimum", .holds_for = minimum},
    {.name = "maximum", .holds_for = maximum},
    {.name = "exclusiveMinimum", .holds_for = exclusive_minimum},
    {.name = "exclusiveMaximum", .holds_for = exclusive_maximum},
    {.name = "multipleOf", .holds_for = multiple_of},
    {.name = "minLength", .holds_for = min_length},
    {.name = "maxLength", .holds_for = max_length},
    {.name = "pattern", .holds_for = pattern, .takes_pattern = true},
    {.name = "minItems", .holds_for = min_items},
    {.name = "maxItems", .holds_for = max_items},
    {.name = "uniqueItems", .holds_for = unique_items},
    {.name = "prefixItems", .holds_for = prefix_items, .holds = SCHEMA_HOLDS_MANY},
    {.name = "items", .holds_for = items, .holds = SCHEMA_HOLDS_ONE},
    {.name = "contains", .holds_for = contains, .holds = SCHEMA_HOLDS_ONE},
    {.name = "minProperties", .holds_for = min_properties},
    {.name = "maxProperties", .holds_for = max_properties},
    {.name = "required", .holds_for = required},
    {.name = "dependentRequired", .holds_for = dependent_required},
    {.name = "properties", .holds_for = properties, .holds = SCHEMA_HOLDS_MANY},
    {.name = "patternProperties", .holds_for = pattern_properties, .holds = SCHEMA_HOLDS_MANY},
    {.name = "additionalProperties",
     .holds_for = additional_properties,
     .holds = SCHEMA_HOLDS_ONE},
    {.name = "propertyNames", .holds_for = property_names, .holds = SCHEMA_HOLDS_ONE},
    {.name = "allOf", .holds_for = all_of, .holds = SCHEMA_HOLDS_MANY},
    {.name = "anyOf", .holds_for = any_of, .holds = SCHEMA_HOLDS_MANY},
    {.name = "oneOf", .holds_for = one_of, .holds = SCHEMA_HOLDS_MANY},
    {.name = "not", .holds_for = negation, .holds = SCHEMA_HOLDS_ONE},
    {.name = "if", .holds_for = condition, .holds = SCHEMA_HOLDS_ONE},
    {.name = "then", .holds = SCHEMA_HOLDS_ONE},
    {.name = "else", .holds = SCHEMA_HOLDS_ONE},
};

const struct schema_rule *schema_rule_named(struct text name)
{
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
        if (text_is(name, rules[i].name))
            return &rules[i];
    return NULL;
}
