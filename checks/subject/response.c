/* SPDX-License-Identifier: Apache-2.0 */
/* response - what the page was answered, by URL. */

#include "base/arena.h"
#include "checks/subject/seen.h"
#include "document/json.h"
#include "model/observation.h"
#include "model/page_sight.h"
#include "model/subject.h"
#include "query/html_charset.h"

static const struct json *body(struct arena *arena, const struct exchange *request)
{
    const struct header *type = headers_find(&request->headers, "content-type");
    return request->status == 0 || request->socket != NULL
               ? NULL
               : json_string(arena, text_to_utf8(arena, request->body,
                                                 type != NULL ? type->value : text_of("")));
}

static void extract(const void *compiled, struct sight *sight, struct extracted *ret)
{
    if (seen_page(sight, ret) != NULL)
        seen_requests(compiled, sight, ret, body);
}

const struct subject subject_response = {
    .name = "response",
    .text =
        "in a browser: the body of each answer in this step whose URL the pattern (a regular "
        "expression) finds; of documents and of what scripts asked for",
    .operand = OPERAND_TEXT,
    .reason = REASON_ASSERTION,
    .heavy = true,
    .compile = seen_pattern,
    .channels = PAGE_NETWORK,
    .extract = extract,
};
