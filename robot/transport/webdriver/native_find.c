/* SPDX-License-Identifier: Apache-2.0 */
/* native_find.c - finds an element of a native screen, waits until a customer could act on it, reads it.
 *
 * One look is a line of commands: the elements that match, which of them are shown, whether the one that is
 * meant is enabled, then where it is or what it says. What is not so yet is looked at again. */

#include "base/arena.h"
#include "base/clock.h"
#include "document/json.h"
#include "transport/browser/cdp_value.h"
#include "transport/webdriver/native.h"
#include "transport/webdriver/native_source.h"
#include "transport/webdriver/webdriver_reply.h"

#include <string.h>

#define LOOK_NS (150 * NS_PER_MS)

enum { MOST_ELEMENTS = 20, MOST_WORDS = 6 };

struct native_finding {
    struct remote_task task; /* first */
    const char *function;
    const char *using, *value;
    const struct json *aim, *needs, *expect; /* expect: NULL but for that function */
    bool all;                                /* of focus: empties the field */
    int64_t until_ns;
    const char *ids[MOST_ELEMENTS];
    size_t count, at;   /* of them; asked about */
    size_t shown_count; /* of them, moved to the front */
    const char *why;    /* the last look failed */
};

static void look(struct remote_task *task, const struct webdriver_reply *none);
static void settle(struct native_finding *finding);

static const char *path_of(const struct native_finding *finding)
{
    struct text text = value_text(finding->aim, "text");
    if (text.length > 0) /* the expression made of it is nobody's words */
        return arena_printf(finding->task.arena, "text \"%.*s\"", TEXT_ARGS(text));
    return arena_printf(finding->task.arena, "%s \"%s\"", finding->using, finding->value);
}

static void answer(struct native_finding *finding, const struct json *value)
{
    remote_finish(&finding->task, DRIVE_OK, value, NULL);
}

static void succeed(struct native_finding *finding, struct json *yes)
{
    json_set(finding->task.arena, yes, text_of("path"),
             json_string_of(finding->task.arena, path_of(finding)));
    answer(finding, yes);
}

/* What was there instead. */
static void source_told(struct remote_task *task, const struct webdriver_reply *reply)
{
    struct native_finding *finding = (struct native_finding *)task;
    struct text words[MOST_WORDS];
    size_t count = 0;
    if (reply->error == NULL && reply->value->kind == JSON_STRING)
        count = native_words(task->arena, reply->value->text, words, MOST_WORDS);
    const char *detail = count > 0 ? "no such element; the screen says" : "no such element";
    for (size_t i = 0; i < count; i++)
        detail = arena_printf(task->arena, "%s%s \"%.*s\"", detail, i > 0 ? "," : "",
                              (int)(words[i].length < 40 ? words[i].length : 40), words[i].at);
    answer(finding, native_no(task->arena, "missing", detail));
}

/* Not as it should be: looked at again, while there is time. */
static void fail(struct native_finding *finding, const char *why, const char *detail)
{
    struct remote_task *task = &finding->task;
    if (loop_now_ns(task->remote->loop) < finding->until_ns) {
        remote_pause(task, LOOK_NS, look);
        return;
    }
    if (strcmp(why, "missing") == 0)
        remote_command(task, "GET", "/source", NULL, source_told);
    else
        answer(finding,
               native_no(task->arena, why, detail != NULL ? detail : path_of(finding)));
}

/* The screen changed under it. */
static bool gone(struct native_finding *finding, const struct webdriver_reply *reply)
{
    if (reply->error == NULL)
        return false;
    if (reply->gone)
        remote_refuse(&finding->task, reply);
    else
        fail(finding, "missing", NULL);
    return true;
}

static void ask(struct native_finding *finding, const char *what, remote_next_fn *next)
{
    const char *path =
        arena_printf(finding->task.arena, "/element/%s/%s", finding->ids[0], what);
    remote_command(&finding->task, "GET", path, NULL, next);
}

/* ---- the last part: where it is, what it says ---- */

