/* SPDX-License-Identifier: Apache-2.0 */
/* remote_window.c - files for an input, and the ways into a frame or another window. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "document/json.h"
#include "transport/browser/cdp_value.h"
#include "transport/webdriver/remote.h"
#include "transport/webdriver/webdriver_reply.h"

#include <string.h>

#define LOOK_NS (50 * NS_PER_MS)

enum { MOST_WINDOWS = 100, MOST_PATHS = 64 * 1024, MOST_LOOKS = 40 };

static const char element_key[] = "element-6066-11e4-a52e-4f735466cecf";

static void over(struct remote_task *task, const struct webdriver_reply *reply)
{
    if (reply->error != NULL)
        remote_refuse(task, reply);
    else
        remote_finish(task, DRIVE_OK, NULL, NULL);
}

static void entered(struct remote_task *task, const struct webdriver_reply *reply)
{
    if (reply->error == NULL)
        task->remote->framed = true;
    over(task, reply);
}

static void left(struct remote_task *task, const struct webdriver_reply *reply)
{
    if (reply->error == NULL)
        task->remote->framed = false;
    over(task, reply);
}

/* ---- the element agent.js holds ---- */

struct remote_holding {
    struct remote_task task; /* first */
    const char *paths;       /* of an upload, a line each; NULL: a frame is entered */
};

static void held(void *thing, const struct drive_answer *answer)
{
    struct remote_task *task = thing;
    const struct remote_holding *holding = thing;
    struct arena *arena = task->arena;
    struct text id = webdriver_element_id(answer->value);
    if (answer->end != DRIVE_OK || id.length == 0) {
        remote_finish(task, answer->end != DRIVE_OK ? answer->end : DRIVE_REFUSED, NULL,
                      answer->why != NULL ? answer->why : "the element is gone");
        return;
    }
    struct json *body = json_object_new(arena, 1);
    if (holding->paths != NULL) {
        json_set(arena, body, text_of("text"), json_string_of(arena, holding->paths));
        remote_command(task, "POST", arena_printf(arena, "/element/%.*s/value", TEXT_ARGS(id)),
                       body, over);
        return;
    }
    struct json *element = json_object_new(arena, 1);
    json_set(arena, element, text_of(element_key), json_string(arena, text_copy(arena, id)));
    json_set(arena, body, text_of("id"), element);
    remote_command(task, "POST", "/frame", body, entered);
}

static void hold(struct drive *drive, const char *paths, drive_done_fn *done, void *thing)
{
    struct remote_holding *holding =
        remote_task_new((struct remote *)drive, sizeof *holding, done, thing);
    if (paths != NULL)
        holding->paths = arena_strdup(holding->task.arena, paths);
    remote_ask(drive, "held", NULL, false, held, holding);
}

void remote_upload(struct drive *drive, const char *const *paths, drive_done_fn *done,
                   void *thing)
{
    struct buffer lines;
    buffer_init(&lines, MOST_PATHS);
    for (size_t i = 0; paths[i] != NULL; i++)
        buffer_printf(&lines, "%s%s", i > 0 ? "\n" : "", paths[i]);
    hold(drive, lines.at, done, thing);
    buffer_done(&lines);
}

void remote_frame(struct drive *drive, const struct json *aim, drive_done_fn *done, void *thing)
{
    static const struct json nothing = {.kind = JSON_NULL};
    if (aim != NULL) {
        hold(drive, NULL, done, thing);
        return;
    }
    struct remote_task *task =
        remote_task_new((struct remote *)drive, sizeof *task, done, thing);
    struct json *body = json_object_new(task->arena, 1);
    json_set(task->arena, body, text_of("id"), &nothing);
    remote_command(task, "POST", "/frame", body, left);
}

/* ---- windows ---- */

struct remote_choosing {
    struct remote_task task; /* first */
    size_t number;           /* from 1; 0: the window just made */
    int times;               /* looked for: it may be on its way */
    const char *handle;
};

