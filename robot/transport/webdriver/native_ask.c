/* SPDX-License-Identifier: Apache-2.0 */
/* native_ask.c - what the actions and the last look ask of agent.js, answered for a native app. */

#include "base/arena.h"
#include "document/json.h"
#include "transport/browser/cdp_value.h"
#include "transport/webdriver/native.h"
#include "transport/webdriver/native_source.h"
#include "transport/webdriver/webdriver_reply.h"

#include <string.h>

enum { MOST_WORDS = 2000 };

struct json *native_yes(struct arena *arena)
{
    struct json *yes = json_object_new(arena, 8);
    json_set(arena, yes, text_of("ok"), json_bool(true));
    return yes;
}

const struct json *native_no(struct arena *arena, const char *why, const char *detail)
{
    struct json *no = json_object_new(arena, 3);
    json_set(arena, no, text_of("ok"), json_bool(false));
    json_set(arena, no, text_of("why"), json_string_of(arena, why));
    json_set(arena, no, text_of("detail"), json_string_of(arena, detail));
    return no;
}

/* ---- its parts ---- */

static bool failed(struct remote_task *task, const struct webdriver_reply *reply)
{
    if (reply->error != NULL)
        remote_refuse(task, reply);
    return reply->error != NULL;
}

static void rect_told(struct remote_task *task, const struct webdriver_reply *reply)
{
    if (failed(task, reply))
        return;
    struct json *yes = native_yes(task->arena);
    json_set(task->arena, yes, text_of("width"),
             json_int(task->arena, value_int(reply->value, "width", 0)));
    json_set(task->arena, yes, text_of("height"),
             json_int(task->arena, value_int(reply->value, "height", 0)));
    remote_finish(task, DRIVE_OK, yes, NULL);
}

static struct text source_of(const struct webdriver_reply *reply)
{
    return reply->value->kind == JSON_STRING ? reply->value->text : text_of("");
}

static void words_told(struct remote_task *task, const struct webdriver_reply *reply)
{
    if (failed(task, reply))
        return;
    struct text *words = arena_array(task->arena, MOST_WORDS, struct text);
    size_t count = native_words(task->arena, source_of(reply), words, MOST_WORDS);
    struct json *yes = native_yes(task->arena);
    struct json *texts = json_array_new(task->arena, count + 1);
    for (size_t i = 0; i < count; i++)
        json_append(texts, json_string(task->arena, words[i]));
    json_set(task->arena, yes, text_of("texts"), texts);
    remote_finish(task, DRIVE_OK, yes, NULL);
}

static void source_told(struct remote_task *task, const struct webdriver_reply *reply)
{
    if (failed(task, reply))
        return;
    struct json *yes = native_yes(task->arena);
    json_set(task->arena, yes, text_of("html"), json_string(task->arena, source_of(reply)));
    json_set(task->arena, yes, text_of("whole"), json_bool(true));
    remote_finish(task, DRIVE_OK, yes, NULL);
}

static void get(struct remote_task *task, const char *path, remote_next_fn *next)
{
    remote_command(task, "GET", path, NULL, next);
}

void native_ask(struct drive *drive, const char *function, const struct json *argument,
                bool again, drive_done_fn *done, void *thing)
{
    static const char *const finding[] = {"locate", "focus", "expect"};
    struct remote *remote = (struct remote *)drive;
    (void)again;
    for (size_t i = 0; i < sizeof finding / sizeof finding[0]; i++)
        if (strcmp(function, finding[i]) == 0) {
            native_find(remote, finding[i], argument, done, thing);
            return;
        }
    struct remote_task *task = remote_task_new(remote, sizeof *task, done, thing);
    if (strcmp(function, "view") == 0)
        get(task, "/window/rect", rect_told);
    else if (strcmp(function, "texts") == 0)
        get(task, "/source", words_told);
    else if (strcmp(function, "snapshot") == 0 && value_int(argument, "most", 0) > 0)
        get(task, "/source", source_told);
    else if (strcmp(function, "snapshot") == 0 || strcmp(function, "uncover") == 0)
        remote_finish(task, DRIVE_OK, native_yes(task->arena), NULL);
    else /* nothing can be covered on a native screen, for one: then there is no picture */
        remote_finish(task, DRIVE_REFUSED, NULL, "a native app has no such thing");
}
