/* SPDX-License-Identifier: Apache-2.0 */
/* remote_navigate.c - to an address, again to the same, back.
 *
 * The driver is told not to wait for pages (pageLoadStrategy none): it would do nothing else meanwhile, not
 * even take the picture of a page that hangs. So the document that is left gets a mark, and the robot
 * looks until one without it is there, as far as was asked for.
 *
 * A driver's "yes" to an address is no success: refused connections and unknown hosts are pages of the
 * browser's own (WebKit: about:blank with a sentence; Chromium: chrome-error:). */

#include "base/arena.h"
#include "base/clock.h"
#include "document/json.h"
#include "transport/browser/cdp_value.h"
#include "transport/webdriver/remote.h"
#include "transport/webdriver/webdriver_reply.h"

#include <string.h>

/* WebKit's driver may never answer for a document that goes away meanwhile: the next one is asked. */
#define ANSWER_NS  (3 * NS_PER_S)
#define LOOK_NS    (15 * NS_PER_MS)
#define NOTHING_NS (500 * NS_PER_MS) /* after which nothing was on its way */

struct remote_going {
    struct remote_task task; /* first */
    const char *method, *path;
    const struct json *body;
    struct text url;  /* asked for; empty: back, reload, or a click's */
    struct text from; /* where it was */
    enum drive_until until;
    int64_t leaving;
    int64_t since_ns;
    bool may_be_nothing; /* no document need be on its way */
};

static const char mark_js[] = "window.__xunjian_left = arguments[0]; return location.href;";

static const char look_js[] =
    "const gone = window.__xunjian_left !== arguments[0], state = document.readyState;"
    "const fault = location.href === 'about:blank' || /^chrome-error:/.test(location.href);"
    "return {gone, state, url: location.href, fault,"
    " words: fault ? (document.body ? document.body.innerText : '').slice(0, 200) : ''};";

static void look(struct remote_task *task, const struct webdriver_reply *none);

static const struct json *one_number(struct arena *arena, int64_t number)
{
    struct json *arguments = json_array_new(arena, 1);
    json_append(arguments, json_int(arena, number));
    return arguments;
}

static bool far_enough(const struct remote_going *going, const struct json *told)
{
    struct text state = value_text(told, "state");
    if (going->until == UNTIL_COMMIT)
        return true;
    return text_is(state, "complete") ||
           (going->until == UNTIL_DOM && text_is(state, "interactive"));
}

/* The words of WebKit's (libsoup's) pages, in those of Chromium's list. */
static const char *net_error(struct arena *arena, struct text words)
{
    static const struct {
        const char *part, *name;
    } rows[] = {
        {"refused", "net::ERR_CONNECTION_REFUSED"},
        {"resolving", "net::ERR_NAME_NOT_RESOLVED"},
        {"not known", "net::ERR_NAME_NOT_RESOLVED"},
        {"TLS", "net::ERR_SSL_PROTOCOL_ERROR"},
        {"certificate", "net::ERR_CERT_AUTHORITY_INVALID"},
        {"reset", "net::ERR_CONNECTION_RESET"},
        {"unreachable", "net::ERR_ADDRESS_UNREACHABLE"},
        {"timed out", "net::ERR_TIMED_OUT"},
        {"terminated", "net::ERR_CONNECTION_CLOSED"},
        {"closed", "net::ERR_CONNECTION_CLOSED"},
        {"ERR_", NULL},
    };
    ptrdiff_t at = text_find(words, text_of("ERR_"), 0);
    for (size_t i = 0; at < 0 && i < sizeof rows / sizeof rows[0]; i++)
        if (rows[i].name != NULL && text_find(words, text_of(rows[i].part), 0) >= 0)
            return rows[i].name;
    if (at < 0)
        return words.length > 0 ? text_string(arena, words)
                                : "the browser shows a page of its own instead";
    size_t from = (size_t)at, to = from;
    while (to < words.length &&
           (words.at[to] == '_' || (words.at[to] >= 'A' && words.at[to] <= 'Z')))
        to++;
    return arena_printf(arena, "net::%.*s", (int)(to - from), words.at + from);
}

static void arrived(struct remote_going *going, const struct json *told)
{
    struct remote_task *task = &going->task;
    bool wanted_page = text_starts_with(going->url, text_of("http"));
    struct arena *arena = task->arena;
    if (wanted_page && value_flag(told, "fault")) {
        const char *why = net_error(arena, value_text(told, "words"));
        remote_finish(task, DRIVE_REFUSED, NULL, why);
        return;
    }
    remote_told(task->remote, told);
    remote_finish(task, DRIVE_OK, NULL, NULL);
}

static bool nothing_came(const struct remote_going *going, const struct json *told)
{
    int64_t waited = loop_now_ns(going->task.remote->loop) - going->since_ns;
    return going->may_be_nothing && !value_flag(told, "gone") && waited > NOTHING_NS;
}

