/* SPDX-License-Identifier: Apache-2.0 */
/* remote_open.c - a new customer: a session of its own, in a driver of our own or somebody else's; and
 * its end.
 *
 * Nothing is cleaned in place: what a session leaves (window.name, permissions, origins nobody knows of)
 * goes only with it. */

#include "base/arena.h"
#include "base/clock.h"
#include "document/json.h"
#include "model/environment.h"
#include "model/journey.h"
#include "model/step_kind.h"
#include "plan/template.h"
#include "plan/tree.h"
#include "transport/browser/cdp_value.h"
#include "transport/browser/station.h"
#include "transport/webdriver/remote.h"
#include "transport/webdriver/webdriver_host.h"
#include "transport/webdriver/webdriver_http.h"
#include "transport/webdriver/webdriver_process.h"
#include "transport/webdriver/webdriver_reply.h"

#include <string.h>

#define SESSION_NS (60 * NS_PER_S)
#define PATIENCE \
    "300000" /* ms a driver may take for a script: the robot's own deadlines are shorter */

static int64_t tell_gone(void *thing, int64_t now_ns)
{
    struct remote *remote = thing;
    const struct drive_answer answer = {.end = DRIVE_GONE, .why = remote->why};
    drive_done_fn *done = remote->opened;
    (void)now_ns;
    remote->opened = NULL;
    if (done != NULL)
        done(remote->opened_thing, &answer);
    return 0;
}

static void leave(void *thing)
{
    struct remote *remote = thing;
    loop_timer_stop(remote->loop, &remote->later);
    remote->opened = NULL;
    remote->aside_done = NULL;
    remote_drop(remote);
    if (remote->host != NULL)
        webdriver_host_end(remote->host);
    else if (remote->session != NULL)
        webdriver_farewell(remote->http, remote->session);
    arena_end(remote->seen);
}

/* ---- the session ---- */

static void ready(void *thing, const struct drive_answer *answer)
{
    struct remote *remote = thing;
    drive_done_fn *done = remote->opened;
    remote->opened = NULL;
    if (done != NULL)
        done(remote->opened_thing, answer);
}

/* The first window is number 1: drivers list them in any order. */
static void window_told(struct remote_task *task, const struct webdriver_reply *reply)
{
    if (reply->gone) {
        remote_refuse(task, reply);
        return;
    }
    if (reply->error == NULL && reply->value->kind == JSON_STRING)
        remote_first_window(task->remote, reply->value->text);
    remote_finish(task, DRIVE_OK, NULL, NULL);
}

static void settled(struct remote_task *task, const struct webdriver_reply *reply)
{
    if (reply->gone)
        remote_refuse(task, reply);
    else /* a device has no window to be sized */
        remote_command(task, "GET", "/window", NULL, window_told);
}

static void size_window(struct remote_task *task, const struct webdriver_reply *reply)
{
    const struct device *device = &devices[task->remote->settings.device];
    if (reply->gone) {
        remote_refuse(task, reply);
        return;
    }
    struct json *body = json_object_new(task->arena, 2);
    json_set(task->arena, body, text_of("width"), json_int(task->arena, device->width));
    json_set(task->arena, body, text_of("height"), json_int(task->arena, device->height));
    remote_command(task, "POST", "/window/rect", body, settled);
}

static void settle(struct remote *remote)
{
    struct remote_task *task = remote_task_new(remote, sizeof *task, ready, remote);
    struct json *body = json_object_new(task->arena, 3);
    const struct json *long_time = json_number(task->arena, text_of(PATIENCE));
    json_set(task->arena, body, text_of("script"), long_time);
    json_set(task->arena, body, text_of("pageLoad"), long_time);
    json_set(task->arena, body, text_of("implicit"), json_int(task->arena, 0));
    remote_command(task, "POST", "/timeouts", body, size_window);
}

static void session_told(void *thing, const struct webdriver_reply *reply)
{
    struct remote *remote = thing;
    remote->call = NULL;
    struct text id = value_text(reply->value, "sessionId");
    if (reply->error != NULL || id.length == 0) {
        remote_lost(remote,
                    arena_printf(remote->arena, "%s gave no session: %s%s%s", remote->base,
                                 reply->error != NULL && !reply->gone ? reply->error : "",
                                 reply->error != NULL && !reply->gone ? ": " : "",
                                 reply->error != NULL ? reply->message : "no id"));
        return;
    }
    const struct json *can = value_of(reply->value, "capabilities");
    struct text name = value_text(can, "browserName");
    struct text version = value_text(can, "browserVersion");
    remote->session =
        arena_printf(remote->arena, "%s/session/%.*s", remote->base, TEXT_ARGS(id));
    if (name.length > 0)
        remote->browser = arena_printf(remote->arena, "%.*s%s%.*s", TEXT_ARGS(name),
                                       version.length > 0 ? "/" : "", TEXT_ARGS(version));
    if (remote->native)
        ready(remote, &(struct drive_answer){.end = DRIVE_OK});
    else
        settle(remote);
}

