/* SPDX-License-Identifier: Apache-2.0 */
/* remote_task.c - tasks in line for a session, and the commands they send. */

#include "base/arena.h"
#include "base/clock.h"
#include "base/must.h"
#include "document/json.h"
#include "transport/webdriver/remote.h"
#include "transport/webdriver/webdriver_http.h"
#include "transport/webdriver/webdriver_reply.h"

#include <stdlib.h>
#include <string.h>

/* How long a command may take is the action's to say; this is for one nobody waits for any more. */
#define COMMAND_NS (330 * NS_PER_S)

void *remote_task_new(struct remote *remote, size_t size, drive_done_fn *done, void *thing)
{
    struct remote_task *task = calloc(1, size);
    must(task != NULL);
    *task = (struct remote_task){.remote = remote,
                                 .arena = arena_new(),
                                 .done = done,
                                 .thing = thing,
                                 .other = remote->tasks};
    remote->tasks = task;
    return task;
}

static void unlink_task(struct remote_task *task)
{
    for (struct remote_task **at = &task->remote->tasks; *at != NULL; at = &(*at)->other)
        if (*at == task) {
            *at = task->other;
            return;
        }
}

static void task_free(struct remote_task *task)
{
    loop_timer_stop(task->remote->loop, &task->pause);
    unlink_task(task);
    arena_end(task->arena);
    free(task);
}

void remote_finish(struct remote_task *task, enum drive_end end, const struct json *value,
                   const char *why)
{
    const struct drive_answer answer = {.end = end, .value = value, .why = why};
    must(!task->waiting);
    unlink_task(task);
    if (task->done != NULL)
        task->done(task->thing, &answer);
    task_free(task);
}

void remote_refuse(struct remote_task *task, const struct webdriver_reply *reply)
{
    const char *why = reply->message[0] != '\0'
                          ? arena_printf(task->arena, "%s: %s", reply->error, reply->message)
                          : reply->error;
    remote_finish(task, reply->gone ? DRIVE_GONE : DRIVE_REFUSED, NULL, why);
}

/* ---- the line ---- */

static struct remote_task *take_first(struct remote *remote)
{
    struct remote_task *task = remote->line;
    remote->line = task->behind;
    if (remote->line == NULL)
        remote->line_end = &remote->line;
    task->behind = NULL;
    task->waiting = false;
    return task;
}

static void replied(void *thing, const struct webdriver_reply *reply);

static void send_first(struct remote *remote)
{
    while (remote->line != NULL && remote->call == NULL && !remote->gone) {
        struct remote_task *task = remote->line;
        if (task->done == NULL) {
            remote_finish(take_first(remote), DRIVE_REFUSED, NULL, NULL);
            continue;
        }
        const struct webdriver_request request = {
            .method = task->method,
            .url = arena_printf(task->arena, "%s%s", remote->session, task->path),
            .body = task->body,
            .timeout_ns = task->patience_ns > 0 ? task->patience_ns : COMMAND_NS};
        remote->call = webdriver_call(remote->http, &request, replied, remote);
    }
}

static bool session_ended(const struct webdriver_reply *reply)
{
    return webdriver_reply_is(reply, "invalid session id") ||
           webdriver_reply_is(reply, "session not created") || (reply->gone && !reply->late);
}

static void hand_over(struct remote *remote, const struct webdriver_reply *reply)
{
    struct remote_task *task = take_first(remote);
    if (task->done != NULL)
        task->next(task, reply);
    else
        remote_finish(task, DRIVE_REFUSED, NULL, NULL);
}

static void replied(void *thing, const struct webdriver_reply *reply)
{
    struct remote *remote = thing;
    struct remote_task *task = remote->line;
    remote->call = NULL;
    if (session_ended(reply)) {
        remote_lost(remote,
                    arena_printf(remote->arena, "the browser is gone: %s",
                                 reply->message[0] != '\0' ? reply->message : reply->error));
        return;
    }
    bool dialog = webdriver_reply_is(reply, "unexpected alert open");
    bool broken = task->script && reply->error == NULL && reply->value->kind == JSON_NULL;
    if (dialog || broken) {
        remote_dialog(remote);
        return;
    }
    hand_over(remote, reply);
    send_first(remote);
}

void remote_resume(struct remote *remote, bool answered)
{
    static const struct webdriver_reply broken = {
        .error = "javascript error", .message = "something broke into the script: unload"};
    const struct remote_task *task = remote->line;
    if (task != NULL && !(answered && (!task->script || task->again)))
        hand_over(remote, &broken);
    send_first(remote);
}

void remote_command(struct remote_task *task, const char *method, const char *path,
                    const struct json *body, remote_next_fn *next)
{
    struct remote *remote = task->remote;
    must(!task->waiting);
    if (remote->gone) {
        remote_finish(task, DRIVE_GONE, NULL, remote->why);
        return;
    }
    task->method = method;
    task->path = path;
    task->body = body;
    task->next = next;
    task->waiting = true;
    *remote->line_end = task;
    remote->line_end = &task->behind;
    send_first(remote);
}

static int64_t go_on(void *thing, int64_t now_ns)
{
    struct remote_task *task = thing;
    (void)now_ns;
    task->next(task, NULL);
    return 0;
}

void remote_pause(struct remote_task *task, int64_t ns, remote_next_fn *next)
{
    task->next = next;
    task->pause = (struct loop_timer){.fire = go_on, .thing = task};
    loop_timer_set(task->remote->loop, &task->pause, loop_now_ns(task->remote->loop) + ns);
}

/* ---- ends ---- */

void remote_forget(struct remote *remote, const void *thing)
{
    for (struct remote_task *task = remote->tasks; task != NULL; task = task->other)
        if (task->thing == thing)
            task->done = NULL;
    if (remote->opened_thing == thing)
        remote->opened = NULL;
    if (remote->aside_thing == thing)
        remote->aside_done = NULL;
}

static void cancel_calls(struct remote *remote)
{
    if (remote->call != NULL)
        webdriver_cancel(remote->call);
    if (remote->aside != NULL)
        webdriver_cancel(remote->aside);
    remote->call = remote->aside = NULL;
}

static void clear_line(struct remote *remote)
{
    while (remote->line != NULL)
        take_first(remote);
}

void remote_lost(struct remote *remote, const char *why)
{
    const struct drive_answer answer = {.end = DRIVE_GONE, .why = why};
    if (remote->gone)
        return;
    remote->gone = true;
    remote->why = why;
    cancel_calls(remote);
    clear_line(remote);
    while (remote->tasks != NULL)
        remote_finish(remote->tasks, DRIVE_GONE, NULL, why);
    drive_done_fn *aside = remote->aside_done;
    remote->aside_done = NULL;
    if (aside != NULL)
        aside(remote->aside_thing, &answer);
    loop_timer_set(remote->loop, &remote->later, loop_now_ns(remote->loop));
}

void remote_drop(struct remote *remote)
{
    remote->gone = true;
    remote->why = "the run is over";
    cancel_calls(remote);
    clear_line(remote);
    while (remote->tasks != NULL)
        task_free(remote->tasks);
}
