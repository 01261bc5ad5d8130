/* SPDX-License-Identifier: Apache-2.0 */
/* predicate_shape.c - exists, empty, count, type: how many, and of what kind. */

#include "base/arena.h"
#include "document/json.h"
#include "query/moment.h"
#include "query/predicate.h"

static bool exists(struct held *held)
{
    return (held->found->count > 0) == (held->condition->operand->kind == JSON_TRUE);
}

static bool is_empty(const struct json *value)
{
    switch (value->kind) {
    case JSON_NULL:
        return true;
    case JSON_STRING:
        return value->text.length == 0;
    case JSON_ARRAY:
    case JSON_OBJECT:
        return value->count == 0;
    case JSON_FALSE:
    case JSON_TRUE:
    case JSON_NUMBER:
        return false;
    }
    return false;
}

static bool empty(struct held *held)
{
    bool nothing = held->value == NULL || is_empty(held->value);
    return nothing == (held->condition->operand->kind == JSON_TRUE);
}

static bool count(struct held *held)
{
    const struct extracted *found = held->found;
    bool container = found->count == 1 && found->singular &&
                     (held->value->kind == JSON_ARRAY || held->value->kind == JSON_OBJECT);
    size_t n = container ? held->value->count : found->count;
    const struct json *number = json_int(held->arena, (int64_t)n);
    const struct extracted one = {.items = &number, .count = 1, .singular = true};
    held->note = arena_printf(held->arena, "counted %zu", n);
    for (size_t i = 0; i < held->condition->part_count; i++) {
        struct judged judged = condition_judge(held->condition->parts[i], &one, held->arena);
        held->problem = judged.problem;
        if (!judged.holds)
            return false;
    }
    return true;
}

static bool type(struct held *held)
{
    const struct json *value = held->value, *operand = held->condition->operand;
    struct text wanted = operand->kind == JSON_NULL ? text_of("null") : operand->text;
    bool number =
        value->kind == JSON_NUMBER ||
        (held->found->untyped && value->kind == JSON_STRING && json_is_number(value->text));
    bool whole;
    if (text_is(wanted, "number"))
        return number;
    if (text_is(wanted, "integer"))
        return number && json_number_multiple(value->text, text_of("1"), &whole) && whole;
    if (text_is(wanted, "date") || text_is(wanted, "datetime")) {
        struct moment moment;
        return value->kind == JSON_STRING && moment_read(value->text, &moment) &&
               moment.has_time == text_is(wanted, "datetime");
    }
    return text_is(wanted, json_kind_name(value->kind));
}

static const char *const types[] = {"array", "boolean", "date",   "datetime", "integer",
                                    "null",  "number",  "object", "string",   NULL};

const struct predicate predicate_exists = {
    .name = "exists",
    .text = "true: something was found; false: nothing was",
    .operand = OPERAND_BOOLEAN,
    .holds = exists,
    .holds_for_nothing = true,
};
const struct predicate predicate_empty = {
    .name = "empty",
    .text = "true: nothing, null, \"\", [] or {}; false: anything else",
    .operand = OPERAND_BOOLEAN,
    .holds = empty,
    .holds_for_nothing = true,
};
const struct predicate predicate_count = {
    .name = "count",
    .text = "how many were found; the items of a list or an object when the question has one "
            "answer",
    .operand = OPERAND_COUNT,
    .holds = count,
    .holds_for_nothing = true,
};
const struct predicate predicate_type = {
    .name = "type",
    .text = "the value's type",
    .operand = OPERAND_WORD,
    .words = types,
    .holds = type,
};