static void rect_told(struct remote_task *task, const struct webdriver_reply *reply)
{
    struct native_finding *finding = (struct native_finding *)task;
    if (gone(finding, reply))
        return;
    struct json *yes = native_yes(task->arena);
    double x = value_number(reply->value, "x", 0) + value_number(reply->value, "width", 0) / 2;
    double y = value_number(reply->value, "y", 0) + value_number(reply->value, "height", 0) / 2;
    json_set(task->arena, yes, text_of("x"), json_int(task->arena, (int64_t)x));
    json_set(task->arena, yes, text_of("y"), json_int(task->arena, (int64_t)y));
    succeed(finding, yes);
}

static void cleared(struct remote_task *task, const struct webdriver_reply *reply)
{
    struct native_finding *finding = (struct native_finding *)task;
    if (webdriver_reply_is(reply, "invalid element state"))
        fail(finding, "readonly", NULL);
    else if (!gone(finding, reply)) {
        task->remote->emptied = true;
        succeed(finding, native_yes(task->arena));
    }
}

static void said_told(struct remote_task *task, const struct webdriver_reply *reply)
{
    struct native_finding *finding = (struct native_finding *)task;
    if (gone(finding, reply))
        return;
    bool text = reply->value->kind == JSON_STRING;
    const char *why =
        native_mismatch(task->arena, finding->expect, text ? reply->value->text : text_of(""));
    if (why != NULL)
        fail(finding, "text", arena_printf(task->arena, "%s: %s", path_of(finding), why));
    else
        succeed(finding, native_yes(task->arena));
}

static void read_it(struct native_finding *finding)
{
    const struct json *expect = finding->expect;
    struct arena *arena = finding->task.arena;
    struct text attribute = value_text(expect, "attribute");
    bool compared = value_of(expect, "equals") != NULL ||
                    value_of(expect, "contains") != NULL || value_of(expect, "matches") != NULL;
    if (value_of(expect, "property") != NULL)
        attribute = text_of("value");
    if (!compared)
        succeed(finding, native_yes(arena));
    else if (attribute.length > 0)
        ask(finding, arena_printf(arena, "attribute/%.*s", TEXT_ARGS(attribute)), said_told);
    else
        ask(finding, "text", said_told);
}

static void chosen_told(struct remote_task *task, const struct webdriver_reply *reply)
{
    struct native_finding *finding = (struct native_finding *)task;
    if (gone(finding, reply))
        return;
    bool wanted = value_flag(finding->expect, "checked");
    bool is = reply->value->kind == JSON_TRUE;
    if (is != wanted)
        fail(finding, wanted ? "unchecked" : "checked", NULL);
    else
        read_it(finding);
}

static void finish(struct native_finding *finding)
{
    struct remote *remote = finding->task.remote;
    remote->held = arena_strdup(remote->arena, finding->ids[0]);
    if (strcmp(finding->function, "locate") == 0)
        ask(finding, "rect", rect_told);
    else if (finding->expect != NULL && value_of(finding->expect, "checked") != NULL)
        ask(finding, "selected", chosen_told);
    else if (finding->expect != NULL)
        read_it(finding);
    else if (finding->all)
        remote_command(&finding->task, "POST",
                       arena_printf(finding->task.arena, "/element/%s/clear", finding->ids[0]),
                       NULL, cleared);
    else
        succeed(finding, native_yes(finding->task.arena));
}

static void enabled_told(struct remote_task *task, const struct webdriver_reply *reply)
{
    struct native_finding *finding = (struct native_finding *)task;
    if (gone(finding, reply))
        return;
    bool enabled = reply->value->kind == JSON_TRUE;
    if (enabled && value_flag(finding->expect, "disabled"))
        fail(finding, "enabled", NULL);
    else if (!enabled && !value_flag(finding->expect, "disabled"))
        fail(finding, "disabled", NULL);
    else
        finish(finding);
}

/* ---- which one is meant ---- */

static void settle(struct native_finding *finding)
{
    const struct json *expect = finding->expect;
    struct arena *arena = finding->task.arena;
    if (value_flag(expect, "hidden")) {
        if (finding->shown_count == 0)
            answer(finding, native_yes(arena));
        else
            fail(finding, "visible", NULL);
        return;
    }
    if (finding->shown_count == 0 && !value_flag(expect, "attached")) {
        fail(finding, "hidden", NULL);
        return;
    }
    if (finding->shown_count > 1 && expect == NULL) {
        fail(finding, "several",
             arena_printf(arena, "%zu elements match %s", finding->shown_count,
                          path_of(finding)));
        return;
    }
    if (value_flag(finding->needs, "enabled") || value_flag(expect, "enabled") ||
        value_flag(expect, "disabled") || strcmp(finding->function, "focus") == 0)
        ask(finding, "enabled", enabled_told);
    else
        finish(finding);
}

