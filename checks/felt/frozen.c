/* SPDX-License-Identifier: Apache-2.0 */
/* frozen - a page that does not react, because a script holds its main thread.
 *
 * Two seconds: a customer who taps in that time taps again. Tasks of the page's own steps are
 * counted, and shorter ones are a budget's matter (long_task, blocked). */

#include "base/arena.h"
#include "base/clock.h"
#include "base/units.h"
#include "checks/felt/felt.h"
#include "model/observation.h"
#include "model/page_sight.h"

#define FROZEN_NS (2 * NS_PER_S)

static bool look(const struct observation *saw, struct arena *arena, struct complaint *ret)
{
    const struct page_metrics *metrics = saw->page->metrics;
    const struct long_task *worst = NULL;
    for (size_t i = 0; metrics != NULL && i < metrics->long_task_count; i++)
        if (worst == NULL || metrics->long_tasks[i].length_ns > worst->length_ns)
            worst = &metrics->long_tasks[i];
    if (worst != NULL && worst->length_ns >= FROZEN_NS) {
        ret->actual =
            arena_printf(arena, "frozen for %s by %s", duration_text(arena, worst->length_ns),
                         worst->script != NULL ? worst->script : "a script");
        return true;
    }
    if (saw->fault.reason == REASON_FROZEN)
        ret->actual = saw->fault.message;
    else if (saw->page->silent_ns > 0)
        ret->actual = arena_printf(arena, "the page did not answer for %s",
                                   duration_text(arena, saw->page->silent_ns));
    return ret->actual != NULL;
}

const struct felt_check felt_frozen = {
    .name = "frozen",
    .text = "a script holds the page's main thread for 2 s or longer: nothing reacts",
    .expected = "the page reacts within 2s",
    .severity = FELT_FAIL,
    .reason = REASON_FROZEN,
    .look = look,
};
