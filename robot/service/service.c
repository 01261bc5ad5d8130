/* SPDX-License-Identifier: Apache-2.0 */
/* service.c - the parts of `xunjian serve` are made, run, and ended in the opposite order. */

#include "service/service.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/must.h"
#include "deliver/connectivity.h"
#include "deliver/deliver.h"
#include "deliver/heartbeat.h"
#include "deliver/traces.h"
#include "service/board.h"
#include "service/inside.h"
#include "service/planned.h"
#include "service/reload.h"
#include "service/watch.h"
#include "store/store.h"

#include <curl/curl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

enum { HOURS_BETWEEN_WINDOWS = 6, SETTLE_S = 10 };

static void crew_ready(void *thing, uint32_t events)
{
    struct service *service = thing;
    (void)events;
    if (!crew_listen(service->crew))
        loop_stop(service->loop);
}

static void signal_came(void *thing, uint32_t events)
{
    struct service *service = thing;
    struct signalfd_siginfo signal;
    (void)events;
    while (read(service->signal_watch.fd, &signal, sizeof signal) == sizeof signal) {
        if (signal.ssi_signo == SIGHUP)
            reloader_wish(service->reloader);
        else
            service_stop(service);
    }
}

static int64_t something_due(void *thing, int64_t now_ns)
{
    (void)now_ns;
    rounds_go(thing); /* sets the timer anew */
    return 0;
}

static int64_t windows_due(void *thing, int64_t now_ns)
{
    struct service *service = thing;
    if (!service->stopping)
        service_tell_alerts(service);
    return now_ns + HOURS_BETWEEN_WINDOWS * 3600 * NS_PER_S;
}

static void file_changed(void *thing)
{
    struct service *service = thing;
    reloader_wish(service->reloader);
}

/* Blocked before any thread begins, so that signals come by the descriptor only. */
static int open_signals(sigset_t *ret_before)
{
    sigset_t ours;
    sigemptyset(&ours);
    sigaddset(&ours, SIGINT);
    sigaddset(&ours, SIGTERM);
    sigaddset(&ours, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &ours, ret_before);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is an error to be told */
    int fd = signalfd(-1, &ours, SFD_CLOEXEC | SFD_NONBLOCK);
    must(fd >= 0);
    return fd;
}

static void watch_fd(struct service *service, struct loop_watch *watch, int fd,
                     void (*ready)(void *thing, uint32_t events))
{
    *watch = (struct loop_watch){.ready = ready, .thing = service, .fd = fd};
    loop_watch_set(service->loop, watch, EPOLLIN);
}

static bool alive(void *thing, const char **ret_why)
{
    struct buffer why;
    struct web_backend backend = backend_of(thing);
    buffer_init(&why, 4096);
    bool ready = backend.ready(thing, &why);
    buffer_done(&why);
    *ret_why = "the robot is not ready: its schedule stands still, or its store fails";
    return ready;
}

static size_t claim(void *store, int64_t now_utc_ns, const struct outbox_taker *taker,
                    struct arena *arena, struct outbox_item *ret, size_t room,
                    int64_t *ret_next_utc_ns)
{
    return store_outbox_claim(store, now_utc_ns, taker, arena, ret, room, ret_next_utc_ns);
}

static void settle(void *store, int64_t id, bool accepted, int64_t retry_utc_ns,
                   const char *why)
{
    store_outbox_settle(store, id, accepted, retry_utc_ns, why);
}

static void way_out(void *thing, bool reachable, const char *why)
{
    struct service *service = thing;
    store_connectivity(service->store, reachable, why);
}

static bool open_store(struct service *service, const struct config *config,
                       const char **ret_why)
{
    const struct store_options options = {.path = config->store_path,
                                          .retention = config->retention,
                                          .listener = told_by_store(service)};
    service->store = store_open(&options, service->arena, ret_why);
    return service->store != NULL;
}

static bool open_web(struct service *service, const struct config *config, const char **ret_why)
{
    if (config->web.listen == NULL)
        return true;
    const struct web_options options = {.rule = &config->web,
                                        .store_path = config->store_path,
                                        .location = config->location,
                                        .version = service->options->version,
                                        .backend = backend_of(service)};
    service->web = web_start(&options, service->arena, ret_why);
    return service->web != NULL;
}

static void open_crew(struct service *service, const struct config *config)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    service->crew_options = (struct crew_options){
        .vocabulary = service->options->vocabulary,
        .threads = cores > 0 ? (size_t)cores : 1,
        .parallel = (size_t)config->limits.parallel,
        .tell = rounds_tell,
        .listener = service,
    };
    service->crew = crew_new(&service->crew_options);
    watch_fd(service, &service->crew_watch, crew_bell(service->crew), crew_ready);
}

static void open_ways_out(struct service *service)
{
    const struct deliver_options deliver = {
        .outbox = {.thing = service->store, .claim = claim, .settle = settle}};
    const struct heartbeat_options heartbeat = {.alive = alive, .thing = service};
    const struct connectivity_options connectivity = {.told = way_out, .thing = service};
    service->deliver = deliver_start(&deliver);
    service->traces = traces_start();
    service->heartbeat = heartbeat_start(&heartbeat);
    service->connectivity = connectivity_start(&connectivity);
}

