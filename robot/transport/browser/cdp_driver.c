/* SPDX-License-Identifier: Apache-2.0 */
/* cdp_driver.c - Chromium over its debugging pipe, as the step kind `browser` sees it. */

#include "base/arena.h"
#include "document/json.h"
#include "model/step_kind.h"
#include "transport/browser/cdp_value.h"
#include "transport/browser/visit.h"

#include <string.h>

static void begin(struct drive *drive)
{
    struct visit *visit = (struct visit *)drive;
    arena_end(visit_look_anew(visit));
    visit->pressed = false;
    if (visit->window != NULL)
        visit_came_to(visit, visit->window); /* where it still is */
}

static void ask(struct drive *drive, const char *function, const struct json *argument,
                bool again, drive_done_fn *done, void *thing)
{
    visit_ask((struct visit *)drive, function, argument, again, false, done, thing);
}

static void evaluated(void *thing, const struct cdp_reply *reply)
{
    struct errand *errand = thing;
    const struct json *thrown = value_of(reply->result, "exceptionDetails");
    if (reply->result == NULL)
        errand_refuse(errand, reply);
    else if (thrown != NULL)
        errand_finish(errand, DRIVE_REFUSED, NULL, visit_exception(errand->arena, thrown));
    else
        errand_finish(errand, DRIVE_OK, NULL, NULL);
}

static void evaluate(struct drive *drive, struct text script, drive_done_fn *done, void *thing)
{
    struct errand *errand = errand_new((struct visit *)drive, sizeof *errand, done, thing);
    errand_call(errand, NULL, "Runtime.evaluate",
                cdp_object(errand->arena, "expression", json_string(errand->arena, script),
                           "awaitPromise", json_bool(true), "userGesture", json_bool(true),
                           NULL),
                evaluated);
}

static void answered(void *thing, const struct cdp_reply *reply)
{
    struct errand *errand = thing;
    if (reply->gone)
        errand_refuse(errand, reply);
    else
        errand_finish(errand, DRIVE_OK, NULL, NULL);
}

static void alive(struct drive *drive, drive_done_fn *done, void *thing)
{
    struct errand *errand = errand_new((struct visit *)drive, sizeof *errand, done, thing);
    errand_call(errand, "", "Browser.getVersion", NULL, answered);
}

static void abandon(struct drive *drive, const char *why)
{
    struct visit *visit = (struct visit *)drive;
    if (visit->guest.chrome != NULL)
        chrome_give_up(visit->guest.chrome, why);
}

static void dialog(struct drive *drive, bool accept, struct text text)
{
    struct visit *visit = (struct visit *)drive;
    visit->accept = accept;
    visit->prompt = text_copy(visit->arena, text);
}

/* Whatever the page's scripts store has been read by agent.js; the network and the console here. */
static void collect(struct drive *drive, struct attempt *attempt, struct page_sight *sight)
{
    struct visit *visit = (struct visit *)drive;
    sight->driver = cdp_driver.name;
    if (visit->guest.chrome != NULL && chrome_product(visit->guest.chrome) != NULL)
        sight->browser = arena_strdup(attempt->arena, chrome_product(visit->guest.chrome));
    sight->document = network_collect(visit, attempt->saw);
    console_collect(visit, sight);
    sight->addresses = visit->addresses;
    sight->address_count = visit->address_count;
    if (visit->window != NULL)
        sight->url = text_copy(attempt->arena, visit->window->url);
    arena_adopt(attempt->arena, visit_look_anew(visit));
}

static void forget(struct drive *drive, const void *thing)
{
    struct visit *visit = (struct visit *)drive;
    visit_forget(visit, thing);
    errand_forget(visit, thing);
    if (visit->arriving.thing == thing)
        visit->arriving = (struct arriving){0};
    if (visit->opened_thing == thing)
        visit->opened = NULL;
    if (visit->heard_thing == thing)
        visit->heard = NULL;
}

static const char *complaint(const struct drive *drive)
{
    const struct visit *visit = (const struct visit *)drive;
    for (size_t i = visit->said_count; i > 0; i--)
        if (visit->said[i - 1].exception)
            return visit->said[i - 1].text;
    return NULL;
}

static size_t busy(const struct drive *drive)
{
    return ((const struct visit *)drive)->requests_open;
}

static uint64_t effects(const struct drive *drive)
{
    return ((const struct visit *)drive)->effects;
}

const struct driver cdp_driver = {
    .name = "cdp",
    .can = CAN_FREEZE | CAN_HOLD,
    .open = visit_open,
    .begin = begin,
    .navigate = visit_navigate,
    .arrive = visit_arrive,
    .back = visit_back,
    .reload = visit_reload,
    .ask = ask,
    .evaluate = evaluate,
    .alive = alive,
    .abandon = abandon,
    .input = visit_input,
    .picture = visit_picture,
    .upload = visit_upload,
    .dialog = dialog,
    .frame = visit_frame,
    .window = visit_window,
    .fresh = visit_fresh,
    .collect = collect,
    .forget = forget,
    .complaint = complaint,
    .record = visit_record,
    .busy = busy,
    .effects = effects,
};
