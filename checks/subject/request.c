/* SPDX-License-Identifier: Apache-2.0 */
/* request - what the page asked for, by URL. */

#include "base/arena.h"
#include "checks/subject/seen.h"
#include "document/json.h"
#include "model/observation.h"
#include "model/page_sight.h"
#include "model/subject.h"

static const struct json *line(struct arena *arena, const struct exchange *request)
{
    if (request->socket != NULL && request->socket->continued)
        return NULL;
    return json_string_of(arena, arena_printf(arena, "%s %.*s",
                                              request->method != NULL ? request->method : "",
                                              TEXT_ARGS(request->url)));
}

static void extract(const void *compiled, struct sight *sight, struct extracted *ret)
{
    if (seen_page(sight, ret) != NULL)
        seen_requests(compiled, sight, ret, line);
}

const struct subject subject_request = {
    .name = "request",
    .text =
        "in a browser: \"METHOD URL\" of each request of this step whose URL the pattern (a "
        "regular expression) finds",
    .operand = OPERAND_TEXT,
    .reason = REASON_ASSERTION,
    .compile = seen_pattern,
    .channels = PAGE_NETWORK,
    .extract = extract,
};
