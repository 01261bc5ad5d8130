/* SPDX-License-Identifier: Apache-2.0 */
/* regex - what a regular expression finds in the body. */

#include "query/regex.h"
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
    return regex_compile(arena, operand, ret_error);
}

/* The first group when there is one, else the whole match. */
static void extract(const void *compiled, struct sight *sight, struct extracted *ret)
{
    struct text body;
    struct regex_match match;
    if (!found_body(sight, ret, &body))
        return;
    switch (regex_search(compiled, body, 0, &match)) {
    case REGEX_NO_MATCH:
        return;
    case REGEX_LIMIT:
        ret->problem = "the expression takes too long on this body";
        return;
    case REGEX_MATCH:
        found_text(sight, ret, match.groups[match.count > 1 ? 1 : 0]);
        return;
    }
}

const struct subject subject_regex = {
    .name = "regex",
    .text =
        "the first match of a regular expression (PCRE2) in the body: its first group when it "
        "has one",
    .operand = OPERAND_TEXT,
    .reason = REASON_ASSERTION,
    .heavy = true,
    .compile = compile,
    .channels = PAGE_NETWORK,
    .extract = extract,
};
