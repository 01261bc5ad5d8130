/* SPDX-License-Identifier: Apache-2.0 */
/* template - a placeholder that a customer can read: {{ name }}, undefined, NaN, [object Object].
 *
 * agent.js decides which of these words stand where a value belongs: an article about SQL says null,
 * too, and so does code. */

#include "checks/felt/felt.h"
#include "model/observation.h"
#include "model/page_sight.h"

static bool look(const struct observation *saw, struct arena *arena, struct complaint *ret)
{
    return saw->page->looks != NULL &&
           felt_list(&saw->page->looks->templates, "left", "left", arena, ret);
}

const struct felt_check felt_template = {
    .name = "template",
    .text = "{{ }}, undefined, null, NaN or [object Object] is read where a value belongs",
    .expected = "no placeholder is left in what can be read",
    .severity = FELT_DEGRADED,
    .reason = REASON_BLEMISH,
    .look = look,
};
