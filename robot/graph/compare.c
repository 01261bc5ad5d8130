/* SPDX-License-Identifier: Apache-2.0 */
/* compare.c - see compare.h. */

#include "graph/compare.h"
#include "base/arena.h"
#include "graph/inside.h"
#include "graph/locate.h"

static bool changed(const struct graph_node *before, const struct graph_node *after)
{
    return before->feature_count > 0 && after->feature_count > 0 &&
           !graph_alike(before->features, before->feature_count, after->features,
                        after->feature_count);
}

static bool has_edge(struct arena *arena, const struct graph *there,
                     const struct graph_edge *edge)
{
    const struct graph_node *from = graph_counterpart(there, edge->from);
    const struct graph_node *to = graph_counterpart(there, edge->to);
    if (from == NULL || to == NULL)
        return false;
    /* Siblings that became one lead to themselves, which is no edge. */
    return from == to ||
           map_get(&there->edges, text_of(arena_printf(arena, "%s -> %s", from->id, to->id))) !=
               NULL;
}

static const struct graph_edge *const *only_in(struct arena *arena, const struct graph *here,
                                               const struct graph *there, size_t *ret_count)
{
    const struct graph_edge **list =
        arena_array(arena, here->edges.count + 1, const struct graph_edge *);
    *ret_count = 0;
    for (size_t i = 0; i < here->edges.count; i++)
        if (!has_edge(arena, there, graph_edge_at(here, i)))
            list[(*ret_count)++] = graph_edge_at(here, i);
    return list;
}

struct graph_difference graph_compare(struct arena *arena, const struct graph *before,
                                      const struct graph *after)
{
    struct graph_difference d = {0};
    struct graph_change *list =
        arena_array(arena, before->nodes.count + after->nodes.count + 1, struct graph_change);
    d.nodes = list;
    for (size_t i = 0; i < after->nodes.count; i++) {
        const struct graph_node *now = graph_node_at(after, i);
        const struct graph_node *then = graph_counterpart(before, now);
        if (then != NULL && !changed(then, now))
            continue;
        list[d.node_count++] = (struct graph_change){.before = then, .after = now};
        d.added += then == NULL ? 1 : 0;
        d.changed += then != NULL ? 1 : 0;
    }
    for (size_t i = 0; i < before->nodes.count; i++) {
        const struct graph_node *then = graph_node_at(before, i);
        if (graph_counterpart(after, then) != NULL)
            continue;
        list[d.node_count++] = (struct graph_change){.before = then};
        d.gone++;
    }
    d.new_edges = only_in(arena, after, before, &d.new_edge_count);
    d.gone_edges = only_in(arena, before, after, &d.gone_edge_count);
    return d;
}
