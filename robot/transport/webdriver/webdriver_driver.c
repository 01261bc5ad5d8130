/* SPDX-License-Identifier: Apache-2.0 */
/* webdriver_driver.c - browsers behind W3C WebDriver, as the step kind `browser` sees them. */

#include "base/arena.h"
#include "base/clock.h"
#include "transport/webdriver/native.h"
#include "transport/webdriver/remote.h"
#include "transport/webdriver/webdriver_http.h"
#include "transport/webdriver/webdriver_reply.h"

#define STATUS_NS (10 * NS_PER_S)

static void begin(struct drive *drive)
{
    remote_begin((struct remote *)drive);
}

static void status_told(void *thing, const struct webdriver_reply *reply)
{
    struct remote *remote = thing;
    const struct drive_answer answer = {.end = reply->gone ? DRIVE_GONE : DRIVE_OK,
                                        .why = reply->gone ? reply->message : NULL};
    drive_done_fn *done = remote->aside_done;
    remote->aside = NULL;
    remote->aside_done = NULL;
    if (done != NULL)
        done(remote->aside_thing, &answer);
}

/* Beside the line: the session may be at a script that a frozen page does not run. */
static void alive(struct drive *drive, drive_done_fn *done, void *thing)
{
    struct remote *remote = (struct remote *)drive;
    const struct drive_answer gone = {.end = DRIVE_GONE, .why = remote->why};
    if (remote->gone) {
        done(thing, &gone);
        return;
    }
    const struct webdriver_request request = {
        .method = "GET",
        .url = arena_printf(remote->arena, "%s/status", remote->base),
        .timeout_ns = STATUS_NS};
    if (remote->aside != NULL)
        webdriver_cancel(remote->aside);
    remote->aside_done = done;
    remote->aside_thing = thing;
    remote->aside = webdriver_call(remote->http, &request, status_told, remote);
}

static void abandon(struct drive *drive, const char *why)
{
    struct remote *remote = (struct remote *)drive;
    remote_lost(remote, arena_strdup(remote->arena, why));
}

static void pictured(struct remote_task *task, const struct webdriver_reply *reply)
{
    if (reply->error != NULL)
        remote_refuse(task, reply);
    else
        remote_finish(task, DRIVE_OK, reply->value, NULL);
}

/* The protocol pictures what the window shows, never more. */
static void picture(struct drive *drive, bool full_page, drive_done_fn *done, void *thing)
{
    struct remote_task *task =
        remote_task_new((struct remote *)drive, sizeof *task, done, thing);
    (void)full_page;
    remote_command(task, "GET", "/screenshot", NULL, pictured);
}

static void dialog(struct drive *drive, bool accept, struct text text)
{
    struct remote *remote = (struct remote *)drive;
    remote->accept = accept;
    remote->prompt = text_copy(remote->arena, text);
}

static void forget(struct drive *drive, const void *thing)
{
    remote_forget((struct remote *)drive, thing);
}

static const char *complaint(const struct drive *drive)
{
    const struct remote *remote = (const struct remote *)drive;
    return remote->said_count > 0 ? remote->said[remote->said_count - 1].text : NULL;
}

static size_t busy(const struct drive *drive)
{
    (void)drive;
    return 0; /* nobody tells */
}

static uint64_t effects(const struct drive *drive)
{
    return ((const struct remote *)drive)->effects;
}

const struct driver webdriver_driver = {
    .name = "webdriver",
    .can = CAN_FREEZE,
    .open = remote_open,
    .begin = begin,
    .navigate = remote_navigate,
    .arrive = remote_arrive,
    .back = remote_back,
    .reload = remote_reload,
    .ask = remote_ask,
    .evaluate = remote_evaluate,
    .alive = alive,
    .abandon = abandon,
    .input = remote_input,
    .picture = picture,
    .upload = remote_upload,
    .dialog = dialog,
    .frame = remote_frame,
    .window = remote_window,
    .fresh = remote_fresh,
    .collect = remote_collect,
    .forget = forget,
    .complaint = complaint,
    .busy = busy,
    .effects = effects,
};

/* ---- an app behind Appium: the actions of `app:` ask for no more ---- */

static void went_back(struct remote_task *task, const struct webdriver_reply *reply)
{
    if (reply->error != NULL)
        remote_refuse(task, reply);
    else
        remote_finish(task, DRIVE_OK, NULL, NULL);
}

static void native_back(struct drive *drive, drive_done_fn *done, void *thing)
{
    struct remote_task *task =
        remote_task_new((struct remote *)drive, sizeof *task, done, thing);
    remote_command(task, "POST", "/back", NULL, went_back);
}

static void native_arrive(struct drive *drive, drive_done_fn *done, void *thing)
{
    static const struct drive_answer at_once = {.end = DRIVE_OK};
    (void)drive;
    done(thing, &at_once);
}

const struct driver native_driver = {
    .name = "appium",
    .open = remote_open,
    .begin = begin,
    .arrive = native_arrive,
    .back = native_back,
    .ask = native_ask,
    .alive = alive,
    .abandon = abandon,
    .input = native_input,
    .picture = picture,
    .dialog = dialog,
    .collect = remote_collect,
    .forget = forget,
    .complaint = complaint,
    .busy = busy,
    .effects = effects,
};
