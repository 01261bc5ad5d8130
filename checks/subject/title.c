/* SPDX-License-Identifier: Apache-2.0 */
/* title - the title of the page in a browser. */

#include "checks/subject/found.h"
#include "checks/subject/seen.h"
#include "model/page_sight.h"
#include "model/subject.h"

static void extract(const void *compiled, struct sight *sight, struct extracted *ret)
{
    const struct page_sight *page = seen_page(sight, ret);
    (void)compiled;
    if (page != NULL)
        found_text(sight, ret, page->title);
}

const struct subject subject_title = {
    .name = "title",
    .text = "in a browser: the title of the page as it stands",
    .operand = OPERAND_NONE,
    .reason = REASON_ASSERTION,
    .extract = extract,
};
