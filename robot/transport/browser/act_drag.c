/* SPDX-License-Identifier: Apache-2.0 */
/* act_drag.c - pressed, moved, let go: sliders that prove a customer is human, sorting, drawing. By pointer events;
 * what a page does with the system's own drag and drop (draggable=true) is another thing. */

#include "base/arena.h"
#include "document/json.h"
#include "model/page_sight.h"
#include "plan/template.h"
#include "transport/browser/act.h"
#include "transport/browser/actions.h"
#include "transport/browser/aim.h"
#include "transport/browser/cdp_value.h"

struct drag {
    struct aim aim;
    const struct template *to;
    int64_t right, down;
};

/* Where it is taken. */
struct taken {
    double x, y;
};

static const struct field fields[] = {
    AIM_FIELDS(struct drag, aim),
    {.name = "to",
     .type = FIELD_TEMPLATE,
     .at = offsetof(struct drag, to),
     .text = "onto the element that this CSS selector finds"},
    {.name = "right",
     .type = FIELD_COUNT,
     .at = offsetof(struct drag, right),
     .least = -5000,
     .most = 5000,
     .fallback = "0",
     .text = "so many pixels to the right; negative: to the left"},
    {.name = "down",
     .type = FIELD_COUNT,
     .at = offsetof(struct drag, down),
     .least = -5000,
     .most = 5000,
     .fallback = "0",
     .text = "so many pixels down; negative: up"},
    {0}};

const struct field_table action_drag_fields = {.name = "browser_drag",
                                               .text = "an element to drag",
                                               .size = sizeof(struct drag),
                                               .fields = fields,
                                               .choices = aim_choices};

static void over(struct act *act, const struct json *value)
{
    (void)value;
    act_done(act);
}

static void drag_to(struct act *act, double x, double y)
{
    const struct taken *from = act->own;
    const struct act_way way = {.x = from->x, .y = from->y, .to_x = x, .to_y = y};
    act_walk(act, &way, over);
}

static void goal_found(struct act *act, const struct json *where)
{
    const struct json *box = value_of(where, "box");
    drag_to(act, value_number(box, "x", 0) + value_number(box, "width", 0) / 2,
            value_number(box, "y", 0) + value_number(box, "height", 0) / 2);
}

static void drag_there(struct act *act, const struct json *where)
{
    const struct drag *drag = act->params;
    struct taken *from = arena_make(act->arena, struct taken);
    struct text css;
    from->x = value_number(where, "x", 0);
    from->y = value_number(where, "y", 0);
    act->own = from;
    if (drag->to == NULL) {
        drag_to(act, from->x + (double)drag->right, from->y + (double)drag->down);
        return;
    }
    if (!act_text(act, drag->to, &css))
        return;
    struct json *aim = json_object_new(act->arena, 1),
                *argument = json_object_new(act->arena, 3);
    json_set(act->arena, aim, text_of("css"), json_string(act->arena, css));
    json_set(act->arena, argument, text_of("aim"), aim);
    json_set(act->arena, argument, text_of("needs"), act_needs(act, false, false, false));
    json_set(act->arena, argument, text_of("time"), act_time(act));
    act_ask(act, "locate", argument, goal_found);
}

static void drag_start(struct act *act)
{
    act_locate(act, act_needs(act, true, false, true), drag_there);
}

const struct action_kind action_drag = {
    .name = "drag",
    .fields = &action_drag_fields,
    .has_aim = true,
    .wants_effect = true,
    .start = drag_start,
};
