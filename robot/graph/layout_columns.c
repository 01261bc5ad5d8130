/* SPDX-License-Identifier: Apache-2.0 */
/* layout_columns.c - a breadth-first walk from the start.
 *
 * Not the longest path, as layered drawings have it: in an app everything leads to everything (home, back, tabs),
 * cycles would be cut at random, and five tabs would stand in a row one behind the other. The number of clicks
 * means something to whoever reads the picture, and makes every way forward one column long. */

#include "base/arena.h"
#include "graph/graph.h"
#include "graph/layout_inside.h"
#include "graph/route.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { NOT_MET = 0 };

struct walk {
    struct columns *columns;
    const struct graph *graph;
    size_t *by_id;         /* all nodes in the order of their ids */
    struct neighbours out; /* by the ways of the graph, in the order of ids */
    size_t *ways_in;       /* how many lead to each node */
    size_t *met, met_count;
};

struct named {
    const char *id;
    size_t index;
};

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct named *)a)->id, ((const struct named *)b)->id);
}

static size_t index_of(const struct map *indexes, const struct graph_node *node)
{
    return (size_t)(uintptr_t)map_get(indexes, text_of(node->id)) - 1;
}

/* Lists of pairs as neighbours; within one list in the order given. */
static struct neighbours gather(struct arena *arena, size_t node_count, const size_t *from,
                                const size_t *to, size_t count)
{
    struct neighbours n = {.first = arena_array(arena, node_count + 2, size_t),
                           .to = arena_array(arena, count + 1, size_t)};
    for (size_t i = 0; i < count; i++)
        n.first[from[i] + 2]++;
    for (size_t i = 2; i < node_count + 2; i++)
        n.first[i] += n.first[i - 1];
    for (size_t i = 0; i < count; i++)
        n.to[n.first[from[i] + 1]++] = to[i];
    return n;
}

struct pair {
    const char *from_id, *to_id;
    size_t from, to;
};

static int by_names(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;
    int order = strcmp(x->from_id, y->from_id);
    return order != 0 ? order : strcmp(x->to_id, y->to_id);
}

static void read_graph(struct walk *w, struct arena *arena)
{
    size_t nodes = w->graph->nodes.count, edges = w->graph->edges.count;
    struct named *names = arena_array(arena, nodes + 1, struct named);
    struct pair *pairs = arena_array(arena, edges + 1, struct pair);
    size_t *from = arena_array(arena, edges + 1, size_t);
    size_t *to = arena_array(arena, edges + 1, size_t);
    struct map indexes;
    map_init(&indexes, arena);
    for (size_t i = 0; i < nodes; i++) {
        names[i] = (struct named){.id = graph_node_at(w->graph, i)->id, .index = i};
        map_put(&indexes, text_of(names[i].id), (void *)(uintptr_t)(i + 1));
    }
    qsort(names, nodes, sizeof *names, by_name);
    for (size_t i = 0; i < nodes; i++)
        w->by_id[i] = names[i].index;
    for (size_t i = 0; i < edges; i++) {
        const struct graph_edge *e = graph_edge_at(w->graph, i);
        pairs[i] = (struct pair){.from_id = e->from->id,
                                 .to_id = e->to->id,
                                 .from = index_of(&indexes, e->from),
                                 .to = index_of(&indexes, e->to)};
    }
    qsort(pairs, edges, sizeof *pairs, by_names);
    for (size_t i = 0; i < edges; i++) {
        from[i] = pairs[i].from;
        to[i] = pairs[i].to;
        w->ways_in[to[i]]++;
    }
    w->out = gather(arena, nodes, from, to, edges);
}

/* Columns count from 1 while walking: 0 is NOT_MET. */
static void walk_from(struct walk *w, size_t root, size_t column)
{
    size_t *columns = w->columns->column;
    size_t next = w->met_count;
    columns[root] = column;
    w->met[w->met_count++] = root;
    for (; next < w->met_count; next++) {
        size_t node = w->met[next];
        for (size_t i = w->out.first[node]; i < w->out.first[node + 1]; i++) {
            size_t to = w->out.to[i];
            if (columns[to] != NOT_MET)
                continue;
            columns[to] = columns[node] + 1;
            w->met[w->met_count++] = to;
        }
    }
}

