/* SPDX-License-Identifier: Apache-2.0 */
/* browsing.c - see browsing.h.
 *
 * How long an action may take is patience.c's. */

#include "transport/browser/browsing.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/must.h"
#include "base/units.h"
#include "document/json.h"
#include "model/journey.h"
#include "model/page_sight.h"
#include "model/step_kind.h"
#include "transport/browser/aim.h"
#include "transport/browser/station.h"

#include <stdlib.h>
#include <string.h>

#define ACTION_NS  (5 * NS_PER_S) /* the usual wait for an element */
#define PICTURE_NS (1 * NS_PER_S)

static const struct action_kind *const kinds[] = {
#define ACTION(name, text) &action_##name,
    ACTIONS
#undef ACTION
};

/* ---- the end ---- */

void browsing_forget(struct browsing *browsing)
{
    browsing->drive->driver->forget(browsing->drive, browsing);
    evidence_picture_drop(browsing);
}

static void release(struct browsing *browsing)
{
    loop_timer_stop(browsing->loop, &browsing->timer);
    loop_timer_stop(browsing->loop, &browsing->settle);
    if (browsing->act.stop != NULL)
        browsing->act.stop(&browsing->act);
    if (browsing->drive != NULL) {
        browsing_forget(browsing);
        browsing->drive->driver->forget(browsing->drive, &browsing->act);
    }
}

/* Which requests began in which action. */
static void share_exchanges(struct browsing *browsing)
{
    const struct observation *saw = browsing->attempt->saw;
    for (size_t a = 0; a < browsing->sight->action_count; a++) {
        size_t first = 0;
        while (first < saw->exchange_count &&
               saw->exchanges[first].started_ns < browsing->actions[a].started_ns)
            first++;
        browsing->actions[a].first_exchange = first;
    }
}

static void complete(struct browsing *browsing)
{
    struct observation *saw = browsing->attempt->saw;
    if (browsing->stage == BROWSING_OVER)
        return;
    browsing->stage = BROWSING_OVER;
    saw->page = browsing->sight;
    if (browsing->drive != NULL)
        browsing->drive->driver->collect(browsing->drive, browsing->attempt, browsing->sight);
    share_exchanges(browsing);
    if (browsing->sight->document != NULL)
        saw->time = browsing->sight->document->time;
    saw->time.total_ns = clock_now_ns() - saw->started_ns;
    release(browsing);
}

static int64_t settled(void *thing, int64_t now_ns)
{
    struct browsing *browsing = thing;
    struct attempt *attempt = browsing->attempt;
    (void)now_ns;
    free(browsing);
    attempt->progress = NULL;
    attempt->done(attempt);
    return 0;
}

void browsing_over(struct browsing *browsing)
{
    complete(browsing);
    loop_timer_set(browsing->loop, &browsing->settle, loop_now_ns(browsing->loop));
}

/* ---- failing ---- */

/* There is no browser to look into any more. */
static void lose(struct browsing *browsing, const char *why)
{
    browsing->attempt->saw->fault =
        (struct fault){.phase = PHASE_ROBOT, .reason = REASON_ROBOT, .message = why};
    browsing->attempt->lost = true;
    browsing_over(browsing);
}

void browsing_fail(struct browsing *browsing, const struct fault *fault)
{
    browsing->attempt->saw->fault = *fault;
    if (fault->phase == PHASE_ROBOT && fault->reason == REASON_ROBOT)
        lose(browsing, fault->message);
    else
        evidence_start(browsing);
}

/* ---- actions ---- */

static const struct action_kind *kind_of(const struct action *action, const void **ret_params)
{
    for (size_t i = 0; i < ACTION_COUNT; i++)
        if (action->params[i] != NULL) {
            *ret_params = action->params[i];
            return kinds[i];
        }
    must(false);
}

static bool take_aim(struct act *act)
{
    struct fault fault = {0};
    if (!act->kind->has_aim)
        return true;
    act->aim = aim_value(
        (const struct aim *)(const void *)((const char *)act->params + act->kind->aim_at),
        act->attempt->scope, act->arena, &act->sight->target, &fault);
    if (act->aim == NULL)
        act_fault(act, &fault);
    return act->aim != NULL;
}

static void start_action(struct browsing *browsing)
{
    const struct action *action = &browsing->step->actions[browsing->at];
    struct attempt *attempt = browsing->attempt;
    struct act *act = &browsing->act;
    *act = (struct act){.browsing = browsing,
                        .attempt = attempt,
                        .arena = attempt->arena,
                        .drive = browsing->drive,
                        .sight = &browsing->actions[browsing->at]};
    act->kind = kind_of(action, &act->params);
    *act->sight = (struct action_sight){
        .name = act->kind->name, .at = action->at, .started_ns = clock_now_ns(), .effect = -1};
    browsing->sight->action_count = browsing->at + 1;
    patience_begin(act);
    if (take_aim(act))
        act->kind->start(act);
}

