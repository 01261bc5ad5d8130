/* SPDX-License-Identifier: Apache-2.0 */
/* chrome.c - see chrome.h. Started in the pool, then lives on its worker's loop.
 *
 * It is gone when its pipe closes, its process ends, it takes more memory than it may, or it does not
 * come up in time: all lead to chrome_give_up (chrome_end.c), once. */

#include "base/arena.h"
#include "base/clock.h"
#include "base/must.h"
#include "document/json.h"
#include "transport/browser/cdp.h"
#include "transport/browser/cdp_message.h"
#include "transport/browser/cdp_value.h"
#include "transport/browser/chrome_inside.h"
#include "transport/browser/home.h"

#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#define START_NS (30 * NS_PER_S)
#define LOOK_NS  (2 * NS_PER_S)
#define MOST_PSS (3LL << 30) /* bytes; a browser with four customers takes 0.3 to 0.8 GB */

static void hung_up(void *thing)
{
    chrome_give_up(thing, "the browser hung up");
}

static void process_ended(void *thing, uint32_t events)
{
    struct chrome *chrome = thing;
    (void)events;
    loop_watch_set(chrome->loop, &chrome->watch, 0);
    chrome_give_up(chrome, "the browser's process ended");
}

/* ---- work in the pool ---- */

/* The pool ended before the job began: there is nothing to undo. */
static void dropped(void *thing)
{
    struct chrome *chrome = thing;
    chrome->working = false;
    if (chrome->orphaned)
        chrome_release_here(chrome);
}

/* Never abandoned: whoever is left without an owner meanwhile is released by `worked`. */
static void submit(struct chrome *chrome, void (*work)(void *), void (*done)(void *))
{
    chrome->job =
        (struct offload_job){.work = work, .done = done, .drop = dropped, .thing = chrome};
    chrome->working = true;
    offload_submit(chrome->offload, chrome->loop, &chrome->job);
}

/* True when the browser is still wanted. */
static bool worked(struct chrome *chrome)
{
    chrome->working = false;
    if (!chrome->orphaned)
        return true;
    if (chrome->process.write_fd >= 0 && chrome->state == CHROME_GONE && chrome->cdp == NULL &&
        chrome->started_ns == 0) {
        close(chrome->process.write_fd); /* nobody has taken them yet */
        close(chrome->process.read_fd);
    }
    chrome_release(chrome);
    return false;
}

static void measure(void *thing)
{
    struct chrome *chrome = thing;
    chrome->memory = process_memory(chrome->process.pid);
}

static void measured(void *thing)
{
    struct chrome *chrome = thing;
    if (!worked(chrome))
        return;
    if (chrome->memory > MOST_PSS)
        chrome_give_up(chrome, arena_printf(chrome->arena, "the browser took %lld MB of memory",
                                            chrome->memory >> 20));
    else if (chrome->state == CHROME_UP)
        loop_timer_set(chrome->loop, &chrome->timer, loop_now_ns(chrome->loop) + LOOK_NS);
}

static int64_t look(void *thing, int64_t now_ns)
{
    struct chrome *chrome = thing;
    (void)now_ns;
    if (chrome->state == CHROME_UP)
        submit(chrome, measure, measured);
    return 0;
}

/* ---- the start ---- */

static void tell_detached(struct chrome *chrome, const struct cdp_message *message)
{
    for (struct chrome_guest *guest = chrome->guests, *next; guest != NULL; guest = next) {
        next = guest->next;
        guest->detached(guest, message);
    }
}

/* Targets wait for us before their first script runs; one that is nobody's is let go. */
static void browser_event(void *thing, const struct cdp_message *message)
{
    struct chrome *chrome = thing;
    if (text_is(message->method, "Target.detachedFromTarget"))
        tell_detached(chrome, message);
    if (!text_is(message->method, "Target.attachedToTarget"))
        return;
    struct text context =
        value_text(value_of(message->params, "targetInfo"), "browserContextId");
    for (struct chrome_guest *guest = chrome->guests; guest != NULL; guest = guest->next)
        if (guest->context != NULL && text_is(context, guest->context)) {
            guest->attached(guest, message);
            return;
        }
    struct arena *scratch = arena_new();
    cdp_call(chrome->cdp, text_string(scratch, value_text(message->params, "sessionId")),
             "Runtime.runIfWaitingForDebugger", NULL, NULL, NULL);
    arena_end(scratch);
}

static const struct json *attach_all(struct arena *arena)
{
    return cdp_object(arena, "autoAttach", json_bool(true), "waitForDebuggerOnStart",
                      json_bool(true), "flatten", json_bool(true), NULL);
}

/* "HeadlessChrome" tells apps that nobody is there: some answer differently then. */
static const char *agent_of(struct arena *arena, struct text told)
{
    ptrdiff_t at = text_find(told, text_of("HeadlessChrome"), 0);
    if (at < 0)
        return text_string(arena, told);
    size_t from = (size_t)at + strlen("Headless");
    return arena_printf(arena, "%.*s%.*s", (int)at, told.at, (int)(told.length - from),
                        told.at + from);
}

