/* SPDX-License-Identifier: Apache-2.0 */
/* adopt.c - a configuration becomes the present one, for everybody who goes by it. */

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/map.h"
#include "deliver/connectivity.h"
#include "deliver/deliver.h"
#include "deliver/heartbeat.h"
#include "deliver/traces.h"
#include "service/board.h"
#include "service/inside.h"
#include "service/planned.h"
#include "service/watch.h"
#include "store/read.h"
#include "store/store.h"
#include "web/web.h"

#include <stdio.h>
#include <string.h>

/* When each monitor was started last, from the store: a restart goes on from there. */
static void read_last_starts(const struct config *config, struct arena *arena,
                             struct map *ret_starts)
{
    const char *why = NULL;
    struct reader *reader = reader_open(config->store_path, arena, &why);
    const struct started_row *rows = NULL;
    size_t count = 0;
    map_init(ret_starts, arena);
    if (reader == NULL || !read_started(reader, arena, &rows, &count, &why))
        log_write(LEVEL_WARNING, "could not read when monitors were last started", "reason",
                  why, NULL);
    for (size_t i = 0; i < count; i++) {
        int64_t *at = arena_make(arena, int64_t);
        *at = rows[i].due_utc_ns;
        map_put(ret_starts, text_of(rows[i].monitor), at);
    }
    reader_close(reader);
}

static void set_schedule(struct service *service, const struct config *config)
{
    struct arena *arena = arena_new();
    struct map starts;
    size_t count;
    const struct monitor *monitors = planned_monitors(service->planned, &count);
    struct schedule_item *items = arena_array(arena, count + 1, struct schedule_item);
    read_last_starts(config, arena, &starts);
    for (size_t i = 0; i < count; i++) {
        const int64_t *last = map_get(&starts, text_of(monitors[i].id));
        items[i] = (struct schedule_item){
            .id = monitors[i].id,
            .rule = monitors[i].schedule,
            .calendar = monitors[i].calendar,
            .zone = monitors[i].zone,
            .thing = (void *)(uintptr_t)&monitors[i],
            .last_start_utc_ns = last != NULL ? *last : 0,
        };
    }
    const struct schedule_limits limits = {.parallel = config->limits.parallel,
                                           .queue = config->limits.queue,
                                           .misfire_ns = config->limits.misfire_ns};
    schedule_set(service->schedule, items, count, &limits, service_now());
    arena_end(arena);
}

/* The settings' arena is held by whoever keeps them; this thread lets go of its own share. */
void service_tell_alerts(struct service *service)
{
    struct alert_settings *settings = planned_settings(service->planned, clock_now_utc_ns());
    if (service->web != NULL)
        settings->page = arena_strdup(settings->arena, web_url(service->web));
    board_plan(service->board, settings);
    store_configure(service->store, settings, planned_config(service->planned)->retention);
    arena_end(settings->arena);
}

static bool differ(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a != b : strcmp(a, b) != 0;
}

/* These are opened once: a new value waits for a restart, and whoever wrote it must know. */
static void tell_what_waits(const struct config *before, const struct config *after)
{
    const struct web_rule *was = &before->web, *is = &after->web;
    const struct {
        const char *key;
        bool waits;
    } rows[] = {
        {"store", differ(before->store_path, after->store_path)},
        {"web.listen", differ(was->listen, is->listen)},
        {"web.token_hash", differ(was->token_hash, is->token_hash)},
        {"web.certificate", differ(was->certificate_file, is->certificate_file) ||
                                differ(was->key_file, is->key_file)},
        {"limits.parallel", before->limits.parallel != after->limits.parallel},
        {"log", before->log_json != after->log_json || before->log_level != after->log_level},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].waits)
            log_write(LEVEL_WARNING, "a change of the configuration waits for a restart", "key",
                      rows[i].key, NULL);
}

void service_adopt(struct service *service, struct planned *planned)
{
    struct planned *before = service->planned;
    const struct config *config = planned_config(planned);
    size_t count;
    const struct monitor *monitors = planned_monitors(planned, &count);
    char number[24];

    service->planned = planned;
    set_schedule(service, config);
    board_set(service->board, monitors, count);
    board_map(service->board, planned_arena(planned),
              (struct map_view){.graph = config->graph, .layout = planned_layout(planned)});
    for (size_t i = 0; i < count; i++)
        board_next(service->board, monitors[i].id,
                   schedule_item_next_utc_ns(service->schedule, monitors[i].id, service_now()));
    /* First who sends, then who decides: what is decided for a new channel must find it there. */
    deliver_configure(service->deliver, planned_arena(planned), config);
    service_tell_alerts(service);
    watcher_set(service->watcher, config);
    traces_configure(service->traces, &config->traces);
    heartbeat_configure(service->heartbeat, &config->heartbeat);
    connectivity_configure(service->connectivity, &config->connectivity);
    if (before != NULL)
        tell_what_waits(planned_config(before), config);
    planned_release(before);
    snprintf(number, sizeof number, "%zu", count);
    log_write(LEVEL_INFO, before == NULL ? "configuration loaded" : "configuration reloaded",
              "file", config->file, "monitors", number, NULL);
}
