/* SPDX-License-Identifier: Apache-2.0 */
/* dialog - what the page's alert, confirm and prompt boxes said. */

#include "base/arena.h"
#include "checks/subject/seen.h"
#include "document/json.h"
#include "model/page_sight.h"
#include "model/subject.h"
#include "query/query.h"

static const char *const words[] = {"alert", "confirm", "prompt", "beforeunload", NULL};

static const void *compile(struct arena *arena, struct text operand,
                           struct query_error *ret_error)
{
    (void)arena;
    for (size_t i = 0; words[i] != NULL; i++)
        if (text_is(operand, words[i]))
            return words[i];
    ret_error->message = "unknown dialog: expected alert, confirm, prompt or beforeunload";
    return NULL;
}

static void extract(const void *compiled, struct sight *sight, struct extracted *ret)
{
    const struct page_sight *page = seen_page(sight, ret);
    if (page == NULL)
        return;
    const struct json **items =
        arena_array(sight->arena, page->dialog_count + 1, const struct json *);
    for (size_t i = 0; i < page->dialog_count; i++)
        if (compiled == NULL || text_is(text_of(page->dialogs[i].kind), compiled))
            items[ret->count++] = json_string_of(sight->arena, page->dialogs[i].message);
    ret->items = items;
    ret->untyped = true;
}

const struct subject subject_dialog = {
    .name = "dialog",
    .text = "in a browser: what each dialog in this step said, or each of one kind (alert, "
            "confirm, prompt, beforeunload)",
    .operand = OPERAND_OPTIONAL,
    .words = words,
    .reason = REASON_ASSERTION,
    .compile = compile,
    .extract = extract,
};
