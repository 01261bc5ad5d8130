/* SPDX-License-Identifier: Apache-2.0 */
/* build.c - see build.h. */

#include "graph/build.h"
#include "base/arena.h"
#include "graph/graph.h"
#include "model/outcome.h"
#include "model/page_sight.h"

static void add_page(struct graph *graph, struct arena *scratch, const struct page_sight *page)
{
    const struct graph_node **nodes =
        arena_array(scratch, page->sighting_count + 1, const struct graph_node *);
    for (size_t i = 0; i < page->sighting_count; i++)
        nodes[i] = graph_see(graph, &page->sightings[i]);
    for (size_t i = 0; i < page->passage_count; i++) {
        const struct passage *p = &page->passages[i];
        graph_lead(graph, nodes[p->from], nodes[p->to], p->kind, p->label, p->target);
    }
    if (graph->start == NULL && page->sighting_count > 0)
        graph->start = text_string(graph->arena, page->sightings[0].url);
}

static void add_step(struct graph *graph, struct arena *scratch,
                     const struct step_outcome *step)
{
    for (size_t t = 0; t < step->try_count; t++)
        if (step->tries[t].saw != NULL && step->tries[t].saw->page != NULL)
            add_page(graph, scratch, step->tries[t].saw->page);
}

struct graph *graph_of_report(struct arena *arena, const struct report *report)
{
    struct arena *scratch = arena_new();
    struct graph met;
    graph_init(&met, scratch);
    for (size_t i = 0; i < report->outcome_count; i++)
        for (size_t s = 0; report->outcomes[i] != NULL && s < report->outcomes[i]->step_count;
             s++)
            add_step(&met, scratch, &report->outcomes[i]->steps[s]);
    struct graph *settled = graph_settled(&met, arena);
    settled->start = arena_strdup(arena, met.start);
    arena_end(scratch);
    return settled;
}
