/* SPDX-License-Identifier: Apache-2.0 */
/* xpath - an XPath expression on the body. */

#include "query/xpath.h"
#include "checks/subject/page.h"
#include "model/subject.h"
#include "query/query.h"

static const void *compile(struct arena *arena, struct text operand,
                           struct query_error *ret_error)
{
    return xpath_compile(arena, operand, ret_error);
}

static void extract(const void *compiled, struct sight *sight, struct extracted *ret)
{
    const struct html *page = page_of(sight, &ret->problem);
    if (page != NULL)
        xpath_select(compiled, page, sight->arena, ret);
}

const struct subject subject_xpath = {
    .name = "xpath",
    .text =
        "what an XPath 1.0 expression finds in an HTML or XML body: the text of each node, or the "
        "number, text or boolean it computes (count(//li) > 3 asserts by itself)",
    .operand = OPERAND_TEXT,
    .reason = REASON_ASSERTION,
    .heavy = true,
    .compile = compile,
    .extract = extract,
};