static void shown_told(struct remote_task *task, const struct webdriver_reply *reply);

static void ask_shown(struct native_finding *finding)
{
    if (finding->at == finding->count) {
        settle(finding);
        return;
    }
    const char *path =
        arena_printf(finding->task.arena, "/element/%s/displayed", finding->ids[finding->at]);
    remote_command(&finding->task, "GET", path, NULL, shown_told);
}

static void shown_told(struct remote_task *task, const struct webdriver_reply *reply)
{
    struct native_finding *finding = (struct native_finding *)task;
    if (reply->gone) {
        remote_refuse(task, reply);
        return;
    }
    if (reply->error == NULL && reply->value->kind == JSON_TRUE) {
        const char *id = finding->ids[finding->at];
        finding->ids[finding->at] = finding->ids[finding->shown_count];
        finding->ids[finding->shown_count++] = id;
    }
    finding->at++;
    ask_shown(finding);
}

static void take_ids(struct native_finding *finding, const struct json *list)
{
    int64_t nth = value_int(finding->aim, "nth", 0);
    finding->count = finding->at = finding->shown_count = 0;
    for (size_t i = 0; i < list->count && finding->count < MOST_ELEMENTS; i++) {
        struct text id = webdriver_element_id(list->items[i]);
        if (id.length > 0 && (nth == 0 || (size_t)nth == i + 1))
            finding->ids[finding->count++] = text_string(finding->task.arena, id);
    }
}

static void found(struct remote_task *task, const struct webdriver_reply *reply)
{
    struct native_finding *finding = (struct native_finding *)task;
    int64_t wanted = value_int(finding->expect, "count", 0);
    if (reply->error != NULL) {
        if (reply->gone)
            remote_refuse(task, reply);
        else
            answer(finding, native_no(task->arena, "selector",
                                      arena_printf(task->arena, "%s: %s %s", path_of(finding),
                                                   reply->error, reply->message)));
        return;
    }
    size_t count = reply->value->kind == JSON_ARRAY ? reply->value->count : 0;
    if (count > 0)
        take_ids(finding, reply->value);
    if (wanted > 0 && (size_t)wanted != count)
        fail(finding, "count", arena_printf(task->arena, "%zu elements", count));
    else if (wanted > 0 || (count == 0 && value_flag(finding->expect, "hidden")))
        answer(finding, native_yes(task->arena));
    else if (count == 0 || finding->count == 0)
        fail(finding, "missing", NULL);
    else
        ask_shown(finding);
}

static void look(struct remote_task *task, const struct webdriver_reply *none)
{
    const struct native_finding *finding = (const struct native_finding *)task;
    struct arena *arena = task->arena;
    struct json *body = json_object_new(arena, 2);
    (void)none;
    json_set(arena, body, text_of("using"), json_string_of(arena, finding->using));
    json_set(arena, body, text_of("value"), json_string_of(arena, finding->value));
    remote_command(task, "POST", "/elements", body, found);
}

void native_find(struct remote *remote, const char *function, const struct json *argument,
                 drive_done_fn *done, void *thing)
{
    struct native_finding *finding = remote_task_new(remote, sizeof *finding, done, thing);
    struct arena *arena = finding->task.arena;
    argument = json_copy(arena, argument);
    finding->function = function;
    finding->aim = value_of(argument, "aim");
    finding->needs = value_of(argument, "needs");
    finding->expect = value_of(argument, "expect");
    finding->all = value_flag(argument, "all");
    finding->until_ns = loop_now_ns(remote->loop) + value_int(argument, "time", 0) * NS_PER_MS;
    if (native_strategy(arena, finding->aim, &finding->using, &finding->value))
        look(&finding->task, NULL);
    else
        answer(finding, native_no(arena, "selector", finding->using));
}
