/* SPDX-License-Identifier: Apache-2.0 */
/* compare.h - what is new, gone or changed between two graphs of one app. */
#pragma once

#include "graph/graph.h"

struct graph_change {
    const struct graph_node *before,
        *after; /* NULL before: new; NULL after: gone; both: made of other things */
};

struct graph_difference {
    const struct graph_change *nodes;
    size_t node_count, added, gone, changed;
    const struct graph_edge *const *new_edges, *const *gone_edges;
    size_t new_edge_count, gone_edge_count;
};

/* In the order of `after`, then what is gone in the order of `before`. Nodes without features (kept by hand) are
 * never changed. */
struct graph_difference graph_compare(struct arena *arena, const struct graph *before,
                                      const struct graph *after);
