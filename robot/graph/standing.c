/* SPDX-License-Identifier: Apache-2.0 */
/* standing.c - see standing.h. */

#include "graph/standing.h"
#include "base/arena.h"
#include "base/clock.h"
#include "graph/graph.h"
#include "graph/locate.h"

#include <stdlib.h>

#define FORGOTTEN_NS (24 * 3600 * NS_PER_S)

const char *standing_name(enum standing standing)
{
    static const char *const names[STANDING_COUNT] = {"not_covered", "unknown", "ok",
                                                      "degraded", "fail"};
    return names[standing];
}

/* A visitor and its module, before they are sorted into their modules. */
struct standing_at {
    size_t node;
    struct visitor visitor;
};

struct gathering {
    const struct graph *graph;
    struct map indexes;     /* of nodes by id, from 1 */
    struct map located;     /* by route: one more than node_of; 0: not looked up yet */
    int64_t *newest_utc_ns; /* run of each monitor; 0: none came to any page */
    struct standing_at *list;
    size_t count;
};

/* One more than the index of the route's module; 0: on no map. */
static size_t node_of(struct gathering *g, const char *route)
{
    uintptr_t known = (uintptr_t)map_get(&g->located, text_of(route));
    if (known == 0) {
        const struct graph_node *node = graph_locate(g->graph, route);
        known = 1 + (node != NULL ? (uintptr_t)map_get(&g->indexes, text_of(node->id)) : 0);
        map_put(&g->located, text_of(route), (void *)known);
    }
    return (size_t)known - 1;
}

static bool stopped(const struct page_come *come)
{
    return come->newest_utc_ns > come->started_utc_ns && come->newest_verdict != VERDICT_PASS &&
           come->newest_verdict != VERDICT_DEGRADED;
}

static enum standing standing_of(const struct page_come *come)
{
    if (stopped(come))
        return STANDING_UNKNOWN;
    switch (come->verdict) {
    case VERDICT_PASS:
        return STANDING_OK;
    case VERDICT_DEGRADED:
        return STANDING_DEGRADED;
    case VERDICT_FAIL:
        return STANDING_FAIL;
    case VERDICT_INTERNAL:
    case VERDICT_SKIPPED:
    case VERDICT_COUNT:
        break;
    }
    return STANDING_UNKNOWN;
}

static bool is_gone(const struct page_come *come, int64_t monitor_newest_utc_ns)
{
    bool runs_no_more = monitor_newest_utc_ns - come->newest_utc_ns > FORGOTTEN_NS;
    bool goes_elsewhere =
        !stopped(come) && come->newest_utc_ns - come->started_utc_ns > FORGOTTEN_NS;
    return runs_no_more || goes_elsewhere;
}

static void gather_come(struct gathering *g, const struct page_come *come)
{
    size_t node = node_of(g, come->route);
    if (node > 0 && !is_gone(come, g->newest_utc_ns[come->monitor]))
        g->list[g->count++] =
            (struct standing_at){.node = node - 1,
                                 .visitor = {.monitor = come->monitor,
                                             .standing = standing_of(come),
                                             .measured = true,
                                             .stopped_before = stopped(come),
                                             .run_id = come->run_id,
                                             .started_utc_ns = come->started_utc_ns}};
}

static void gather_planned(struct gathering *g, const struct page_planned *planned)
{
    bool measured = g->newest_utc_ns[planned->monitor] > 0;
    size_t node = measured ? 0 : node_of(g, planned->route);
    if (node > 0)
        g->list[g->count++] = (struct standing_at){
            .node = node - 1,
            .visitor = {.monitor = planned->monitor, .standing = STANDING_UNKNOWN}};
}

/* By module, by monitor, the worst first, of equals the newest. */
static int by_place(const void *a, const void *b)
{
    const struct standing_at *x = a, *y = b;
    if (x->node != y->node)
        return x->node < y->node ? -1 : 1;
    if (x->visitor.monitor != y->visitor.monitor)
        return x->visitor.monitor < y->visitor.monitor ? -1 : 1;
    if (x->visitor.standing != y->visitor.standing)
        return x->visitor.standing > y->visitor.standing ? -1 : 1;
    return x->visitor.started_utc_ns > y->visitor.started_utc_ns   ? -1
           : x->visitor.started_utc_ns < y->visitor.started_utc_ns ? 1
                                                                   : 0;
}

/* Each monitor once a module, as its worst kind of runs has it. */
static void settle(struct gathering *g, struct arena *arena, struct node_standing *ret)
{
    struct visitor *visitors = arena_array(arena, g->count + 1, struct visitor);
    size_t count = 0;
    if (g->count > 1)
        qsort(g->list, g->count, sizeof *g->list, by_place);
    for (size_t i = 0; i < g->count; i++) {
        const struct standing_at *at = &g->list[i];
        struct node_standing *node = &ret[at->node];
        if (i > 0 && at->node == at[-1].node && at->visitor.monitor == at[-1].visitor.monitor)
            continue;
        if (node->visitor_count == 0)
            node->visitors = &visitors[count];
        visitors[count++] = at->visitor;
        node->visitor_count++;
        if (at->visitor.standing > node->standing)
            node->standing = at->visitor.standing;
    }
}

static size_t most_monitors(const struct page_come *comes, size_t come_count,
                            const struct page_planned *planned, size_t planned_count)
{
    size_t most = 0;
    for (size_t i = 0; i < come_count; i++)
        most = comes[i].monitor > most ? comes[i].monitor : most;
    for (size_t i = 0; i < planned_count; i++)
        most = planned[i].monitor > most ? planned[i].monitor : most;
    return most + 1;
}

const struct node_standing *standings_of(struct arena *arena, const struct graph *graph,
                                         const struct page_come *comes, size_t come_count,
                                         const struct page_planned *planned,
                                         size_t planned_count)
{
    struct node_standing *ret =
        arena_array(arena, graph->nodes.count + 1, struct node_standing);
    struct gathering g = {
        .graph = graph,
        .list = arena_array(arena, come_count + planned_count + 1, struct standing_at)};
    g.newest_utc_ns =
        arena_array(arena, most_monitors(comes, come_count, planned, planned_count), int64_t);
    map_init(&g.indexes, arena);
    map_init(&g.located, arena);
    for (size_t i = 0; i < graph->nodes.count; i++)
        map_put(&g.indexes, graph->nodes.entries[i].key, (void *)(uintptr_t)(i + 1));
    for (size_t i = 0; i < come_count; i++)
        if (comes[i].newest_utc_ns > g.newest_utc_ns[comes[i].monitor])
            g.newest_utc_ns[comes[i].monitor] = comes[i].newest_utc_ns;
    for (size_t i = 0; i < come_count; i++)
        gather_come(&g, &comes[i]);
    for (size_t i = 0; i < planned_count; i++)
        gather_planned(&g, &planned[i]);
    settle(&g, arena, ret);
    return ret;
}
