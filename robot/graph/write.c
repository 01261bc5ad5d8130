/* SPDX-License-Identifier: Apache-2.0 */
/* write.c - see write.h. */

#include "graph/write.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "document/json.h"
#include "graph/graph.h"

#include <stdlib.h>
#include <string.h>

static int by_key(const void *a, const void *b)
{
    const struct map_entry *x = *(const struct map_entry *const *)a;
    const struct map_entry *y = *(const struct map_entry *const *)b;
    size_t least = x->key.length < y->key.length ? x->key.length : y->key.length;
    int order = memcmp(x->key.at, y->key.at, least);
    return order != 0 ? order
                      : (x->key.length > y->key.length) - (x->key.length < y->key.length);
}

static const struct map_entry **sorted(struct arena *arena, const struct map *map)
{
    const struct map_entry **list =
        arena_array(arena, map->count + 1, const struct map_entry *);
    for (size_t i = 0; i < map->count; i++)
        list[i] = &map->entries[i];
    qsort(list, map->count, sizeof *list, by_key);
    return list;
}

static void put(const char *key, const char *value, struct buffer *out)
{
    if (value == NULL)
        return;
    buffer_printf(out, ", \"%s\": ", key);
    json_write_string(text_of(value), out);
}

static void put_node(const struct graph_node *node, struct buffer *out)
{
    buffer_add_string(out, "{\"id\": ");
    json_write_string(text_of(node->id), out);
    put("title", node->title, out);
    put("name", node->name, out);
    put("owner", node->owner, out);
    put("example", node->example, out);
    if (node->status > 0)
        buffer_printf(out, ", \"status\": %d", node->status);
    put("problem", node->problem, out);
    buffer_add_string(out, ", \"features\": [");
    for (size_t i = 0; i < node->feature_count; i++) {
        buffer_add_string(out, i > 0 ? ", " : "");
        json_write_string(node->features[i], out);
    }
    buffer_add_string(out, "]}");
}

static void put_edge(const struct graph_edge *edge, struct buffer *out)
{
    buffer_add_string(out, "{\"from\": ");
    json_write_string(text_of(edge->from->id), out);
    put("to", edge->to->id, out);
    put("by", passage_name(edge->kind), out);
    put("label", edge->label, out);
    put("target", edge->target, out);
    buffer_add_string(out, "}");
}

void graph_write(const struct graph *graph, struct buffer *out)
{
    struct arena *scratch = arena_new();
    const struct map_entry **nodes = sorted(scratch, &graph->nodes);
    const struct map_entry **edges = sorted(scratch, &graph->edges);
    buffer_add_string(out, "{\"format\": 1");
    put("start", graph->start, out);
    buffer_add_string(out, ",\n \"nodes\": [");
    for (size_t i = 0; i < graph->nodes.count; i++) {
        buffer_add_string(out, i > 0 ? ",\n  " : "\n  ");
        put_node(nodes[i]->value, out);
    }
    buffer_add_string(out, "],\n \"edges\": [");
    for (size_t i = 0; i < graph->edges.count; i++) {
        buffer_add_string(out, i > 0 ? ",\n  " : "\n  ");
        put_edge(edges[i]->value, out);
    }
    buffer_add_string(out, "]}\n");
    arena_end(scratch);
}

/* A DOT string: quoted, backslashes and quotes escaped. JSON's escapes are DOT's, as far as both have them. */
void graph_write_dot(const struct graph *graph, struct buffer *out)
{
    struct arena *scratch = arena_new();
    const struct map_entry **nodes = sorted(scratch, &graph->nodes);
    const struct map_entry **edges = sorted(scratch, &graph->edges);
    buffer_add_string(out,
                      "digraph app {\n  rankdir=LR;\n  node [shape=box, style=rounded];\n");
    for (size_t i = 0; i < graph->nodes.count; i++) {
        const struct graph_node *node = nodes[i]->value;
        buffer_add_string(out, "  ");
        json_write_string(text_of(node->id), out);
        buffer_add_string(out, " [label=");
        json_write_string(text_of(arena_printf(scratch, "%s\n%s", node->title, node->id)), out);
        buffer_add_string(out, node->problem != NULL ? ", color=red];\n" : "];\n");
    }
    for (size_t i = 0; i < graph->edges.count; i++) {
        const struct graph_edge *edge = edges[i]->value;
        buffer_add_string(out, "  ");
        json_write_string(text_of(edge->from->id), out);
        buffer_add_string(out, " -> ");
        json_write_string(text_of(edge->to->id), out);
        buffer_add_string(out, " [label=");
        json_write_string(text_of(edge->label), out);
        buffer_add_string(out, "];\n");
    }
    buffer_add_string(out, "}\n");
    arena_end(scratch);
}