static void after_picture(struct browsing *browsing)
{
    loop_timer_stop(browsing->loop, &browsing->timer);
    browsing->at++;
    if (browsing->at < browsing->step->action_count)
        start_action(browsing);
    else
        effect_last(browsing);
}

static void picture_after(struct browsing *browsing);

/* A page that goes away while it is pictured may never answer: the one that came instead is asked
 * once, then the step goes on without. */
static int64_t no_picture(void *thing, int64_t now_ns)
{
    struct browsing *browsing = thing;
    (void)now_ns;
    browsing_forget(browsing);
    if (browsing->picture_again) {
        after_picture(browsing);
        return 0;
    }
    browsing->picture_again = true;
    picture_after(browsing);
    return 0;
}

static void picture_after(struct browsing *browsing)
{
    browsing->picture = &browsing->actions[browsing->at].after;
    browsing->picture_full = false;
    browsing->timer.fire = no_picture;
    loop_timer_set(browsing->loop, &browsing->timer, clock_now_ns() + PICTURE_NS);
    evidence_picture(browsing, after_picture);
}

void browsing_next(struct browsing *browsing)
{
    struct action_sight *sight = &browsing->actions[browsing->at];
    loop_timer_stop(browsing->loop, &browsing->timer);
    if (browsing->act.stop != NULL)
        browsing->act.stop(&browsing->act);
    sight->duration_ns = clock_now_ns() - sight->started_ns;
    if (sight->fault.reason != REASON_NONE) {
        browsing_forget(browsing); /* a picture that did not come in time */
        effect_blame(browsing);
        return;
    }
    if (browsing->drive->pictures == PICTURES_ACTION && sight->after.png.length == 0) {
        browsing->picture_again = false;
        picture_after(browsing);
        return;
    }
    after_picture(browsing);
}

static void act_pictured(struct browsing *browsing)
{
    act_done(&browsing->act);
}

void browsing_picture(struct browsing *browsing, bool full_page, struct picture *to)
{
    browsing->picture = to;
    browsing->picture_full = full_page;
    evidence_picture(browsing, act_pictured);
}

/* ---- the beginning ---- */

/* What a step says holds for those after it, too. */
static void settle_settings(const struct browser_settings *settings, struct drive *drive)
{
    if (settings->pictures != PICTURES_UNSET)
        drive->pictures = settings->pictures;
    else if (drive->pictures == PICTURES_UNSET)
        drive->pictures = PICTURES_FAILURE;
    if (settings->action_timeout_ns > 0)
        drive->action_timeout_ns = settings->action_timeout_ns;
    else if (drive->action_timeout_ns == 0)
        drive->action_timeout_ns = ACTION_NS;
}

static void begin_actions(struct browsing *browsing)
{
    settle_settings(&browsing->step->settings, browsing->drive);
    browsing->stage = BROWSING_ACTING;
    browsing->drive->driver->begin(browsing->drive);
    if (browsing->step->action_count == 0)
        evidence_start(browsing);
    else
        start_action(browsing);
}

static void opened(void *thing, const struct drive_answer *answer)
{
    struct browsing *browsing = thing;
    if (answer->end == DRIVE_OK) {
        begin_actions(browsing);
        return;
    }
    lose(browsing, arena_strdup(browsing->attempt->arena, answer->why));
}

static const struct driver *driver_of(const struct browser_settings *settings)
{
    if (settings->native)
        return &native_driver;
    bool direct = settings->engine == ENGINE_CHROMIUM && settings->webdriver == NULL;
    return direct ? &cdp_driver : &webdriver_driver;
}

void browsing_start(struct attempt *attempt)
{
    struct browsing *browsing = calloc(1, sizeof *browsing);
    must(browsing != NULL);
    *browsing = (struct browsing){
        .attempt = attempt,
        .step = attempt->params,
        .loop = station_loop(attempt->station),
        .timer = {.thing = browsing},
        .settle = {.fire = settled, .thing = browsing},
        .sight = arena_make(attempt->arena, struct page_sight),
    };
    browsing->actions =
        arena_array(attempt->arena, browsing->step->action_count + 1, struct action_sight);
    browsing->sight->actions = browsing->actions;
    attempt->progress = browsing;
    browsing->drive = *attempt->session;
    if (browsing->drive != NULL) {
        begin_actions(browsing);
        return;
    }
    const struct browser_settings *settings = &browsing->step->settings;
    *attempt->session = browsing->drive =
        driver_of(settings)->open(attempt, settings, opened, browsing);
}

void browsing_cancel(struct attempt *attempt)
{
    struct browsing *browsing = attempt->progress;
    must(browsing != NULL);
    bool opening = browsing->stage == BROWSING_OPENING;
    if (browsing->stage != BROWSING_OVER) {
        attempt->saw->fault.phase = opening ? PHASE_ROBOT : PHASE_ACT;
        attempt->saw->fault.reason = REASON_CANCELLED;
    }
    complete(browsing);
    loop_timer_stop(browsing->loop, &browsing->settle); /* it was over, and not told yet */
    attempt->progress = NULL;
    free(browsing);
}
