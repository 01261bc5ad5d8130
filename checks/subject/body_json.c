/* SPDX-License-Identifier: Apache-2.0 */
/* body_json.c - parsing the body when first asked. */

#include "checks/subject/body_json.h"
#include "base/arena.h"
#include "checks/subject/found.h"
#include "document/json.h"
#include "model/journey.h"
#include "model/subject.h"

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

const struct json *body_json(struct sight *sight, struct extracted *ret)
{
    struct text body;
    struct json_error error;
    struct json_limits limits = json_default_limits;
    if (sight->limits != NULL && sight->limits->json_depth > 0)
        limits.depth = (unsigned)sight->limits->json_depth;
    if (!found_body(sight, ret, &body))
        return NULL;
    if (sight->body_json == NULL && sight->body_json_problem == NULL) {
        sight->body_json = json_parse(sight->arena, body, &limits, &error);
        if (sight->body_json == NULL)
            sight->body_json_problem = parse_problem(sight->arena, body, &error);
    }
    ret->problem = sight->body_json_problem;
    return sight->body_json;
}
