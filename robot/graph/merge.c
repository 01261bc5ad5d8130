/* SPDX-License-Identifier: Apache-2.0 */
/* merge.c - see merge.h. */

#include "graph/merge.h"
#include "base/arena.h"
#include "graph/graph.h"
#include "graph/locate.h"

static void add_node(struct graph *to, const struct graph_node *node)
{
    struct graph_node *copy = arena_make(to->arena, struct graph_node);
    *copy = *node;
    map_put(&to->nodes, text_of(node->id), copy);
}

static void add_edge(struct graph *to, const struct graph_edge *edge,
                     const struct graph_node *from, const struct graph_node *end)
{
    struct text key = text_of(arena_printf(to->arena, "%s -> %s", from->id, end->id));
    if (from == end || map_get(&to->edges, key) != NULL)
        return;
    struct graph_edge *copy = arena_make(to->arena, struct graph_edge);
    *copy = *edge;
    copy->from = from;
    copy->to = end;
    map_put(&to->edges, key, copy);
}

static void add_all(struct graph *to, const struct graph *from)
{
    for (size_t i = 0; i < from->nodes.count; i++)
        add_node(to, graph_node_at(from, i));
    for (size_t i = 0; i < from->edges.count; i++) {
        const struct graph_edge *edge = graph_edge_at(from, i);
        add_edge(to, edge, graph_node(to, edge->from->id), graph_node(to, edge->to->id));
    }
}

/* Found among those of the first graph alone: what the second tells apart stays apart. */
static void add_other(struct graph *to, const struct graph *first, const struct graph *second)
{
    for (size_t i = 0; i < second->nodes.count; i++) {
        const struct graph_node *node = graph_node_at(second, i);
        const struct graph_node *there = graph_namesake(first, node);
        if (there == NULL) {
            add_node(to, node);
            continue;
        }
        struct graph_node *merged = graph_node(to, there->id);
        merged->name = merged->name != NULL ? merged->name : node->name;
        merged->owner = merged->owner != NULL ? merged->owner : node->owner;
        merged->title = merged->title[0] != '\0' ? merged->title : node->title;
    }
    for (size_t i = 0; i < second->edges.count; i++) {
        const struct graph_edge *edge = graph_edge_at(second, i);
        const struct graph_node *from = graph_namesake(first, edge->from);
        const struct graph_node *end = graph_namesake(first, edge->to);
        add_edge(to, edge, graph_node(to, from != NULL ? from->id : edge->from->id),
                 graph_node(to, end != NULL ? end->id : edge->to->id));
    }
}

struct graph *graph_merged(struct arena *arena, const struct graph *first,
                           const struct graph *second)
{
    struct graph *merged = arena_make(arena, struct graph);
    graph_init(merged, arena);
    merged->start = first->start != NULL ? first->start : second->start;
    add_all(merged, first);
    add_other(merged, first, second);
    return merged;
}
