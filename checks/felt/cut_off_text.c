/* SPDX-License-Identifier: Apache-2.0 */
/* cut_off_text - words that their own box cuts off without saying so.
 *
 * An ellipsis says so, and a box that scrolls shows the rest; agent.js leaves both out. */

#include "checks/felt/felt.h"
#include "model/observation.h"
#include "model/page_sight.h"

static bool look(const struct observation *saw, struct arena *arena, struct complaint *ret)
{
    return saw->page->looks != NULL &&
           felt_list(&saw->page->looks->cut_off, "cut off", "texts cut off", arena, ret);
}

const struct felt_check felt_cut_off_text = {
    .name = "cut_off_text",
    .text = "a text does not fit into its box, which neither scrolls nor shows an ellipsis",
    .expected = "texts can be read whole",
    .severity = FELT_DEGRADED,
    .reason = REASON_BLEMISH,
    .look = look,
};
