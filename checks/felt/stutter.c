/* SPDX-License-Identifier: Apache-2.0 */
/* stutter - while a hand scrolls, swipes or drags, the page keeps standing still.
 *
 * Twice, because once is a hiccup: what is loaded the first time. Each time by the page's own work, a
 * quarter of a second at the worst, with half of the frames missing: a busy machine drops some of any page's.
 * Finer limits are a budget's matter (frame_rate, dropped_frames, stall). */

#include "base/arena.h"
#include "base/clock.h"
#include "base/units.h"
#include "checks/felt/felt.h"
#include "model/observation.h"
#include "model/page_sight.h"

#define STALL_NS (250 * NS_PER_MS)

enum { MOST_DROPPED = 50, MOST_STALLS = 1 };

static bool look(const struct observation *saw, struct arena *arena, struct complaint *ret)
{
    const struct page_metrics *metrics = saw->page->metrics;
    const struct motion *motion = metrics != NULL ? &metrics->motion : NULL;
    if (motion == NULL || motion->stalls <= MOST_STALLS || motion->stall_ns < STALL_NS ||
        motion_dropped(motion) < MOST_DROPPED)
        return false;
    ret->actual = arena_printf(
        arena,
        "stood still %lld times, for %s at the worst, by %s; %lld%% of the frames dropped",
        (long long)motion->stalls, duration_text(arena, motion->stall_ns),
        motion->script != NULL ? motion->script : "its own work",
        (long long)motion_dropped(motion));
    return true;
}

const struct felt_check felt_stutter = {
    .name = "stutter",
    .text =
        "scrolled, swiped or dragged, the page stands still again and again: for 250 ms and "
        "longer, with half of the frames missing, by its own work",
    .expected = "the page follows the finger",
    .severity = FELT_DEGRADED,
    .reason = REASON_STUTTER,
    .look = look,
};
