/* SPDX-License-Identifier: Apache-2.0 */
/* variable - a variable of the run. */

#include "base/arena.h"
#include "checks/subject/found.h"
#include "document/json.h"
#include "model/observation.h"
#include "model/subject.h"
#include "query/query.h"

static const void *compile(struct arena *arena, struct text operand,
                           struct query_error *ret_error)
{
    if (operand.length == 0) {
        ret_error->message = "expected the name of a variable";
        return NULL;
    }
    return text_string(arena, operand);
}

static void extract(const void *compiled, struct sight *sight, struct extracted *ret)
{
    const struct json *value =
        sight->variable != NULL ? sight->variable(sight, text_of(compiled)) : NULL;
    if (value == NULL)
        return;
    found_one(sight, ret, value);
    ret->untyped = value->kind == JSON_STRING;
}

const struct subject subject_variable = {
    .name = "variable",
    .text = "a variable of the run",
    .operand = OPERAND_TEXT,
    .reason = REASON_ASSERTION,
    .compile = compile,
    .extract = extract,
};
