/* SPDX-License-Identifier: Apache-2.0 */
/* probe.c - resolve, connect, end.
 *
 * Addresses are tried one after the other, each with its share of the time that is left, so that
 * a dead IPv6 route costs a part of the time-out and not all of it. */

#include "transport/probe.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/must.h"
#include "loop/offload.h"
#include "model/environment.h"
#include "model/journey.h"
#include "model/step_kind.h"
#include "plan/template.h"
#include "transport/failure.h"
#include "transport/resolve.h"
#include "transport/trust.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

static void try_next(struct probe *probe);

void *probe_station_open(struct loop *loop, struct offload *offload)
{
    struct probe_station *station = calloc(1, sizeof *station);
    must(station != NULL);
    station->loop = loop;
    station->offload = offload;
    return station;
}

void probe_station_close(void *thing)
{
    struct probe_station *station = thing;
    if (station->trust != NULL)
        trust_end(station->trust);
    free(station);
}

static void close_socket(struct probe *probe)
{
    if (probe->fd < 0)
        return;
    loop_watch_set(probe->station->loop, &probe->watch, 0);
    close(probe->fd);
    probe->fd = -1;
}

void probe_enter(struct probe *probe, enum phase next)
{
    int64_t now_ns = clock_now_ns();
    probe->saw.time.phase_ns[probe->phase] = now_ns - probe->phase_ns;
    probe->phase = next;
    probe->phase_ns = now_ns;
}

/* The sum of the phases so far. */
static int64_t elapsed_ns(const struct probe *probe)
{
    int64_t sum_ns = 0;
    for (int p = 0; p < NETWORK_PHASES; p++)
        if (probe->saw.time.phase_ns[p] > 0)
            sum_ns += probe->saw.time.phase_ns[p];
    return sum_ns;
}

void probe_answered(struct probe *probe)
{
    probe_enter(probe, PHASE_RECEIVE);
    probe->saw.time.first_byte_ns = elapsed_ns(probe);
}

/* Nothing is under way after this; the observation is complete. */
static void finish(struct probe *probe)
{
    struct exchange *saw = &probe->saw;
    struct attempt *attempt = probe->attempt;
    probe_enter(probe, probe->phase);
    saw->time.total_ns = elapsed_ns(probe);
    saw->time.uncertainty_ns = loop_away_ns(probe->station->loop, saw->started_ns);
    struct exchange *kept = arena_make(attempt->arena, struct exchange);
    *kept = *saw;
    attempt->saw->exchanges = kept;
    attempt->saw->exchange_count = 1;
    attempt->saw->fault = saw->fault;
    timing_add(&attempt->saw->time, &saw->time);
    loop_timer_stop(probe->station->loop, &probe->timer);
    close_socket(probe);
    if (probe->resolve != NULL && probe->resolving)
        resolve_abandon(probe->resolve);
    else if (probe->resolve != NULL)
        resolve_end(probe->resolve);
    probe->resolve = NULL;
    probe->ended = true;
}

static int64_t hand_over(void *thing, int64_t now_ns)
{
    (void)now_ns;
    struct probe *probe = thing;
    struct attempt *attempt = probe->attempt;
    attempt->progress = NULL;
    probe->release(probe);
    attempt->done(attempt);
    return 0;
}

static void hand_over_soon(struct probe *probe)
{
    probe->timer.fire = hand_over;
    loop_timer_set(probe->station->loop, &probe->timer, loop_now_ns(probe->station->loop));
}

void probe_end(struct probe *probe, enum reason reason, const char *message)
{
    if (reason != REASON_NONE)
        probe->saw.fault = (struct fault){probe->phase, reason, message, NULL};
    finish(probe);
    hand_over_soon(probe);
}

void probe_fail_robot(struct probe *probe, const char *message)
{
    probe->saw.fault = (struct fault){PHASE_ROBOT, REASON_ROBOT, message, NULL};
    probe_end(probe, REASON_NONE, NULL);
}

void probe_cancel(struct attempt *attempt)
{
    struct probe *probe = attempt->progress;
    must(probe != NULL);
    if (probe->ended) {
        loop_timer_stop(probe->station->loop, &probe->timer);
    } else {
        enum reason reason =
            clock_now_ns() >= attempt->deadline_ns ? REASON_TIMEOUT : REASON_CANCELLED;
        probe->saw.fault = failure_stopped(attempt->arena, probe->phase, reason, probe->to);
        finish(probe);
    }
    attempt->progress = NULL;
    probe->release(probe);
}

