/* SPDX-License-Identifier: Apache-2.0 */
/* act_page.c - what is done to a page as a whole: scrolling, swiping, pictures; and to what is around
 * it: dialogs, frames, windows. */

#include "base/arena.h"
#include "document/json.h"
#include "model/page_sight.h"
#include "plan/template.h"
#include "transport/browser/act.h"
#include "transport/browser/actions.h"
#include "transport/browser/aim.h"
#include "transport/browser/browsing.h"
#include "transport/browser/cdp_value.h"

static void over(struct act *act, const struct json *value)
{
    struct text path = value_text(value, "path");
    if (path.length > 0)
        act->sight->element = text_string(act->arena, path);
    act_done(act);
}

/* ---- scroll ---- */

struct scroll {
    struct aim aim;
    int64_t down, up;
};
static const struct field scroll_fields[] = {AIM_FIELDS(struct scroll, aim),
                                             {.name = "down",
                                              .type = FIELD_COUNT,
                                              .at = offsetof(struct scroll, down),
                                              .text = "pixels to go down"},
                                             {.name = "up",
                                              .type = FIELD_COUNT,
                                              .at = offsetof(struct scroll, up),
                                              .text = "pixels to go up"},
                                             {0}};
const struct field_table action_scroll_fields = {.name = "browser_scroll",
                                                 .text = "where to scroll",
                                                 .size = sizeof(struct scroll),
                                                 .fields = scroll_fields,
                                                 .shorthand = "down",
                                                 .choices = aim_maybe};

static void scroll_start(struct act *act)
{
    const struct scroll *scroll = act->params;
    struct json *argument = json_object_new(act->arena, 4);
    if (act->aim->count > 0)
        json_set(act->arena, argument, text_of("aim"), act->aim);
    json_set(act->arena, argument, text_of("dx"), json_int(act->arena, 0));
    json_set(act->arena, argument, text_of("dy"),
             json_int(act->arena, scroll->down - scroll->up));
    json_set(act->arena, argument, text_of("time"), act_time(act));
    act_ask(act, "scroll", argument, over);
}

const struct action_kind action_scroll = {
    .name = "scroll", .fields = &action_scroll_fields, .has_aim = true, .start = scroll_start};

/* ---- swipe ---- */

enum swipe_to { SWIPE_UP = 0, SWIPE_DOWN, SWIPE_LEFT, SWIPE_RIGHT };

struct swipe {
    struct aim aim;
    int to;
    int64_t by;
};
static const struct word directions[] = {{.name = "up", .value = SWIPE_UP},
                                         {.name = "down", .value = SWIPE_DOWN},
                                         {.name = "left", .value = SWIPE_LEFT},
                                         {.name = "right", .value = SWIPE_RIGHT},
                                         {0}};
static const struct field swipe_fields[] = {AIM_FIELDS(struct swipe, aim),
                                            {.name = "to",
                                             .type = FIELD_WORD,
                                             .at = offsetof(struct swipe, to),
                                             .words = directions,
                                             .required = true,
                                             .text = "where the finger goes"},
                                            {.name = "by",
                                             .type = FIELD_COUNT,
                                             .at = offsetof(struct swipe, by),
                                             .least = 1,
                                             .most = 5000,
                                             .fallback = "200",
                                             .text = "how far, in pixels"},
                                            {0}};
const struct field_table action_swipe_fields = {.name = "browser_swipe",
                                                .text = "a finger's way over the screen",
                                                .size = sizeof(struct swipe),
                                                .fields = swipe_fields,
                                                .shorthand = "to",
                                                .choices = aim_maybe};

static void swipe_there(struct act *act, const struct json *where)
{
    static const double ways[][2] = {[SWIPE_UP] = {0, -1},
                                     [SWIPE_DOWN] = {0, 1},
                                     [SWIPE_LEFT] = {-1, 0},
                                     [SWIPE_RIGHT] = {1, 0}};
    const struct swipe *swipe = act->params;
    double x = value_number(where, "x", value_number(where, "width", 400) / 2);
    double y = value_number(where, "y", value_number(where, "height", 800) / 2);
    const struct act_way way = {.finger = true,
                                .x = x,
                                .y = y,
                                .to_x = x + ways[swipe->to][0] * (double)swipe->by,
                                .to_y = y + ways[swipe->to][1] * (double)swipe->by};
    act_walk(act, &way, over);
}

static void swipe_start(struct act *act)
{
    if (act->aim->count > 0)
        act_locate(act, act_needs(act, false, false, true), swipe_there);
    else
        act_ask(act, "view", NULL, swipe_there);
}

