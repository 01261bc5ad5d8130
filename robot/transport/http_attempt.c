/* SPDX-License-Identifier: Apache-2.0 */
/* http_attempt.c - hop by hop until an answer that does not redirect.
 *
 * Redirects are ours to follow, not libcurl's: each hop is an exchange with phases and certificates
 * of its own, and who may see credentials is decided here (http_message.c). */

#include "transport/http_attempt.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/must.h"
#include "model/environment.h"
#include "model/journey.h"
#include "transport/failure.h"
#include "transport/http.h"
#include "transport/http_message.h"
#include "transport/http_session.h"
#include "transport/http_station.h"
#include "transport/http_transfer.h"
#include "transport/pace.h"

#include <stdlib.h>
#include <string.h>

struct http_attempt {
    struct attempt *attempt;
    struct http_station *station;
    struct http_message message;
    struct http_transfer transfer;
    struct exchange saw;       /* the hop under way */
    struct loop_timer timer;   /* the request budget, then the connect time-out */
    struct http_attempt *next; /* in station->settled */
    bool settled;
};

static void advance(struct http_transfer *transfer);
static int64_t my_turn(void *thing, int64_t now_ns);

static void settle_soon(struct http_attempt *trying)
{
    trying->settled = true;
    trying->next = trying->station->settled;
    trying->station->settled = trying;
}

/* The hop's exchange joins the observation. */
static void keep(struct http_attempt *trying)
{
    struct observation *saw = trying->attempt->saw;
    struct exchange *all =
        arena_array(trying->attempt->arena, saw->exchange_count + 1, struct exchange);
    if (saw->exchange_count > 0)
        memcpy(all, saw->exchanges, saw->exchange_count * sizeof *all);
    all[saw->exchange_count] = trying->saw;
    saw->exchanges = all;
    saw->exchange_count++;
    timing_add(&saw->time, &trying->saw.time);
    saw->fault = trying->saw.fault;
}

static void release(struct http_attempt *trying)
{
    loop_timer_stop(trying->station->loop, &trying->timer);
    trying->attempt->progress = NULL;
    http_message_done(&trying->message);
    free(trying);
}

void http_attempt_settle(struct http_attempt *trying)
{
    struct attempt *attempt = trying->attempt;
    must(trying->station->settled == trying);
    trying->station->settled = trying->next;
    release(trying);
    attempt->done(attempt);
}

static int64_t connect_too_slow(void *thing, int64_t now_ns)
{
    (void)now_ns;
    struct http_attempt *trying = thing;
    if (trying->transfer.clock.request_ns > 0 || trying->transfer.curl == NULL)
        return 0;
    http_transfer_stop(&trying->transfer, REASON_TIMEOUT);
    keep(trying);
    settle_soon(trying);
    return 0;
}

static void send_hop(struct http_attempt *trying)
{
    const struct http_request *request = trying->attempt->params;
    http_transfer_start(&trying->transfer);
    if (request->connect_timeout_ns > 0) {
        trying->timer.fire = connect_too_slow;
        loop_timer_set(trying->station->loop, &trying->timer,
                       trying->transfer.clock.started_ns + request->connect_timeout_ns);
    }
}

/* Sends when the host's budget has room; else sets the timer to when it may. Waiting for it is no
 * phase of the exchange. */
static void send_in_turn(struct http_attempt *trying, int64_t turn_ns)
{
    int64_t now_ns = clock_now_ns();
    int64_t again_ns = turn_ns > now_ns ? turn_ns : pace_claim(trying->transfer.rule, now_ns);
    if (again_ns == 0) {
        send_hop(trying);
        return;
    }
    trying->timer.fire = my_turn;
    loop_timer_set(trying->station->loop, &trying->timer, again_ns);
}

static int64_t my_turn(void *thing, int64_t now_ns)
{
    send_in_turn(thing, now_ns);
    return 0; /* the timer may have been set anew */
}

static void begin_hop(struct http_attempt *trying)
{
    const struct http_url *url = &trying->message.url;
    struct http_transfer *transfer = &trying->transfer;
    transfer->rule =
        environment_host(trying->attempt->journey->environment, url->host, url->port);
    send_in_turn(trying, pace_reserve(transfer->rule, clock_now_ns()));
}

static void end_message(void *message)
{
    http_message_done(message);
}

/* Maybe on a thread of the pool: see step_kind.h. What is made here and never started ends with the
 * run. */
static void prepare(struct attempt *attempt)
{
    struct http_message *message = arena_make(attempt->arena, struct http_message);
    if (!http_message_make(attempt, message, &attempt->saw->fault))
        return;
    arena_defer(attempt->arena, end_message, message);
    attempt->prepared = message;
}

