/* SPDX-License-Identifier: Apache-2.0 */
/* webdriver_host.c - see webdriver_host.h. */

#include "transport/webdriver/webdriver_host.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/must.h"
#include "loop/loop.h"
#include "loop/offload.h"
#include "transport/browser/process.h"
#include "transport/webdriver/webdriver_http.h"
#include "transport/webdriver/webdriver_process.h"
#include "transport/webdriver/webdriver_reply.h"

#include <stdlib.h>
#include <sys/epoll.h>

#define START_NS (30 * NS_PER_S)
#define ASK_NS   (20 * NS_PER_MS) /* between two looks whether it is ready */
#define LOOK_NS  (2 * NS_PER_S)   /* between two looks at its memory */

/* A page that takes more is not one a phone could show. */
#define MOST_PSS (3LL << 30)

struct webdriver_host {
    struct arena *arena;
    struct loop *loop;
    struct offload *offload;
    struct webdriver_http *http;
    struct webdriver_launch launch;
    struct webdriver_host_owner owner;
    struct webdriver_process process;
    struct webdriver_call *asking;
    struct loop_timer timer;
    struct loop_watch watch;
    struct offload_job job;
    const char *base;
    const char *why;
    int64_t until_ns; /* it must be up */
    long long memory;
    bool working; /* the job is in the pool */
    bool orphaned;
    bool told_gone;
};

/* ---- the end ---- */

static void release(void *thing)
{
    struct webdriver_host *host = thing;
    webdriver_process_end(&host->process);
}

static void released(void *thing)
{
    struct webdriver_host *host = thing;
    arena_end(host->arena);
    free(host);
}

static void release_now(void *thing)
{
    release(thing);
    released(thing);
}

static void release_soon(struct webdriver_host *host)
{
    if (loop_ends(host->loop)) {
        release_now(host);
        return;
    }
    host->job = (struct offload_job){
        .work = release, .done = released, .drop = release_now, .thing = host};
    offload_submit(host->offload, host->loop, &host->job);
}

void webdriver_host_end(struct webdriver_host *host)
{
    if (host->asking != NULL)
        webdriver_cancel(host->asking);
    host->asking = NULL;
    loop_timer_stop(host->loop, &host->timer);
    if (host->watch.fd >= 0)
        loop_watch_set(host->loop, &host->watch, 0);
    host->orphaned = true;
    if (!host->working)
        release_soon(host);
}

static void tell_gone(struct webdriver_host *host, const char *why)
{
    if (host->told_gone)
        return;
    host->told_gone = true;
    loop_timer_stop(host->loop, &host->timer);
    log_write(LEVEL_WARNING, "driver ended", "program", host->launch.program, "why", why, NULL);
    host->owner.gone(host->owner.thing, why);
}

/* ---- work in the pool ---- */

static void dropped(void *thing)
{
    struct webdriver_host *host = thing;
    host->working = false;
    if (host->orphaned)
        release_now(host);
}

/* Never abandoned: webdriver_host_end leaves the rest to its end. */
static void submit(struct webdriver_host *host, void (*work)(void *), void (*done)(void *))
{
    host->job =
        (struct offload_job){.work = work, .done = done, .drop = dropped, .thing = host};
    host->working = true;
    offload_submit(host->offload, host->loop, &host->job);
}

/* True when it is still wanted; else it is gone. */
static bool worked(struct webdriver_host *host)
{
    bool wanted = !host->orphaned;
    host->working = false;
    if (!wanted) /* at once: the pool may be ending */
        release_now(host);
    return wanted;
}

static void measure(void *thing)
{
    struct webdriver_host *host = thing;
    host->memory = process_memory(host->process.group);
}

static void measured(void *thing)
{
    struct webdriver_host *host = thing;
    if (!worked(host))
        return;
    if (host->memory > MOST_PSS)
        tell_gone(host, arena_printf(host->arena, "the browser took %lld MB of memory",
                                     host->memory >> 20));
    else
        loop_timer_set(host->loop, &host->timer, loop_now_ns(host->loop) + LOOK_NS);
}

static int64_t look(void *thing, int64_t now_ns)
{
    (void)now_ns;
    submit(thing, measure, measured);
    return 0;
}

/* ---- the start ---- */

static int64_t ask(void *thing, int64_t now_ns);

static void status_told(void *thing, const struct webdriver_reply *reply)
{
    struct webdriver_host *host = thing;
    host->asking = NULL;
    if (reply->error == NULL) {
        host->timer.fire = look;
        loop_timer_set(host->loop, &host->timer, loop_now_ns(host->loop) + LOOK_NS);
        host->owner.up(host->owner.thing, host->base);
        return;
    }
    if (clock_now_ns() > host->until_ns)
        tell_gone(host, "the driver did not come up within 30s");
    else
        loop_timer_set(host->loop, &host->timer, loop_now_ns(host->loop) + ASK_NS);
}

static int64_t ask(void *thing, int64_t now_ns)
{
    struct webdriver_host *host = thing;
    (void)now_ns;
    const struct webdriver_request request = {
        .method = "GET",
        .url = arena_printf(host->arena, "%s/status", host->base),
        .timeout_ns = 2 * NS_PER_S};
    host->asking = webdriver_call(host->http, &request, status_told, host);
    return 0;
}

static void process_ended(void *thing, uint32_t events)
{
    struct webdriver_host *host = thing;
    (void)events;
    loop_watch_set(host->loop, &host->watch, 0);
    tell_gone(host, "the driver's process ended");
}

static void start(void *thing)
{
    struct webdriver_host *host = thing;
    webdriver_process_start(host->arena, &host->launch, &host->process);
}

static void started(void *thing)
{
    struct webdriver_host *host = thing;
    if (!worked(host))
        return;
    if (host->process.why != NULL) {
        tell_gone(host, host->process.why);
        return;
    }
    host->watch =
        (struct loop_watch){.ready = process_ended, .thing = host, .fd = host->process.pidfd};
    loop_watch_set(host->loop, &host->watch, EPOLLIN);
    host->base = arena_printf(host->arena, "http://127.0.0.1:%d", host->process.port);
    ask(host, 0);
}

struct webdriver_host *webdriver_host_start(struct loop *loop, struct offload *offload,
                                            struct webdriver_http *http,
                                            const struct webdriver_launch *launch,
                                            const struct webdriver_host_owner *owner)
{
    struct webdriver_host *host = calloc(1, sizeof *host);
    must(host != NULL);
    struct arena *arena = arena_new();
    *host = (struct webdriver_host){
        .arena = arena,
        .loop = loop,
        .offload = offload,
        .http = http,
        .launch = {.program = arena_strdup(arena, launch->program),
                   .time_zone = arena_strdup(arena, launch->time_zone),
                   .locale = arena_strdup(arena, launch->locale)},
        .owner = *owner,
        .process = {.pidfd = -1},
        .timer = {.fire = ask, .thing = host},
        .watch = {.fd = -1},
        .until_ns = clock_now_ns() + START_NS,
    };
    submit(host, start, started);
    return host;
}
