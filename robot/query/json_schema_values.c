/* SPDX-License-Identifier: Apache-2.0 */
/* json_schema_values.c - keywords of any value, of numbers and of strings (Validation 6.1 to 6.3).
 *
 * Keywords for one type say nothing about values of another: minLength holds for a number. */

#include "document/json.h"
#include "query/json_schema_rule.h"
#include "query/json_schema_walk.h"
#include "query/regex.h"

#include <stdint.h>

static bool has_type(const struct json *value, struct text type)
{
    bool whole = false;
    if (text_is(type, "integer"))
        return value->kind == JSON_NUMBER &&
               json_number_multiple(value->text, text_of("1"), &whole) && whole;
    return text_is(type, json_kind_name(value->kind));
}

bool schema_type(const struct schema_question *q)
{
    bool right = q->keyword->kind == JSON_STRING && has_type(q->value, q->keyword->text);
    for (size_t i = 0; !right && i < q->keyword->count; i++)
        right = has_type(q->value, q->keyword->items[i]->text);
    return right || schema_unexpected(q);
}

static bool same(const struct schema_question *q, const struct json *wanted)
{
    bool right = json_equal_within(q->value, wanted, &q->walk->work);
    return q->walk->work > 0 ? right : schema_too_long(q->walk);
}

bool schema_enum(const struct schema_question *q)
{
    for (size_t i = 0; i < q->keyword->count; i++)
        if (same(q, q->keyword->items[i]))
            return true;
    return schema_unexpected(q);
}

bool schema_const(const struct schema_question *q)
{
    return same(q, q->keyword) || schema_unexpected(q);
}

/* Less than 0 when the value is less than the keyword's; *ret_number: whether it is a number. */
static int order(const struct schema_question *q, bool *ret_number)
{
    *ret_number = q->value->kind == JSON_NUMBER;
    return *ret_number ? json_number_compare(q->value->text, q->keyword->text) : 0;
}

bool schema_minimum(const struct schema_question *q)
{
    bool number;
    return order(q, &number) >= 0 || schema_unexpected(q);
}

bool schema_maximum(const struct schema_question *q)
{
    bool number;
    return order(q, &number) <= 0 || schema_unexpected(q);
}

bool schema_exclusive_minimum(const struct schema_question *q)
{
    bool number;
    return order(q, &number) > 0 || !number || schema_unexpected(q);
}

bool schema_exclusive_maximum(const struct schema_question *q)
{
    bool number;
    return order(q, &number) < 0 || !number || schema_unexpected(q);
}

bool schema_multiple_of(const struct schema_question *q)
{
    bool multiple = true;
    if (q->value->kind == JSON_NUMBER)
        json_number_multiple(q->value->text, q->keyword->text, &multiple);
    return multiple || schema_unexpected(q);
}

/* Characters, not bytes (Validation 6.3.1). */
static int64_t length(struct text t)
{
    int64_t n = 0;
    for (size_t i = 0; i < t.length; i++)
        n += ((unsigned char)t.at[i] & 0xC0) != 0x80;
    return n;
}

static int64_t count_of(const struct json *keyword)
{
    int64_t count = 0;
    json_to_int(keyword->text, &count);
    return count;
}

bool schema_min_length(const struct schema_question *q)
{
    return q->value->kind != JSON_STRING || length(q->value->text) >= count_of(q->keyword) ||
           schema_unexpected(q);
}

bool schema_max_length(const struct schema_question *q)
{
    return q->value->kind != JSON_STRING || length(q->value->text) <= count_of(q->keyword) ||
           schema_unexpected(q);
}

bool schema_matches(struct schema_walk *walk, struct text pattern, struct text t)
{
    const struct regex *regex = map_get(&walk->schema->patterns, pattern);
    enum regex_result result = regex_search(regex, t, 0, NULL);
    if (result == REGEX_LIMIT)
        return schema_limit(walk, "a pattern of the schema takes too long on this body");
    return result == REGEX_MATCH;
}

bool schema_pattern(const struct schema_question *q)
{
    return q->value->kind != JSON_STRING ||
           schema_matches(q->walk, q->keyword->text, q->value->text) || schema_unexpected(q);
}
