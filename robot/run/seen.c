/* SPDX-License-Identifier: Apache-2.0 */
/* seen.c - see seen.h. */

#include "run/seen.h"
#include "base/arena.h"
#include "base/fault.h"
#include "model/journey.h"
#include "model/page_sight.h"
#include "model/subject.h"

static bool answerable(const struct question *q, const struct page_sight *page,
                       struct arena *arena, struct fault *ret_fault)
{
    unsigned missing = page->unseen & q->subject->channels;
    if (missing == 0)
        return true;
    *ret_fault = (struct fault){
        .phase = PHASE_ROBOT,
        .reason = REASON_NOT_EVALUATED,
        .message = arena_printf(arena, "%s: %s, driven by %s, does not tell of the %s",
                                q->label, page->browser != NULL ? page->browser : "the browser",
                                page->driver, missing & PAGE_NETWORK ? "network" : "console")};
    return false;
}

bool seen_check(const struct step *step, const struct page_sight *page, struct arena *arena,
                struct fault *ret_fault)
{
    bool all = true;
    if (page == NULL)
        return true;
    for (size_t i = 0; all && i < step->asserts.count; i++)
        all = answerable(&step->asserts.items[i].question, page, arena, ret_fault);
    for (size_t i = 0; all && step->repeat != NULL && i < step->repeat->until.count; i++)
        all = answerable(&step->repeat->until.items[i].question, page, arena, ret_fault);
    for (size_t i = 0; all && i < step->capture_count; i++)
        all = answerable(&step->captures[i].question, page, arena, ret_fault);
    return all;
}
