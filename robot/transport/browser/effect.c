/* SPDX-License-Identifier: Apache-2.0 */
/* effect.c - did anything come of a click?
 *
 * A button that does nothing shows only later, when what should have come is missing. So the page's signs are
 * noted before every click, and looked at again when an action after it fails: a customer stuck there would
 * blame the button. Where every action went well, the page has a moment after the last to show that the click
 * meant something; that it did not is a fact, judged by checks/felt. */

#include "base/arena.h"
#include "base/clock.h"
#include "document/json.h"
#include "model/page_sight.h"
#include "model/step_kind.h"
#include "transport/browser/browsing.h"
#include "transport/browser/cdp_value.h"

#include <string.h>

#define EFFECT_NS (1 * NS_PER_S)

enum {
    MOMENT_MS = 1000
}; /* Nielsen: what takes longer has interrupted the customer's thought */

/* Nothing came of the click before the action that failed: that is where the customer got stuck. */
static void blame_click(struct browsing *browsing)
{
    struct arena *arena = browsing->attempt->arena;
    struct action_sight *click = &browsing->actions[browsing->click];
    const struct fault after = browsing->actions[browsing->at].fault;
    const char *complaint = browsing->drive->driver->complaint(browsing->drive);
    const char *script = complaint == NULL
                             ? ""
                             : arena_printf(arena, "; a script failed: %.*s",
                                            (int)strcspn(complaint, "\n"), complaint);
    const struct fault fault = {
        .phase = PHASE_ACT,
        .reason = REASON_DEAD_CLICK,
        .message = arena_printf(
            arena,
            "%s %s did nothing: no navigation, request, dialog or change of "
            "the page%s; then %s",
            click->name, click->target != NULL ? click->target : "", script, after.message)};
    click->effect = 0;
    click->fault = fault;
    browsing_fail(browsing, &fault);
}

static void effect_told(void *thing, const struct drive_answer *answer)
{
    struct browsing *browsing = thing;
    loop_timer_stop(browsing->loop, &browsing->timer);
    if (answer->end == DRIVE_OK && !value_flag(answer->value, "ok") &&
        browsing->drive->driver->effects(browsing->drive) == browsing->effects_before) {
        blame_click(browsing);
        return;
    }
    browsing->actions[browsing->click].effect = 1;
    browsing_fail(browsing, &browsing->actions[browsing->at].fault);
}

static int64_t effect_unknown(void *thing, int64_t now_ns)
{
    struct browsing *browsing = thing;
    (void)now_ns;
    browsing_forget(browsing);
    browsing_fail(browsing, &browsing->actions[browsing->at].fault);
    return 0;
}

static bool looks_stuck(const struct browsing *browsing)
{
    const struct fault *fault = &browsing->actions[browsing->at].fault;
    return browsing->clicked && browsing->at > browsing->click && fault->phase == PHASE_ACT &&
           (fault->reason == REASON_ELEMENT || fault->reason == REASON_ASSERTION) &&
           browsing->drive->driver->effects(browsing->drive) == browsing->effects_before;
}

static void ask_effect(struct browsing *browsing, int64_t time_ms, drive_done_fn *told)
{
    struct arena *arena = browsing->attempt->arena;
    struct json *argument = json_object_new(arena, 2);
    json_set(arena, argument, text_of("signs"), browsing->signs_before);
    json_set(arena, argument, text_of("time"), json_int(arena, time_ms));
    browsing->drive->driver->ask(browsing->drive, "changed", argument, false, told, browsing);
}

void effect_blame(struct browsing *browsing)
{
    if (!looks_stuck(browsing)) {
        browsing_fail(browsing, &browsing->actions[browsing->at].fault);
        return;
    }
    browsing->timer.fire = effect_unknown;
    loop_timer_set(browsing->loop, &browsing->timer, clock_now_ns() + EFFECT_NS);
    ask_effect(browsing, 1, effect_told);
}

static bool came_of_it(const struct browsing *browsing)
{
    return browsing->drive->driver->effects(browsing->drive) != browsing->effects_before;
}

static void arrived(void *thing, const struct drive_answer *answer)
{
    struct browsing *browsing = thing;
    (void)answer;
    loop_timer_stop(browsing->loop, &browsing->timer);
    evidence_start(browsing);
}

static int64_t look_anyway(void *thing, int64_t now_ns)
{
    struct browsing *browsing = thing;
    (void)now_ns;
    browsing_forget(browsing);
    evidence_start(browsing);
    return 0;
}

/* The page the click leads to is the one to look at. */
static void arrive(struct browsing *browsing)
{
    browsing->timer.fire = look_anyway;
    loop_timer_set(browsing->loop, &browsing->timer, clock_now_ns() + EFFECT_NS);
    browsing->drive->driver->arrive(browsing->drive, arrived, browsing);
}

static void last_told(void *thing, const struct drive_answer *answer)
{
    struct browsing *browsing = thing;
    bool changed = answer->end == DRIVE_OK && value_flag(answer->value, "ok");
    loop_timer_stop(browsing->loop, &browsing->timer);
    if (changed || came_of_it(browsing))
        browsing->actions[browsing->click].effect = 1;
    else if (answer->end == DRIVE_OK)
        browsing->actions[browsing->click].effect = 0;
    arrive(browsing);
}

void effect_last(struct browsing *browsing)
{
    if (!browsing->clicked) {
        evidence_start(browsing);
        return;
    }
    if (came_of_it(browsing)) {
        browsing->actions[browsing->click].effect = 1;
        arrive(browsing);
        return;
    }
    browsing->timer.fire = look_anyway;
    loop_timer_set(browsing->loop, &browsing->timer,
                   clock_now_ns() + EFFECT_NS + 3 * MOMENT_MS * NS_PER_MS);
    ask_effect(browsing, MOMENT_MS, last_told);
}

void effect_before(struct browsing *browsing, const struct json *located)
{
    const struct json *signs = value_of(located, "signs");
    browsing->clicked = signs != NULL && !value_flag(located, "field");
    browsing->click = browsing->at;
    browsing->effects_before = browsing->drive->driver->effects(browsing->drive);
    browsing->signs_before = signs != NULL ? json_copy(browsing->attempt->arena, signs) : NULL;
}
