/* SPDX-License-Identifier: Apache-2.0 */
/* jsonpath - what a JSONPath (RFC 9535) finds in a JSON body. */

#include "query/jsonpath.h"
#include "base/arena.h"
#include "checks/subject/body_json.h"
#include "document/json.h"
#include "model/page_sight.h"
#include "model/subject.h"

static const void *compile(struct arena *arena, struct text operand,
                           struct query_error *ret_error)
{
    return jsonpath_compile(arena, operand, ret_error);
}

static void extract(const void *compiled, struct sight *sight, struct extracted *ret)
{
    struct nodes nodes;
    const struct json *body = body_json(sight, ret);
    if (body == NULL || !jsonpath_select(compiled, body, sight->arena, &nodes, &ret->problem))
        return;
    const struct json **items = arena_array(sight->arena, nodes.count, const struct json *);
    for (size_t i = 0; i < nodes.count; i++)
        items[i] = nodes.items[i]->value;
    ret->items = items;
    ret->count = nodes.count;
    ret->singular = jsonpath_singular(compiled);
}

const struct subject subject_jsonpath = {
    .name = "jsonpath",
    .text = "the values a JSONPath (RFC 9535) finds in a JSON body",
    .operand = OPERAND_TEXT,
    .reason = REASON_ASSERTION,
    .heavy = true,
    .compile = compile,
    .channels = PAGE_NETWORK,
    .extract = extract,
};
