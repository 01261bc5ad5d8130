/* SPDX-License-Identifier: Apache-2.0 */
/* dead_click - a click or tap of which nothing came: no navigation, request, dialog, change of the
 * page, of a field or of what is shown. */

#include "base/arena.h"
#include "checks/felt/felt.h"
#include "model/observation.h"
#include "model/page_sight.h"

static bool look(const struct observation *saw, struct arena *arena, struct complaint *ret)
{
    for (size_t i = 0; i < saw->page->action_count; i++) {
        const struct action_sight *action = &saw->page->actions[i];
        if (action->effect != 0)
            continue;
        ret->actual = arena_printf(arena, "nothing came of %s %s (%s)", action->name,
                                   action->target != NULL ? action->target : "",
                                   action->element != NULL ? action->element : "an element");
        ret->at = action->at;
        return true;
    }
    return false;
}

const struct felt_check felt_dead_click = {
    .name = "dead_click",
    .text = "nothing comes of a click within a second: no navigation, request or change",
    .expected = "every click does something",
    .severity = FELT_FAIL,
    .reason = REASON_DEAD_CLICK,
    .look = look,
};
