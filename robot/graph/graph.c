/* SPDX-License-Identifier: Apache-2.0 */
/* graph.c - see graph.h.
 *
 * Two pages of one route are one module when most of what they are made of is the same (Jaccard index of their
 * features): an empty list and a full one are, a login form in the page's place is not. */

#include "graph/graph.h"
#include "base/arena.h"
#include "graph/inside.h"

#include <string.h>

enum { MOST_STRUCTURES = 8, ALIKE_PERCENT = 50 };

void graph_init(struct graph *graph, struct arena *arena)
{
    *graph = (struct graph){.arena = arena};
    map_init(&graph->nodes, arena);
    map_init(&graph->edges, arena);
}

static int compare(struct text a, struct text b)
{
    size_t least = a.length < b.length ? a.length : b.length;
    int order = least > 0 ? memcmp(a.at, b.at, least) : 0;
    return order != 0 ? order : (a.length > b.length) - (a.length < b.length);
}

/* Both lists are sorted. */
bool graph_alike(const struct text *a, size_t a_count, const struct text *b, size_t b_count)
{
    size_t common = 0, i = 0, j = 0;
    while (i < a_count && j < b_count) {
        int order = compare(a[i], b[j]);
        common += order == 0 ? 1 : 0;
        i += order <= 0 ? 1 : 0;
        j += order >= 0 ? 1 : 0;
    }
    size_t either = a_count + b_count - common;
    return either == 0 || common * 100 >= either * ALIKE_PERCENT;
}

static const struct text *features_copy(struct arena *arena, const struct text *from,
                                        size_t count)
{
    struct text *to = arena_array(arena, count + 1, struct text);
    for (size_t i = 0; i < count; i++)
        to[i] = text_copy(arena, from[i]);
    return to;
}

static struct graph_node *add(struct graph *graph, const char *id, const char *route,
                              const struct sighting *s)
{
    struct graph_node *node = arena_make(graph->arena, struct graph_node);
    *node = (struct graph_node){
        .id = arena_strdup(graph->arena, id),
        .route = arena_strdup(graph->arena, route),
        .title = text_string(graph->arena, s->title),
        .example = text_string(graph->arena, s->url),
        .features = features_copy(graph->arena, s->features, s->feature_count),
        .feature_count = s->feature_count,
        .status = s->status,
        .problem = arena_strdup(graph->arena, s->problem),
    };
    map_put(&graph->nodes, text_of(node->id), node);
    return node;
}

struct graph_node *graph_see_at(struct graph *graph, const char *route,
                                const struct sighting *s)
{
    struct graph_node *node = NULL;
    for (int n = 1; n <= MOST_STRUCTURES; n++) {
        const char *id = n == 1 ? route : arena_printf(graph->arena, "%s~%d", route, n);
        node = graph_node(graph, id);
        if (node == NULL) {
            node = add(graph, id, route, s);
            break;
        }
        if (graph_alike(node->features, node->feature_count, s->features, s->feature_count))
            break;
    }
    node->seen++;
    if (node->problem == NULL)
        node->problem = arena_strdup(graph->arena, s->problem);
    return node;
}

void graph_lead(struct graph *graph, const struct graph_node *from, const struct graph_node *to,
                enum passage_kind kind, const char *label, const char *target)
{
    if (from == to)
        return;
    const char *key = arena_printf(graph->arena, "%s -> %s", from->id, to->id);
    struct graph_edge *edge = map_get(&graph->edges, text_of(key));
    if (edge == NULL) {
        edge = arena_make(graph->arena, struct graph_edge);
        *edge =
            (struct graph_edge){.from = from,
                                .to = to,
                                .kind = kind,
                                .label = arena_strdup(graph->arena, label != NULL ? label : ""),
                                .target = arena_strdup(graph->arena, target)};
        map_put(&graph->edges, text_of(key), edge);
    }
    edge->seen++;
}

struct graph_node *graph_node(const struct graph *graph, const char *id)
{
    return map_get(&graph->nodes, text_of(id));
}

const struct graph_node *graph_node_at(const struct graph *graph, size_t i)
{
    return graph->nodes.entries[i].value;
}

const struct graph_edge *graph_edge_at(const struct graph *graph, size_t i)
{
    return graph->edges.entries[i].value;
}

const char *passage_name(enum passage_kind kind)
{
    static const char *const names[] = {
        [PASSAGE_LINK] = "link", [PASSAGE_BUTTON] = "button", [PASSAGE_REDIRECT] = "redirect"};
    return names[kind];
}
