/* SPDX-License-Identifier: Apache-2.0 */
/* cookie - a cookie that the answer sets; in a browser, one that the page has.
 *
 * Scripts see no HttpOnly cookies and headers no scripts' ones: so a browser's step is asked for
 * both. Chromium tells several Set-Cookie headers as one, with line ends between. */

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

/* The last of many that bears the name. */
static bool last_value(struct text many, const char *separator, struct text name,
                       struct text *ret)
{
    bool found = false;
    for (size_t at = 0; at < many.length;) {
        ptrdiff_t end = text_find(many, text_of(separator), at);
        size_t stop = end < 0 ? many.length : (size_t)end;
        found = cookie_value(text_slice(many, at, stop), name, ret) || found;
        at = stop + 1;
    }
    return found;
}

/* The last one set wins, and redirects on the way set cookies, too. */
static void extract(const void *compiled, struct sight *sight, struct extracted *ret)
{
    struct text value, name = text_of(compiled);
    bool found = false;
    for (size_t e = 0; e < sight->saw->exchange_count; e++) {
        const struct headers *headers = &sight->saw->exchanges[e].headers;
        for (size_t i = 0; i < headers->count; i++)
            if (text_equal_ignoring_case(headers->items[i].name, text_of("set-cookie")))
                found = last_value(headers->items[i].value, "\n", name, &value) || found;
    }
    if (sight->saw->page != NULL)
        found = last_value(sight->saw->page->cookies, ";", name, &value) || found;
    if (found)
        found_text(sight, ret, value);
}

const struct subject subject_cookie = {
    .name = "cookie",
    .text = "the value of a cookie that the answer, or a redirect on the way to it, sets; in a "
            "browser also of one that scripts can read",
    .operand = OPERAND_TEXT,
    .reason = REASON_ASSERTION,
    .compile = compile,
    .extract = extract,
};
