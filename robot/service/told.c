/* SPDX-License-Identifier: Apache-2.0 */
/* told.c - what the store's thread tells, carried to whom it concerns. */

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/must.h"
#include "deliver/deliver.h"
#include "deliver/traces.h"
#include "service/board.h"
#include "service/inside.h"
#include "service/planned.h"
#include "store/store.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DETAIL_BYTES = 1024 };

static void log_record(const struct record *record, const char *state)
{
    char took[24];
    const struct breakpoint *at = &record->breakpoint;
    bool broken = at->reason != REASON_NONE;
    snprintf(took, sizeof took, "%" PRId64 "ms", record->duration_ns / NS_PER_MS);
    log_write(record->verdict == VERDICT_INTERNAL ? LEVEL_WARNING : LEVEL_INFO, "run finished",
              "journey", record->journey, "environment", record->environment, "run",
              record->run_id, "cause", run_cause_name(record->cause), "verdict",
              verdict_name(record->verdict), "took", took, "state", state, "step",
              broken ? at->step : "", "phase", broken ? phase_name(at->phase) : "", "reason",
              broken ? reason_name(at->reason) : "", NULL);
}

static void kept(void *thing, const struct record *record, const char *state)
{
    struct service *service = thing;
    log_record(record, state);
    atomic_fetch_add(&service->count.ended[record->verdict], 1);
    board_kept(service->board, record, state);
    traces_take(service->traces, record);
}

/* A monitor by name, on its way from the store's thread to the main loop. */
struct wish {
    struct service *service;
    char id[MONITOR_ID_BYTES];
};

static void start_retest(void *thing)
{
    struct wish *wish = thing;
    struct service *service = wish->service;
    if (!service->stopping &&
        schedule_start_now(service->schedule, wish->id, true, service_now()))
        rounds_go(service);
    free(wish);
}

static void retest(void *thing, const char *journey, const char *environment)
{
    struct service *service = thing;
    struct wish *wish = malloc(sizeof *wish);
    must(wish != NULL);
    wish->service = service;
    must(monitor_id(journey, environment, wish->id, sizeof wish->id));
    loop_post(service->loop, start_retest, wish);
}

static void outbox(void *thing)
{
    struct service *service = thing;
    deliver_wake(service->deliver);
}

static void changed(void *thing, const struct alerts *alerts)
{
    struct service *service = thing;
    board_states(service->board, alerts);
}

/* The store cannot be written: what it would say of itself has to go past it. */
struct alarm {
    struct service *service;
    struct arena *arena;
    struct message message;
};

static void send_alarm(void *thing)
{
    struct alarm *alarm = thing;
    struct service *service = alarm->service;
    const struct config *config = planned_config(service->planned);
    alarm->message.location = config->location;
    if (config->store_alarm != NULL)
        deliver_direct(service->deliver, config->store_alarm, &alarm->message);
    arena_end(alarm->arena);
}

static void alarm_about_store(struct service *service, enum message_kind kind, const char *text)
{
    static const char *const none[] = {NULL};
    struct arena *arena = arena_new();
    struct alarm *alarm = arena_make(arena, struct alarm);
    int64_t now_utc_ns = clock_now_utc_ns();
    *alarm = (struct alarm){.service = service, .arena = arena};
    alarm->message = (struct message){
        .kind = kind,
        .key = "73746f72652d6f662d7468652d726f62", /* one store, one incident */
        .incident = "",
        .rule = "store",
        .severity = "critical",
        .title = kind == MESSAGE_RESOLVE ? "the robot's store works again"
                                         : "the robot's store fails",
        .journey = "",
        .journey_title = "",
        .environment = "",
        .location = "",
        .owner = "",
        .step = "",
        .phase = "robot",
        .reason = "internal",
        .text = arena_strdup(arena, text),
        .host = "",
        .endpoint = "",
        .changed = "",
        .journeys = none,
        .link = "",
        .runbook = "",
        .first_run = "",
        .last_run = "",
        .started_utc_ns = now_utc_ns,
        .last_utc_ns = now_utc_ns,
        .ended_utc_ns = kind == MESSAGE_RESOLVE ? now_utc_ns : 0,
        .said_utc_ns = now_utc_ns,
        .failures = 1,
    };
    loop_post(service->loop, send_alarm, alarm);
}

static void failed(void *thing, const char *why)
{
    char text[DETAIL_BYTES];
    log_write(LEVEL_ERROR, "the store fails: runs go on and wait in memory", "reason", why,
              NULL);
    /* What was not written must not be sent: after a kill it would be decided, and sent, again. */
    snprintf(text, sizeof text,
             "%s. Runs go on, but alerts about them wait until it can be written.", why);
    alarm_about_store(thing, MESSAGE_TRIGGER, text);
}

static void recovered(void *thing, int64_t dropped)
{
    char count[24], text[96];
    snprintf(count, sizeof count, "%" PRId64, dropped);
    snprintf(text, sizeof text, "it can be written again; rounds lost meanwhile: %s", count);
    log_write(dropped > 0 ? LEVEL_ERROR : LEVEL_INFO, "the store works again", "rounds_lost",
              count, NULL);
    alarm_about_store(thing, MESSAGE_RESOLVE, text);
}

struct store_listener told_by_store(struct service *service)
{
    return (struct store_listener){
        .thing = service,
        .kept = kept,
        .retest = retest,
        .outbox = outbox,
        .changed = changed,
        .failed = failed,
        .recovered = recovered,
    };
}
