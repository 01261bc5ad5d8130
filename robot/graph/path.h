/* SPDX-License-Identifier: Apache-2.0 */
/* path.h - how a customer comes to a module: the fewest steps from where the app begins. */
#pragma once

#include <stddef.h>

struct arena;
struct graph;
struct graph_edge;
struct graph_node;

/* The module the map's own start address belongs to; NULL: it has none, or it is not on the map. */
const struct graph_node *graph_start(struct arena *arena, const struct graph *graph);

/* The ways from the start to `node`, in order, in the arena; of two as short ones the one whose ways were told
 * first. None, and *ret_count 0: it is the start itself, or nothing leads there. */
const struct graph_edge *const *graph_path(struct arena *arena, const struct graph *graph,
                                           const struct graph_node *node, size_t *ret_count);
