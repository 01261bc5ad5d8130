/* SPDX-License-Identifier: Apache-2.0 */
/* http_station.c - libcurl says which descriptors and moments it waits for, the loop waits.
 *
 * Transfers that ended are collected once a round, before the loop sleeps: ending one may start
 * the next, which libcurl forbids from within its callbacks. */

#include "transport/http_station.h"
#include "base/clock.h"
#include "base/must.h"
#include "transport/http_attempt.h"
#include "transport/http_clock.h"
#include "transport/http_transfer.h"
#include "transport/trust.h"

#include <stdlib.h>
#include <sys/epoll.h>

/* One descriptor libcurl watches. Kept for the next one when libcurl lets go. */
struct http_socket {
    struct loop_watch watch;
    struct http_station *station;
    struct http_clock *clock; /* NULL: nobody's, or libcurl closing a connection */
    struct http_socket *next;
};

static void act(struct http_station *station, curl_socket_t fd, int events)
{
    int running;
    station->actions++;
    must(curl_multi_socket_action(station->multi, fd, events, &running) == CURLM_OK);
}

/* While other transfers are served: the sooner a stamp is read, the surer it is the first byte's. */
static void noticed(void *thing, uint32_t events)
{
    struct http_socket *socket = thing;
    if (socket->clock != NULL && (events & EPOLLIN))
        http_clock_noticed(socket->clock, socket->watch.fd,
                           (events & (EPOLLERR | EPOLLHUP)) != 0);
}

static void ready(void *thing, uint32_t events)
{
    struct http_socket *socket = thing;
    bool broken = (events & (EPOLLERR | EPOLLHUP)) != 0;
    if (socket->clock != NULL && (events & EPOLLIN))
        http_clock_arrived(socket->clock, socket->watch.fd, broken);
    int mask = (events & EPOLLIN ? CURL_CSELECT_IN : 0) |
               (events & EPOLLOUT ? CURL_CSELECT_OUT : 0) | (broken ? CURL_CSELECT_ERR : 0);
    act(socket->station, socket->watch.fd, mask);
}

static struct http_rider *rider_of(CURL *curl)
{
    char *rider = NULL;
    curl_easy_getinfo(curl, CURLINFO_PRIVATE, &rider);
    return (struct http_rider *)(void *)rider;
}

static struct http_socket *socket_new(struct http_station *station, CURL *curl, int fd)
{
    struct http_socket *socket = station->idle;
    if (socket != NULL) {
        station->idle = socket->next;
    } else {
        socket = calloc(1, sizeof *socket);
        must(socket != NULL);
    }
    const struct http_rider *rider = rider_of(curl);
    *socket = (struct http_socket){
        .watch = {.ready = ready, .noticed = noticed, .thing = socket, .fd = fd},
        .station = station,
        .clock = rider != NULL ? rider->clock : NULL,
    };
    curl_multi_assign(station->multi, fd, socket);
    return socket;
}

/* libcurl's CURLMOPT_SOCKETFUNCTION. */
static int watch(CURL *curl, curl_socket_t fd, int what, void *thing, void *known)
{
    struct http_station *station = thing;
    struct http_socket *socket = known;
    if (what == CURL_POLL_REMOVE) {
        if (socket != NULL) {
            loop_watch_set(station->loop, &socket->watch, 0);
            socket->next = station->idle;
            station->idle = socket;
        }
        return 0;
    }
    if (socket == NULL)
        socket = socket_new(station, curl, fd);
    uint32_t wants =
        (what & CURL_POLL_IN ? EPOLLIN : 0u) | (what & CURL_POLL_OUT ? EPOLLOUT : 0u);
    loop_watch_set(station->loop, &socket->watch, wants);
    if (socket->clock != NULL)
        http_clock_writing(socket->clock, (what & CURL_POLL_OUT) != 0, station->actions);
    return 0;
}

/* libcurl's CURLMOPT_TIMERFUNCTION. */
static int set_timer(CURLM *multi, long after_ms, void *thing)
{
    (void)multi;
    struct http_station *station = thing;
    station->due = after_ms == 0;
    if (after_ms > 0)
        loop_timer_set(station->loop, &station->timer, clock_now_ns() + after_ms * NS_PER_MS);
    else
        loop_timer_stop(station->loop, &station->timer);
    return 0;
}

static int64_t timer_fired(void *thing, int64_t now_ns)
{
    (void)now_ns;
    struct http_station *station = thing;
    station->due = true; /* collect() is about to run */
    return 0;
}

void http_station_kick(struct http_station *station)
{
    station->due = false;
    act(station, CURL_SOCKET_TIMEOUT, 0);
}

void http_station_add(struct http_station *station, CURL *curl, struct http_rider *rider)
{
    curl_easy_setopt(curl, CURLOPT_PRIVATE, rider);
    must(curl_multi_add_handle(station->multi, curl) == CURLM_OK);
    http_station_kick(station);
}

static bool collect_one(struct http_station *station)
{
    int left;
    struct http_attempt *settled = station->settled;
    if (settled != NULL) {
        http_attempt_settle(settled);
        return true;
    }
    CURLMsg *message = curl_multi_info_read(station->multi, &left);
    if (message == NULL)
        return false;
    struct http_rider *rider = rider_of(message->easy_handle);
    rider->ended(rider, message->data.result);
    return true;
}

static void collect(void *thing)
{
    struct http_station *station = thing;
    do {
        if (station->due)
            http_station_kick(station);
        loop_glance(station->loop);
    } while (collect_one(station));
}

void *http_station_open(struct loop *loop, struct offload *offload)
{
    (void)offload;
    must(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK);
    struct http_station *station = calloc(1, sizeof *station);
    must(station != NULL);
    station->loop = loop;
    station->multi = curl_multi_init();
    must(station->multi != NULL);
    station->trust = trust_new();
    station->timer = (struct loop_timer){.fire = timer_fired, .thing = station};
    station->hook = (struct loop_hook){.before_sleep = collect, .thing = station};
    station->stamps = http_clock_keep_stamping();
    curl_multi_setopt(station->multi, CURLMOPT_SOCKETFUNCTION, watch);
    curl_multi_setopt(station->multi, CURLMOPT_SOCKETDATA, station);
    curl_multi_setopt(station->multi, CURLMOPT_TIMERFUNCTION, set_timer);
    curl_multi_setopt(station->multi, CURLMOPT_TIMERDATA, station);
    loop_hook_add(loop, &station->hook);
    return station;
}

void http_station_close(void *thing)
{
    struct http_station *station = thing;
    must(station->settled == NULL);
    loop_hook_remove(station->loop, &station->hook);
    curl_multi_cleanup(station->multi);
    loop_timer_stop(station->loop, &station->timer);
    for (struct http_socket *socket = station->idle, *next; socket != NULL; socket = next) {
        next = socket->next;
        free(socket);
    }
    http_clock_stop_stamping(station->stamps);
    trust_end(station->trust);
    free(station);
    curl_global_cleanup();
}