static void refused(struct probe *probe, int error)
{
    struct arena *arena = probe->attempt->arena;
    if (error == ECONNREFUSED)
        probe_end(probe, REASON_REFUSED,
                  arena_printf(arena, "%s refused the connection", probe->to));
    else if (error == ETIMEDOUT)
        probe_end(probe, REASON_TIMEOUT,
                  arena_printf(arena, "%s did not accept the connection", probe->to));
    else
        probe_end(
            probe, error == ECONNRESET ? REASON_RESET : REASON_UNREACHABLE,
            arena_printf(arena, "could not connect to %s: %s", probe->to, strerror(error)));
}

/* One address did not do. */
static void failed(struct probe *probe, int error)
{
    close_socket(probe);
    loop_timer_stop(probe->station->loop, &probe->timer);
    if (probe->next != NULL)
        try_next(probe);
    else
        refused(probe, error);
}

static int64_t address_too_slow(void *thing, int64_t now_ns)
{
    (void)now_ns;
    failed(thing, ETIMEDOUT);
    return 0; /* what comes next has set the timer anew */
}

static void connect_ready(void *thing, uint32_t events)
{
    (void)events;
    struct probe *probe = thing;
    int error = 0;
    socklen_t size = sizeof error;
    must(getsockopt(probe->fd, SOL_SOCKET, SO_ERROR, &error, &size) == 0);
    if (error != 0) {
        failed(probe, error);
        return;
    }
    loop_timer_stop(probe->station->loop, &probe->timer);
    loop_watch_set(probe->station->loop, &probe->watch, 0);
    probe->connected(probe);
}

static void note_address(struct probe *probe, const struct addrinfo *to)
{
    char text[INET6_ADDRSTRLEN] = "";
    if (getnameinfo(to->ai_addr, to->ai_addrlen, text, sizeof text, NULL, 0, NI_NUMERICHOST) ==
        0) {
        probe->saw.remote_address = arena_strdup(probe->attempt->arena, text);
        probe->saw.remote_port = probe->port;
    }
}

static void set_port(struct addrinfo *to, int port)
{
    if (to->ai_family == AF_INET6)
        ((struct sockaddr_in6 *)(void *)to->ai_addr)->sin6_port = htons((uint16_t)port);
    else
        ((struct sockaddr_in *)(void *)to->ai_addr)->sin_port = htons((uint16_t)port);
}

/* This address' share of the time; 0 when it is the last and may take all. */
static int64_t share_ns(const struct probe *probe, int64_t now_ns)
{
    int64_t left = 1;
    for (const struct addrinfo *a = probe->next; a != NULL; a = a->ai_next)
        left++;
    int64_t time_ns = probe->attempt->deadline_ns - now_ns;
    return left > 1 && time_ns > 0 ? time_ns / left : 0;
}

