/* SPDX-License-Identifier: Apache-2.0 */
/* predicate_logic.c - not, any_of: predicates of predicates. */

#include "query/predicate.h"

/* One that is wrong settles it; one that cannot be judged leaves it open. */
static bool all_hold(const struct condition *const *parts, size_t count, struct held *held,
                     const char **ret_problem)
{
    *ret_problem = NULL;
    for (size_t i = 0; i < count; i++) {
        struct judged judged = condition_judge(parts[i], held->found, held->arena);
        if (!judged.holds && judged.problem == NULL) {
            *ret_problem = NULL;
            return false;
        }
        if (*ret_problem == NULL)
            *ret_problem = judged.problem;
    }
    return *ret_problem == NULL;
}

static bool not_hold(struct held *held)
{
    return !all_hold(held->condition->parts, held->condition->part_count, held, &held->problem);
}

static bool any_of(struct held *held)
{
    const struct condition *c = held->condition;
    const struct condition *const *parts = c->parts;
    const char *problem;
    size_t left = c->part_count;
    for (size_t i = 0; left > 0; left -= c->part_counts[i], parts += c->part_counts[i], i++) {
        if (all_hold(parts, c->part_counts[i], held, &problem)) {
            held->problem = NULL;
            return true;
        }
        if (held->problem == NULL)
            held->problem = problem;
    }
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
