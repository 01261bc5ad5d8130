/* SPDX-License-Identifier: Apache-2.0 */
/* remote_input.c - mouse, finger, wheel and keys as WebDriver's "perform actions" (section 15).
 *
 * Each input is a tick: one source acts, the others pause. Places are told from the corner of the frame that
 * is driven. Drivers disagree where that is (WebKit's count from the window's), not where an element's middle
 * is: so in a frame places are told from its root's. */

#include "base/arena.h"
#include "base/must.h"
#include "document/json.h"
#include "transport/browser/cdp_value.h"
#include "transport/webdriver/remote.h"
#include "transport/webdriver/webdriver_reply.h"

#include <math.h>
#include <string.h>

enum organ { MOUSE = 0, FINGER, WHEEL, KEYS, SOURCES };

struct remote_acting {
    struct remote_task task; /* first */
    struct arena *arena;     /* the task's */
    const struct input *inputs;
    size_t count;
    enum organ mouse;          /* a device has none: then it is a finger */
    const struct json *origin; /* an element; NULL: the view */
    double left, top;          /* of its middle */
    struct json *ticks[SOURCES];
    bool used[SOURCES];
};

static const struct json *word(struct arena *arena, const char *text)
{
    return json_string_of(arena, text);
}

static struct json *item(struct arena *arena, const char *type)
{
    struct json *object = json_object_new(arena, 8);
    json_set(arena, object, text_of("type"), word(arena, type));
    return object;
}

/* One source acts, the others wait for it. */
static void tick(struct remote_acting *acting, enum organ source, const struct json *what)
{
    for (int i = 0; i < SOURCES; i++) {
        struct json *pause = item(acting->arena, "pause");
        json_set(acting->arena, pause, text_of("duration"), json_int(acting->arena, 0));
        json_append(acting->ticks[i], i == (int)source ? what : pause);
    }
    acting->used[source] = true;
}

static const struct json *whole(struct arena *arena, double number)
{
    return json_int(arena, llround(number));
}

static void place(const struct remote_acting *acting, const struct input *in, struct json *what)
{
    struct arena *arena = acting->arena;
    json_set(arena, what, text_of("x"), whole(arena, in->x - acting->left));
    json_set(arena, what, text_of("y"), whole(arena, in->y - acting->top));
    if (acting->origin != NULL)
        json_set(arena, what, text_of("origin"), acting->origin);
}

static void move(struct remote_acting *acting, enum organ source, const struct input *in)
{
    struct arena *arena = acting->arena;
    struct json *what = item(arena, "pointerMove");
    place(acting, in, what);
    json_set(arena, what, text_of("duration"), json_int(arena, 0));
    tick(acting, source, what);
}

static void button(struct remote_acting *acting, enum organ source, const char *type)
{
    struct json *what = item(acting->arena, type);
    json_set(acting->arena, what, text_of("button"), json_int(acting->arena, 0));
    tick(acting, source, what);
}

static void wheel(struct remote_acting *acting, const struct input *in)
{
    struct arena *arena = acting->arena;
    struct json *what = item(arena, "scroll");
    place(acting, in, what);
    json_set(arena, what, text_of("deltaX"), whole(arena, in->dx));
    json_set(arena, what, text_of("deltaY"), whole(arena, in->dy));
    json_set(arena, what, text_of("duration"), json_int(arena, 0));
    tick(acting, WHEEL, what);
}

/* ---- keys ---- */

