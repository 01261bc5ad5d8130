/* SPDX-License-Identifier: Apache-2.0 */
/* api_graph.c - /api/graph: the whole map, drawn and coloured, in one answer. */
#include "base/arena.h"
#include "base/clock.h"
#include "graph/graph.h"
#include "graph/layout.h"
#include "graph/path.h"
#include "web/api.h"
#include "web/inside.h"
#include "web/map.h"

static void put_monitors(struct json_out *out, const struct map_now *now)
{
    json_out_open(out, "monitors", '[');
    for (size_t i = 0; i < now->monitor_count; i++) {
        const struct monitor_view *m = &now->monitors[i];
        json_out_open(out, NULL, '{');
        json_out_string(out, "journey", m->journey);
        json_out_string(out, "title", m->title);
        json_out_string(out, "environment", m->environment);
        json_out_close(out, '}');
    }
    json_out_close(out, ']');
}

static void put_node(struct json_out *out, const struct map_now *now, size_t i)
{
    const struct graph_node *node = graph_node_at(now->map.graph, i);
    const struct layout_box *box = &now->map.layout->boxes[i];
    const struct node_standing *standing = &now->standings[i];
    json_out_open(out, NULL, '{');
    json_out_string(out, "id", node->id);
    json_out_string(out, "title", node->title);
    json_out_string(out, "name", node->name);
    json_out_string(out, "owner", node->owner);
    json_out_string(out, "problem", node->problem);
    json_out_string(out, "state", standing_name(standing->standing));
    json_out_int(out, "x", box->x);
    json_out_int(out, "y", box->y);
    json_out_int(out, "column", (int64_t)box->column);
    json_out_open(out, "monitors", '[');
    for (size_t k = 0; k < standing->visitor_count; k++)
        json_out_int(out, NULL, (int64_t)standing->visitors[k].monitor);
    json_out_close(out, ']');
    json_out_close(out, '}');
}

static void put_edges(struct json_out *out, struct arena *arena, const struct graph *graph)
{
    struct map indexes;
    map_init(&indexes, arena);
    for (size_t i = 0; i < graph->nodes.count; i++)
        map_put(&indexes, graph->nodes.entries[i].key, (void *)(uintptr_t)i);
    json_out_open(out, "edges", '[');
    for (size_t i = 0; i < graph->edges.count; i++) {
        const struct graph_edge *e = graph_edge_at(graph, i);
        json_out_open(out, NULL, '{');
        json_out_int(out, "from", (int64_t)(uintptr_t)map_get(&indexes, text_of(e->from->id)));
        json_out_int(out, "to", (int64_t)(uintptr_t)map_get(&indexes, text_of(e->to->id)));
        json_out_string(out, "by", passage_name(e->kind));
        json_out_string(out, "label", e->label);
        json_out_close(out, '}');
    }
    json_out_close(out, ']');
}

void api_graph(struct request *request, struct answer *answer)
{
    struct map_now now;
    if (!map_read(request, answer, &now))
        return;
    const struct layout *layout = now.map.layout;
    const struct graph_node *start = graph_start(request->arena, now.map.graph);
    struct json_out out = answer_json(answer);
    json_out_open(&out, NULL, '{');
    json_out_utc(&out, "now", clock_now_utc_ns());
    json_out_string(&out, "start", start != NULL ? start->id : NULL);
    json_out_int(&out, "width", layout->width);
    json_out_int(&out, "height", layout->height);
    json_out_int(&out, "box_width", LAYOUT_BOX_WIDTH);
    json_out_int(&out, "box_height", LAYOUT_BOX_HEIGHT);
    json_out_open(&out, "environments", '[');
    for (const char *const *name = now.environments; *name != NULL; name++)
        json_out_string(&out, NULL, *name);
    json_out_close(&out, ']');
    put_monitors(&out, &now);
    json_out_open(&out, "nodes", '[');
    for (size_t i = 0; i < now.map.graph->nodes.count; i++)
        put_node(&out, &now, i);
    json_out_close(&out, ']');
    put_edges(&out, request->arena, now.map.graph);
    json_out_close(&out, '}');
}
