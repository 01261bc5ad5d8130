/* SPDX-License-Identifier: Apache-2.0 */
/* coverage.h - which modules, and which ways between them, journeys visit: measured from runs. */
#pragma once

#include "graph/graph.h"

struct report;

struct module_coverage {
    const struct graph_node *node;
    const char *const *journeys; /* NULL-terminated; none: not covered */
    bool is_new;                 /* not in the graph it is compared with */
};

struct edge_coverage {
    const struct graph_edge *edge;
    bool covered;
};

struct coverage {
    const struct graph *graph;
    const struct module_coverage *modules; /* in the graph's order */
    size_t module_count, modules_covered, new_uncovered;
    const struct edge_coverage *edges;
    size_t edge_count, edges_covered;
    const char *const
        *unknown; /* routes that journeys visit and the graph does not have, NULL-terminated */
};

/* From every page the report's runs came to, in browsers and as HTML by HTTP. `baseline` may be NULL: then
 * nothing is new. */
struct coverage coverage_measure(struct arena *arena, const struct graph *graph,
                                 const struct graph *baseline, const struct report *report);
/* Modules covered, in percent, rounded down; 100 of none. */
int coverage_percent(const struct coverage *coverage);