static void open_timers(struct service *service)
{
    service->due_timer = (struct loop_timer){.fire = something_due, .thing = service};
    service->windows_timer = (struct loop_timer){.fire = windows_due, .thing = service};
    loop_timer_set(service->loop, &service->windows_timer,
                   clock_now_ns() + HOURS_BETWEEN_WINDOWS * 3600 * NS_PER_S);
}

static struct service *service_new(const struct service_options *options)
{
    struct service *service = calloc(1, sizeof *service);
    must(service != NULL && pthread_mutex_init(&service->lateness_lock, NULL) == 0);
    service->options = options;
    service->arena = arena_new();
    service->lateness_arena = arena_new();
    histogram_init(&service->lateness, service->lateness_arena);
    service->started_utc_ns = clock_now_utc_ns();
    atomic_store(&service->count.accepted_utc_ns, service->started_utc_ns);
    service->loop = loop_new();
    service->board = board_new();
    service->schedule = schedule_new((uint64_t)clock_now_ns());
    service->crew_watch.fd = service->signal_watch.fd = -1;
    atomic_store(&service->count.progress_ns, clock_now_ns());
    return service;
}

static bool service_open(struct service *service, struct planned *planned,
                         struct buffer *errors)
{
    const struct config *config = planned_config(planned);
    const char *why = NULL;
    if (!open_store(service, config, &why)) {
        buffer_printf(errors, "could not open the store %s: %s\n", config->store_path, why);
        return false;
    }
    prctl(PR_SET_TIMERSLACK, 1UL);
    open_crew(service, config);
    open_ways_out(service);
    open_timers(service);
    service->reloader = reloader_new(service);
    service->watcher = watcher_new(service->loop, file_changed, service);
    return true;
}

/* In this order: who still asks, who still runs, who still writes, who still sends. */
static void service_close(struct service *service)
{
    board_close(service->board);
    watcher_end(service->watcher);
    reloader_end(service->reloader);
    if (service->web != NULL)
        web_stop(service->web);
    heartbeat_stop(service->heartbeat);
    connectivity_stop(service->connectivity);
    loop_watch_set(service->loop, &service->crew_watch, 0);
    loop_timer_stop(service->loop, &service->due_timer);
    loop_timer_stop(service->loop, &service->windows_timer);
    loop_timer_stop(service->loop, &service->drain_timer);
    crew_end(service->crew);
    deliver_stop(service->deliver, SETTLE_S * NS_PER_S);
    store_close(service->store, SETTLE_S * NS_PER_S);
    traces_stop(service->traces, SETTLE_S * NS_PER_S);
}

static void service_end(struct service *service)
{
    planned_release(service->planned);
    schedule_end(service->schedule);
    loop_end(service->loop);
    board_end(service->board);
    pthread_mutex_destroy(&service->lateness_lock);
    arena_end(service->lateness_arena);
    arena_end(service->arena);
    free(service);
}

/* The page comes last: whoever asks it finds everything there. False when it could not be had; all is
 * closed in either case. */
static bool serve(struct service *service, struct planned *planned, struct buffer *errors)
{
    const struct config *config = planned_config(planned);
    const char *why = NULL;
    size_t monitors;
    planned_monitors(planned, &monitors);
    service_adopt(service, planned);
    bool up = open_web(service, config, &why);
    if (up) {
        service_tell_alerts(service); /* the system has chosen the port, when it was told 0 */
        service->options->started(service->web != NULL ? web_url(service->web) : NULL,
                                  monitors);
        rounds_go(service);
    } else {
        buffer_printf(errors, "could not serve the page on %s: %s\n", config->web.listen, why);
        service_stop(service);
    }
    loop_run(service->loop);
    service_close(service);
    return up;
}

enum service_end service_run(const struct service_options *options, struct buffer *errors)
{
    struct planned *planned = planned_load(options->vocabulary, options->config_path, errors);
    if (planned == NULL)
        return SERVICE_WRONG_CONFIG;
    enum service_end end = SERVICE_FAILED;
    sigset_t before;
    log_set_level((enum log_level)planned_config(planned)->log_level);
    log_set_format(planned_config(planned)->log_json ? LOG_JSON : LOG_LOGFMT);
    int signals = open_signals(&before);
    must(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK);
    struct service *service = service_new(options);
    watch_fd(service, &service->signal_watch, signals, signal_came);
    if (!service_open(service, planned, errors))
        planned_release(planned);
    else if (serve(service, planned, errors))
        end = SERVICE_STOPPED;
    loop_watch_set(service->loop, &service->signal_watch, 0);
    service_end(service);
    curl_global_cleanup();
    close(signals);
    for (int *at = (int[]){SIGINT, SIGTERM, SIGHUP, 0}; *at != 0; at++)
        signal(*at, SIG_IGN); /* told again to end while it ends: that is no death by signal */
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return end;
}
