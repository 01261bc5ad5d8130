/* SPDX-License-Identifier: Apache-2.0 */
/* console.c - what pages say to their developers, the errors nobody caught, and dialogs.
 *
 * A dialog stops its page until it is answered; so it is answered at once, as the journey said it
 * would be, and recorded. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "document/json.h"
#include "model/step_kind.h"
#include "transport/browser/cdp_message.h"
#include "transport/browser/cdp_value.h"
#include "transport/browser/visit.h"

#include <string.h>

enum { MOST_SAID = 500, MOST_DIALOGS = 50, MOST_TEXT = 2000 };

static struct console_sight *add(struct visit *visit)
{
    if (visit->said_count == MOST_SAID)
        return NULL; /* a page that floods its console tells nothing new */
    if (visit->said == NULL)
        visit->said = arena_array(visit->seen, MOST_SAID, struct console_sight);
    struct console_sight *said = &visit->said[visit->said_count++];
    *said = (struct console_sight){.at_ns = clock_now_ns()};
    return said;
}

static enum console_level level_of(struct text name)
{
    if (text_is(name, "error") || text_is(name, "assert"))
        return CONSOLE_ERROR;
    if (text_is(name, "warning"))
        return CONSOLE_WARNING;
    return text_is(name, "debug") || text_is(name, "verbose") ? CONSOLE_DEBUG : CONSOLE_INFO;
}

static const char *cut(struct visit *visit, struct text text)
{
    return text_string(visit->seen, text_slice(text, 0, MOST_TEXT));
}

/* Lines and columns are told from 0. */
static void place(struct visit *visit, const struct json *at, struct console_sight *said)
{
    struct text url = value_text(at, "url");
    if (url.length == 0)
        return;
    said->url = cut(visit, url);
    said->line = (int)value_int(at, "lineNumber", -1) + 1;
    said->column = (int)value_int(at, "columnNumber", -1) + 1;
}

static const struct json *top_frame(const struct json *trace)
{
    const struct json *frames = value_of(trace, "callFrames");
    return frames != NULL && frames->count > 0 ? frames->items[0] : NULL;
}

static void argument_text(const struct json *argument, struct buffer *to)
{
    const struct json *value = value_of(argument, "value");
    struct text words = value_text(argument, "description");
    if (value != NULL && value->kind == JSON_STRING)
        words = value->text;
    if (to->length > 0)
        buffer_add_char(to, ' ');
    if (words.length > 0)
        buffer_add_text(to, words);
    else if (value != NULL)
        json_write(value, to);
    else
        buffer_add_text(to, value_text(argument, "type"));
}

static void console_called(struct visit *visit, const struct json *params)
{
    struct console_sight *said = add(visit);
    struct buffer words;
    if (said == NULL)
        return;
    const struct json *arguments = value_of(params, "args");
    buffer_init(&words, MOST_TEXT);
    for (size_t i = 0; arguments != NULL && i < arguments->count; i++)
        argument_text(arguments->items[i], &words);
    said->level = level_of(value_text(params, "type"));
    said->text = cut(visit, buffer_text(&words));
    buffer_done(&words);
    place(visit, top_frame(value_of(params, "stackTrace")), said);
}

static void exception_thrown(struct visit *visit, const struct json *params)
{
    const struct json *details = value_of(params, "exceptionDetails");
    struct text words = value_text(value_of(details, "exception"), "description");
    struct console_sight *said = add(visit);
    if (said == NULL)
        return;
    said->exception = true;
    said->text = cut(visit, words.length > 0 ? words : value_text(details, "text"));
    place(visit, details, said);
    if (said->url == NULL)
        place(visit, top_frame(value_of(details, "stackTrace")), said);
}

static void log_added(struct visit *visit, const struct json *params)
{
    const struct json *entry = value_of(params, "entry");
    struct console_sight *said = add(visit);
    if (said == NULL)
        return;
    said->level = level_of(value_text(entry, "level"));
    said->text = cut(visit, value_text(entry, "text"));
    place(visit, entry, said);
}

void console_event(struct session *session, const struct cdp_message *message)
{
    if (text_is(message->method, "Runtime.consoleAPICalled"))
        console_called(session->visit, message->params);
    else if (text_is(message->method, "Runtime.exceptionThrown"))
        exception_thrown(session->visit, message->params);
    else if (text_is(message->method, "Log.entryAdded"))
        log_added(session->visit, message->params);
}

void dialog_event(struct session *session, const struct cdp_message *message)
{
    struct visit *visit = session->visit;
    bool accept = visit->accept || text_is(value_text(message->params, "type"), "alert");
    visit->effects++;
    if (visit->heard != NULL)
        return; /* a person answers it: recorder.c */
    struct arena *arena = arena_new();
    if (visit->dialogs == NULL)
        visit->dialogs = arena_array(visit->seen, MOST_DIALOGS, struct dialog_sight);
    if (visit->dialog_count < MOST_DIALOGS)
        visit->dialogs[visit->dialog_count++] =
            (struct dialog_sight){.kind = cut(visit, value_text(message->params, "type")),
                                  .message = cut(visit, value_text(message->params, "message")),
                                  .accepted = accept};
    cdp_call(visit_cdp(visit), session->listener.id, "Page.handleJavaScriptDialog",
             cdp_object(arena, "accept", json_bool(accept), "promptText",
                        visit->prompt.length > 0 ? json_string(arena, visit->prompt) : NULL,
                        NULL),
             NULL, NULL);
    arena_end(arena);
}

void console_begin(struct visit *visit)
{
    visit->said = NULL;
    visit->dialogs = NULL;
    visit->said_count = visit->dialog_count = 0;
}

void console_collect(const struct visit *visit, struct page_sight *sight)
{
    sight->console = visit->said;
    sight->console_count = visit->said_count;
    sight->dialogs = visit->dialogs;
    sight->dialog_count = visit->dialog_count;
}
