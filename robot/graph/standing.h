/* SPDX-License-Identifier: Apache-2.0 */
/* standing.h - how each module of a map is doing, by the runs that came to it.
 *
 * Monitors are numbers here: who asks knows which they are. Pure; nothing is said of what was not measured. */
#pragma once

#include "model/verdict.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct graph;

/* From what is least known to what is worst. */
enum standing {
    STANDING_NOT_COVERED = 0, /* no journey comes here */
    STANDING_UNKNOWN, /* one should, but its newest run did not get here, or none ran yet */
    STANDING_OK,
    STANDING_DEGRADED,
    STANDING_FAIL,
    STANDING_COUNT
};

/* "not_covered" "unknown" "ok" "degraded" "fail" */
const char *standing_name(enum standing standing);

/* The newest time that runs of one kind (a monitor at one location, in one variant) came to a route. */
struct page_come {
    size_t monitor;
    const char *route, *run_id;
    enum verdict verdict; /* of the steps that ended there */
    int64_t started_utc_ns;
    /* The newest run of that kind, which may have stopped before. */
    int64_t newest_utc_ns;
    enum verdict newest_verdict;
};

/* A route that a monitor's journey names as an address to open: what is known before it ran. */
struct page_planned {
    size_t monitor;
    const char *route;
};

/* A monitor whose journey comes to a module. */
struct visitor {
    size_t monitor;
    enum standing standing;
    bool measured;          /* false: planned only */
    bool stopped_before;    /* its newest run did not get here */
    const char *run_id;     /* the newest that came here, the worst of its kinds; NULL: none */
    int64_t started_utc_ns; /* of that run */
};

struct node_standing {
    enum standing standing;         /* the worst of its visitors' */
    const struct visitor *visitors; /* by their numbers */
    size_t visitor_count;
};

/* One for each node of the graph, in its order, in the arena. What a journey plans counts only as long as no page is
 * known that runs of its monitor came to. A come that good runs have not repeated for a day counts no more, the
 * journey goes another way now; nor does one of a kind whose newest run is a day behind its monitor's. */
const struct node_standing *standings_of(struct arena *arena, const struct graph *graph,
                                         const struct page_come *comes, size_t come_count,
                                         const struct page_planned *planned,
                                         size_t planned_count);
