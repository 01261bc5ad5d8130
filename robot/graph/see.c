/* SPDX-License-Identifier: Apache-2.0 */
/* see.c - from an address to a module. */

#include "base/arena.h"
#include "graph/graph.h"
#include "graph/inside.h"
#include "graph/route.h"

struct graph_node *graph_see(struct graph *graph, const struct sighting *sighting)
{
    return graph_see_at(graph, route_of(graph->arena, sighting->url), sighting);
}
