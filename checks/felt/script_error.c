/* SPDX-License-Identifier: Apache-2.0 */
/* script_error - an error no script caught, or one the page itself reports.
 *
 * What fails the step is an uncaught error of the app's own scripts. It degrades when the page only
 * reports it (console.error), or when it is a stranger's script's. Browsers report two that mean
 * nothing to a customer: a resize observer that needs another frame, and what was aborted on
 * purpose. That a resource did not load, or a WebSocket
 * failed, is failed_resource's. */

#include "base/arena.h"
#include "checks/felt/felt.h"
#include "checks/felt/party.h"
#include "model/observation.h"
#include "model/page_sight.h"

#include <string.h>

static bool means_nothing(const struct console_sight *said)
{
    static const char *const harmless[] = {"ResizeObserver loop", "AbortError",
                                           "Failed to load resource",
                                           "WebSocket connection to '"};
    for (size_t i = 0; i < sizeof harmless / sizeof harmless[0]; i++)
        if (strstr(said->text, harmless[i]) != NULL)
            return true;
    return said->level != CONSOLE_ERROR && !said->exception;
}

static bool is_minor(const struct observation *saw, const struct console_sight *said)
{
    return !said->exception || strncmp(said->text, "Script error", 12) == 0 ||
           (said->url != NULL && !party_first(saw->page->url, text_of(said->url)));
}

static const char *words_of(struct arena *arena, const struct console_sight *said)
{
    int line = (int)strcspn(said->text, "\n");
    if (said->url == NULL || said->url[0] == '\0')
        return arena_printf(arena, "%.*s", line, said->text);
    return arena_printf(arena, "%.*s (%.200s:%d:%d)", line, said->text, said->url, said->line,
                        said->column);
}

static bool look(const struct observation *saw, struct arena *arena, struct complaint *ret)
{
    const struct console_sight *worst = NULL;
    size_t count = 0;
    for (size_t i = 0; i < saw->page->console_count; i++) {
        const struct console_sight *said = &saw->page->console[i];
        if (means_nothing(said))
            continue;
        count++;
        if (worst == NULL || (is_minor(saw, worst) && !is_minor(saw, said)))
            worst = said;
    }
    if (worst == NULL)
        return false;
    const char *words = words_of(arena, worst);
    ret->minor = is_minor(saw, worst);
    ret->actual = count == 1 ? words : arena_printf(arena, "%zu errors: %s", count, words);
    return true;
}

const struct felt_check felt_script_error = {
    .name = "script_error",
    .text = "a script of the page fails and nobody catches it (fail), or the page reports an "
            "error on the console, or a stranger's script fails (degraded)",
    .expected = "no script fails",
    .severity = FELT_FAIL,
    .reason = REASON_SCRIPT,
    .look = look,
};
