/* SPDX-License-Identifier: Apache-2.0 */
/* console - what the page told its developers, and the errors of scripts that nobody caught. */

#include "base/arena.h"
#include "checks/subject/seen.h"
#include "document/json.h"
#include "model/page_sight.h"
#include "model/subject.h"
#include "query/query.h"

#include <stddef.h>

static const char *const words[] = {"error", "warning", "info", "debug", NULL};

static const void *compile(struct arena *arena, struct text operand,
                           struct query_error *ret_error)
{
    (void)arena;
    for (size_t i = 0; words[i] != NULL; i++)
        if (text_is(operand, words[i]))
            return &words[i];
    ret_error->message = "unknown level: expected error, warning, info or debug";
    return NULL;
}

static bool asked(const void *compiled, const struct console_sight *said)
{
    return compiled == NULL || (const char *const *)compiled - words == (ptrdiff_t)said->level;
}

static void extract(const void *compiled, struct sight *sight, struct extracted *ret)
{
    const struct page_sight *page = seen_page(sight, ret);
    if (page == NULL)
        return;
    const struct json **items =
        arena_array(sight->arena, page->console_count + 1, const struct json *);
    for (size_t i = 0; i < page->console_count; i++)
        if (asked(compiled, &page->console[i]))
            items[ret->count++] = json_string_of(sight->arena, page->console[i].text);
    ret->items = items;
    ret->untyped = true;
}

const struct subject subject_console = {
    .name = "console",
    .text = "in a browser: each message on the console in this step, or each of one level "
            "(error, warning, info, debug); errors no script caught are of level error",
    .operand = OPERAND_OPTIONAL,
    .words = words,
    .reason = REASON_ASSERTION,
    .compile = compile,
    .channels = PAGE_CONSOLE,
    .extract = extract,
};