/* A page to which no way is known stands before the first it leads to. */
static size_t column_before(const struct walk *w, size_t root)
{
    size_t least = 0;
    for (size_t i = w->out.first[root]; i < w->out.first[root + 1]; i++) {
        size_t column = w->columns->column[w->out.to[i]];
        if (column != NOT_MET && (least == 0 || column < least))
            least = column;
    }
    return least > 1 ? least - 1 : 1;
}

static void walk_all(struct walk *w, struct arena *arena)
{
    const struct graph_node *start =
        w->graph->start != NULL
            ? graph_node(w->graph, route_of(arena, text_of(w->graph->start)))
            : NULL;
    for (size_t i = 0; start != NULL && i < w->graph->nodes.count; i++)
        if (graph_node_at(w->graph, i) == start)
            walk_from(w, i, 1);
    for (int any = 0; any < 2; any++) /* first those that nothing leads to */
        for (size_t i = 0; i < w->graph->nodes.count; i++) {
            size_t root = w->by_id[i];
            if (w->columns->column[root] == NOT_MET && (any || w->ways_in[root] == 0))
                walk_from(w, root, column_before(w, root));
        }
}

static void fill_columns(struct walk *w)
{
    struct columns *c = w->columns;
    for (size_t i = 0; i < c->node_count; i++) {
        c->column[i]--;
        c->column_count =
            c->column[i] + 1 > c->column_count ? c->column[i] + 1 : c->column_count;
    }
    c->begin = arena_array(c->arena, c->column_count + 2, size_t);
    size_t *next = arena_array(c->arena, c->column_count + 1, size_t);
    for (size_t i = 0; i < c->node_count; i++)
        c->begin[c->column[i] + 1]++;
    for (size_t i = 0; i < c->column_count; i++) {
        c->begin[i + 1] += c->begin[i];
        next[i] = c->begin[i];
    }
    for (size_t i = 0; i < c->node_count; i++) {
        size_t node = w->met[i], column = c->column[node];
        c->row[node] = next[column] - c->begin[column];
        c->order[next[column]++] = node;
    }
}

/* Two ways between the same two, there and back, are one line. */
static bool leads(const struct walk *w, size_t from, size_t to)
{
    for (size_t i = w->out.first[from]; i < w->out.first[from + 1]; i++)
        if (w->out.to[i] == to)
            return true;
    return false;
}

static void find_neighbours(struct walk *w)
{
    struct columns *c = w->columns;
    size_t most = w->graph->edges.count, count = 0;
    size_t *left = arena_array(c->arena, most + 1, size_t);
    size_t *right = arena_array(c->arena, most + 1, size_t);
    for (size_t node = 0; node < c->node_count; node++)
        for (size_t i = w->out.first[node]; i < w->out.first[node + 1]; i++) {
            size_t to = w->out.to[i];
            bool forward = c->column[to] == c->column[node] + 1;
            bool back = c->column[node] == c->column[to] + 1 && !leads(w, to, node);
            if (!forward && !back)
                continue;
            left[count] = forward ? node : to;
            right[count++] = forward ? to : node;
        }
    c->right = gather(c->arena, c->node_count, left, right, count);
    c->left = gather(c->arena, c->node_count, right, left, count);
}

void columns_of(struct columns *columns, struct arena *scratch, const struct graph *graph)
{
    size_t count = graph->nodes.count;
    *columns = (struct columns){.arena = scratch,
                                .node_count = count,
                                .column = arena_array(scratch, count + 1, size_t),
                                .order = arena_array(scratch, count + 1, size_t),
                                .row = arena_array(scratch, count + 1, size_t)};
    struct walk w = {.columns = columns,
                     .graph = graph,
                     .by_id = arena_array(scratch, count + 1, size_t),
                     .ways_in = arena_array(scratch, count + 1, size_t),
                     .met = arena_array(scratch, count + 1, size_t)};
    read_graph(&w, scratch);
    walk_all(&w, scratch);
    fill_columns(&w);
    find_neighbours(&w);
}
