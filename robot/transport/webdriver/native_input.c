/* SPDX-License-Identifier: Apache-2.0 */
/* native_input.c - taps, text and swipes in a native app.
 *
 * What is done to the element found last is done by its own commands, which every driver has; ways of a
 * finger are W3C actions. */

#include "base/arena.h"
#include "base/buffer.h"
#include "document/json.h"
#include "transport/webdriver/native.h"
#include "transport/webdriver/webdriver_reply.h"

enum { MOST_TYPED = 64 * 1024 };

struct native_clicking {
    struct remote_task task; /* first */
    int times;
};

static void over(struct remote_task *task, const struct webdriver_reply *reply)
{
    if (reply->error != NULL)
        remote_refuse(task, reply);
    else
        remote_finish(task, DRIVE_OK, NULL, NULL);
}

static void clicked(struct remote_task *task, const struct webdriver_reply *reply);

static void click(struct native_clicking *clicking)
{
    struct remote_task *task = &clicking->task;
    clicking->times--;
    remote_command(task, "POST",
                   arena_printf(task->arena, "/element/%s/click", task->remote->held), NULL,
                   clicked);
}

static void clicked(struct remote_task *task, const struct webdriver_reply *reply)
{
    struct native_clicking *clicking = (struct native_clicking *)task;
    if (reply->error != NULL || clicking->times == 0)
        over(task, reply);
    else
        click(clicking);
}

/* A click of the mouse, or a tap, in one place: how often. 0: it is something else. */
static int clicks_of(const struct input *inputs, size_t count)
{
    if (count == 2 && inputs[0].kind == INPUT_TOUCH && inputs[1].kind == INPUT_TOUCH_END)
        return 1;
    if (count < 3 || count % 2 == 0 || inputs[0].kind != INPUT_MOVE)
        return 0;
    for (size_t i = 1; i < count; i++)
        if (inputs[i].kind != (i % 2 == 1 ? INPUT_DOWN : INPUT_UP))
            return 0;
    return (int)(count / 2);
}

static bool is_enter(const struct input *in)
{
    return in->kind == INPUT_KEY && text_is(in->text, "Enter");
}

/* No key among them that writes nothing. */
static bool writes(const struct input *inputs, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (inputs[i].kind != INPUT_TEXT && !is_enter(&inputs[i]) &&
            !(inputs[i].kind == INPUT_KEY && inputs[i].text.length == 1))
            return false;
    return true;
}

static void type(struct remote_task *task, const struct input *inputs, size_t count)
{
    struct buffer text;
    buffer_init(&text, MOST_TYPED);
    for (size_t i = 0; i < count; i++)
        buffer_add_text(&text, is_enter(&inputs[i]) ? text_of("\n") : inputs[i].text);
    struct json *body = json_object_new(task->arena, 1);
    json_set(task->arena, body, text_of("text"),
             json_string(task->arena, text_copy(task->arena, buffer_text(&text))));
    buffer_done(&text);
    remote_command(task, "POST",
                   arena_printf(task->arena, "/element/%s/value", task->remote->held), body,
                   over);
}

static bool is_backspace(const struct input *inputs, size_t count)
{
    return count == 1 && inputs[0].kind == INPUT_KEY && text_is(inputs[0].text, "Backspace");
}

void native_input(struct drive *drive, const struct input *inputs, size_t count,
                  drive_done_fn *done, void *thing)
{
    struct remote *remote = (struct remote *)drive;
    int times = clicks_of(inputs, count);
    bool emptied = remote->emptied && is_backspace(inputs, count);
    remote->emptied = false;
    if (remote->held == NULL || (times == 0 && !emptied && !writes(inputs, count))) {
        remote_input(drive, inputs, count, done, thing);
        return;
    }
    struct native_clicking *clicking = remote_task_new(remote, sizeof *clicking, done, thing);
    struct remote_task *task = &clicking->task;
    clicking->times = times;
    if (times > 0)
        click(clicking);
    else if (emptied) /* what was to be deleted is gone already */
        remote_finish(task, DRIVE_OK, NULL, NULL);
    else
        type(task, inputs, count);
}