/* A route within the page, by history or a fragment, loads no document. */
static bool routed(const struct remote_going *going, const struct json *told)
{
    struct text url = value_text(told, "url");
    return !value_flag(told, "gone") && !text_equal(url, going->from);
}

static void looked(struct remote_task *task, const struct webdriver_reply *reply)
{
    struct remote_going *going = (struct remote_going *)task;
    if (reply->gone && !reply->late) {
        remote_refuse(task, reply);
        return;
    }
    const struct json *told = reply->error == NULL ? reply->value : NULL;
    bool there = value_flag(told, "gone") || (told != NULL && routed(going, told)) ||
                 nothing_came(going, told);
    /* A blank document stands in for one that is on its way, until it is complete. */
    bool early = value_flag(told, "fault") && going->url.length > 0 &&
                 value_text(told, "words").length == 0 &&
                 loop_now_ns(task->remote->loop) - going->since_ns < NOTHING_NS;
    if (told != NULL && there && !early && far_enough(going, told))
        arrived(going, told);
    else
        remote_pause(task, LOOK_NS, look);
}

static void look(struct remote_task *task, const struct webdriver_reply *none)
{
    const struct remote_going *going = (const struct remote_going *)task;
    (void)none;
    task->patience_ns = ANSWER_NS;
    remote_command(task, "POST", "/execute/sync",
                   remote_script(task->arena, look_js, one_number(task->arena, going->leaving)),
                   looked);
}

static void went(struct remote_task *task, const struct webdriver_reply *reply)
{
    if (reply->error != NULL && !webdriver_reply_is(reply, "timeout")) {
        struct text words = text_of(reply->message);
        if (text_find(words, text_of("ERR_"), 0) >= 0)
            remote_finish(task, DRIVE_REFUSED, NULL, net_error(task->arena, words));
        else
            remote_refuse(task, reply);
        return;
    }
    look(task, NULL);
}

static void marked(struct remote_task *task, const struct webdriver_reply *reply)
{
    struct remote_going *going = (struct remote_going *)task;
    if (reply->error == NULL && reply->value->kind == JSON_STRING)
        going->from = text_copy(task->arena, reply->value->text);
    if (going->path != NULL)
        remote_command(task, going->method, going->path, going->body, went);
    else
        look(task, NULL);
}

static void go(struct remote *remote, const struct remote_going *how, drive_done_fn *done,
               void *thing)
{
    struct remote_going *going = remote_task_new(remote, sizeof *going, done, thing);
    struct remote_task task = going->task;
    *going = *how;
    going->task = task;
    going->leaving = ++remote->leavings;
    going->since_ns = loop_now_ns(remote->loop);
    if (how->url.length > 0) {
        struct json *body = json_object_new(task.arena, 1);
        json_set(task.arena, body, text_of("url"), json_string(task.arena, how->url));
        going->body = body;
        going->url = text_copy(task.arena, how->url);
    }
    remote_command(&going->task, "POST", "/execute/sync",
                   remote_script(task.arena, mark_js, one_number(task.arena, going->leaving)),
                   marked);
}

void remote_navigate(struct drive *drive, struct text url, enum drive_until until,
                     drive_done_fn *done, void *thing)
{
    go((struct remote *)drive,
       &(struct remote_going){.method = "POST", .path = "/url", .url = url, .until = until},
       done, thing);
}

void remote_back(struct drive *drive, drive_done_fn *done, void *thing)
{
    go((struct remote *)drive,
       &(struct remote_going){.method = "POST", .path = "/back", .may_be_nothing = true}, done,
       thing);
}

void remote_reload(struct drive *drive, enum drive_until until, drive_done_fn *done,
                   void *thing)
{
    go((struct remote *)drive,
       &(struct remote_going){.method = "POST", .path = "/refresh", .until = until}, done,
       thing);
}

/* ---- a document that may be on its way ---- */

static void rest_told(struct remote_task *task, const struct webdriver_reply *reply);

static void look_at_rest(struct remote_task *task, const struct webdriver_reply *none)
{
    (void)none;
    task->patience_ns = ANSWER_NS;
    remote_command(task, "POST", "/execute/sync",
                   remote_script(task->arena, look_js, one_number(task->arena, 0)), rest_told);
}

static void rest_told(struct remote_task *task, const struct webdriver_reply *reply)
{
    if (reply->gone && !reply->late)
        remote_refuse(task, reply);
    else if (reply->error == NULL && text_is(value_text(reply->value, "state"), "complete")) {
        remote_told(task->remote, reply->value);
        remote_finish(task, DRIVE_OK, NULL, NULL);
    } else
        remote_pause(task, LOOK_NS, look_at_rest);
}

void remote_arrive(struct drive *drive, drive_done_fn *done, void *thing)
{
    struct remote_task *task =
        remote_task_new((struct remote *)drive, sizeof *task, done, thing);
    remote_pause(task, LOOK_NS,
                 look_at_rest); /* a click's navigation begins after its answer */
}
