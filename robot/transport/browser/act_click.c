/* SPDX-License-Identifier: Apache-2.0 */
/* act_click.c - a click of the mouse, a tap of a finger: where the element is, once a customer could do
 * it. */

#include "base/arena.h"
#include "document/json.h"
#include "transport/browser/act.h"
#include "transport/browser/actions.h"
#include "transport/browser/aim.h"
#include "transport/browser/cdp_value.h"

struct click {
    struct aim aim;
    int64_t times;
};

static const struct field click_fields[] = {AIM_FIELDS(struct click, aim),
                                            {.name = "times",
                                             .type = FIELD_COUNT,
                                             .at = offsetof(struct click, times),
                                             .least = 1,
                                             .most = 3,
                                             .fallback = "1",
                                             .text = "2 is a double click"},
                                            {0}};

const struct field_table action_click_fields = {.name = "browser_click",
                                                .text = "an element to click",
                                                .size = sizeof(struct click),
                                                .fields = click_fields,
                                                .shorthand = "text",
                                                .choices = aim_choices};

static void over(struct act *act, const struct json *value)
{
    (void)value;
    act_done(act);
}

static void click_there(struct act *act, const struct json *where)
{
    const struct click *click = act->params;
    struct input inputs[1 + 2 * 3] = {0};
    size_t count = 1 + 2 * (size_t)click->times;
    for (size_t i = 0; i < count; i++) {
        inputs[i].kind = i == 0 ? INPUT_MOVE : i % 2 == 1 ? INPUT_DOWN : INPUT_UP;
        inputs[i].clicks = (int)(i + 1) / 2;
        inputs[i].x = value_number(where, "x", 0);
        inputs[i].y = value_number(where, "y", 0);
    }
    act_input(act, inputs, count, over);
}

static void click_start(struct act *act)
{
    act_locate(act, act_needs(act, true, false, true), click_there);
}

const struct action_kind action_click = {
    .name = "click",
    .fields = &action_click_fields,
    .has_aim = true,
    .wants_effect = true,
    .start = click_start,
};

static const struct field tap_fields[] = {AIM_FIELDS(struct click, aim), {0}};

const struct field_table action_tap_fields = {.name = "browser_tap",
                                              .text = "an element to tap",
                                              .size = sizeof(struct click),
                                              .fields = tap_fields,
                                              .shorthand = "text",
                                              .choices = aim_choices};

static void tap_there(struct act *act, const struct json *where)
{
    struct input inputs[] = {{.kind = INPUT_TOUCH,
                              .x = value_number(where, "x", 0),
                              .y = value_number(where, "y", 0)},
                             {.kind = INPUT_TOUCH_END}};
    act_input(act, inputs, 2, over);
}

static void tap_start(struct act *act)
{
    act_locate(act, act_needs(act, true, false, true), tap_there);
}

const struct action_kind action_tap = {
    .name = "tap",
    .fields = &action_tap_fields,
    .has_aim = true,
    .wants_effect = true,
    .start = tap_start,
};
