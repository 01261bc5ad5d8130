/* SPDX-License-Identifier: Apache-2.0 */
/* broken_image - a picture that did not come, where its place is seen. */

#include "checks/felt/felt.h"
#include "model/observation.h"
#include "model/page_sight.h"

static bool look(const struct observation *saw, struct arena *arena, struct complaint *ret)
{
    return saw->page->looks != NULL &&
           felt_list(&saw->page->looks->broken_images, "a picture that did not load",
                     "pictures that did not load", arena, ret);
}

const struct felt_check felt_broken_image = {
    .name = "broken_image",
    .text = "a picture whose place is seen did not load",
    .expected = "every picture is there",
    .severity = FELT_DEGRADED,
    .reason = REASON_BLEMISH,
    .look = look,
};
