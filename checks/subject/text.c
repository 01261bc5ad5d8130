/* SPDX-License-Identifier: Apache-2.0 */
/* text - what can be read on the page. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/must.h"
#include "checks/subject/found.h"
#include "checks/subject/page.h"
#include "checks/subject/seen.h"
#include "document/json.h"
#include "model/subject.h"
#include "query/query.h"
#include "query/xpath.h"

enum { MOST_TEXT = 4 << 20 };

/* The texts whose own element is shown, and are not a script's. */
static const char shown[] =
    "//body//text()[not(parent::*[@data-xunjian-hidden or self::script or self::style or "
    "self::noscript or self::template])]";

/* Each text with its blanks squeezed, on a line of its own. */
static void add(struct buffer *all, struct text text)
{
    bool blank = true;
    if (all->length > 0)
        buffer_add_char(all, '\n');
    for (size_t i = 0; i < text.length; i++) {
        bool space = text.at[i] == ' ' || (text.at[i] >= '\t' && text.at[i] <= '\r');
        if (!space)
            buffer_add_char(all, text.at[i]);
        else if (!blank)
            buffer_add_char(all, ' ');
        blank = space;
    }
}

static void extract(const void *compiled, struct sight *sight, struct extracted *ret)
{
    struct query_error error;
    struct extracted texts = {0};
    struct buffer all;
    (void)compiled;
    if (seen_page(sight, ret) == NULL)
        return;
    const struct html *page = page_of(sight, &ret->problem);
    if (page == NULL)
        return;
    const struct xpath *path = xpath_compile(sight->arena, text_of(shown), &error);
    must(path != NULL);
    xpath_select(path, page, sight->arena, &texts);
    ret->problem = texts.problem;
    buffer_init(&all, MOST_TEXT);
    for (size_t i = 0; i < texts.count; i++)
        if (text_trim(texts.items[i]->text).length > 0)
            add(&all, text_trim(texts.items[i]->text));
    if (ret->problem == NULL)
        found_text(sight, ret, text_copy(sight->arena, buffer_text(&all)));
    buffer_done(&all);
}

const struct subject subject_text = {
    .name = "text",
    .text = "in a browser: what can be read on the page, each piece of text on its own line",
    .operand = OPERAND_NONE,
    .reason = REASON_ASSERTION,
    .heavy = true,
    .extract = extract,
};
