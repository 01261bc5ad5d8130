/* SPDX-License-Identifier: Apache-2.0 */
/* input.c - mouse, fingers and keys, as the browser gets them from its window system.
 *
 * All of an action's events are written at once; the page has handled them when the last is
 * answered. Places are told from the top of the window, so those in a frame are moved by where the
 * frame stands. */

#include "base/arena.h"
#include "base/must.h"
#include "document/json.h"
#include "transport/browser/cdp_value.h"
#include "transport/browser/keys.h"
#include "transport/browser/visit.h"

#include <string.h>

struct inputs {
    struct errand errand; /* first */
    struct input *items;
    size_t count, answered;
    const char *refused;
    double left, top; /* of the frame that is driven */
    bool pressed;     /* the mouse's button, as far as they are written */
};

static void handled(void *thing, const struct cdp_reply *reply)
{
    struct inputs *inputs = thing;
    if (reply->error != NULL && inputs->refused == NULL)
        inputs->refused = arena_strdup(inputs->errand.arena, reply->error);
    if (++inputs->answered < inputs->count)
        return;
    if (reply->gone)
        errand_refuse(&inputs->errand, reply);
    else if (inputs->refused != NULL)
        errand_finish(&inputs->errand, DRIVE_REFUSED, NULL, inputs->refused);
    else
        errand_finish(&inputs->errand, DRIVE_OK, NULL, NULL);
}

static const struct json *string_of(struct arena *arena, const char *string)
{
    return string != NULL ? json_string_of(arena, string) : NULL;
}

static void mouse(struct inputs *inputs, const struct input *in, const char *type)
{
    struct arena *arena = inputs->errand.arena;
    bool button = in->kind == INPUT_DOWN || in->kind == INPUT_UP;
    if (button)
        inputs->pressed = in->kind == INPUT_DOWN;
    if (inputs->errand.visit != NULL)
        inputs->errand.visit->pressed = inputs->pressed;
    errand_call(&inputs->errand, NULL, "Input.dispatchMouseEvent",
                cdp_object(arena, "type", json_string_of(arena, type), "x",
                           cdp_number(arena, in->x + inputs->left), "y",
                           cdp_number(arena, in->y + inputs->top), "button",
                           json_string_of(arena, button || inputs->pressed ? "left" : "none"),
                           "buttons", json_int(arena, inputs->pressed ? 1 : 0), "clickCount",
                           button ? json_int(arena, in->clicks > 0 ? in->clicks : 1) : NULL,
                           "deltaX", in->kind == INPUT_WHEEL ? cdp_number(arena, in->dx) : NULL,
                           "deltaY", in->kind == INPUT_WHEEL ? cdp_number(arena, in->dy) : NULL,
                           NULL),
                handled);
}

static void touch(struct inputs *inputs, const struct input *in, const char *type)
{
    struct arena *arena = inputs->errand.arena;
    struct json *points = json_array_new(arena, 1);
    if (in->kind != INPUT_TOUCH_END)
        json_append(points, cdp_object(arena, "x", cdp_number(arena, in->x + inputs->left), "y",
                                       cdp_number(arena, in->y + inputs->top), NULL));
    errand_call(
        &inputs->errand, NULL, "Input.dispatchTouchEvent",
        cdp_object(arena, "type", json_string_of(arena, type), "touchPoints", points, NULL),
        handled);
}

static void key_event(struct inputs *inputs, const char *type, const struct key *key,
                      int modifiers, cdp_done_fn *done)
{
    struct arena *arena = inputs->errand.arena;
    bool writes = key->text != NULL && strcmp(type, "keyDown") == 0 &&
                  (modifiers & (KEY_CONTROL | KEY_META | KEY_ALT)) == 0;
    errand_call(&inputs->errand, NULL, "Input.dispatchKeyEvent",
                cdp_object(arena, "type",
                           json_string_of(arena, writes                         ? "keyDown"
                                                 : strcmp(type, "keyDown") == 0 ? "rawKeyDown"
                                                                                : "keyUp"),
                           "key", json_string_of(arena, key->name), "code",
                           string_of(arena, key->code), "windowsVirtualKeyCode",
                           json_int(arena, key->number), "modifiers",
                           json_int(arena, modifiers), "text",
                           writes ? string_of(arena, key->text) : NULL, NULL),
                done);
}

