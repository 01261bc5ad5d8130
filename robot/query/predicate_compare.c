/* SPDX-License-Identifier: Apache-2.0 */
/* predicate_compare.c - equals, in, lt, le, gt, ge, between: same, or in which order. */

#include "base/arena.h"
#include "base/units.h"
#include "document/json.h"
#include "query/moment.h"
#include "query/predicate.h"

static bool all_same(const struct held *held, const struct json *values,
                     const struct json *wanted)
{
    if (values->count != wanted->count)
        return false;
    for (size_t i = 0; i < values->count; i++)
        if (!held_same(held, values->items[i], wanted->items[i]))
            return false;
    return true;
}

/* A text from a source without types is a number where a number is expected of it. */
bool held_same(const struct held *held, const struct json *value, const struct json *wanted)
{
    int64_t ns;
    if (json_equal(value, wanted))
        return true;
    if (held->found->duration && value->kind == JSON_NUMBER && wanted->kind == JSON_STRING)
        return duration_parse(wanted->text, &ns) &&
               json_equal(value, json_int(held->arena, ns));
    if (!held->found->untyped)
        return false;
    if (value->kind == JSON_ARRAY && wanted->kind == JSON_ARRAY)
        return all_same(held, value, wanted);
    if (value->kind != JSON_STRING)
        return false;
    struct text text = text_trim(value->text);
    if (wanted->kind == JSON_NUMBER)
        return json_is_number(text) && json_number_compare(text, wanted->text) == 0;
    if (wanted->kind == JSON_TRUE || wanted->kind == JSON_FALSE)
        return text_is(text, wanted->kind == JSON_TRUE ? "true" : "false");
    return false;
}

static bool equals(struct held *held)
{
    return held_same(held, held->value, held->condition->operand);
}

static bool in(struct held *held)
{
    const struct json *list = held->condition->operand;
    for (size_t i = 0; i < list->count; i++)
        if (held_same(held, held->value, list->items[i]))
            return true;
    return false;
}

static bool cannot(struct held *held, const char *why)
{
    held->problem = why;
    return false;
}

static bool order_numbers(struct held *held, struct text wanted, int *ret)
{
    const struct json *value = held->value;
    struct text text = value->kind == JSON_STRING ? text_trim(value->text) : value->text;
    if (value->kind != JSON_NUMBER &&
        !(value->kind == JSON_STRING && held->found->untyped && json_is_number(text)))
        return cannot(held, "is not a number");
    *ret = json_number_compare(text, wanted);
    return true;
}

static bool order_durations(struct held *held, struct text wanted, int *ret)
{
    int64_t ns;
    if (!duration_parse(wanted, &ns))
        return cannot(held, "a duration is compared with a duration, such as 800ms");
    return order_numbers(held, text_of(arena_printf(held->arena, "%lld", (long long)ns)), ret);
}

static bool order_moments(struct held *held, const struct moment *wanted, int *ret)
{
    struct moment moment;
    const struct json *value = held->value;
    if (value->kind != JSON_STRING || !moment_read(text_trim(value->text), &moment))
        return cannot(held, "is not a date");
    return moment_compare(&moment, wanted, ret) ||
           cannot(held, "only one of the two times has a time zone");
}

/* <0, 0, >0 into *ret; false when the two have no order. An operand from a variable is a text:
 * what it is compared as follows from what it looks like, and the value must be alike. */
static bool order(struct held *held, const struct json *wanted, int *ret)
{
    struct moment moment;
    if (held->found->duration)
        return order_durations(held, wanted->text, ret);
    if (json_is_number(wanted->text))
        return order_numbers(held, wanted->text, ret);
    if (moment_read(wanted->text, &moment))
        return order_moments(held, &moment, ret);
    return cannot(held, "is not a duration");
}

static bool lt(struct held *held)
{
    int o;
    return order(held, held->condition->operand, &o) && o < 0;
}

static bool le(struct held *held)
{
    int o;
    return order(held, held->condition->operand, &o) && o <= 0;
}

static bool gt(struct held *held)
{
    int o;
    return order(held, held->condition->operand, &o) && o > 0;
}

static bool ge(struct held *held)
{
    int o;
    return order(held, held->condition->operand, &o) && o >= 0;
}

static bool between(struct held *held)
{
    const struct json *pair = held->condition->operand;
    int low, high;
    return order(held, pair->items[0], &low) && order(held, pair->items[1], &high) &&
           low >= 0 && high <= 0;
}

#define PREDICATE(id, takes, words)           \
    const struct predicate predicate_##id = { \
        .name = #id, .text = words, .operand = takes, .holds = id}
PREDICATE(equals, OPERAND_ANY, "is this value; numbers are compared as exact decimals");
PREDICATE(in, OPERAND_LIST, "is one of these values");
PREDICATE(lt, OPERAND_ORDERED, "is less than this");
PREDICATE(le, OPERAND_ORDERED, "is at most this");
PREDICATE(gt, OPERAND_ORDERED, "is greater than this");
PREDICATE(ge, OPERAND_ORDERED, "is at least this");
PREDICATE(between, OPERAND_PAIR, "is at least the first and at most the second");
