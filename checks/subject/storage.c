/* SPDX-License-Identifier: Apache-2.0 */
/* storage - what the page keeps in its localStorage. */

#include "base/arena.h"
#include "checks/subject/found.h"
#include "checks/subject/seen.h"
#include "document/json.h"
#include "model/page_sight.h"
#include "model/subject.h"
#include "query/query.h"

static const void *compile(struct arena *arena, struct text operand,
                           struct query_error *ret_error)
{
    if (operand.length == 0) {
        ret_error->message = "expected a key of localStorage";
        return NULL;
    }
    return text_string(arena, operand);
}

static void extract(const void *compiled, struct sight *sight, struct extracted *ret)
{
    const struct page_sight *page = seen_page(sight, ret);
    if (page == NULL)
        return;
    if (page->storage == NULL) {
        ret->problem = "the page's storage could not be read";
        return;
    }
    const struct json *kept = json_member(page->storage, text_of(compiled));
    if (kept != NULL)
        found_text(sight, ret, kept->text);
}

const struct subject subject_storage = {
    .name = "storage",
    .text = "in a browser: what the page keeps in localStorage under this key",
    .operand = OPERAND_TEXT,
    .reason = REASON_ASSERTION,
    .compile = compile,
    .extract = extract,
};
