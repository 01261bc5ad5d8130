/* SPDX-License-Identifier: Apache-2.0 */
/* figures.c - the page of /metrics: the newest run of every monitor, and how the robot itself does. */

#include "base/arena.h"
#include "base/buffer.h"
#include "reporters/wire/metrics.h"
#include "service/board.h"
#include "service/inside.h"

static void write_records(struct service *service, struct metrics *metrics)
{
    struct arena *arena = arena_new();
    const struct monitor_view *views;
    size_t count = board_views(service->board, arena, &views), n = 0;
    const struct record **records = arena_array(arena, count + 1, const struct record *);
    for (size_t i = 0; i < count; i++)
        if (views[i].last != NULL)
            records[n++] = views[i].last;
    metrics_records(metrics, records, n, false);
    arena_end(arena);
}

void figures_write(struct service *service, bool open_metrics, struct buffer *out)
{
    struct metrics metrics;
    metrics_begin(&metrics, out, open_metrics);
    write_records(service, &metrics);
    metrics_end(&metrics);
}
