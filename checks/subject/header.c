/* SPDX-License-Identifier: Apache-2.0 */
/* header - every value of a header of the answer. */

#include "base/arena.h"
#include "checks/subject/found.h"
#include "document/json.h"
#include "model/observation.h"
#include "model/page_sight.h"
#include "model/subject.h"
#include "query/query.h"

static const void *compile(struct arena *arena, struct text operand,
                           struct query_error *ret_error)
{
    if (operand.length == 0) {
        ret_error->message = "expected the name of a header";
        return NULL;
    }
    return text_string(arena, operand);
}

static void extract(const void *compiled, struct sight *sight, struct extracted *ret)
{
    const struct exchange *answer = observation_answer(sight->saw);
    const struct text name = text_of(compiled);
    if (answer == NULL || answer->status == 0) {
        ret->problem = "no answer";
        return;
    }
    const struct json **items =
        arena_array(sight->arena, answer->headers.count + 1, const struct json *);
    for (size_t i = 0; i < answer->headers.count; i++) {
        const struct header *h = &answer->headers.items[i];
        if (text_equal_ignoring_case(h->name, name))
            items[ret->count++] = json_string(sight->arena, h->value);
    }
    ret->items = items;
    ret->untyped = true;
    ret->singular = true;
}

const struct subject subject_header = {
    .name = "header",
    .text =
        "a header of the answer, by name in any case; every value when it came several times",
    .operand = OPERAND_TEXT,
    .reason = REASON_ASSERTION,
    .compile = compile,
    .channels = PAGE_NETWORK,
    .extract = extract,
};
