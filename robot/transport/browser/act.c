/* SPDX-License-Identifier: Apache-2.0 */
/* act.c - what actions are made of: see act.h. */

#include "transport/browser/act.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/units.h"
#include "document/json.h"
#include "model/page_sight.h"
#include "model/step_kind.h"
#include "plan/template.h"
#include "transport/browser/browsing.h"
#include "transport/browser/cdp_value.h"
#include "transport/browser/looks.h"

void act_done(struct act *act)
{
    browsing_next(act->browsing);
}

void act_fault(struct act *act, const struct fault *fault)
{
    act->sight->fault = *fault;
    browsing_next(act->browsing);
}

void act_fail(struct act *act, enum phase phase, enum reason reason, const char *message)
{
    const struct fault fault = {.phase = phase, .reason = reason, .message = message};
    act_fault(act, &fault);
}

bool act_text(struct act *act, const struct template *t, struct text *ret)
{
    struct fault fault = {0};
    if (template_text(t, act->attempt->scope, act->arena, ret, &fault))
        return true;
    act_fault(act, &fault);
    return false;
}

const struct json *act_time(struct act *act)
{
    int64_t left_ms = (act->deadline_ns - clock_now_ns()) / NS_PER_MS;
    return json_int(act->arena, left_ms > 1 ? left_ms : 1);
}

/* ---- answers ---- */

static const char *words_of(struct act *act)
{
    const struct action_sight *sight = act->sight;
    return sight->target != NULL ? arena_printf(act->arena, "%s %s", sight->name, sight->target)
                                 : sight->name;
}

void act_answered(void *thing, const struct drive_answer *answer)
{
    struct act *act = thing;
    switch (answer->end) {
    case DRIVE_OK:
        act->next(act, answer->value);
        return;
    case DRIVE_REFUSED:
        act_fail(act, PHASE_ACT, REASON_ELEMENT,
                 arena_printf(act->arena, "%s: %s", words_of(act), answer->why));
        return;
    case DRIVE_CRASHED:
        act_fail(act, PHASE_ACT, REASON_CRASHED,
                 arena_printf(act->arena, "%s: %s", words_of(act), answer->why));
        return;
    case DRIVE_GONE:
        act_fail(act, PHASE_ROBOT, REASON_ROBOT, arena_strdup(act->arena, answer->why));
        return;
    }
}

/* What a customer would say. */
static const char *sentence_of(struct text why)
{
    static const struct {
        const char *why, *sentence;
    } rows[] = {
        {"missing", "nothing matches"},
        {"several", "it is not clear which is meant"},
        {"hidden", "it is not shown"},
        {"visible", "it is still shown"},
        {"disabled", "it is disabled"},
        {"enabled", "it is not disabled"},
        {"readonly", "nothing can be typed there"},
        {"covered", "something is in the way"},
        {"outside", "it is outside of the screen"},
        {"moving", "it does not stop moving"},
        {"focus", "it does not have the focus"},
        {"selector", "the target is wrong"},
        {"text", "it says something else"},
        {"attribute", "the attribute is missing"},
        {"count", "there are more or fewer of them"},
        {"checked", "it is checked"},
        {"unchecked", "it is not checked"},
        {"address", "the page is another one"},
        {"kind", "it is another kind of element"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (text_is(why, rows[i].why))
            return rows[i].sentence;
    return "it cannot be done";
}

/* What the page shows is a matter of assertions; what a customer cannot act on, of elements. */
static enum reason reason_of(const struct act *act, struct text why)
{
    if (text_is(why, "selector"))
        return REASON_TEMPLATE;
    return act->kind == &action_expect ? REASON_ASSERTION : REASON_ELEMENT;
}

void act_refused(struct act *act, const struct json *answer)
{
    struct text why = value_text(answer, "why"), detail = value_text(answer, "detail");
    enum reason reason = reason_of(act, why);
    act_fail(act, reason == REASON_TEMPLATE ? PHASE_ROBOT : PHASE_ACT, reason,
             arena_printf(act->arena, "%s: %s%s%.*s%s", words_of(act), sentence_of(why),
                          detail.length > 0 ? ": " : "", TEXT_ARGS(detail),
                          reason == REASON_TEMPLATE
                              ? ""
                              : arena_printf(act->arena, " (after %s)",
                                             duration_text(act->arena, act->timeout_ns))));
}

static void judged(void *thing, const struct drive_answer *answer)
{
    struct act *act = thing;
    const struct json *mark = answer->end == DRIVE_OK ? value_of(answer->value, "mark") : NULL;
    if (mark != NULL)
        act->sight->mark = mark_of(act->arena, mark);
    if (answer->end == DRIVE_OK && !value_flag(answer->value, "ok"))
        act_refused(act, answer->value);
    else
        act_answered(act, answer);
}

/* ---- asking ---- */

void act_ask(struct act *act, const char *function, const struct json *argument,
             act_next_fn *next)
{
    act->next = next;
    act->drive->driver->ask(act->drive, function, argument, true, judged, act);
}

void act_ask_anyway(struct act *act, const char *function, const struct json *argument,
                    act_next_fn *next)
{
    act->next = next;
    act->drive->driver->ask(act->drive, function, argument, true, act_answered, act);
}

static void located(void *thing, const struct drive_answer *answer)
{
    struct act *act = thing;
    if (answer->end == DRIVE_OK && value_flag(answer->value, "ok")) {
        struct text path = value_text(answer->value, "path");
        act->sight->element = text_string(act->arena, path);
        if (act->kind->wants_effect)
            effect_before(act->browsing, answer->value);
    }
    judged(act, answer);
}

void act_locate(struct act *act, const struct json *needs, act_next_fn *next)
{
    struct json *argument = json_object_new(act->arena, 4);
    json_set(act->arena, argument, text_of("aim"), act->aim);
    json_set(act->arena, argument, text_of("needs"), needs);
    json_set(act->arena, argument, text_of("time"), act_time(act));
    act->next = next;
    act->drive->driver->ask(act->drive, "locate", argument, true, located, act);
}

const struct json *act_needs(struct act *act, bool enabled, bool editable, bool hit)
{
    struct json *needs = json_object_new(act->arena, 3);
    json_set(act->arena, needs, text_of("enabled"), json_bool(enabled));
    json_set(act->arena, needs, text_of("editable"), json_bool(editable));
    json_set(act->arena, needs, text_of("hit"), json_bool(hit));
    return needs;
}

void act_input(struct act *act, const struct input *inputs, size_t count, act_next_fn *next)
{
    act->next = next;
    act->drive->driver->input(act->drive, inputs, count, act_answered, act);
}
