/* SPDX-License-Identifier: Apache-2.0 */
/* opens.c - see opens.h. */

#include "transport/browser/opens.h"
#include "base/arena.h"
#include "graph/route.h"
#include "model/journey.h"
#include "model/step_kind.h"
#include "plan/template.h"
#include "transport/browser/act.h"
#include "transport/browser/actions.h"
#include "transport/browser/browsing.h"

#include <string.h>

/* NULL: the address is no page's, or nothing is known of it. */
static const char *route_opened(struct arena *arena, const struct action *action)
{
    const void *params = action->params[ACTION_open];
    if (params == NULL)
        return NULL;
    struct text address = text_of(template_outline(action_open_address(params), arena));
    if (text_starts_with(address, text_of("/")))
        address = text_of(arena_printf(arena, "https://app%.*s", TEXT_ARGS(address)));
    return text_starts_with(address, text_of("http")) ? route_of(arena, address) : NULL;
}

static const struct browser_step *browser_step_of(const struct step *step)
{
    bool browses = step->role == STEP_ACTS && strcmp(step->kind->name, "browser") == 0;
    return browses ? step->params : NULL;
}

const char *const *browser_opens(struct arena *arena, const struct journey *journey)
{
    size_t most = 0, count = 0;
    for (size_t i = 0; i < journey->step_count; i++) {
        const struct browser_step *step = browser_step_of(&journey->steps[i]);
        most += step != NULL ? step->action_count : 0;
    }
    const char **routes = arena_array(arena, most + 1, const char *);
    for (size_t i = 0; i < journey->step_count; i++) {
        const struct browser_step *step = browser_step_of(&journey->steps[i]);
        for (size_t k = 0; step != NULL && k < step->action_count; k++) {
            const char *route = route_opened(arena, &step->actions[k]);
            if (route != NULL)
                routes[count++] = route;
        }
    }
    return routes;
}
