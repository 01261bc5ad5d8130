/* SPDX-License-Identifier: Apache-2.0 */
/* world.c - agent.js in every document, and questions to it.
 *
 * Chromium puts agent.js into each new document, in a script world that the page cannot reach. A
 * document may go away while it is asked: then the next one is asked, if the question bears it. */

#include "base/arena.h"
#include "base/must.h"
#include "document/json.h"
#include "transport/browser/cdp_message.h"
#include "transport/browser/cdp_value.h"
#include "transport/browser/visit.h"

#include <stdlib.h>
#include <string.h>

/* ---- worlds ---- */

const struct world *world_driven(const struct visit *visit)
{
    struct text frame = visit->frame.length > 0 ? visit->frame : visit->window->frame;
    const struct world *world = visit->worlds;
    while (world != NULL && !text_equal(world->frame, frame))
        world = world->next;
    return world;
}

static void drop_worlds(struct session *session, int64_t context)
{
    for (struct world **at = &session->visit->worlds; *at != NULL;) {
        struct world *world = *at;
        if (world->session == session && (context == 0 || world->context == context))
            *at = world->next;
        else
            at = &world->next;
    }
}

static void drop_frame(struct visit *visit, struct text frame)
{
    for (struct world **at = &visit->worlds; *at != NULL;) {
        if (text_equal((*at)->frame, frame))
            *at = (*at)->next;
        else
            at = &(*at)->next;
    }
}

static void ask_waiting(struct visit *visit);

static void world_made(struct session *session, const struct json *context)
{
    struct visit *visit = session->visit;
    if (!text_is(value_text(context, "name"), "xunjian"))
        return;
    struct text frame = value_text(value_of(context, "auxData"), "frameId");
    drop_frame(visit, frame);
    struct world *world = arena_make(visit->arena, struct world);
    *world = (struct world){.session = session,
                            .frame = text_copy(visit->arena, frame),
                            .context = value_int(context, "id", 0),
                            .next = visit->worlds};
    visit->worlds = world;
    ask_waiting(visit);
}

void visit_world_event(struct session *session, const struct cdp_message *message)
{
    if (text_is(message->method, "Runtime.executionContextCreated"))
        world_made(session, value_of(message->params, "context"));
    else if (text_is(message->method, "Runtime.executionContextDestroyed"))
        drop_worlds(session, value_int(message->params, "executionContextId", -1));
    else if (text_is(message->method, "Runtime.executionContextsCleared"))
        drop_worlds(session, 0);
}

/* ---- questions ---- */

static void unlink_asking(struct asking *asking)
{
    for (struct asking **at = &asking->visit->askings; *at != NULL; at = &(*at)->next)
        if (*at == asking) {
            *at = asking->next;
            return;
        }
}

static void finish(struct asking *asking, const struct drive_answer *answer)
{
    unlink_asking(asking);
    if (asking->done != NULL)
        asking->done(asking->thing, answer);
    arena_end(asking->arena);
    free(asking);
}

static void refuse(struct asking *asking, enum drive_end end, const char *why)
{
    const struct drive_answer answer = {.end = end, .why = why};
    finish(asking, &answer);
}

/* Chromium's words for "that document is no more". */
static bool document_went(const char *error)
{
    return strstr(error, "context was destroyed") != NULL ||
           strstr(error, "Cannot find context") != NULL ||
           strstr(error, "navigated or closed") != NULL ||
           strstr(error, "Promise was collected") != NULL;
}

const char *visit_exception(struct arena *arena, const struct json *details)
{
    struct text words = value_text(value_of(details, "exception"), "description");
    if (words.length == 0)
        words = value_text(details, "text");
    return text_string(arena, text_slice(words, 0, 300));
}

static void answered(void *thing, const struct cdp_reply *reply)
{
    struct asking *asking = thing;
    asking->sent = false;
    if (reply->gone) {
        refuse(asking, DRIVE_GONE, reply->error);
        return;
    }
    if (reply->error != NULL) {
        if (document_went(reply->error) && asking->again)
            ask_waiting(asking->visit);
        else
            refuse(asking, DRIVE_REFUSED, reply->error);
        return;
    }
    const struct json *thrown = value_of(reply->result, "exceptionDetails");
    if (thrown != NULL) {
        refuse(asking, DRIVE_REFUSED, visit_exception(asking->arena, thrown));
        return;
    }
    const struct json *result = value_of(reply->result, "result");
    const struct drive_answer answer = {
        .value = asking->by_reference ? result : value_of(result, "value")};
    finish(asking, &answer);
}

static const struct json *call_of(struct arena *arena, const struct asking *asking,
                                  const struct world *world)
{
    const char *source = arena_printf(
        arena, "function(argument) { return __xunjian.%s(argument); }", asking->function);
    struct json *arguments = json_array_new(arena, 1);
    const struct json *argument =
        asking->argument != NULL ? asking->argument : json_object_new(arena, 1);
    json_append(arguments, cdp_object(arena, "value", argument, NULL));
    return cdp_object(arena, "functionDeclaration", json_string_of(arena, source),
                      "executionContextId", json_int(arena, world->context), "arguments",
                      arguments, "awaitPromise", json_bool(true), "returnByValue",
                      json_bool(!asking->by_reference), NULL);
}

/* Whoever waits for a document asks it now, if it is there. */
static void ask_waiting(struct visit *visit)
{
    if (visit->gone || visit->window == NULL)
        return;
    const struct world *world = world_driven(visit);
    if (world == NULL)
        return;
    for (struct asking *asking = visit->askings; asking != NULL; asking = asking->next) {
        if (asking->sent)
            continue;
        struct arena *arena = arena_new();
        asking->sent = true;
        cdp_call(visit_cdp(visit), world->session->listener.id, "Runtime.callFunctionOn",
                 call_of(arena, asking, world), answered, asking);
        arena_end(arena);
    }
}

void visit_ask(struct visit *visit, const char *function, const struct json *argument,
               bool again, bool by_reference, drive_done_fn *done, void *thing)
{
    struct asking *asking = calloc(1, sizeof *asking);
    must(asking != NULL);
    *asking = (struct asking){.visit = visit,
                              .arena = arena_new(),
                              .function = function,
                              .argument = argument,
                              .again = again,
                              .by_reference = by_reference,
                              .done = done,
                              .thing = thing};
    struct asking **at = &visit->askings;
    while (*at != NULL)
        at = &(*at)->next;
    *at = asking;
    ask_waiting(visit);
}

/* They are dropped; an answer under way finds nobody. */
void visit_forget(struct visit *visit, const void *thing)
{
    struct asking *next;
    for (struct asking *asking = visit->askings; asking != NULL; asking = next) {
        next = asking->next;
        if (asking->thing != thing)
            continue;
        if (asking->sent && visit->guest.chrome != NULL && visit_cdp(visit) != NULL)
            cdp_forget(visit_cdp(visit), asking);
        unlink_asking(asking);
        arena_end(asking->arena);
        free(asking);
    }
}

void visit_end(struct visit *visit, enum drive_end end, const char *why)
{
    struct asking *asking;
    while ((asking = visit->askings) != NULL) {
        if (asking->sent && visit->guest.chrome != NULL && visit_cdp(visit) != NULL)
            cdp_forget(visit_cdp(visit), asking);
        asking->sent = false;
        refuse(asking, end, why);
    }
}
