/* SPDX-License-Identifier: Apache-2.0 */
/* drawn.c - see drawn.h. */

#include "tests/graph/drawn.h"
#include "base/arena.h"
#include "graph/graph.h"

#include <stdint.h>
#include <string.h>

static struct graph *new_graph(struct arena *arena)
{
    struct graph *graph = arena_make(arena, struct graph);
    graph_init(graph, arena);
    return graph;
}

static struct graph_node *module(struct graph *graph, const char *id)
{
    struct graph_node *node = graph_node(graph, id);
    if (node != NULL)
        return node;
    struct sighting s = {.url = text_of(arena_printf(graph->arena, "https://h%s", id)),
                         .title = text_of(arena_printf(graph->arena, "页面 %s", id))};
    node = arena_make(graph->arena, struct graph_node);
    *node = (struct graph_node){.id = arena_strdup(graph->arena, id),
                                .route = arena_strdup(graph->arena, id),
                                .title = s.title.at,
                                .example = s.url.at};
    map_put(&graph->nodes, text_of(node->id), node);
    return node;
}

struct graph *drawn_graph(struct arena *arena, const char *ways)
{
    struct graph *graph = new_graph(arena);
    char *copy = arena_strdup(arena, ways), *rest = NULL;
    for (char *way = strtok_r(copy, " ", &rest); way != NULL;
         way = strtok_r(NULL, " ", &rest)) {
        char *mark = strchr(way, '>');
        *mark = '\0';
        const struct graph_node *from = module(graph, way);
        graph_lead(graph, from, module(graph, mark + 1), PASSAGE_LINK, "去", NULL);
    }
    return graph;
}

/* Knuth's 64-bit linear congruential generator. */
static size_t chance(uint64_t *state, size_t below)
{
    *state = *state * 6364136223846793005U + 1442695040888963407U;
    return (size_t)(*state >> 33) % below;
}

struct graph *drawn_random(struct arena *arena, size_t nodes, size_t ways, unsigned seed)
{
    struct graph *graph = new_graph(arena);
    uint64_t state = seed;
    for (size_t i = 0; i < nodes; i++)
        module(graph, arena_printf(arena, "/page%zu", i));
    for (size_t i = 0; i < ways; i++) {
        size_t from = chance(&state, nodes), to = chance(&state, nodes);
        graph_lead(graph, graph_node_at(graph, from), graph_node_at(graph, to), PASSAGE_LINK,
                   "去", NULL);
    }
    graph->start = "https://h/page0";
    return graph;
}

struct graph *drawn_reversed(struct arena *arena, const struct graph *graph)
{
    struct graph *turned = new_graph(arena);
    for (size_t i = graph->nodes.count; i > 0; i--)
        module(turned, graph_node_at(graph, i - 1)->id);
    for (size_t i = graph->edges.count; i > 0; i--) {
        const struct graph_edge *e = graph_edge_at(graph, i - 1);
        graph_lead(turned, graph_node(turned, e->from->id), graph_node(turned, e->to->id),
                   e->kind, e->label, NULL);
    }
    turned->start = graph->start;
    return turned;
}