static void version_told(void *thing, const struct cdp_reply *reply)
{
    struct chrome *chrome = thing;
    if (chrome->state != CHROME_STARTING)
        return;
    if (reply->result == NULL) {
        chrome_give_up(chrome, reply->error);
        return;
    }
    chrome->agent = agent_of(chrome->arena, value_text(reply->result, "userAgent"));
    chrome->product = text_string(chrome->arena, value_text(reply->result, "product"));
    chrome->state = CHROME_UP;
    chrome->timer.fire = look;
    loop_timer_set(chrome->loop, &chrome->timer, loop_now_ns(chrome->loop) + LOOK_NS);
    for (struct chrome_guest *guest = chrome->guests, *next; guest != NULL; guest = next) {
        next = guest->next;
        guest->up(guest);
    }
}

static int64_t too_slow(void *thing, int64_t now_ns)
{
    (void)now_ns;
    chrome_give_up(thing, "the browser did not come up within 30s");
    return 0;
}

static void start(void *thing)
{
    struct chrome *chrome = thing;
    home_sweep();
    process_start(chrome->arena, &chrome->launch, &chrome->process);
}

static void started(void *thing)
{
    struct chrome *chrome = thing;
    if (!worked(chrome))
        return;
    struct process *process = &chrome->process;
    chrome->started_ns = clock_now_ns();
    if (process->why != NULL) {
        if (process->write_fd >= 0)
            close(process->write_fd);
        if (process->read_fd >= 0)
            close(process->read_fd);
        chrome_give_up(chrome, process->why);
        return;
    }
    chrome->watch =
        (struct loop_watch){.ready = process_ended, .thing = chrome, .fd = process->pidfd};
    loop_watch_set(chrome->loop, &chrome->watch, EPOLLIN);
    chrome->cdp = cdp_new(chrome->loop, chrome->offload, process->write_fd, process->read_fd,
                          hung_up, chrome);
    chrome->events = (struct cdp_session){.id = "", .event = browser_event, .thing = chrome};
    cdp_listen(chrome->cdp, &chrome->events);
    cdp_call(chrome->cdp, "", "Target.setAutoAttach", attach_all(chrome->arena), NULL, NULL);
    cdp_call(chrome->cdp, "", "Browser.getVersion", NULL, version_told, chrome);
}

struct chrome *chrome_start(struct loop *loop, struct offload *offload,
                            const struct chrome_launch *launch)
{
    struct chrome *chrome = calloc(1, sizeof *chrome);
    must(chrome != NULL);
    struct arena *arena = arena_new();
    *chrome = (struct chrome){
        .arena = arena,
        .loop = loop,
        .offload = offload,
        .launch = chrome_launch_copy(arena, launch),
        .process = {.pidfd = -1, .write_fd = -1, .read_fd = -1},
        .timer = {.fire = too_slow, .thing = chrome},
        .end_timer = {.fire = chrome_end_now, .thing = chrome},
        .watch = {.fd = -1},
    };
    loop_timer_set(loop, &chrome->timer, clock_now_ns() + START_NS);
    submit(chrome, start, started);
    return chrome;
}

/* ---- guests, and what there is to know ---- */

void chrome_enter(struct chrome *chrome, struct chrome_guest *guest)
{
    guest->chrome = chrome;
    guest->next = chrome->guests;
    chrome->guests = guest;
    chrome->served++;
}

void chrome_leave(struct chrome_guest *guest)
{
    if (guest->chrome == NULL)
        return;
    for (struct chrome_guest **at = &guest->chrome->guests; *at != NULL; at = &(*at)->next)
        if (*at == guest) {
            *at = guest->next;
            break;
        }
    guest->chrome = NULL;
}

size_t chrome_guests(const struct chrome *chrome)
{
    size_t count = 0;
    for (const struct chrome_guest *guest = chrome->guests; guest != NULL; guest = guest->next)
        count++;
    return count;
}

void chrome_on_end(struct chrome *chrome, void (*ended)(void *owner, struct chrome *chrome),
                   void *owner)
{
    chrome->ended = ended;
    chrome->owner = owner;
}

enum chrome_state chrome_state(const struct chrome *chrome)
{
    return chrome->state;
}

const struct chrome_launch *chrome_launched(const struct chrome *chrome)
{
    return &chrome->launch;
}

struct cdp *chrome_cdp(const struct chrome *chrome)
{
    return chrome->cdp;
}

const char *chrome_agent(const struct chrome *chrome)
{
    return chrome->agent;
}

const char *chrome_product(const struct chrome *chrome)
{
    return chrome->product;
}

uint64_t chrome_served(const struct chrome *chrome)
{
    return chrome->served;
}
