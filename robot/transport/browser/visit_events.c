/* SPDX-License-Identifier: Apache-2.0 */
/* visit_events.c - what a page tells about itself: documents coming and going, windows, crashes. */

#include "base/arena.h"
#include "document/json.h"
#include "transport/browser/cdp_message.h"
#include "transport/browser/cdp_value.h"
#include "transport/browser/visit.h"

#include <string.h>

static struct window *window_of(struct visit *visit, const struct session *session)
{
    for (struct window *window = visit->windows; window != NULL; window = window->next)
        if (window->session == session)
            return window;
    return NULL;
}

/* ---- sessions ---- */

static void add_window(struct visit *visit, struct session *session)
{
    struct window *window = arena_make(visit->arena, struct window);
    struct window **at = &visit->windows;
    *window = (struct window){.session = session, .frame = session->target};
    while (*at != NULL)
        at = &(*at)->next;
    *at = window;
    visit->effects++;
    if (visit->window == NULL)
        visit->window = window;
}

void visit_attached(struct visit *visit, const struct cdp_message *message, bool browser_level)
{
    const struct json *target = value_of(message->params, "targetInfo");
    struct text kind = value_text(target, "type");
    struct session *session = arena_make(visit->arena, struct session);
    *session = (struct session){
        .visit = visit,
        .listener = {.id = text_string(visit->arena, value_text(message->params, "sessionId")),
                     .event = visit_event,
                     .thing = session},
        .target = text_copy(visit->arena, value_text(target, "targetId")),
        .page = text_is(kind, "page") || text_is(kind, "iframe"),
        .next = visit->sessions,
    };
    visit->sessions = session;
    cdp_listen(visit_cdp(visit), &session->listener);
    if (browser_level && text_is(kind, "page"))
        add_window(visit, session);
    visit_greet(visit, session);
}

void visit_detached(struct visit *visit, const struct cdp_message *message)
{
    struct text id = value_text(message->params, "sessionId");
    for (struct session *s = visit->sessions; s != NULL; s = s->next)
        if (text_is(id, s->listener.id) && !s->gone) {
            s->gone = true;
            cdp_deafen(visit_cdp(visit), &s->listener);
            recorder_window_closed(s);
        }
}

/* ---- documents ---- */

void visit_came_to(struct visit *visit, const struct window *window)
{
    if (visit->addresses == NULL)
        visit->addresses = arena_array(visit->seen, MOST_ADDRESSES, struct text);
    bool blank = !text_starts_with(window->url, text_of("http"));
    if (!blank && window == visit->window && visit->address_count < MOST_ADDRESSES)
        visit->addresses[visit->address_count++] = text_copy(visit->seen, window->url);
}

static void navigated(struct session *session, const struct cdp_message *message)
{
    struct visit *visit = session->visit;
    struct window *window = window_of(visit, session);
    const struct json *frame = value_of(message->params, "frame");
    visit->effects++;
    if (window == NULL || value_of(frame, "parentId") != NULL)
        return;
    struct text before = window->loader;
    window->loader = text_copy(visit->arena, value_text(frame, "loaderId"));
    if (window == visit->window && visit->arriving.done != NULL && before.length > 0 &&
        text_equal(before, visit->arriving.loader))
        visit->arriving.loader =
            window->loader; /* it sent itself elsewhere before it was there */
    window->url = text_copy(visit->arena, value_text(frame, "url"));
    window->dom = window->load =
        text_is(value_text(message->params, "type"), "BackForwardCacheRestore");
    window->coming = (struct text){0};
    if (window == visit->window) {
        visit->frame = (struct text){0};
        visit->document_number++;
        visit->requests_open = 0;
    }
    visit_came_to(visit, window);
    if (visit->arriving.any)
        visit->arriving.loader = window->loader;
    visit->arriving.any = false;
    arriving_check(visit);
}

/* A route of a single-page app: history.pushState, a hash. */
static void routed(struct session *session, const struct cdp_message *message)
{
    struct visit *visit = session->visit;
    struct window *window = window_of(visit, session);
    visit->effects++;
    if (window == NULL || !text_equal(value_text(message->params, "frameId"), window->frame))
        return;
    window->url = text_copy(visit->arena, value_text(message->params, "url"));
    visit_came_to(visit, window);
    if (window == visit->window && visit->arriving.any) {
        drive_done_fn *done = visit->arriving.done;
        void *thing = visit->arriving.thing;
        visit->arriving = (struct arriving){0};
        visit_answer(done, thing, DRIVE_OK, NULL);
    }
}

static void lived(struct session *session, const struct cdp_message *message)
{
    struct window *window = window_of(session->visit, session);
    struct text name = value_text(message->params, "name");
    if (window == NULL || !text_equal(value_text(message->params, "frameId"), window->frame) ||
        !text_equal(value_text(message->params, "loaderId"), window->loader))
        return;
    if (text_is(name, "DOMContentLoaded"))
        window->dom = true;
    else if (text_is(name, "load"))
        window->dom = window->load = true;
    else
        return;
    arriving_check(session->visit);
}

static void crashed(struct session *session)
{
    struct window *window = window_of(session->visit, session);
    if (window != NULL)
        window->crashed = true;
    visit_end(session->visit, DRIVE_CRASHED, "the page's process crashed");
    arriving_refuse(session->visit, DRIVE_CRASHED, "the page's process crashed");
}

/* ---- who is told what ---- */

static bool begins(struct text method, const char *domain)
{
    return text_starts_with(method, text_of(domain));
}

void visit_event(void *thing, const struct cdp_message *message)
{
    struct session *session = thing;
    struct text method = message->method;
    recorder_event(session, message);
    if (begins(method, "Network."))
        network_event(session, message);
    else if (begins(method, "Runtime.executionContext"))
        visit_world_event(session, message);
    else if (begins(method, "Runtime.") || begins(method, "Log."))
        console_event(session, message);
    else if (text_is(method, "Page.lifecycleEvent"))
        lived(session, message);
    else if (text_is(method, "Page.frameNavigated"))
        navigated(session, message);
    else if (text_is(method, "Page.navigatedWithinDocument"))
        routed(session, message);
    else if (text_is(method, "Page.javascriptDialogOpening"))
        dialog_event(session, message);
    else if (text_is(method, "Target.attachedToTarget"))
        visit_attached(session->visit, message, false);
    else if (text_is(method, "Target.detachedFromTarget"))
        visit_detached(session->visit, message);
    else if (text_is(method, "Inspector.targetCrashed"))
        crashed(session);
}