static void set(struct remote *remote, struct json *object, const char *name,
                const struct json *value)
{
    if (json_member(object, text_of(name)) == NULL)
        json_set(remote->arena, object, text_of(name), value);
}

static void wish_for_browser(struct remote *remote, struct json *always)
{
    struct arena *arena = remote->arena;
    set(remote, always, "unhandledPromptBehavior", json_string_of(arena, "ignore"));
    set(remote, always, "pageLoadStrategy", json_string_of(arena, "none"));
    if (remote->any_certificate)
        set(remote, always, "acceptInsecureCerts", json_bool(true));
}

/* What the journey asks for comes first; what the robot needs is added. */
static const struct json *wishes(struct remote *remote)
{
    struct arena *arena = remote->arena;
    const struct json *own = remote->capabilities;
    struct json *always = json_object_new(arena, (own != NULL ? own->count : 0) + 3);
    for (size_t i = 0; own != NULL && i < own->count; i++)
        json_set(arena, always, own->items[i]->name, own->items[i]);
    if (!remote->native)
        wish_for_browser(remote, always);
    struct json *capabilities = json_object_new(arena, 1);
    json_set(arena, capabilities, text_of("alwaysMatch"), always);
    struct json *body = json_object_new(arena, 1);
    json_set(arena, body, text_of("capabilities"), capabilities);
    return body;
}
static void ask_session(struct remote *remote)
{
    const struct webdriver_request request = {
        .method = "POST",
        .url = arena_printf(remote->arena, "%s/session", remote->base),
        .body = wishes(remote),
        .timeout_ns = SESSION_NS};
    remote->call = webdriver_call(remote->http, &request, session_told, remote);
}

/* ---- where it is ---- */

static void host_up(void *thing, const char *base)
{
    struct remote *remote = thing;
    remote->base = arena_strdup(remote->arena, base);
    ask_session(remote);
}

static void host_gone(void *thing, const char *why)
{
    struct remote *remote = thing;
    remote_lost(remote, arena_strdup(remote->arena, why));
}

static void start_host(struct remote *remote, struct station *station)
{
    const struct webdriver_launch launch = {.program = "WebKitWebDriver",
                                            .time_zone = remote->settings.time_zone,
                                            .locale = remote->settings.locale};
    const struct webdriver_host_owner owner = {
        .up = host_up, .gone = host_gone, .thing = remote};
    remote->host = webdriver_host_start(remote->loop, station_offload(station), remote->http,
                                        &launch, &owner);
}

/* "http://host:4444/wd/hub/" is "http://host:4444/wd/hub". */
static const char *without_slash(struct arena *arena, struct text url)
{
    while (url.length > 0 && url.at[url.length - 1] == '/')
        url.length--;
    return text_string(arena, url);
}

/* False with remote->why: the scenario's fault. */
static bool find(struct remote *remote, const struct attempt *attempt)
{
    const struct browser_settings *settings = &remote->settings;
    struct fault fault = {0};
    struct text url;
    if (settings->capabilities != NULL) {
        remote->capabilities =
            tree_value(settings->capabilities, attempt->scope, remote->arena, &fault);
        if (remote->capabilities == NULL) {
            remote->why = fault.message;
            return false;
        }
    }
    if (settings->webdriver == NULL) {
        remote->why = "the run's first app step does not say where Appium is: server";
        return !remote->native;
    }
    if (!template_text(settings->webdriver, attempt->scope, remote->arena, &url, &fault)) {
        remote->why = fault.message;
        return false;
    }
    remote->base = without_slash(remote->arena, url);
    return true;
}

struct drive *remote_open(struct attempt *attempt, const struct browser_settings *settings,
                          drive_done_fn *done, void *thing)
{
    struct arena *arena = attempt->session_arena;
    struct remote *remote = arena_make(arena, struct remote);
    const struct environment *environment = attempt->journey->environment;
    *remote = (struct remote){
        .drive = {.driver = settings->native ? &native_driver : &webdriver_driver},
        .native = settings->native,
        .loop = station_loop(attempt->station),
        .arena = arena,
        .http = station_http(attempt->station),
        .settings = *settings,
        .any_certificate = environment != NULL &&
                           (!environment->tls.verify || environment->tls.ca_file != NULL),
        .opened = done,
        .opened_thing = thing,
        .later = {.fire = tell_gone, .thing = remote},
        .accept = true,
        .seen = arena_new(),
    };
    remote->line_end = &remote->line;
    arena_defer(arena, leave, remote);
    if (!find(remote, attempt))
        remote_lost(remote, remote->why);
    else if (remote->base != NULL)
        ask_session(remote);
    else
        start_host(remote, attempt->station);
    return &remote->drive;
}