static void start(struct attempt *attempt)
{
    struct http_attempt *trying = calloc(1, sizeof *trying);
    must(trying != NULL);
    struct http_station *station = attempt->station;
    struct http_message *message = attempt->prepared;
    attempt->progress = trying;
    trying->attempt = attempt;
    trying->station = station;
    trying->timer = (struct loop_timer){.thing = trying};
    trying->transfer = (struct http_transfer){
        .station = station,
        .session = http_session_of(attempt->session, attempt->session_arena),
        .attempt = attempt,
        .message = &trying->message,
        .saw = &trying->saw,
        .ended = advance,
    };
    if (message == NULL) {
        settle_soon(trying);
        return;
    }
    trying->message = *message;
    *message = (struct http_message){0};
    begin_hop(trying);
}

static const struct header *redirects_to(const struct exchange *saw)
{
    switch (saw->status) {
    case 301:
    case 302:
    case 303:
    case 307:
    case 308:
        break;
    default:
        return NULL;
    }
    const struct header *location = headers_find(&saw->headers, "location");
    return location != NULL && location->value.length > 0 ? location : NULL;
}

static bool was_here(const struct observation *saw, struct text url)
{
    for (size_t i = 0; i < saw->exchange_count; i++)
        if (text_equal(saw->exchanges[i].url, url))
            return true;
    return false;
}

static void refuse_redirect(struct http_attempt *trying, const char *message)
{
    struct observation *saw = trying->attempt->saw;
    saw->fault =
        (struct fault){.phase = PHASE_RECEIVE, .reason = REASON_REDIRECT, .message = message};
    saw->exchanges[saw->exchange_count - 1].fault = saw->fault;
}

/* True when the message is now the next hop's. */
static bool next_hop(struct http_attempt *trying, struct text target)
{
    struct observation *saw = trying->attempt->saw;
    struct arena *arena = trying->attempt->arena;
    const struct http_request *request = trying->attempt->params;
    int64_t limit = trying->attempt->journey->limits.redirects;
    int64_t most = limit > 0 && limit < request->redirects ? limit : request->redirects;
    int status = saw->exchanges[saw->exchange_count - 1].status;
    const char *problem;
    if (!http_message_redirect(&trying->message, arena, status, target, &problem)) {
        refuse_redirect(
            trying, arena_printf(arena, "redirected to a url not to be followed: %s", problem));
        return false;
    }
    saw->exchanges[saw->exchange_count - 1].redirect_url = trying->message.url.text;
    if (!request->follow)
        return false;
    if ((int64_t)saw->exchange_count <= most)
        return true;
    bool loop = was_here(saw, trying->message.url.text);
    refuse_redirect(trying, arena_printf(arena, "%s: over %lld redirects",
                                         loop ? "a redirect loop" : "too many redirects",
                                         (long long)most));
    return false;
}

/* libcurl is done with one hop; not within its callbacks. */
static void advance(struct http_transfer *transfer)
{
    struct http_attempt *trying = transfer->attempt->progress;
    struct attempt *attempt = trying->attempt;
    loop_timer_stop(trying->station->loop, &trying->timer);
    keep(trying);
    const struct header *to = redirects_to(&trying->saw);
    if (trying->saw.fault.reason == REASON_NONE && to != NULL && next_hop(trying, to->value)) {
        begin_hop(trying);
        return;
    }
    release(trying);
    attempt->done(attempt);
}

static void forget_settled(struct http_attempt *trying)
{
    struct http_attempt **at = &trying->station->settled;
    while (*at != trying) {
        must(*at != NULL);
        at = &(*at)->next;
    }
    *at = trying->next;
}

static void cancel(struct attempt *attempt)
{
    struct http_attempt *trying = attempt->progress;
    must(trying != NULL);
    enum reason reason =
        clock_now_ns() >= attempt->deadline_ns ? REASON_TIMEOUT : REASON_CANCELLED;
    if (trying->settled) {
        forget_settled(trying);
    } else if (trying->transfer.curl != NULL) {
        http_transfer_stop(&trying->transfer, reason);
        keep(trying);
    } else {
        attempt->saw->fault =
            failure_stopped(attempt->arena, PHASE_ROBOT, reason,
                            "the host, whose request budget had no room yet,");
    }
    release(trying);
}

const struct transport http_transport = {
    .open = http_station_open,
    .close = http_station_close,
    .prepare = prepare,
    .start = start,
    .cancel = cancel,
};
