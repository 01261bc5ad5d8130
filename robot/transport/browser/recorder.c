/* SPDX-License-Identifier: Apache-2.0 */
/* recorder.c - a person is in the visit: what they do is told, and nothing is done in their place.
 *
 * The binding through which recorder.js speaks is there in the script world of ours alone. What comes
 * through is bounded all the same: it carries what a page says. */

#include "base/arena.h"
#include "document/json.h"
#include "transport/browser/cdp_message.h"
#include "transport/browser/cdp_value.h"
#include "transport/browser/visit.h"

extern const char recorder_js[];

enum { MOST_EVENT = 32 * 1024 };

static const struct json_limits limits = {.bytes = MOST_EVENT, .depth = 10, .nodes = 1000};

static void call(struct session *session, const char *method, const struct json *params)
{
    cdp_call(visit_cdp(session->visit), session->listener.id, method, params, NULL, NULL);
}

static const struct json *word(struct arena *arena, const char *text)
{
    return json_string_of(arena, text);
}

void recorder_greet(struct session *session, struct arena *arena)
{
    if (session->visit->heard == NULL || !session->page)
        return;
    call(session, "Runtime.addBinding",
         cdp_object(arena, "name", word(arena, "xunjianHeard"), "executionContextName",
                    word(arena, "xunjian"), NULL));
    call(session, "Page.addScriptToEvaluateOnNewDocument",
         cdp_object(arena, "source", word(arena, recorder_js), "worldName",
                    word(arena, "xunjian"), "runImmediately", json_bool(true), NULL));
}

/* From 1, as the action `window` counts. 0: a frame's session. */
static int64_t window_number(const struct session *session)
{
    int64_t number = 1;
    const struct window *window = session->visit->windows;
    for (; window != NULL && window->session != session; window = window->next)
        number++;
    return window != NULL ? number : 0;
}

static void tell(struct session *session, struct json *event)
{
    struct visit *visit = session->visit;
    const struct drive_answer answer = {.end = DRIVE_OK, .value = event};
    if (visit->heard == NULL)
        return;
    json_set(visit->seen, event, text_of("window"),
             json_int(visit->seen, window_number(session)));
    visit->heard(visit->heard_thing, &answer);
}

static struct json *event_new(struct session *session, const char *what)
{
    struct arena *arena = session->visit->seen;
    struct json *event = json_object_new(arena, 16);
    json_set(arena, event, text_of("do"), json_string_of(arena, what));
    return event;
}

/* ---- how the page came to be where it is: by what was done in it, or by the browser's own controls ---- */

struct held {
    struct session *session;
    struct json *event;
    struct held *next;
};

struct history {
    struct errand errand; /* first */
    struct held *first, **last;
    struct session *session;
    struct json *page; /* told afterwards; NULL: a route within the page */
    uint64_t look;     /* in which that was said */
};

static void tell_history(struct session *session, const struct json *result)
{
    struct arena *arena = session->visit->seen;
    const struct json *entries = value_of(result, "entries");
    int64_t at = value_int(result, "currentIndex", -1);
    if (entries == NULL || entries->kind != JSON_ARRAY || at < 0 ||
        (size_t)at >= entries->count)
        return;
    const struct json *entry = entries->items[at];
    struct json *event = event_new(session, "came");
    json_set(arena, event, text_of("how"),
             json_string(arena, text_copy(arena, value_text(entry, "transitionType"))));
    json_set(arena, event, text_of("url"),
             json_string(arena, text_copy(arena, value_text(entry, "url"))));
    json_set(arena, event, text_of("index"), json_int(arena, at));
    tell(session, event);
}

static void tell_held(struct history *history)
{
    struct held *held = history->first;
    history->first = NULL;
    history->last = &history->first;
    if (history->page != NULL)
        tell(history->session, history->page);
    history->page = NULL;
    for (; held != NULL; held = held->next)
        tell(held->session, held->event);
}

/* True when it will be told later. */
static bool hold(struct session *session, struct json *event)
{
    struct visit *visit = session->visit;
    struct history *history = visit->history;
    if (history == NULL || history->look != visit->look)
        return false;
    struct held *held = arena_make(visit->seen, struct held);
    *held = (struct held){.session = session, .event = event};
    *history->last = held;
    history->last = &held->next;
    return true;
}

/* A person has answered it; the journey has to say so beforehand. */
static void dialog_closed(struct session *session, const struct json *params)
{
    struct arena *arena = session->visit->seen;
    struct json *event = event_new(session, "dialog");
    json_set(arena, event, text_of("accepted"), json_bool(value_flag(params, "result")));
    json_set(arena, event, text_of("value"),
             json_string(arena, text_copy(arena, value_text(params, "userInput"))));
    if (!hold(session, event))
        tell(session, event);
}

static void history_told(void *thing, const struct cdp_reply *reply)
{
    struct history *history = thing;
    struct visit *visit = history->errand.visit;
    if (visit != NULL && visit->history == history)
        visit->history = NULL;
    if (visit != NULL && visit->look == history->look) {
        tell_history(history->session, reply->result);
        tell_held(history);
    }
    errand_finish(&history->errand, DRIVE_OK, NULL, NULL);
}

/* Asked when a page has come to rest: while it comes, the browser does not say. */
static void ask_history(struct session *session, struct json *page)
{
    struct history *history = errand_new(session->visit, sizeof *history, NULL, NULL);
    history->session = session;
    history->page = page;
    history->look = session->visit->look;
    history->last = &history->first;
    session->visit->history = history;
    errand_call(&history->errand, session->listener.id, "Page.getNavigationHistory", NULL,
                history_told);
}

static void spoken(struct session *session, const struct json *params)
{
    struct arena *arena = session->visit->seen;
    struct json_error error;
    struct text payload = value_text(params, "payload");
    if (!text_is(value_text(params, "name"), "xunjianHeard") || payload.length > MOST_EVENT)
        return;
    const struct json *told = json_parse(arena, text_copy(arena, payload), &limits, &error);
    if (told == NULL || told->kind != JSON_OBJECT)
        return;
    struct json *event = json_object_new(arena, told->count + 1);
    for (size_t i = 0; i < told->count; i++)
        json_set(arena, event, told->items[i]->name, told->items[i]);
    bool top = value_text(event, "frame").length == 0 && window_number(session) > 0;
    if (top && text_is(value_text(event, "do"), "page"))
        ask_history(session, event);
    else if (!hold(session, event))
        tell(session, event);
}

void recorder_window_closed(struct session *session)
{
    const struct window *window = session->visit->windows;
    while (window != NULL && window->session->gone)
        window = window->next;
    if (window != NULL)
        return;
    if (session->visit->history != NULL &&
        session->visit->history->look == session->visit->look)
        tell_held(session->visit->history);
    tell(session, event_new(session, "closed"));
}

void recorder_event(struct session *session, const struct cdp_message *message)
{
    if (session->visit->heard == NULL)
        return;
    if (text_is(message->method, "Runtime.bindingCalled"))
        spoken(session, message->params);
    else if (text_is(message->method, "Page.javascriptDialogClosed"))
        dialog_closed(session, message->params);
    else if (text_is(message->method, "Page.navigatedWithinDocument") &&
             window_number(session) > 0)
        ask_history(session, NULL);
}

void visit_record(struct drive *drive, drive_done_fn *heard, void *thing)
{
    struct visit *visit = (struct visit *)drive;
    struct arena *arena = arena_new();
    visit->heard = heard;
    visit->heard_thing = thing;
    for (struct session *session = visit->sessions; session != NULL; session = session->next)
        if (!session->gone)
            recorder_greet(session, arena);
    arena_end(arena);
}