static void insert(struct inputs *inputs, struct text text)
{
    errand_call(
        &inputs->errand, NULL, "Input.insertText",
        cdp_object(inputs->errand.arena, "text", json_string(inputs->errand.arena, text), NULL),
        handled);
}

static void press(struct inputs *inputs, const struct input *in)
{
    struct key key;
    struct key_room room;
    if (!key_find(in->text, &room, &key)) {
        insert(inputs, in->text);
        return;
    }
    key_event(inputs, "keyDown", &key, in->modifiers, NULL);
    key_event(inputs, "keyUp", &key, in->modifiers, handled);
}

static void send(struct inputs *inputs)
{
    size_t count = inputs->count; /* the last answer may come at once, and free them */
    for (size_t i = 0; i < count; i++) {
        const struct input *in = &inputs->items[i];
        switch (in->kind) {
        case INPUT_MOVE:
            mouse(inputs, in, "mouseMoved");
            break;
        case INPUT_DOWN:
            mouse(inputs, in, "mousePressed");
            break;
        case INPUT_UP:
            mouse(inputs, in, "mouseReleased");
            break;
        case INPUT_WHEEL:
            mouse(inputs, in, "mouseWheel");
            break;
        case INPUT_TOUCH:
            touch(inputs, in, "touchStart");
            break;
        case INPUT_TOUCH_MOVE:
            touch(inputs, in, "touchMove");
            break;
        case INPUT_TOUCH_END:
            touch(inputs, in, "touchEnd");
            break;
        case INPUT_KEY:
            press(inputs, in);
            break;
        case INPUT_TEXT:
            insert(inputs, in->text);
            break;
        }
    }
}

/* ---- where the frame stands ---- */

static void box_told(void *thing, const struct cdp_reply *reply)
{
    struct inputs *inputs = thing;
    const struct json *content = value_of(value_of(reply->result, "model"), "content");
    if (content == NULL || content->kind != JSON_ARRAY || content->count < 2) {
        errand_refuse(&inputs->errand, reply);
        return;
    }
    const struct json *pair =
        cdp_object(inputs->errand.arena, "x", content->items[0], "y", content->items[1], NULL);
    inputs->left = value_number(pair, "x", 0);
    inputs->top = value_number(pair, "y", 0);
    send(inputs);
}

static void owner_told(void *thing, const struct cdp_reply *reply)
{
    struct inputs *inputs = thing;
    struct errand *errand = &inputs->errand;
    if (reply->result == NULL) {
        errand_refuse(errand, reply);
        return;
    }
    const struct json *owner =
        json_int(errand->arena, value_int(reply->result, "backendNodeId", 0));
    const struct json *params = cdp_object(errand->arena, "backendNodeId", owner, NULL);
    errand_call(errand, NULL, "DOM.scrollIntoViewIfNeeded", params, NULL);
    errand_call(errand, NULL, "DOM.getBoxModel", params, box_told);
}

void visit_input(struct drive *drive, const struct input *items, size_t count,
                 drive_done_fn *done, void *thing)
{
    struct visit *visit = (struct visit *)drive;
    struct inputs *inputs = errand_new(visit, sizeof *inputs, done, thing);
    struct arena *arena = inputs->errand.arena;
    must(count > 0);
    inputs->count = count;
    inputs->pressed = visit->pressed;
    inputs->items = arena_array(arena, count, struct input);
    for (size_t i = 0; i < count; i++) {
        inputs->items[i] = items[i];
        inputs->items[i].text = text_copy(arena, items[i].text);
    }
    if (visit->frame.length == 0) {
        send(inputs);
        return;
    }
    errand_call(&inputs->errand, NULL, "DOM.getFrameOwner",
                cdp_object(arena, "frameId", json_string(arena, visit->frame), NULL),
                owner_told);
}