static size_t place_of(struct remote *remote, struct text handle)
{
    for (size_t i = 0; i < remote->window_count; i++)
        if (text_is(handle, remote->windows[i]))
            return i;
    if (remote->windows == NULL)
        remote->windows = arena_array(remote->arena, MOST_WINDOWS, const char *);
    if (remote->window_count == MOST_WINDOWS)
        return MOST_WINDOWS;
    remote->effects++;
    remote->windows[remote->window_count] = text_string(remote->arena, handle);
    return remote->window_count++;
}

void remote_first_window(struct remote *remote, struct text handle)
{
    place_of(remote, handle);
}

void remote_note_windows(struct remote *remote, const struct webdriver_reply *reply)
{
    if (reply->error != NULL || reply->value->kind != JSON_ARRAY)
        return;
    for (size_t i = 0; i < reply->value->count; i++)
        if (reply->value->items[i]->kind == JSON_STRING)
            place_of(remote, reply->value->items[i]->text);
}

static void chosen(struct remote_task *task, const struct webdriver_reply *reply)
{
    const struct remote_choosing *choosing = (const struct remote_choosing *)task;
    if (reply->error == NULL) {
        place_of(task->remote, text_of(choosing->handle));
        task->remote->framed = false;
    }
    over(task, reply);
}

static void choose(struct remote_task *task)
{
    const struct remote_choosing *choosing = (const struct remote_choosing *)task;
    struct json *body = json_object_new(task->arena, 1);
    json_set(task->arena, body, text_of("handle"),
             json_string_of(task->arena, choosing->handle));
    remote_command(task, "POST", "/window", body, chosen);
}

static void windows_told(struct remote_task *task, const struct webdriver_reply *reply);

static void look_again(struct remote_task *task, const struct webdriver_reply *none)
{
    (void)none;
    remote_command(task, "GET", "/window/handles", NULL, windows_told);
}

static void windows_told(struct remote_task *task, const struct webdriver_reply *reply)
{
    struct remote_choosing *choosing = (struct remote_choosing *)task;
    struct remote *remote = task->remote;
    if (reply->error != NULL) {
        remote_refuse(task, reply);
        return;
    }
    remote_note_windows(remote, reply);
    if (choosing->number > remote->window_count && ++choosing->times < MOST_LOOKS) {
        remote_pause(task, LOOK_NS, look_again);
        return;
    }
    if (choosing->number > remote->window_count) {
        remote_finish(task, DRIVE_REFUSED, NULL, "there is no such window");
        return;
    }
    choosing->handle = remote->windows[choosing->number - 1];
    choose(task);
}

void remote_window(struct drive *drive, size_t number, drive_done_fn *done, void *thing)
{
    struct remote_choosing *choosing =
        remote_task_new((struct remote *)drive, sizeof *choosing, done, thing);
    choosing->number = number > 0 ? number : 1;
    look_again(&choosing->task, NULL);
}

static void closed(struct remote_task *task, const struct webdriver_reply *reply)
{
    if (reply->gone)
        remote_refuse(task, reply);
    else
        choose(task);
}

static void made(struct remote_task *task, const struct webdriver_reply *reply)
{
    struct remote_choosing *choosing = (struct remote_choosing *)task;
    struct text handle = value_text(reply->value, "handle");
    if (reply->error != NULL || handle.length == 0) {
        remote_finish(task, reply->gone ? DRIVE_GONE : DRIVE_REFUSED, NULL,
                      reply->error != NULL ? reply->error : "no new window came");
        return;
    }
    choosing->handle = text_string(task->arena, handle);
    remote_command(task, "DELETE", "/window", NULL, closed);
}

void remote_fresh(struct drive *drive, drive_done_fn *done, void *thing)
{
    struct remote_choosing *choosing =
        remote_task_new((struct remote *)drive, sizeof *choosing, done, thing);
    struct json *body = json_object_new(choosing->task.arena, 1);
    json_set(choosing->task.arena, body, text_of("type"),
             json_string_of(choosing->task.arena, "tab"));
    remote_command(&choosing->task, "POST", "/window/new", body, made);
}
