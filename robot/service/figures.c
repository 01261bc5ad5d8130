/* SPDX-License-Identifier: Apache-2.0 */
/* figures.c - the page of /metrics: the newest run of every monitor, and how the robot itself does.
 *
 * On a page's thread. Nothing here waits for a disk or a network: it is asked when these fail. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "reporters/wire/metrics.h"
#include "service/board.h"
#include "service/inside.h"
#include "service/self_metrics.h"

#include <string.h>

static void write_records(struct metrics *metrics, struct arena *arena,
                          const struct monitor_view *views, size_t count)
{
    const struct record **records = arena_array(arena, count + 1, const struct record *);
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        if (views[i].last != NULL)
            records[n++] = views[i].last;
    metrics_records(metrics, records, n, false);
}

static void count_states(struct self_figures *f, const struct monitor_view *views, size_t count)
{
    const struct {
        const char *state;
        int64_t *sum;
    } sums[] = {
        {"ok", &f->monitors_ok},         {"failing", &f->monitors_failing},
        {"firing", &f->monitors_firing}, {"flapping", &f->monitors_flapping},
        {"muted", &f->monitors_muted},   {"held", &f->monitors_held},
    };
    f->monitors_unknown = (int64_t)count;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < sizeof sums / sizeof sums[0]; k++)
            if (views[i].state != NULL && strcmp(views[i].state, sums[k].state) == 0) {
                ++*sums[k].sum;
                f->monitors_unknown--;
            }
}

static const struct histogram *copy_lateness(struct service *service, struct arena *arena)
{
    struct histogram *copy = arena_make(arena, struct histogram);
    histogram_init(copy, arena);
    pthread_mutex_lock(&service->lateness_lock);
    histogram_merge(copy, &service->lateness);
    pthread_mutex_unlock(&service->lateness_lock);
    return copy;
}

static void copy_counters(struct self_figures *f, struct counters *count)
{
    f->reload = (struct reload_figures){
        .successful = !atomic_load(&count->reload_failed),
        .success_utc_ns = atomic_load(&count->accepted_utc_ns),
        .accepted = atomic_load(&count->reloads),
        .refused = atomic_load(&count->refused_reloads),
    };
    f->schedule = (struct schedule_counts){
        .monitors = (size_t)atomic_load(&count->monitors),
        .running = (size_t)atomic_load(&count->running),
        .waiting = (size_t)atomic_load(&count->waiting),
    };
    for (int v = 0; v < VERDICT_COUNT; v++)
        f->runs[v] = atomic_load(&count->ended[v]);
    f->overlapped = atomic_load(&count->overlapped);
    f->missed = atomic_load(&count->missed);
    f->off_days = atomic_load(&count->off_days);
}

static void write_self(struct service *service, struct metrics *metrics, struct arena *arena,
                       const struct monitor_view *views, size_t count)
{
    struct self_figures figures = {
        .version = service->options->version,
        .now_utc_ns = clock_now_utc_ns(),
        .process = process_figures_read(),
        .lateness = copy_lateness(service, arena),
        .loop_away_ns = crew_away_ns(service->crew),
        .loops = service->crew_options.threads,
        .store = store_figures(service->store),
        .heartbeat = heartbeat_figures(service->heartbeat),
        .connectivity = connectivity_figures(service->connectivity),
        .traces = traces_figures(service->traces),
    };
    figures.channel_count = deliver_figures(service->deliver, arena, &figures.channels);
    copy_counters(&figures, &service->count);
    count_states(&figures, views, count);
    self_metrics(metrics, &figures);
}

void figures_write(struct service *service, bool open_metrics, struct buffer *out)
{
    struct arena *arena = arena_new();
    const struct monitor_view *views;
    struct metrics metrics;
    size_t count = board_views(service->board, arena, &views);
    metrics_begin(&metrics, out, open_metrics);
    write_records(&metrics, arena, views, count);
    write_self(service, &metrics, arena, views, count);
    metrics_end(&metrics);
    arena_end(arena);
}
