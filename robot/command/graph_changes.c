/* SPDX-License-Identifier: Apache-2.0 */
/* graph_changes.c - see graph_changes.h. */

#include "command/graph_changes.h"
#include "base/arena.h"
#include "command/print.h"
#include "graph/compare.h"
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

static enum drawn drawn_as(const struct graph_change *change)
{
    if (change->before == NULL)
        return DRAWN_NEW;
    return change->after == NULL ? DRAWN_GONE : DRAWN_CHANGED;
}

struct drawing graph_changes_drawing(struct arena *arena, const struct graph *before,
                                     const struct graph *after,
                                     const struct graph_difference *d)
{
    const struct graph *all = graph_merged(arena, after, before);
    struct drawing drawing = drawing_of(arena, all);
    struct map changes;
    map_init(&changes, arena);
    for (size_t i = 0; i < d->node_count; i++) {
        const struct graph_change *change = &d->nodes[i];
        const struct graph_node *node = change->after != NULL ? change->after : change->before;
        map_put(&changes, text_of(node->id), (void *)(uintptr_t)change);
    }
    for (size_t i = 0; i < all->nodes.count; i++) {
        const struct graph_change *change = map_get(&changes, all->nodes.entries[i].key);
        if (change != NULL)
            drawing.nodes[i] = drawn_as(change);
    }
    for (size_t i = 0; i < all->edges.count; i++) {
        struct text key = all->edges.entries[i].key;
        if (map_get(&before->edges, key) == NULL)
            drawing.edges[i] = DRAWN_NEW;
        else if (map_get(&after->edges, key) == NULL)
            drawing.edges[i] = DRAWN_GONE;
    }
    return drawing;
}
