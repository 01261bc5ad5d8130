/* SPDX-License-Identifier: Apache-2.0 */
/* judging.c - reads both from JSON. */

#include "judging.h"
#include "selecting.h"

#include <criterion/criterion.h>

#include "document/json.h"

struct extracted found_items(struct arena *arena, const char *items)
{
    const struct json *array = document(arena, items);
    return (struct extracted){.items = array->items, .count = array->count};
}

static const struct condition *compile(struct arena *arena, const char *condition,
                                       const char **ret_error)
{
    const struct json *member = document(arena, condition)->items[0];
    for (size_t i = 0; predicates[i] != NULL; i++)
        if (text_is(member->name, predicates[i]->name))
            return condition_compile(arena, predicates[i], member, ret_error);
    cr_assert_fail("no such predicate: %s", condition);
    return NULL;
}

const struct condition *condition_of(struct arena *arena, const char *condition)
{
    const char *error = NULL;
    const struct condition *made = compile(arena, condition, &error);
    cr_assert_not_null(made, "%s: %s", condition, error);
    return made;
}

const char *compile_error(struct arena *arena, const char *condition)
{
    const char *error = "";
    return compile(arena, condition, &error) == NULL ? error : "";
}
