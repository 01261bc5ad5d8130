/* SPDX-License-Identifier: Apache-2.0 */
/* json_schema_logic.c - schemas made of schemas (Core 8.2.3 and 10.2). */

#include "base/arena.h"
#include "document/json.h"
#include "query/json_schema_rule.h"
#include "query/json_schema_walk.h"

bool schema_ref(const struct schema_question *q)
{
    return schema_holds(q->walk, map_get(&q->walk->schema->references, q->keyword->text),
                        q->value, q->at);
}

bool schema_all_of(const struct schema_question *q)
{
    for (size_t i = 0; i < q->keyword->count; i++)
        if (!schema_holds(q->walk, q->keyword->items[i], q->value, q->at))
            return false;
    return true;
}

static size_t count_holding(const struct schema_question *q, size_t enough)
{
    size_t n = 0;
    for (size_t i = 0; i < q->keyword->count && n < enough; i++)
        n += schema_would_hold(q->walk, q->keyword->items[i], q->value);
    return n;
}

bool schema_any_of(const struct schema_question *q)
{
    return count_holding(q, 1) > 0 || schema_wrong(q, "none of them holds");
}

bool schema_one_of(const struct schema_question *q)
{
    size_t n = count_holding(q, q->keyword->count);
    return n == 1 ||
           schema_wrong(q, n == 0 ? "none of them holds"
                                  : arena_printf(q->walk->arena, "%zu of them hold", n));
}

bool schema_not(const struct schema_question *q)
{
    return !schema_would_hold(q->walk, q->keyword, q->value) ||
           schema_wrong(q, "what must not hold does");
}

bool schema_if(const struct schema_question *q)
{
    bool holds = schema_would_hold(q->walk, q->keyword, q->value);
    const struct json *branch = json_member(q->schema, text_of(holds ? "then" : "else"));
    return branch == NULL || schema_holds(q->walk, branch, q->value, q->at);
}
