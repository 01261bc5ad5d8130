/* SPDX-License-Identifier: Apache-2.0 */
/* jsonpath - what a JSONPath (RFC 9535) finds in a JSON body. */

#include "query/jsonpath.h"
#include "base/arena.h"
#include "checks/subject/found.h"
#include "document/json.h"
#include "model/observation.h"
#include "model/subject.h"

static const void *compile(struct arena *arena, struct text operand,
                           struct query_error *ret_error)
{
    return jsonpath_compile(arena, operand, ret_error);
}

static const char *parse_problem(struct arena *arena, struct text body,
                                 const struct json_error *error)
{
    if (body.length == 0)
        return "the body is empty";
    if (error->limit)
        return arena_printf(arena,
                            "the JSON in the body crosses a limit: %s (line %d, column %d)",
                            error->message, error->line, error->column);
    return arena_printf(arena, "the body is not JSON: %s (line %d, column %d)", error->message,
                        error->line, error->column);
}

/* Parsed once for all assertions on one answer. */
static const struct json *body_of(struct sight *sight, struct extracted *ret)
{
    struct text body;
    struct json_error error;
    if (!found_body(sight, ret, &body))
        return NULL;
    if (sight->body_json == NULL && sight->body_json_problem == NULL) {
        sight->body_json = json_parse(sight->arena, body, &json_default_limits, &error);
        if (sight->body_json == NULL)
            sight->body_json_problem = parse_problem(sight->arena, body, &error);
    }
    ret->problem = sight->body_json_problem;
    return sight->body_json;
}

static void extract(const void *compiled, struct sight *sight, struct extracted *ret)
{
    struct nodes nodes;
    const struct json *body = body_of(sight, ret);
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
    .extract = extract,
};
