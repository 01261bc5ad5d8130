/* SPDX-License-Identifier: Apache-2.0 */
/* merge.c - see merge.h. */

#include "graph/merge.h"
#include "base/arena.h"
#include "graph/graph.h"

static void add_nodes(struct graph *to, const struct graph *from)
{
    for (size_t i = 0; i < from->nodes.count; i++) {
        const struct graph_node *node = graph_node_at(from, i);
        struct graph_node *there = graph_node(to, node->id);
        if (there == NULL) {
            there = arena_make(to->arena, struct graph_node);
            *there = *node;
            map_put(&to->nodes, text_of(node->id), there);
            continue;
        }
        there->name = there->name != NULL ? there->name : node->name;
        there->owner = there->owner != NULL ? there->owner : node->owner;
        there->title = there->title[0] != '\0' ? there->title : node->title;
    }
}

static void add_edges(struct graph *to, const struct graph *from)
{
    for (size_t i = 0; i < from->edges.count; i++) {
        const struct graph_edge *edge = graph_edge_at(from, i);
        if (map_get(&to->edges, from->edges.entries[i].key) != NULL)
            continue;
        struct graph_edge *copy = arena_make(to->arena, struct graph_edge);
        *copy = *edge;
        copy->from = graph_node(to, edge->from->id);
        copy->to = graph_node(to, edge->to->id);
        map_put(&to->edges, from->edges.entries[i].key, copy);
    }
}

struct graph *graph_merged(struct arena *arena, const struct graph *first,
                           const struct graph *second)
{
    struct graph *merged = arena_make(arena, struct graph);
    graph_init(merged, arena);
    merged->start = first->start != NULL ? first->start : second->start;
    add_nodes(merged, first);
    add_nodes(merged, second);
    add_edges(merged, first);
    add_edges(merged, second);
    return merged;
}
