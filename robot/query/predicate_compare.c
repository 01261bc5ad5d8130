/* SPDX-License-Identifier: Apache-2.0 */
/* predicate_compare.c - equals, in, lt, le, gt, ge, between: same, or in which order. */

#include "base/arena.h"
#include "base/units.h"
#include "document/json.h"
#include "query/predicate.h"

/* A text from a source without types is a number where a number is expected of it. */
static bool same(const struct held *held, const struct json *value, const struct json *wanted)
{
    if (json_equal(value, wanted))
        return true;
    if (!held->found->untyped || value->kind != JSON_STRING)
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
    return same(held, held->value, held->condition->operand);
}

static bool in(struct held *held)
{
    const struct json *list = held->condition->operand;
    for (size_t i = 0; i < list->count; i++)
        if (same(held, held->value, list->items[i]))
            return true;
    return false;
}

/* 2026-01-31 or a moment that begins so: such texts sort as they are. */
static bool is_date(struct text t)
{
    static const char shape[] = "dddd-dd-dd";
    if (t.length < sizeof shape - 1)
        return false;
    for (size_t i = 0; i < sizeof shape - 1; i++) {
        bool digit = t.at[i] >= '0' && t.at[i] <= '9';
        if (shape[i] == 'd' ? !digit : t.at[i] != '-')
            return false;
    }
    return true;
}

static int text_order(struct text a, struct text b)
{
    for (size_t i = 0; i < a.length && i < b.length; i++)
        if (a.at[i] != b.at[i])
            return (unsigned char)a.at[i] < (unsigned char)b.at[i] ? -1 : 1;
    return (a.length > b.length) - (a.length < b.length);
}

/* The operand as a number: itself, or a duration in ns where durations are looked at. */
static bool wanted_number(const struct held *held, const struct json *wanted, struct text *ret)
{
    int64_t ns;
    if (wanted->kind == JSON_NUMBER)
        *ret = wanted->text;
    else if (held->found->duration && duration_parse(wanted->text, &ns))
        *ret = text_of(arena_printf(held->arena, "%lld", (long long)ns));
    else
        return false;
    return true;
}

/* <0, 0, >0 into *ret; false when the two have no order. */
static bool order(struct held *held, const struct json *wanted, int *ret)
{
    const struct json *value = held->value;
    struct text number,
        text = value->kind == JSON_STRING ? text_trim(value->text) : value->text;
    bool is_number =
        value->kind == JSON_NUMBER ||
        (value->kind == JSON_STRING && held->found->untyped && json_is_number(text));
    if (is_number && wanted_number(held, wanted, &number)) {
        *ret = json_number_compare(text, number);
        return true;
    }
    if (value->kind == JSON_STRING && wanted->kind == JSON_STRING && is_date(text) &&
        is_date(wanted->text)) {
        *ret = text_order(text, wanted->text);
        return true;
    }
    held->problem = arena_printf(held->arena, "cannot be ordered against a %s",
                                 json_kind_name(wanted->kind));
    return false;
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
