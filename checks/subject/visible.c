/* SPDX-License-Identifier: Apache-2.0 */
/* visible - the elements a CSS selector finds that a customer can see.
 *
 * agent.js marks what is not shown, each element for itself, because a shown child may stand in a
 * parent that is not (visibility, a parent without height). */

#include "base/arena.h"
#include "checks/subject/page.h"
#include "checks/subject/seen.h"
#include "model/subject.h"
#include "query/css.h"
#include "query/query.h"
#include "query/xpath.h"

static const void *compile(struct arena *arena, struct text operand,
                           struct query_error *ret_error)
{
    ptrdiff_t attribute = text_find(operand, text_of("::attr("), 0);
    struct text path = css_to_xpath(arena, operand, ret_error);
    if (path.at == NULL)
        return NULL;
    if (attribute >= 0) {
        *ret_error =
            (struct query_error){.message = "an attribute is not seen: use css for ::attr()",
                                 .offset = (size_t)attribute};
        return NULL;
    }
    return xpath_compile(
        arena,
        text_of(arena_printf(arena, "(%.*s)[not(@data-xunjian-hidden)]", TEXT_ARGS(path))),
        ret_error);
}

static void extract(const void *compiled, struct sight *sight, struct extracted *ret)
{
    if (seen_page(sight, ret) == NULL)
        return;
    const struct html *page = page_of(sight, &ret->problem);
    if (page != NULL)
        xpath_select(compiled, page, sight->arena, ret);
}

const struct subject subject_visible = {
    .name = "visible",
    .text =
        "in a browser: the text of each element that a CSS selector finds and a customer can "
        "see",
    .operand = OPERAND_TEXT,
    .reason = REASON_ASSERTION,
    .heavy = true,
    .compile = compile,
    .extract = extract,
};
