/* SPDX-License-Identifier: Apache-2.0 */
/* remote_ask.c - questions to agent.js, which is put into a document when it is first asked; scripts of
 * the journey's.
 *
 * There is no world of its own here: a page that looks for it finds it. A page's content security policy
 * forbids eval, but not what the driver runs: so a script is sent whole, as text. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "document/json.h"
#include "transport/browser/cdp_value.h"
#include "transport/webdriver/remote.h"
#include "transport/webdriver/webdriver_reply.h"

#include <string.h>

extern const char agent_js[], bridge_js[];

#define AGAIN_NS  (50 * NS_PER_MS)
#define ANSWER_NS (4 * NS_PER_S) /* beyond what the page may take: see remote_navigate.c */

enum { MOST_AGAIN = 60, MOST_SCRIPT = 1 << 20 };

const struct json *remote_script(struct arena *arena, const char *source,
                                 const struct json *arguments)
{
    struct json *body = json_object_new(arena, 2);
    json_set(arena, body, text_of("script"), json_string_of(arena, source));
    json_set(arena, body, text_of("args"),
             arguments != NULL ? arguments : json_array_new(arena, 1));
    return body;
}

/* ---- agent.js ---- */

struct remote_asking {
    struct remote_task task; /* first */
    const struct json *arguments;
    bool with_agent;
    int times; /* sent again: the document went away */
};

static void asked(struct remote_task *task, const struct webdriver_reply *reply);

static void send(struct remote_task *task)
{
    const struct remote_asking *asking = (const struct remote_asking *)task;
    const char *source = bridge_js;
    if (asking->with_agent)
        source = arena_printf(task->arena, "%s\n%s", agent_js, bridge_js);
    remote_command(task, "POST", "/execute/async",
                   remote_script(task->arena, source, asking->arguments), asked);
}

static void send_again(struct remote_task *task, const struct webdriver_reply *reply)
{
    (void)reply;
    send(task);
}

/* Drivers have many words for a document that is no more; WebKit's may have none. */
static bool document_went(const struct webdriver_reply *reply)
{
    return reply->late || webdriver_reply_is(reply, "no such frame") ||
           webdriver_reply_is(reply, "no such document") ||
           webdriver_reply_is(reply, "stale element reference") ||
           (reply->message != NULL && (strstr(reply->message, "unload") != NULL ||
                                       strstr(reply->message, "context") != NULL));
}

static void answer(struct remote_task *task, const struct json *told)
{
    const struct json *thrown = value_of(told, "thrown");
    remote_told(task->remote, told);
    if (thrown != NULL)
        remote_finish(task, DRIVE_REFUSED, NULL,
                      text_string(task->arena, value_text(told, "thrown")));
    else
        remote_finish(task, DRIVE_OK, value_of(told, "value"), NULL);
}

static void asked(struct remote_task *task, const struct webdriver_reply *reply)
{
    struct remote_asking *asking = (struct remote_asking *)task;
    if (reply->error != NULL) {
        if (!document_went(reply) || !task->again || ++asking->times > MOST_AGAIN) {
            remote_refuse(task, reply);
            return;
        }
        asking->with_agent = false;
        remote_pause(task, AGAIN_NS, send_again);
        return;
    }
    if (!value_flag(reply->value, "absent")) {
        answer(task, reply->value);
        return;
    }
    asking->with_agent = true;
    send(task);
}

void remote_ask(struct drive *drive, const char *function, const struct json *argument,
                bool again, drive_done_fn *done, void *thing)
{
    struct remote_asking *asking =
        remote_task_new((struct remote *)drive, sizeof *asking, done, thing);
    struct arena *arena = asking->task.arena;
    struct json *arguments = json_array_new(arena, 2);
    json_append(arguments, json_string_of(arena, function));
    json_append(arguments,
                argument != NULL ? json_copy(arena, argument) : json_object_new(arena, 1));
    asking->arguments = arguments;
    asking->task.script = true;
    asking->task.again = again;
    asking->task.patience_ns = value_int(argument, "time", 0) * NS_PER_MS + ANSWER_NS;
    send(&asking->task);
}

/* ---- the journey's own ---- */

struct remote_running {
    struct remote_task task; /* first */
    struct text script;
    bool statements;
};

static void ran(struct remote_task *task, const struct webdriver_reply *reply);

/* As an expression first, whose promise is waited for; else as statements. */
static void run(struct remote_task *task)
{
    static const char expression[] = "(async () => { return await (\n";
    static const char statements[] = "(async () => {\n";
    static const char end[] =
        ").then(() => done({ok: true}), (e) => done({thrown: String(e)}));\n";
    const struct remote_running *running = (const struct remote_running *)task;
    struct buffer source;
    buffer_init(&source, MOST_SCRIPT);
    buffer_add_string(&source, "const done = arguments[0];\n(");
    buffer_add_string(&source, running->statements ? statements : expression);
    buffer_add_text(&source, running->script);
    buffer_add_string(&source, running->statements ? "\n})()" : "\n); })()");
    buffer_add_string(&source, end);
    const char *text = text_string(task->arena, buffer_text(&source));
    buffer_done(&source);
    remote_command(task, "POST", "/execute/async", remote_script(task->arena, text, NULL), ran);
}

static void ran(struct remote_task *task, const struct webdriver_reply *reply)
{
    struct remote_running *running = (struct remote_running *)task;
    if (reply->error != NULL && !running->statements && !reply->gone) {
        running->statements = true;
        run(task);
        return;
    }
    struct text thrown = value_text(reply->value, "thrown");
    if (reply->error != NULL)
        remote_refuse(task, reply);
    else if (thrown.length > 0)
        remote_finish(task, DRIVE_REFUSED, NULL,
                      text_string(task->arena, text_slice(thrown, 0, 300)));
    else
        remote_finish(task, DRIVE_OK, NULL, NULL);
}

static struct text without_semicolons(struct text script)
{
    script = text_trim(script);
    while (script.length > 0 && script.at[script.length - 1] == ';')
        script = text_trim(text_slice(script, 0, script.length - 1));
    return script;
}

void remote_evaluate(struct drive *drive, struct text script, drive_done_fn *done, void *thing)
{
    struct remote_running *running =
        remote_task_new((struct remote *)drive, sizeof *running, done, thing);
    running->script = text_copy(running->task.arena, without_semicolons(script));
    running->task.script = true;
    run(&running->task);
}
