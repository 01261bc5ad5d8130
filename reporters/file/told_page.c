/* SPDX-License-Identifier: Apache-2.0 */
/* told_page.c - which action failed, what the console said, what did not come. */

#include "reporters/file/told_page.h"
#include "base/arena.h"
#include "base/units.h"
#include "reporters/file/waterfall.h"

#include <string.h>

const struct action_sight *told_failed_action(const struct observation *saw)
{
    const struct page_sight *page = saw->page;
    for (size_t i = 0; i < page->action_count; i++)
        if (page->actions[i].fault.reason != REASON_NONE)
            return &page->actions[i];
    return saw->fault.reason == REASON_TIMEOUT && page->action_count > 0
               ? &page->actions[page->action_count - 1]
               : NULL;
}

const char *told_action(struct arena *arena, const struct action_sight *action)
{
    if (action->target == NULL || action->target[0] == '\0')
        return action->name;
    return arena_printf(arena, "%s %s", action->name, action->target);
}

const char *told_motion(struct arena *arena, const struct motion *motion)
{
    if (motion->frames == 0)
        return NULL;
    const char *rate =
        arena_printf(arena, "%lld frames a second, %lld%% dropped",
                     (long long)motion_rate(motion), (long long)motion_dropped(motion));
    if (motion->stall_ns == 0)
        return rate;
    return arena_printf(
        arena, "%s; stood still for %s%s%s", rate, duration_text(arena, motion->stall_ns),
        motion->script != NULL ? " by " : "", motion->script != NULL ? motion->script : "");
}

const char *told_level(const struct console_sight *said)
{
    static const char *const names[] = {"error", "warning", "info", "debug"};
    return said->exception ? "exception" : names[said->level];
}

const char *told_console(struct arena *arena, const struct console_sight *said)
{
    const char *text = said->text != NULL ? said->text : "";
    if (said->url == NULL || said->url[0] == '\0')
        return text;
    if (said->line == 0)
        return arena_printf(arena, "%s (%s)", text, said->url);
    return arena_printf(arena, "%s (%s:%d:%d)", text, said->url, said->line, said->column);
}

bool told_missed(const struct exchange *exchange)
{
    return exchange->fault.reason != REASON_NONE || exchange->status >= 400;
}

bool told_readable(const struct exchange *exchange)
{
    static const char *const names[] = {"Document", "Frame", "XHR", "Fetch"};
    if (exchange->resource == NULL)
        return true;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(exchange->resource, names[i]) == 0)
            return true;
    return false;
}

int64_t told_page_end(const struct observation *saw)
{
    int64_t end_ns = waterfall_end(saw, saw->started_ns);
    for (size_t i = 0; i < saw->page->action_count; i++) {
        const struct action_sight *action = &saw->page->actions[i];
        int64_t ns = action->started_ns + action->duration_ns - saw->started_ns;
        end_ns = ns > end_ns ? ns : end_ns;
    }
    return end_ns;
}

size_t told_exchanges_of(const struct observation *saw, size_t index, size_t *ret_first)
{
    const struct page_sight *page = saw->page;
    size_t first = page->actions[index].first_exchange;
    size_t end = index + 1 < page->action_count ? page->actions[index + 1].first_exchange
                                                : saw->exchange_count;
    end = end < saw->exchange_count ? end : saw->exchange_count;
    *ret_first = first;
    return end > first ? end - first : 0;
}
