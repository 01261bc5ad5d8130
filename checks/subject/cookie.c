/* SPDX-License-Identifier: Apache-2.0 */
/* cookie - a cookie that the answer sets. */

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
        ret_error->message = "expected the name of a cookie";
        return NULL;
    }
    return text_string(arena, operand);
}

/* NAME=VALUE up to the first attribute (RFC 6265, section 5.2). */
static bool cookie_value(struct text set, struct text name, struct text *ret)
{
    ptrdiff_t end = text_find(set, text_of(";"), 0);
    struct text pair = end < 0 ? set : text_slice(set, 0, (size_t)end);
    ptrdiff_t equals = text_find(pair, text_of("="), 0);
    if (equals < 0 || !text_equal(text_trim(text_slice(pair, 0, (size_t)equals)), name))
        return false;
    *ret = text_trim(text_slice(pair, (size_t)equals + 1, pair.length));
    return true;
}

/* The last one set wins, and redirects on the way set cookies, too. */
static void extract(const void *compiled, struct sight *sight, struct extracted *ret)
{
    struct text value;
    bool found = false;
    for (size_t e = 0; e < sight->saw->exchange_count; e++) {
        const struct headers *headers = &sight->saw->exchanges[e].headers;
        for (size_t i = 0; i < headers->count; i++)
            if (text_equal_ignoring_case(headers->items[i].name, text_of("set-cookie")) &&
                cookie_value(headers->items[i].value, text_of(compiled), &value))
                found = true;
    }
    if (found)
        found_text(sight, ret, value);
}

const struct subject subject_cookie = {
    .name = "cookie",
    .text = "the value of a cookie that the answer, or a redirect on the way to it, sets",
    .operand = OPERAND_TEXT,
    .reason = REASON_ASSERTION,
    .compile = compile,
    .extract = extract,
};
