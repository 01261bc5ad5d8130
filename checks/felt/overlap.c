/* SPDX-License-Identifier: Apache-2.0 */
/* overlap - two texts in one place, neither of which can be read. */

#include "checks/felt/felt.h"
#include "model/observation.h"
#include "model/page_sight.h"

static bool look(const struct observation *saw, struct arena *arena, struct complaint *ret)
{
    return saw->page->looks != NULL && felt_list(&saw->page->looks->overlaps, "overlapping",
                                                 "overlapping texts", arena, ret);
}

const struct felt_check felt_overlap = {
    .name = "overlap",
    .text = "two texts are drawn over each other with nothing between them",
    .expected = "no text stands on another",
    .severity = FELT_DEGRADED,
    .reason = REASON_BLEMISH,
    .look = look,
};
