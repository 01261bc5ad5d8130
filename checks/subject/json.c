/* SPDX-License-Identifier: Apache-2.0 */
/* json - the body against a JSON Schema: `json: order.schema.json` asserts by itself. */

#include "document/json.h"
#include "base/arena.h"
#include "checks/subject/body_json.h"
#include "checks/subject/found.h"
#include "model/page_sight.h"
#include "model/subject.h"
#include "query/json_schema.h"
#include "query/query.h"

static const void *compile(struct arena *arena, struct text operand,
                           struct query_error *ret_error)
{
    return json_schema_compile(arena, operand, ret_error);
}

/* What is found is the body when it is valid, and nothing, with the reason, when it is not. */
static void extract(const void *compiled, struct sight *sight, struct extracted *ret)
{
    const struct json *body = body_json(sight, ret);
    if (body == NULL)
        return;
    ret->problem = json_schema_problem(compiled, body, sight->arena);
    if (ret->problem == NULL)
        found_one(sight, ret, body);
}

const struct subject subject_json = {
    .name = "json",
    .text = "the body is JSON that is valid against the JSON Schema in this file",
    .operand = OPERAND_FILE,
    .expects = "JSON as the schema says",
    .reason = REASON_ASSERTION,
    .heavy = true,
    .compile = compile,
    .channels = PAGE_NETWORK,
    .extract = extract,
};
