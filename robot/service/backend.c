/* SPDX-License-Identifier: Apache-2.0 */
/* backend.c - what the page asks of the service, answered on the page's threads. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/must.h"
#include "service/board.h"
#include "service/inside.h"
#include "service/planned.h"
#include "service/reload.h"
#include "store/store.h"

#include <stdlib.h>

/* The main loop wakes once a minute at least (rounds.c). */
enum { MOST_SILENCE_S = 150 };

static size_t monitors(void *thing, struct arena *arena, const struct monitor_view **ret)
{
    struct service *service = thing;
    return board_views(service->board, arena, ret);
}

static struct map_view map(void *thing, struct arena *arena)
{
    struct service *service = thing;
    return board_map_view(service->board, arena);
}

static size_t windows(void *thing, struct arena *arena, const struct alert_window **ret)
{
    struct service *service = thing;
    return board_windows(service->board, arena, ret);
}

static uint64_t version(void *thing, uint64_t seen, int64_t wait_ns)
{
    struct service *service = thing;
    return board_version(service->board, seen, wait_ns);
}

struct asked {
    struct service *service;
    char id[MONITOR_ID_BYTES];
};

static void start_asked(void *thing)
{
    struct asked *asked = thing;
    struct service *service = asked->service;
    if (!service->stopping &&
        schedule_start_now(service->schedule, asked->id, false, service_now()))
        rounds_go(service);
    free(asked);
}

static bool is_known(struct service *service, const char *journey, const char *environment,
                     struct arena *arena)
{
    const struct monitor_view *views;
    size_t count = board_views(service->board, arena, &views);
    for (size_t i = 0; i < count; i++)
        if (text_is(text_of(views[i].journey), journey) &&
            text_is(text_of(views[i].environment), environment))
            return true;
    return false;
}

static bool run_now(void *thing, const char *journey, const char *environment,
                    struct arena *arena, const char **ret_why)
{
    struct service *service = thing;
    struct asked *asked = malloc(sizeof *asked);
    must(asked != NULL);
    asked->service = service;
    if (!is_known(service, journey, environment, arena) ||
        !monitor_id(journey, environment, asked->id, sizeof asked->id)) {
        *ret_why = "no such journey in that environment";
        free(asked);
        return false;
    }
    loop_post(service->loop, start_asked, asked);
    return true;
}

static bool command(void *thing, const struct alert_command *command, struct arena *arena,
                    const char **ret_why)
{
    struct service *service = thing;
    return store_command(service->store, command, arena, ret_why);
}

static bool reload(void *thing, struct buffer *out)
{
    struct service *service = thing;
    return reloader_do(service->reloader, out);
}

static bool ready(void *thing, struct buffer *why)
{
    struct service *service = thing;
    struct store_figures store = store_figures(service->store);
    int64_t silent_ns = clock_now_ns() - atomic_load(&service->count.progress_ns);
    if (silent_ns > MOST_SILENCE_S * NS_PER_S)
        buffer_add_string(why, "the schedule stands still\n");
    if (store.failing)
        buffer_add_string(why, "the store cannot be written\n");
    return why->length == 0;
}

static void metrics(void *thing, bool open_metrics, struct buffer *out)
{
    figures_write(thing, open_metrics, out);
}

static bool probe(void *thing, const char *journey, const char *environment, int64_t timeout_ns,
                  bool open_metrics, struct buffer *out, struct arena *arena,
                  const char **ret_why)
{
    return probe_run(thing, journey, environment, timeout_ns, open_metrics, out, arena,
                     ret_why);
}

struct web_backend backend_of(struct service *service)
{
    return (struct web_backend){
        .thing = service,
        .monitors = monitors,
        .map = map,
        .windows = windows,
        .version = version,
        .run_now = run_now,
        .command = command,
        .reload = reload,
        .ready = ready,
        .metrics = metrics,
        .probe = probe,
    };
}