static void try_next(struct probe *probe)
{
    struct addrinfo *to = probe->next;
    probe->next = to->ai_next;
    set_port(to, probe->port);
    note_address(probe, to);
    probe->fd = socket(to->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (probe->fd < 0) {
        probe_fail_robot(probe,
                         arena_printf(probe->attempt->arena, "no socket to connect to %s: %s",
                                      probe->to, strerror(errno)));
        return;
    }
    probe->watch = (struct loop_watch){.ready = connect_ready, .thing = probe, .fd = probe->fd};
    if (connect(probe->fd, to->ai_addr, to->ai_addrlen) != 0 && errno != EINPROGRESS) {
        failed(probe, errno);
        return;
    }
    loop_watch_set(probe->station->loop, &probe->watch, EPOLLOUT);
    int64_t now_ns = clock_now_ns(), mine_ns = share_ns(probe, now_ns);
    if (mine_ns > 0) {
        probe->timer.fire = address_too_slow;
        loop_timer_set(probe->station->loop, &probe->timer, now_ns + mine_ns);
    }
}

static void resolved(struct resolve *resolve, void *thing)
{
    struct probe *probe = thing;
    probe->resolving = false;
    if (resolve->error != 0) {
        struct fault fault = resolve_fault(probe->attempt->arena, resolve);
        probe_end(probe, fault.reason, fault.message);
        return;
    }
    probe_enter(probe, PHASE_CONNECT);
    /* Timed on the worker: neither its queue nor the loop's delay is the name server's. */
    probe->saw.time.phase_ns[PHASE_DNS] = resolve->ended_ns - resolve->began_ns;
    probe->next = resolve->found;
    try_next(probe);
}

/* "host", "host:1", "::1", "[::1]:1". False when the port is missing or no port. */
static bool read_address(struct probe *probe, struct text address, int port)
{
    struct arena *arena = probe->attempt->arena;
    ptrdiff_t close = text_find(address, text_of("]"), 0);
    bool bracketed = address.length > 0 && address.at[0] == '[' && close > 0;
    size_t from = bracketed ? (size_t)close + 1 : 0;
    ptrdiff_t colon = text_find(address, text_of(":"), from);
    bool bare_ipv6 =
        !bracketed && colon >= 0 && text_find(address, text_of(":"), (size_t)colon + 1) >= 0;
    long long number = port;
    if (colon >= 0 && !bare_ipv6 &&
        !text_to_int(text_slice(address, (size_t)colon + 1, address.length), 1, 65535, &number))
        return false;
    struct text host = bracketed                  ? text_slice(address, 1, (size_t)close)
                       : colon >= 0 && !bare_ipv6 ? text_slice(address, 0, (size_t)colon)
                                                  : address;
    if (host.length == 0 || number == 0 || memchr(host.at, '\0', host.length) != NULL)
        return false;
    probe->host = text_string(arena, host);
    probe->port = (int)number;
    probe->to = arena_printf(arena, "%s:%d", probe->host, probe->port);
    return true;
}

/* Where to connect: the host, or what its rule says. */
static const char *target(struct probe *probe)
{
    const struct host_rule *rule = environment_host(probe->attempt->journey->environment,
                                                    text_of(probe->host), probe->port);
    if (rule == NULL || rule->address == NULL)
        return probe->host;
    struct probe elsewhere = {.attempt = probe->attempt};
    if (!read_address(&elsewhere, text_of(rule->address), probe->port))
        return rule->address;
    probe->port = elsewhere.port;
    return elsewhere.host;
}

static void begin(struct probe *probe, struct attempt *attempt)
{
    attempt->progress = probe;
    probe->attempt = attempt;
    probe->station = attempt->station;
    probe->fd = -1;
    probe->timer = (struct loop_timer){.thing = probe};
    probe->phase = PHASE_DNS;
    probe->phase_ns = clock_now_ns();
    probe->to = "the address";
    probe->saw = (struct exchange){.started_ns = probe->phase_ns,
                                   .started_utc_ns = clock_now_utc_ns(),
                                   .time = timing_none()};
}

/* No phase of the network was entered. */
static void refuse(struct probe *probe, const struct fault *fault)
{
    finish(probe);
    probe->attempt->saw->exchange_count = 0;
    probe->attempt->saw->time = timing_none();
    probe->attempt->saw->fault = *fault;
    hand_over_soon(probe);
}

void probe_refuse(struct probe *probe, struct attempt *attempt, const struct fault *fault)
{
    begin(probe, attempt);
    refuse(probe, fault);
}

void probe_start(struct probe *probe, struct attempt *attempt, const char *scheme,
                 const struct template *address, int port)
{
    struct arena *arena = attempt->arena;
    struct text text;
    struct fault fault;
    begin(probe, attempt);
    if (!template_text(address, attempt->scope, arena, &text, &fault)) {
        refuse(probe, &fault);
        return;
    }
    text = text_trim(text);
    if (!read_address(probe, text, port)) {
        fault = (struct fault){
            PHASE_SEND, REASON_TEMPLATE,
            arena_printf(arena, "\"%.*s\" is not HOST:PORT", TEXT_ARGS(text)), NULL};
        refuse(probe, &fault);
        return;
    }
    probe->saw.url = text_of(arena_printf(arena, "%s://%s", scheme, probe->to));
    const char *name = target(probe);
    probe->resolving = true;
    probe->resolve = resolve_start(probe->station->offload, probe->station->loop, name,
                                   AF_UNSPEC, resolved, probe);
}
