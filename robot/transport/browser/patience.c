/* SPDX-License-Identifier: Apache-2.0 */
/* patience.c - how long an action may take, and whose fault it is when it takes longer.
 *
 * A part of the step's time is kept for the evidence: a failure that nobody can look at is half a
 * failure. An action that does not answer in its time, although agent.js was told when to give up, has
 * met a page whose main thread is busy, or a browser that hangs. */

#include "base/arena.h"
#include "base/clock.h"
#include "base/units.h"
#include "model/page_sight.h"
#include "model/step_kind.h"
#include "transport/browser/aim.h"
#include "transport/browser/browsing.h"

#include <string.h>

#define LOOKING_NS (3 * NS_PER_S)
#define ALIVE_NS   (1 * NS_PER_S)

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
    else if ((act->drive->driver->can & CAN_FREEZE) == 0)
        act_fail(act, PHASE_ROBOT, REASON_ROBOT,
                 arena_printf(act->arena, "the driver did not answer for %s during %s",
                              duration_text(act->arena, act->timeout_ns), act->sight->name));
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
    browsing_forget(browsing);
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

/* Of the step's time, what actions may not use: it is for looking. */
static int64_t kept_ns(const struct browsing *browsing)
{
    int64_t all = browsing->attempt->deadline_ns - browsing->attempt->saw->started_ns;
    return all / 5 < LOOKING_NS ? all / 5 : LOOKING_NS;
}

static int64_t acting_until(const struct browsing *browsing)
{
    return browsing->attempt->deadline_ns - kept_ns(browsing);
}

/* For the answer to come back: on a busy machine a page that is alive may be late. */
static int64_t slack_ns(const struct browsing *browsing)
{
    return kept_ns(browsing) / 4;
}

static int64_t own_timeout(const struct act *act)
{
    const char *params = act->params;
    int64_t own = 0;
    if (act->kind->has_timeout)
        memcpy(&own, params + act->kind->timeout_at, sizeof own);
    if (act->kind->has_aim)
        own = ((const struct aim *)(const void *)(params + act->kind->aim_at))->timeout_ns;
    if (own > 0 || navigates(act))
        return own;
    return act->drive->action_timeout_ns;
}

void patience_begin(struct act *act)
{
    int64_t now = clock_now_ns(), until = acting_until(act->browsing);
    int64_t own = own_timeout(act);
    act->deadline_ns = own > 0 && now + own < until ? now + own : until;
    act->timeout_ns = act->deadline_ns > now ? act->deadline_ns - now : 0;
    act->browsing->timer.fire = no_answer;
    loop_timer_set(act->browsing->loop, &act->browsing->timer,
                   act->deadline_ns + (navigates(act) ? 0 : slack_ns(act->browsing)));
}