const struct action_kind action_swipe = {
    .name = "swipe", .fields = &action_swipe_fields, .has_aim = true, .start = swipe_start};

/* ---- screenshot ---- */

struct screenshot {
    bool full_page;
};
static const struct field screenshot_fields[] = {
    {.name = "full_page",
     .type = FIELD_FLAG,
     .at = offsetof(struct screenshot, full_page),
     .fallback = "false",
     .text = "the whole page, not only what the screen shows"},
    {0}};
const struct field_table action_screenshot_fields = {.name = "browser_screenshot",
                                                     .text = "a picture of the page",
                                                     .size = sizeof(struct screenshot),
                                                     .fields = screenshot_fields,
                                                     .shorthand = "full_page"};

static void screenshot_start(struct act *act)
{
    const struct screenshot *screenshot = act->params;
    browsing_picture(act->browsing, screenshot->full_page, &act->sight->after);
}

const struct action_kind action_screenshot = {
    .name = "screenshot", .fields = &action_screenshot_fields, .start = screenshot_start};

/* ---- dialog ---- */

enum { DIALOG_ACCEPT = 0, DIALOG_DISMISS };
struct dialog {
    int answer;
    const struct template *value;
};
static const struct word answers[] = {{.name = "accept", .value = DIALOG_ACCEPT},
                                      {.name = "dismiss", .value = DIALOG_DISMISS},
                                      {0}};
static const struct field dialog_fields[] = {
    {.name = "answer",
     .type = FIELD_WORD,
     .at = offsetof(struct dialog, answer),
     .words = answers,
     .fallback = "accept",
     .text = "from now on; an alert can only be accepted"},
    {.name = "value",
     .type = FIELD_TEMPLATE,
     .at = offsetof(struct dialog, value),
     .text = "what is entered when the page asks for something"},
    {0}};
const struct field_table action_dialog_fields = {.name = "browser_dialog",
                                                 .text = "how dialogs are answered",
                                                 .size = sizeof(struct dialog),
                                                 .fields = dialog_fields,
                                                 .shorthand = "answer"};

static void dialog_start(struct act *act)
{
    const struct dialog *dialog = act->params;
    struct text value = {0};
    if (dialog->value != NULL && !act_text(act, dialog->value, &value))
        return;
    act->drive->driver->dialog(act->drive, dialog->answer == DIALOG_ACCEPT, value);
    act_done(act);
}

const struct action_kind action_dialog = {
    .name = "dialog", .fields = &action_dialog_fields, .start = dialog_start};

/* ---- frame, window ---- */

struct frame {
    struct aim aim;
    bool top;
};
static const struct field frame_fields[] = {AIM_FIELDS(struct frame, aim),
                                            {.name = "top",
                                             .type = FIELD_FLAG,
                                             .at = offsetof(struct frame, top),
                                             .text = "back to the page itself"},
                                            {0}};
const struct field_table action_frame_fields = {.name = "browser_frame",
                                                .text = "which frame the next actions are in",
                                                .size = sizeof(struct frame),
                                                .fields = frame_fields,
                                                .shorthand = "css",
                                                .choices = aim_maybe};

static void frame_found(struct act *act, const struct json *value)
{
    (void)value;
    act->next = over;
    act->drive->driver->frame(act->drive, act->aim, act_answered, act);
}

static void frame_start(struct act *act)
{
    const struct frame *frame = act->params;
    if (!frame->top) {
        act_locate(act, act_needs(act, false, false, false), frame_found);
        return;
    }
    act->next = over;
    act->drive->driver->frame(act->drive, NULL, act_answered, act);
}

const struct action_kind action_frame = {
    .name = "frame", .fields = &action_frame_fields, .has_aim = true, .start = frame_start};

struct window {
    int64_t number;
};
static const struct field window_fields[] = {{.name = "number",
                                              .type = FIELD_COUNT,
                                              .at = offsetof(struct window, number),
                                              .least = 1,
                                              .most = 20,
                                              .required = true,
                                              .text = "in the order they were opened, from 1"},
                                             {0}};
const struct field_table action_window_fields = {.name = "browser_window",
                                                 .text = "which window the next actions are in",
                                                 .size = sizeof(struct window),
                                                 .fields = window_fields,
                                                 .shorthand = "number"};

static void window_start(struct act *act)
{
    const struct window *window = act->params;
    act->next = over;
    act->drive->driver->window(act->drive, (size_t)window->number, act_answered, act);
}

const struct action_kind action_window = {
    .name = "window", .fields = &action_window_fields, .start = window_start};
