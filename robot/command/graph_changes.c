/* SPDX-License-Identifier: Apache-2.0 */
/* graph_changes.c - see graph_changes.h. */

#include "command/graph_changes.h"
#include "base/arena.h"
#include "command/print.h"
#include "graph/compare.h"
#include "graph/locate.h"
#include "graph/merge.h"

static const char *change_name(const struct graph_change *change)
{
    if (change->before == NULL)
        return "new";
    return change->after == NULL ? "gone" : "changed";
}

void graph_changes_print(const struct graph_difference *d)
{
    for (size_t i = 0; i < d->node_count; i++) {
        const struct graph_change *change = &d->nodes[i];
        const struct graph_node *node = change->after != NULL ? change->after : change->before;
        print_out("  %-7s  %s  %s\n", change_name(change), node->id, node->title);
    }
    print_out("%zu new, %zu gone, %zu changed; %zu ways are new, %zu gone\n", d->added, d->gone,
              d->changed, d->new_edge_count, d->gone_edge_count);
}

/* What is gone stands where it stood; its ways lead to what has become of their ends. */
static void add_gone(struct graph *all, const struct graph_difference *d)
{
    for (size_t i = 0; i < d->node_count; i++) {
        if (d->nodes[i].after != NULL)
            continue;
        struct graph_node *gone = arena_make(all->arena, struct graph_node);
        *gone = *d->nodes[i].before;
        map_put(&all->nodes, text_of(gone->id), gone);
    }
    for (size_t i = 0; i < d->gone_edge_count; i++) {
        const struct graph_edge *edge = d->gone_edges[i];
        const struct graph_node *from = graph_counterpart(all, edge->from);
        const struct graph_node *to = graph_counterpart(all, edge->to);
        if (from != NULL && to != NULL)
            graph_lead(all, from, to, edge->kind, edge->label, edge->target);
    }
}

static void mark_new(struct arena *arena, struct drawing *drawing,
                     const struct graph_difference *d)
{
    struct map added;
    map_init(&added, arena);
    for (size_t i = 0; i < d->node_count; i++)
        if (d->nodes[i].after != NULL)
            map_put(&added, text_of(d->nodes[i].after->id), (void *)(uintptr_t)&d->nodes[i]);
    for (size_t i = 0; i < drawing->graph->nodes.count; i++) {
        const struct graph_change *change =
            map_get(&added, drawing->graph->nodes.entries[i].key);
        if (change != NULL)
            drawing->nodes[i] = change->before == NULL ? DRAWN_NEW : DRAWN_CHANGED;
    }
    map_init(&added, arena);
    for (size_t i = 0; i < d->new_edge_count; i++) {
        const struct graph_edge *edge = d->new_edges[i];
        map_put(&added, text_of(arena_printf(arena, "%s -> %s", edge->from->id, edge->to->id)),
                drawing);
    }
    for (size_t i = 0; i < drawing->graph->edges.count; i++)
        if (map_get(&added, drawing->graph->edges.entries[i].key) != NULL)
            drawing->edges[i] = DRAWN_NEW;
}

struct drawing graph_changes_drawing(struct arena *arena, const struct graph *after,
                                     const struct graph_difference *d)
{
    struct graph none;
    graph_init(&none, arena);
    struct graph *all = graph_merged(arena, after, &none);
    size_t nodes = all->nodes.count, edges = all->edges.count;
    add_gone(all, d);
    struct drawing drawing = drawing_of(arena, all);
    for (size_t i = nodes; i < all->nodes.count; i++)
        drawing.nodes[i] = DRAWN_GONE;
    for (size_t i = edges; i < all->edges.count; i++)
        drawing.edges[i] = DRAWN_GONE;
    mark_new(arena, &drawing, d);
    return drawing;
}
