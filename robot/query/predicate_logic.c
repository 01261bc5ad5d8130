/* SPDX-License-Identifier: Apache-2.0 */
/* predicate_logic.c - not, any_of: predicates of predicates. */

#include "query/predicate.h"

static bool all_hold(const struct condition *const *parts, size_t count, struct held *held)
{
    for (size_t i = 0; i < count; i++)
        if (!condition_judge(parts[i], held->found, held->arena).holds)
            return false;
    return true;
}

static bool not_hold(struct held *held)
{
    return !all_hold(held->condition->parts, held->condition->part_count, held);
}

static bool any_of(struct held *held)
{
    const struct condition *c = held->condition;
    const struct condition *const *parts = c->parts;
    size_t left = c->part_count;
    for (size_t i = 0; left > 0; left -= c->part_counts[i], parts += c->part_counts[i], i++)
        if (all_hold(parts, c->part_counts[i], held))
            return true;
    return false;
}

const struct predicate predicate_not = {
    .name = "not",
    .text = "not this value; or, with a mapping, not all of these predicates",
    .operand = OPERAND_CONDITION,
    .holds = not_hold,
    .holds_for_nothing = true,
};
const struct predicate predicate_any_of = {
    .name = "any_of",
    .text = "at least one of these mappings of predicates holds",
    .operand = OPERAND_ANY_OF,
    .holds = any_of,
    .holds_for_nothing = true,
};
