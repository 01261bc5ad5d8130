/* SPDX-License-Identifier: Apache-2.0 */
/* element.c - files for an input, and the ways into a frame or another window. */

#include "base/arena.h"
#include "document/json.h"
#include "transport/browser/cdp_value.h"
#include "transport/browser/visit.h"

struct holding {
    struct errand errand;     /* first */
    const char *const *paths; /* of an upload; NULL: a frame is entered */
    char *session;
};

static void files_set(void *thing, const struct cdp_reply *reply)
{
    struct errand *errand = thing;
    if (reply->result == NULL)
        errand_refuse(errand, reply);
    else
        errand_finish(errand, DRIVE_OK, NULL, NULL);
}

static void frame_told(void *thing, const struct cdp_reply *reply)
{
    struct errand *errand = thing;
    struct text frame = value_text(value_of(reply->result, "node"), "frameId");
    if (frame.length == 0 || errand->visit == NULL) {
        errand_finish(errand, reply->gone ? DRIVE_GONE : DRIVE_REFUSED, NULL,
                      reply->error != NULL ? reply->error : "that element is no frame");
        return;
    }
    errand->visit->frame = text_copy(errand->visit->arena, frame);
    errand_finish(errand, DRIVE_OK, NULL, NULL);
}

static void held(void *thing, const struct drive_answer *answer)
{
    struct holding *holding = thing;
    struct errand *errand = &holding->errand;
    struct text id = value_text(answer->value, "objectId");
    if (answer->end != DRIVE_OK || id.length == 0) {
        errand_finish(errand, answer->end != DRIVE_OK ? answer->end : DRIVE_REFUSED, NULL,
                      answer->why != NULL ? answer->why : "the element is gone");
        return;
    }
    const struct json *object = json_string(errand->arena, text_copy(errand->arena, id));
    if (holding->paths == NULL) {
        errand_call(errand, holding->session, "DOM.describeNode",
                    cdp_object(errand->arena, "objectId", object, NULL), frame_told);
        return;
    }
    size_t count = 0;
    while (holding->paths[count] != NULL)
        count++;
    struct json *files = json_array_new(errand->arena, count);
    for (size_t i = 0; i < count; i++)
        json_append(files, json_string_of(errand->arena, holding->paths[i]));
    errand_call(errand, holding->session, "DOM.setFileInputFiles",
                cdp_object(errand->arena, "objectId", object, "files", files, NULL), files_set);
}

/* agent.js has just located the element, and holds it. */
static void hold(struct visit *visit, const char *const *paths, drive_done_fn *done,
                 void *thing)
{
    struct holding *holding = errand_new(visit, sizeof *holding, done, thing);
    const struct world *world = world_driven(visit);
    holding->paths = paths;
    if (world == NULL) {
        errand_finish(&holding->errand, DRIVE_REFUSED, NULL, "the page is gone");
        return;
    }
    holding->session = arena_strdup(holding->errand.arena, world->session->listener.id);
    visit_ask(visit, "held", NULL, false, true, held, holding);
}

void visit_upload(struct drive *drive, const char *const *paths, drive_done_fn *done,
                  void *thing)
{
    hold((struct visit *)drive, paths, done, thing);
}

void visit_frame(struct drive *drive, const struct json *aim, drive_done_fn *done, void *thing)
{
    struct visit *visit = (struct visit *)drive;
    if (aim != NULL) {
        hold(visit, NULL, done, thing);
        return;
    }
    visit->frame = (struct text){0};
    visit_answer(done, thing, DRIVE_OK, NULL);
}

static void shown(void *thing, const struct cdp_reply *reply)
{
    struct errand *errand = thing;
    errand_finish(errand, reply->gone ? DRIVE_GONE : DRIVE_OK, NULL, reply->error);
}

void visit_window(struct drive *drive, size_t number, drive_done_fn *done, void *thing)
{
    struct visit *visit = (struct visit *)drive;
    struct window *window = visit->windows;
    for (size_t i = 1; window != NULL && i < number; i++)
        window = window->next;
    if (window == NULL || window->session->gone) {
        visit_answer(done, thing, DRIVE_REFUSED, "there is no such window");
        return;
    }
    visit->window = window;
    visit->frame = (struct text){0};
    struct errand *errand = errand_new(visit, sizeof *errand, done, thing);
    errand_call(errand, NULL, "Page.bringToFront", NULL, shown);
}

/* What a new window was told comes before this in its own line: it is ready when it answers. */
static void fresh_ready(void *thing, const struct cdp_reply *reply)
{
    struct errand *errand = thing;
    if (reply->result == NULL)
        errand_refuse(errand, reply);
    else
        errand_finish(errand, DRIVE_OK, NULL, NULL);
}

static void fresh_made(void *thing, const struct cdp_reply *reply)
{
    struct errand *errand = thing;
    struct visit *visit = errand->visit;
    struct text target = value_text(reply->result, "targetId");
    struct window *window = visit != NULL ? visit->windows : NULL;
    while (window != NULL && !text_equal(window->frame, target))
        window = window->next;
    if (window == NULL) {
        errand_refuse(errand, reply);
        return;
    }
    cdp_call(visit_cdp(visit), "", "Target.closeTarget",
             cdp_object(errand->arena, "targetId",
                        json_string(errand->arena, visit->window->frame), NULL),
             NULL, NULL);
    visit->window = window;
    visit->frame = (struct text){0};
    visit->document_number++;
    visit->requests_open = 0;
    errand_call(
        errand, NULL, "Runtime.evaluate",
        cdp_object(errand->arena, "expression", json_string_of(errand->arena, "1"), NULL),
        fresh_ready);
}

void visit_fresh(struct drive *drive, drive_done_fn *done, void *thing)
{
    struct visit *visit = (struct visit *)drive;
    struct errand *errand = errand_new(visit, sizeof *errand, done, thing);
    errand_call(errand, "", "Target.createTarget",
                cdp_object(errand->arena, "url", json_string_of(errand->arena, "about:blank"),
                           "browserContextId", json_string_of(errand->arena, visit->context),
                           NULL),
                fresh_made);
}
