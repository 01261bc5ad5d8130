/* SPDX-License-Identifier: Apache-2.0 */
/* predicate_text.c - contains, starts_with, ends_with, matches: of texts; contains of lists, too. */

#include "base/arena.h"
#include "document/json.h"
#include "query/predicate.h"
#include "query/regex.h"

static bool is_text(struct held *held, struct text *ret)
{
    if (held->value->kind == JSON_STRING ||
        (held->value->kind == JSON_NUMBER && held->found->untyped)) {
        *ret = held->value->text;
        return true;
    }
    held->problem = "is not a text";
    return false;
}

static bool contains(struct held *held)
{
    const struct json *wanted = held->condition->operand;
    struct text text;
    if (held->value->kind == JSON_ARRAY) {
        for (size_t i = 0; i < held->value->count; i++)
            if (held_same(held, held->value->items[i], wanted))
                return true;
        return false;
    }
    if (held->value->kind == JSON_OBJECT && wanted->kind == JSON_STRING)
        return json_member(held->value, wanted->text) != NULL;
    return is_text(held, &text) && text_find(text, json_to_text(held->arena, wanted), 0) >= 0;
}

static bool starts_with(struct held *held)
{
    struct text text;
    return is_text(held, &text) && text_starts_with(text, held->condition->operand->text);
}

static bool ends_with(struct held *held)
{
    struct text text;
    return is_text(held, &text) && text_ends_with(text, held->condition->operand->text);
}

static bool matches(struct held *held)
{
    struct text text;
    if (!is_text(held, &text))
        return false;
    enum regex_result result = regex_search(held->condition->regex, text, 0, NULL);
    if (result == REGEX_LIMIT)
        held->problem = "matching it takes too long";
    return result == REGEX_MATCH;
}

const struct predicate predicate_contains = {
    .name = "contains",
    .text = "a text has this in it, a list this item, an object a member of this name",
    .operand = OPERAND_ANY,
    .holds = contains,
};
const struct predicate predicate_starts_with = {
    .name = "starts_with",
    .text = "a text begins with this",
    .operand = OPERAND_STRING,
    .holds = starts_with,
};
const struct predicate predicate_ends_with = {
    .name = "ends_with",
    .text = "a text ends with this",
    .operand = OPERAND_STRING,
    .holds = ends_with,
};
const struct predicate predicate_matches = {
    .name = "matches",
    .text = "this regular expression (PCRE2) is found in a text",
    .operand = OPERAND_PATTERN,
    .holds = matches,
};
