/* SPDX-License-Identifier: Apache-2.0 */
/* css - a CSS selector on the body. */

#include "query/css.h"
#include "checks/subject/page.h"
#include "model/subject.h"
#include "query/query.h"
#include "query/xpath.h"

static const void *compile(struct arena *arena, struct text operand,
                           struct query_error *ret_error)
{
    return css_compile(arena, operand, ret_error);
}

static void extract(const void *compiled, struct sight *sight, struct extracted *ret)
{
    const struct html *page = page_of(sight, &ret->problem);
    if (page != NULL)
        xpath_select(compiled, page, sight->arena, ret);
}

const struct subject subject_css = {
    .name = "css",
    .text =
        "the text of each element that a CSS selector finds in an HTML or XML body; that attribute of "
        "each with ::attr(NAME) behind it",
    .operand = OPERAND_TEXT,
    .reason = REASON_ASSERTION,
    .heavy = true,
    .compile = compile,
    .extract = extract,
};