/* Section 15.4.2: keys that are no characters have code points of their own. */
static const char *key_value(struct text name)
{
    static const struct {
        const char *name, *value;
    } rows[] = {
        {"ArrowDown", "\uE015"}, {"ArrowLeft", "\uE012"}, {"ArrowRight", "\uE014"},
        {"ArrowUp", "\uE013"},   {"Backspace", "\uE003"}, {"Delete", "\uE017"},
        {"End", "\uE010"},       {"Enter", "\uE007"},     {"Escape", "\uE00C"},
        {"Home", "\uE011"},      {"PageDown", "\uE00F"},  {"PageUp", "\uE00E"},
        {"Space", " "},          {"Tab", "\uE004"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (text_is(name, rows[i].name))
            return rows[i].value;
    return NULL;
}

static void key(struct remote_acting *acting, const char *type, struct text value)
{
    struct json *what = item(acting->arena, type);
    json_set(acting->arena, what, text_of("value"),
             json_string(acting->arena, text_copy(acting->arena, value)));
    tick(acting, KEYS, what);
}

static const struct {
    int flag;
    const char *value;
} modifiers[] = {
    {KEY_SHIFT, "\uE008"}, {KEY_CONTROL, "\uE009"}, {KEY_ALT, "\uE00A"}, {KEY_META, "\uE03D"}};
enum { MODIFIERS = sizeof modifiers / sizeof modifiers[0] };

static void press(struct remote_acting *acting, struct text value, int held)
{
    for (size_t i = 0; i < MODIFIERS; i++)
        if (held & modifiers[i].flag)
            key(acting, "keyDown", text_of(modifiers[i].value));
    key(acting, "keyDown", value);
    key(acting, "keyUp", value);
    for (size_t i = MODIFIERS; i > 0; i--)
        if (held & modifiers[i - 1].flag)
            key(acting, "keyUp", text_of(modifiers[i - 1].value));
}

/* What no key writes is pressed as if one did: a key's value may be any character. */
static void write(struct remote_acting *acting, struct text text)
{
    for (size_t at = 0, next; at < text.length; at = next) {
        next = at + 1;
        while (next < text.length && ((unsigned char)text.at[next] & 0xC0) == 0x80)
            next++;
        press(acting, text_slice(text, at, next), 0);
    }
}

/* ---- all of them ---- */

static void add(struct remote_acting *acting, const struct input *in)
{
    const char *named = in->kind == INPUT_KEY ? key_value(in->text) : NULL;
    switch (in->kind) {
    case INPUT_MOVE:
        move(acting, acting->mouse, in);
        break;
    case INPUT_DOWN:
        button(acting, acting->mouse, "pointerDown");
        break;
    case INPUT_UP:
        button(acting, acting->mouse, "pointerUp");
        break;
    case INPUT_WHEEL:
        wheel(acting, in);
        break;
    case INPUT_TOUCH:
        move(acting, FINGER, in);
        button(acting, FINGER, "pointerDown");
        break;
    case INPUT_TOUCH_MOVE:
        move(acting, FINGER, in);
        break;
    case INPUT_TOUCH_END:
        button(acting, FINGER, "pointerUp");
        break;
    case INPUT_KEY:
        if (named != NULL)
            press(acting, text_of(named), in->modifiers);
        else if (in->modifiers != 0)
            press(acting, in->text, in->modifiers);
        else
            write(acting, in->text);
        break;
    case INPUT_TEXT:
        write(acting, in->text);
        break;
    }
}

static const struct json *source_of(struct remote_acting *acting, enum organ source)
{
    static const struct {
        const char *type, *id, *pointer;
    } rows[SOURCES] = {{"pointer", "mouse", "mouse"},
                       {"pointer", "finger", "touch"},
                       {"wheel", "wheel", NULL},
                       {"key", "keys", NULL}};
    struct arena *arena = acting->arena;
    struct json *object = item(arena, rows[source].type);
    json_set(arena, object, text_of("id"), word(arena, rows[source].id));
    if (rows[source].pointer != NULL) {
        struct json *parameters = json_object_new(arena, 1);
        json_set(arena, parameters, text_of("pointerType"), word(arena, rows[source].pointer));
        json_set(arena, object, text_of("parameters"), parameters);
    }
    json_set(arena, object, text_of("actions"), acting->ticks[source]);
    return object;
}

static void windows_told(struct remote_task *task, const struct webdriver_reply *reply)
{
    remote_note_windows(task->remote, reply);
    remote_finish(task, reply->gone ? DRIVE_GONE : DRIVE_OK, NULL, reply->message);
}

static void over(struct remote_task *task, const struct webdriver_reply *reply)
{
    const struct remote_acting *acting = (const struct remote_acting *)task;
    enum input_kind last = acting->inputs[acting->count - 1].kind;
    if (reply->error != NULL)
        remote_refuse(task, reply);
    else if (!task->remote->native && (last == INPUT_UP || last == INPUT_TOUCH_END))
        remote_command(task, "GET", "/window/handles", NULL, windows_told);
    else
        remote_finish(task, DRIVE_OK, NULL, NULL);
}

static size_t ticks_of(const struct input *inputs, size_t count)
{
    size_t ticks = 0;
    for (size_t i = 0; i < count; i++)
        ticks += 2 + 2 * MODIFIERS + 2 * inputs[i].text.length;
    return ticks;
}

static void send(struct remote_acting *acting)
{
    struct arena *arena = acting->arena;
    size_t most = ticks_of(acting->inputs, acting->count);
    for (int i = 0; i < SOURCES; i++)
        acting->ticks[i] = json_array_new(arena, most);
    for (size_t i = 0; i < acting->count; i++)
        add(acting, &acting->inputs[i]);
    struct json *sources = json_array_new(arena, SOURCES);
    for (int i = 0; i < SOURCES; i++)
        if (acting->used[i])
            json_append(sources, source_of(acting, (enum organ)i));
    struct json *body = json_object_new(arena, 1);
    json_set(arena, body, text_of("actions"), sources);
    remote_command(&acting->task, "POST", "/actions", body, over);
}

/* Of the part of it that is in view: section 11.1, "in-view center point". */
static const char middle_js[] =
    "let frame = null; try { frame = window.frameElement; } catch { /* of another origin */ }"
    "if (frame) frame.scrollIntoView({block: 'center', inline: 'center', behavior: 'instant'});"
    "const root = document.documentElement, box = root.getClientRects()[0] ||"
    " {left: 0, top: 0, right: 0, bottom: 0};"
    "const middle = (a, b, most) =>"
    " Math.floor((Math.max(0, Math.min(a, b)) + Math.min(most, Math.max(a, b))) / 2);"
    "return {root, left: middle(box.left, box.right, innerWidth),"
    " top: middle(box.top, box.bottom, innerHeight)};";

static void middle_told(struct remote_task *task, const struct webdriver_reply *reply)
{
    struct remote_acting *acting = (struct remote_acting *)task;
    const struct json *root = value_of(reply->value, "root");
    if (reply->error != NULL) {
        remote_refuse(task, reply);
        return;
    }
    acting->origin = root != NULL ? json_copy(acting->arena, root) : NULL;
    acting->left = value_number(reply->value, "left", 0);
    acting->top = value_number(reply->value, "top", 0);
    send(acting);
}

void remote_input(struct drive *drive, const struct input *inputs, size_t count,
                  drive_done_fn *done, void *thing)
{
    struct remote *remote = (struct remote *)drive;
    struct remote_acting *acting = remote_task_new(remote, sizeof *acting, done, thing);
    struct arena *arena = acting->arena = acting->task.arena;
    struct input *kept = arena_array(arena, count, struct input);
    must(count > 0);
    for (size_t i = 0; i < count; i++) {
        kept[i] = inputs[i];
        kept[i].text = text_copy(arena, inputs[i].text);
    }
    acting->inputs = kept;
    acting->count = count;
    acting->mouse = remote->native ? FINGER : MOUSE;
    if (remote->framed)
        remote_command(&acting->task, "POST", "/execute/sync",
                       remote_script(arena, middle_js, NULL), middle_told);
    else
        send(acting);
}
