/* SPDX-License-Identifier: Apache-2.0 */
/* path.c - see path.h. A breadth-first walk: every way is one step of a customer's. */

#include "graph/path.h"
#include "base/arena.h"
#include "graph/graph.h"
#include "graph/locate.h"
#include "graph/route.h"

const struct graph_node *graph_start(struct arena *arena, const struct graph *graph)
{
    if (graph->start == NULL)
        return NULL;
    return graph_locate(graph, route_of(arena, text_of(graph->start)));
}

/* Ways by where they begin, so that a walk looks at each once. */
struct leaving {
    const struct graph_edge *edge;
    struct leaving *next;
};

struct leavings {
    struct leaving *first, **last;
};

static void read_leavings(struct arena *arena, const struct graph *graph, struct map *ret)
{
    map_init(ret, arena);
    for (size_t i = 0; i < graph->edges.count; i++) {
        const struct graph_edge *edge = graph_edge_at(graph, i);
        struct leavings *from = map_get(ret, text_of(edge->from->id));
        struct leaving *leaving = arena_make(arena, struct leaving);
        leaving->edge = edge;
        if (from == NULL) {
            from = arena_make(arena, struct leavings);
            from->last = &from->first;
            map_put(ret, text_of(edge->from->id), from);
        }
        *from->last = leaving;
        from->last = &leaving->next;
    }
}

/* The way by which each module was first come to. */
static void walk(struct arena *arena, const struct graph *graph, const struct graph_node *start,
                 const struct graph_node *end, struct map *came)
{
    struct map leavings;
    const struct graph_node **met =
        arena_array(arena, graph->nodes.count + 1, const struct graph_node *);
    size_t count = 0;
    read_leavings(arena, graph, &leavings);
    met[count++] = start;
    for (size_t next = 0; next < count && map_get(came, text_of(end->id)) == NULL; next++) {
        const struct leavings *from = map_get(&leavings, text_of(met[next]->id));
        for (struct leaving *l = from != NULL ? from->first : NULL; l != NULL; l = l->next) {
            const struct graph_node *to = l->edge->to;
            if (to == start || map_get(came, text_of(to->id)) != NULL)
                continue;
            map_put(came, text_of(to->id), (void *)(uintptr_t)l->edge);
            met[count++] = to;
        }
    }
}

const struct graph_edge *const *graph_path(struct arena *arena, const struct graph *graph,
                                           const struct graph_node *node, size_t *ret_count)
{
    const struct graph_node *start = graph_start(arena, graph);
    const struct graph_edge *edge;
    struct map came;
    size_t count = 0;
    map_init(&came, arena);
    if (start != NULL && start != node)
        walk(arena, graph, start, node, &came);
    for (const struct graph_node *at = node; (edge = map_get(&came, text_of(at->id))) != NULL;
         at = edge->from)
        count++;
    const struct graph_edge **path = arena_array(arena, count + 1, const struct graph_edge *);
    *ret_count = count;
    for (const struct graph_node *at = node; count > 0; at = edge->from)
        path[--count] = edge = map_get(&came, text_of(at->id));
    return path;
}
