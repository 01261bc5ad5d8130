/* SPDX-License-Identifier: Apache-2.0 */
/* browsing.c - see browsing.h.
 *
 * A part of the step's time is kept for the evidence: a failure that nobody can look at is half a
 * failure. An action that does not answer in its time, although agent.js was told when to give up, has
 * met a page whose main thread is busy. */

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

#define SLACK_NS   (300 * NS_PER_MS) /* for the answer to come back */
#define LOOKING_NS (3 * NS_PER_S)
#define ACTION_NS  (5 * NS_PER_S) /* the usual wait for an element */
#define ALIVE_NS   (1 * NS_PER_S)
#define PICTURE_NS (1 * NS_PER_S)

static const struct action_kind *const kinds[] = {
#define ACTION(name, text) &action_##name,
    ACTIONS
#undef ACTION
};

/* ---- the end ---- */

static void release(struct browsing *browsing)
{
    loop_timer_stop(browsing->loop, &browsing->timer);
    loop_timer_stop(browsing->loop, &browsing->settle);
    if (browsing->act.stop != NULL)
        browsing->act.stop(&browsing->act);
    if (browsing->drive != NULL) {
        browsing->drive->driver->forget(browsing->drive, browsing);
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

static void load_too_slow(struct act *act)
{
    act_fail(act, PHASE_WAIT, REASON_TIMEOUT,
             arena_printf(act->arena, "%s was not loaded within %s",
                          act->sight->target != NULL ? act->sight->target : "the page",
                          duration_text(act->arena, act->timeout_ns)));
}

static bool navigates(const struct act *act)
{
    return act->kind == &action_open || act->kind == &action_reload ||
           act->kind == &action_back;
}

static void too_slow(struct act *act)
{
    if (navigates(act))
        load_too_slow(act);
    else
        act_fail(
            act, PHASE_ACT, REASON_FROZEN,
            arena_printf(act->arena,
                         "the page did not answer for %s during %s%s%s: its main thread is "
                         "busy, a customer sees it frozen",
                         duration_text(act->arena, act->timeout_ns), act->sight->name,
                         act->sight->target != NULL ? " " : "",
                         act->sight->target != NULL ? act->sight->target : ""));
}

static void browser_alive(void *thing, const struct drive_answer *answer)
{
    struct browsing *browsing = thing;
    loop_timer_stop(browsing->loop, &browsing->timer);
    if (answer->end == DRIVE_OK)
        too_slow(&browsing->act);
    else
        act_answered(&browsing->act, answer);
}

/* It is the browser that hangs, not the app in it. */
static int64_t browser_hung(void *thing, int64_t now_ns)
{
    struct browsing *browsing = thing;
    (void)now_ns;
    browsing->drive->driver->forget(browsing->drive, browsing);
    browsing->drive->driver->abandon(browsing->drive, "the browser did not answer");
    act_fail(&browsing->act, PHASE_ROBOT, REASON_ROBOT, "the browser did not answer");
    return 0;
}

/* Neither done nor refused in its time: by the page's fault, or the browser's? */
static int64_t no_answer(void *thing, int64_t now_ns)
{
    struct browsing *browsing = thing;
    (void)now_ns;
    browsing->drive->driver->forget(browsing->drive, &browsing->act);
    browsing->timer.fire = browser_hung;
    loop_timer_set(browsing->loop, &browsing->timer, clock_now_ns() + ALIVE_NS);
    browsing->drive->driver->alive(browsing->drive, browser_alive, browsing);
    return 0;
}

/* Until when actions may run: the rest of the step's time is for looking. */
static int64_t acting_until(const struct browsing *browsing)
{
    int64_t all = browsing->attempt->deadline_ns - browsing->attempt->saw->started_ns;
    int64_t kept = all / 5 < LOOKING_NS ? all / 5 : LOOKING_NS;
    return browsing->attempt->deadline_ns - kept;
}

static int64_t own_timeout(const struct act *act)
{
    const char *params = act->params;
    int64_t own = 0;
    if (act->kind->timeout_at != 0)
        memcpy(&own, params + act->kind->timeout_at, sizeof own);
    if (act->kind->has_aim)
        own = ((const struct aim *)(const void *)(params + act->kind->aim_at))->timeout_ns;
    if (own > 0 || navigates(act))
        return own;
    return act->drive->action_timeout_ns;
}

static void set_deadline(struct act *act)
{
    int64_t now = clock_now_ns(), until = acting_until(act->browsing);
    int64_t own = own_timeout(act);
    act->deadline_ns = own > 0 && now + own < until ? now + own : until;
    act->timeout_ns = act->deadline_ns > now ? act->deadline_ns - now : 0;
    act->browsing->timer.fire = no_answer;
    loop_timer_set(act->browsing->loop, &act->browsing->timer,
                   act->deadline_ns + (navigates(act) ? 0 : SLACK_NS));
}

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
    set_deadline(act);
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
    browsing->drive->driver->forget(browsing->drive, browsing);
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
    *attempt->session = browsing->drive =
        cdp_driver.open(attempt, &browsing->step->settings, opened, browsing);
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
