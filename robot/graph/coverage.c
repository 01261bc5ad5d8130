/* SPDX-License-Identifier: Apache-2.0 */
/* coverage.c - see coverage.h. */

#include "graph/coverage.h"
#include "base/arena.h"
#include "graph/locate.h"
#include "graph/visits.h"
#include "model/outcome.h"

enum { MOST_JOURNEYS = 1000 };

struct measuring {
    struct arena *arena;
    const struct graph *graph;
    struct map journeys; /* by node id: struct map of journey names */
    struct map walked;   /* by "FROM -> TO" */
    struct map unknown;
    const char *journey, *last; /* the node visited before in this run */
};

static void visit(struct measuring *m, const char *route)
{
    const struct graph_node *node = graph_locate(m->graph, route);
    if (node == NULL) {
        map_put(&m->unknown, text_of(route), m);
        m->last = NULL;
        return;
    }
    struct map *names = map_get(&m->journeys, text_of(node->id));
    if (names == NULL) {
        names = arena_make(m->arena, struct map);
        map_init(names, m->arena);
        map_put(&m->journeys, text_of(node->id), names);
    }
    if (names->count < MOST_JOURNEYS)
        map_put(names, text_of(m->journey), (void *)(uintptr_t)m->journey);
    if (m->last != NULL)
        map_put(&m->walked, text_of(arena_printf(m->arena, "%s -> %s", m->last, node->id)), m);
    m->last = node->id;
}

static void visit_run(struct measuring *m, const struct outcome *run)
{
    const struct page_visit *visits;
    size_t count = visits_of(m->arena, run, &visits);
    m->journey = run->journey->name;
    m->last = NULL;
    for (size_t i = 0; i < count; i++)
        if (!visits[i].refused)
            visit(m, visits[i].route);
}

static const char *const *keys(struct arena *arena, const struct map *map)
{
    size_t count = map != NULL ? map->count : 0;
    const char **list = arena_array(arena, count + 1, const char *);
    for (size_t i = 0; i < count; i++)
        list[i] = text_string(arena, map->entries[i].key);
    return list;
}

static void list_modules(struct measuring *m, const struct graph *baseline, struct coverage *c)
{
    struct module_coverage *list =
        arena_array(m->arena, m->graph->nodes.count + 1, struct module_coverage);
    c->modules = list;
    c->module_count = m->graph->nodes.count;
    for (size_t i = 0; i < c->module_count; i++) {
        const struct graph_node *node = graph_node_at(m->graph, i);
        list[i] = (struct module_coverage){
            .node = node,
            .journeys = keys(m->arena, map_get(&m->journeys, text_of(node->id))),
            .is_new = baseline != NULL && graph_counterpart(baseline, node) == NULL};
        bool covered = list[i].journeys[0] != NULL;
        c->modules_covered += covered ? 1 : 0;
        c->new_uncovered += list[i].is_new && !covered ? 1 : 0;
    }
}

struct coverage coverage_measure(struct arena *arena, const struct graph *graph,
                                 const struct graph *baseline, const struct report *report)
{
    struct measuring m = {.arena = arena, .graph = graph};
    struct coverage c = {.graph = graph};
    map_init(&m.journeys, arena);
    map_init(&m.walked, arena);
    map_init(&m.unknown, arena);
    for (size_t i = 0; i < report->outcome_count; i++)
        visit_run(&m, report->outcomes[i]);
    list_modules(&m, baseline, &c);
    struct edge_coverage *edges =
        arena_array(arena, graph->edges.count + 1, struct edge_coverage);
    c.edges = edges;
    c.edge_count = graph->edges.count;
    for (size_t i = 0; i < c.edge_count; i++) {
        edges[i] = (struct edge_coverage){
            .edge = graph_edge_at(graph, i),
            .covered = map_get(&m.walked, graph->edges.entries[i].key) != NULL};
        c.edges_covered += edges[i].covered ? 1 : 0;
    }
    c.unknown = keys(arena, &m.unknown);
    return c;
}

int coverage_percent(const struct coverage *coverage)
{
    if (coverage->module_count == 0)
        return 100;
    return (int)(coverage->modules_covered * 100 / coverage->module_count);
}
