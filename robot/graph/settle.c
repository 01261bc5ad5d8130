/* SPDX-License-Identifier: Apache-2.0 */
/* settle.c - what only shows when all is seen: words in a route that are names of things.
 *
 * Pages of one part of an app share a frame: a header, a bar of tabs. It makes them all look alike, so siblings are
 * compared by what they have beside it. */

#include "base/arena.h"
#include "graph/graph.h"
#include "graph/inside.h"

#include <string.h>

enum { LEAST_SIBLINGS = 3, MOST_SEGMENTS = 32 };

/* The route with its last word, or the one before a fixed last word, taken out; NULL when it has no such. */
static const char *without_word(struct arena *arena, const char *route, size_t from_end)
{
    const char *starts[MOST_SEGMENTS];
    size_t count = 0;
    for (const char *at = strchr(route, '/'); at != NULL && count < MOST_SEGMENTS;
         at = strchr(at + 1, '/'))
        starts[count++] = at + 1;
    if (count <= from_end + 1 || strpbrk(route, "?#") != NULL)
        return NULL; /* the first word names the part of the app */
    const char *word = starts[count - 1 - from_end];
    size_t length = strcspn(word, "/");
    if (length == 0 || word[0] == ':')
        return NULL;
    return arena_printf(arena, "%.*s:name%s", (int)(word - route), route, word + length);
}

/* What a node has beside the frame of its part; by place in the graph's nodes. */
struct own {
    struct text *features;
    size_t count;
};

static bool has(const struct graph_node *node, struct text feature)
{
    for (size_t i = 0; i < node->feature_count; i++)
        if (text_equal(node->features[i], feature))
            return true;
    return false;
}

/* The first word of a route names the part of the app. */
static bool same_part(const char *a, const char *b)
{
    size_t length = strcspn(a + 1, "/") + 1;
    return strncmp(a, b, length) == 0 && (b[length] == '/' || b[length] == '\0');
}

static bool is_frame(const struct graph *graph, const struct graph_node *node,
                     struct text feature)
{
    for (size_t i = 0; i < graph->nodes.count; i++) {
        const struct graph_node *other = graph_node_at(graph, i);
        if (other->feature_count > 0 && same_part(node->route, other->route) &&
            !has(other, feature))
            return false;
    }
    return true;
}

static struct own *own_features(const struct graph *graph, struct arena *scratch)
{
    struct own *all = arena_array(scratch, graph->nodes.count, struct own);
    for (size_t i = 0; i < graph->nodes.count; i++) {
        const struct graph_node *node = graph_node_at(graph, i);
        all[i].features = arena_array(scratch, node->feature_count, struct text);
        for (size_t j = 0; j < node->feature_count; j++)
            if (!is_frame(graph, node, node->features[j]))
                all[i].features[all[i].count++] = node->features[j];
    }
    return all;
}

static size_t siblings(const struct graph *graph, const struct own *own, struct arena *scratch,
                       const char *pattern, size_t from_end, size_t like)
{
    size_t count = 0;
    for (size_t i = 0; i < graph->nodes.count; i++) {
        const struct graph_node *node = graph_node_at(graph, i);
        const char *other = without_word(scratch, node->route, from_end);
        if (other != NULL && strcmp(other, pattern) == 0 && node->feature_count > 0 &&
            graph_alike(own[i].features, own[i].count, own[like].features, own[like].count) &&
            strcmp(node->title, "") != 0)
            count++;
    }
    return count;
}

static const char *settled_route(const struct graph *graph, const struct own *own,
                                 struct arena *scratch, size_t place)
{
    const struct graph_node *node = graph_node_at(graph, place);
    for (size_t from_end = 0; from_end < 2; from_end++) {
        const char *pattern = without_word(scratch, node->route, from_end);
        if (pattern != NULL && node->feature_count > 0 &&
            siblings(graph, own, scratch, pattern, from_end, place) >= LEAST_SIBLINGS)
            return pattern;
    }
    return node->route;
}

static const struct graph_node *move(struct graph *to, const char *route,
                                     const struct graph_node *node)
{
    const struct sighting s = {.url = text_of(node->example),
                               .title = text_of(node->title),
                               .status = node->status,
                               .features = node->features,
                               .feature_count = node->feature_count,
                               .problem = node->problem};
    struct graph_node *moved = graph_see_at(to, route, &s);
    moved->seen += node->seen - 1;
    moved->name = node->name;
    moved->owner = node->owner;
    return moved;
}

struct graph *graph_settled(const struct graph *graph, struct arena *arena)
{
    struct graph *settled = arena_make(arena, struct graph);
    struct arena *scratch = arena_new();
    struct map moved;
    graph_init(settled, arena);
    settled->start = graph->start;
    map_init(&moved, scratch);
    const struct own *own = own_features(graph, scratch);
    for (size_t i = 0; i < graph->nodes.count; i++) {
        const struct graph_node *node = graph_node_at(graph, i);
        map_put(&moved, text_of(node->id),
                (void *)(uintptr_t)move(settled, settled_route(graph, own, scratch, i), node));
    }
    for (size_t i = 0; i < graph->edges.count; i++) {
        const struct graph_edge *edge = graph_edge_at(graph, i);
        graph_lead(settled, map_get(&moved, text_of(edge->from->id)),
                   map_get(&moved, text_of(edge->to->id)), edge->kind, edge->label,
                   edge->target);
    }
    arena_end(scratch);
    return settled;
}
