/* SPDX-License-Identifier: Apache-2.0 */
/* failed_resource - what the page asked for and did not get.
 *
 * Of the app's own, or of anybody's when the page waits for it (scripts, styles). To what scripts
 * ask for, answers like 401 or 422 belong to the conversation; the page's own document is judged by
 * its status, and nobody misses an icon for the tab. */

#include "base/arena.h"
#include "checks/felt/felt.h"
#include "checks/felt/party.h"
#include "model/observation.h"
#include "model/page_sight.h"

#include <string.h>

enum { MOST_LISTED = 20 };

static bool is(const struct exchange *request, const char *resource)
{
    return request->resource != NULL && strcmp(request->resource, resource) == 0;
}

static bool belongs_to_the_conversation(const struct exchange *request)
{
    static const int answers[] = {400, 401, 403, 409, 422};
    if (!is(request, "XHR") && !is(request, "Fetch"))
        return false;
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++)
        if (request->status == answers[i])
            return true;
    return false;
}

static bool counts(const struct observation *saw, const struct exchange *request)
{
    ptrdiff_t icon = text_find(request->url, text_of("/favicon."), 0);
    bool blocks = is(request, "Script") || is(request, "Stylesheet");
    bool failed = request->fault.reason != REASON_NONE || request->status >= 400;
    return failed && icon < 0 && !is(request, "Document") && !is(request, "Ping") &&
           !is(request, "CSPViolationReport") && !is(request, "Preflight") &&
           (blocks || party_first(saw->page->url, request->url)) &&
           !belongs_to_the_conversation(request);
}

/* A picture whose place is seen is broken_image's. */
static bool told_already(const struct page_looks *looks, struct text url)
{
    for (size_t i = 0; looks != NULL && i < looks->broken_images.count; i++) {
        struct text told = text_of(looks->broken_images.items[i].text);
        if (text_equal(told, text_slice(url, 0, told.length)))
            return true;
    }
    return false;
}

static bool look(const struct observation *saw, struct arena *arena, struct complaint *ret)
{
    struct blemish items[MOST_LISTED];
    struct blemishes list = {.items = items};
    for (size_t i = 0; i < saw->exchange_count && list.count < MOST_LISTED; i++) {
        const struct exchange *request = &saw->exchanges[i];
        if (!counts(saw, request) || told_already(saw->page->looks, request->url))
            continue;
        items[list.count++] = (struct blemish){
            .element = text_string(arena, request->url),
            .text = request->status >= 400 ? arena_printf(arena, "%d", request->status)
                    : request->fault.message != NULL ? request->fault.message
                                                     : "failed"};
    }
    return felt_list(&list, "a resource that did not come", "resources that did not come",
                     arena, ret);
}

const struct felt_check felt_failed_resource = {
    .name = "failed_resource",
    .text = "a request of the page fails or is answered with an error: the app's own, or "
            "anybody's script or style",
    .expected = "what the page needs is there",
    .severity = FELT_DEGRADED,
    .reason = REASON_RESOURCE,
    .look = look,
};
