/* SPDX-License-Identifier: Apache-2.0 */
/* arriving.c - going somewhere, and being told when we are there. */

#include "base/arena.h"
#include "document/json.h"
#include "transport/browser/cdp_value.h"
#include "transport/browser/visit.h"

static void arrive(struct visit *visit, enum drive_end end, const char *why)
{
    drive_done_fn *done = visit->arriving.done;
    void *thing = visit->arriving.thing;
    visit->arriving = (struct arriving){0};
    visit_answer(done, thing, end, why);
}

void arriving_check(struct visit *visit)
{
    const struct arriving *to = &visit->arriving;
    const struct window *window = visit->window;
    if (to->done == NULL || to->any || to->loader.length == 0 ||
        !text_equal(to->loader, window->loader))
        return;
    if (to->until == UNTIL_COMMIT || window->load || (to->until == UNTIL_DOM && window->dom))
        arrive(visit, DRIVE_OK, NULL);
}

void arriving_refuse(struct visit *visit, enum drive_end end, const char *why)
{
    if (visit->arriving.done != NULL)
        arrive(visit, end, why);
}

static void await(struct visit *visit, enum drive_until until, bool any, drive_done_fn *done,
                  void *thing)
{
    visit->arriving =
        (struct arriving){.until = until, .any = any, .done = done, .thing = thing};
}

static void navigate_told(void *thing, const struct cdp_reply *reply)
{
    struct visit *visit = thing;
    if (visit->arriving.done == NULL || reply->gone)
        return;
    struct text error = value_text(reply->result, "errorText");
    struct text loader = value_text(reply->result, "loaderId");
    if (reply->result == NULL)
        arrive(visit, DRIVE_REFUSED, reply->error);
    else if (error.length > 0)
        arrive(visit, DRIVE_REFUSED, text_string(visit->arena, error));
    else if (loader.length == 0)
        arrive(visit, DRIVE_OK, NULL); /* within the document */
    else {
        visit->arriving.loader = text_copy(visit->arena, loader);
        arriving_check(visit);
    }
}

void visit_navigate(struct drive *drive, struct text url, enum drive_until until,
                    drive_done_fn *done, void *thing)
{
    struct visit *visit = (struct visit *)drive;
    struct arena *arena = arena_new();
    await(visit, until, false, done, thing);
    cdp_call(visit_cdp(visit), visit_page(visit), "Page.navigate",
             cdp_object(arena, "url", json_string(arena, url), NULL), navigate_told, visit);
    arena_end(arena);
}

void visit_arrive(struct drive *drive, drive_done_fn *done, void *thing)
{
    struct visit *visit = (struct visit *)drive;
    if (visit->window == NULL || visit->window->coming.length == 0) {
        visit_answer(done, thing, DRIVE_OK, NULL);
        return;
    }
    await(visit, UNTIL_DOM, false, done, thing);
    visit->arriving.loader = visit->window->coming;
}

static void history_told(void *thing, const struct cdp_reply *reply)
{
    struct visit *visit = thing;
    if (visit->arriving.done == NULL || reply->gone)
        return;
    const struct json *entries = value_of(reply->result, "entries");
    int64_t current = value_int(reply->result, "currentIndex", 0);
    if (entries == NULL || current < 1 || (size_t)current >= entries->count) {
        arrive(visit, DRIVE_REFUSED, "there is no page to go back to");
        return;
    }
    struct arena *arena = arena_new();
    cdp_call(visit_cdp(visit), visit_page(visit), "Page.navigateToHistoryEntry",
             cdp_object(arena, "entryId",
                        json_int(arena, value_int(entries->items[current - 1], "id", 0)), NULL),
             NULL, NULL);
    arena_end(arena);
}

void visit_back(struct drive *drive, drive_done_fn *done, void *thing)
{
    struct visit *visit = (struct visit *)drive;
    await(visit, UNTIL_LOAD, true, done, thing);
    cdp_call(visit_cdp(visit), visit_page(visit), "Page.getNavigationHistory", NULL,
             history_told, visit);
}

void visit_reload(struct drive *drive, enum drive_until until, drive_done_fn *done, void *thing)
{
    struct visit *visit = (struct visit *)drive;
    await(visit, until, true, done, thing);
    cdp_call(visit_cdp(visit), visit_page(visit), "Page.reload", NULL, NULL, NULL);
}
