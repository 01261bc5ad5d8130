/* SPDX-License-Identifier: Apache-2.0 */
/* rage_loop - a form is sent, and the same page comes again, saying nothing.
 *
 * Customers try again until they leave. It is the same page when another document shows the same
 * words at the same address, without what was filled in: one that tells what was wrong has other
 * words, and one that saved the form still has what was filled in. */

#include "base/arena.h"
#include "checks/felt/felt.h"
#include "model/observation.h"
#include "model/page_sight.h"

#include <string.h>

/* Something was sent in [first, after), and a document came of it. */
static bool was_sent(const struct observation *saw, size_t first, size_t after)
{
    bool sent = false;
    for (size_t i = first; i < after && i < saw->exchange_count; i++) {
        const struct exchange *request = &saw->exchanges[i];
        sent = sent || (request->method != NULL && strcmp(request->method, "GET") != 0 &&
                        strcmp(request->method, "HEAD") != 0 &&
                        strcmp(request->method, "OPTIONS") != 0);
        if (sent && request->resource != NULL && strcmp(request->resource, "Document") == 0)
            return true;
    }
    return false;
}

static bool came_again(const struct page_mark *before, const struct page_mark *after)
{
    return before->page != NULL && after->page != NULL && before->born_ns != after->born_ns &&
           strcmp(before->page, after->page) == 0;
}

/* What was filled in is gone. */
static bool emptied(const struct page_mark *before, const struct page_mark *after)
{
    return before->sends && after->filled < before->filled;
}

static bool look(const struct observation *saw, struct arena *arena, struct complaint *ret)
{
    const struct page_sight *page = saw->page;
    for (size_t i = 0; i < page->action_count; i++) {
        const struct action_sight *action = &page->actions[i];
        size_t next = i + 1;
        while (next < page->action_count && page->actions[next].mark.page == NULL)
            next++;
        bool last = next == page->action_count;
        const struct page_mark *after = last ? &page->mark : &page->actions[next].mark;
        size_t until = last ? saw->exchange_count : page->actions[next].first_exchange;
        bool sent = action->mark.filled == 0 && was_sent(saw, action->first_exchange, until);
        if (!came_again(&action->mark, after) || (!sent && !emptied(&action->mark, after)))
            continue;
        ret->actual =
            arena_printf(arena, "after %s %s the same page came again, without a word",
                         action->name, action->target != NULL ? action->target : "");
        ret->at = action->at;
        return true;
    }
    return false;
}

const struct felt_check felt_rage_loop = {
    .name = "rage_loop",
    .text = "a form is sent and the same page comes again, empty and without a word",
    .expected = "sending a form leads on, or says why not",
    .severity = FELT_DEGRADED,
    .reason = REASON_LOOP,
    .look = look,
};
