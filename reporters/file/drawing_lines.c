/* SPDX-License-Identifier: Apache-2.0 */
/* drawing_lines.c - curves from box to box.
 *
 * Ways forward leave a box at its right side and come in at the left; ways back do the opposite, thinner and behind,
 * since nearly every page leads home. */

#include "reporters/file/drawing_lines.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "graph/graph.h"
#include "graph/layout.h"
#include "reporters/file/drawing.h"
#include "reporters/file/markup.h"

#include <stdint.h>

enum { BEND = 56, HEAD = 7 };

struct lines {
    const struct drawing *drawing;
    const struct layout *layout;
    struct arena *scratch;
    struct map nodes, edges; /* their indexes from 1, by id and by "FROM -> TO" */
    struct buffer *out;
};

/* 0: none; else one more than the index. */
static size_t place_of(const struct map *indexes, const char *key)
{
    return (size_t)(uintptr_t)map_get(indexes, text_of(key));
}

static const struct layout_box *box_of(const struct lines *l, const struct graph_node *node)
{
    return &l->layout->boxes[place_of(&l->nodes, node->id) - 1];
}

static bool is_forward(const struct lines *l, const struct graph_edge *e)
{
    const struct layout_box *from = box_of(l, e->from), *to = box_of(l, e->to);
    if (from->column != to->column)
        return from->column < to->column;
    return from->row < to->row;
}

/* Whether the same two are joined the other way round, too, by a way in the same state. */
static bool has_twin(const struct lines *l, size_t i)
{
    const struct graph_edge *e = graph_edge_at(l->drawing->graph, i);
    size_t other =
        place_of(&l->edges, arena_printf(l->scratch, "%s -> %s", e->to->id, e->from->id));
    return other > 0 && l->drawing->edges[other - 1] == l->drawing->edges[i];
}

static void put_curve(const struct layout_box *from, const struct layout_box *to, bool both,
                      struct buffer *out)
{
    int middle = LAYOUT_BOX_HEIGHT / 2;
    bool forward = to->column > from->column;
    int away = to->column >= from->column ? 1 : -1, into = forward ? -1 : 1;
    int x1 = from->x + (away > 0 ? LAYOUT_BOX_WIDTH : 0) + away * (both ? HEAD : 0);
    int x2 = to->x + (forward ? 0 : LAYOUT_BOX_WIDTH) + into * HEAD;
    int y1 = from->y + middle, y2 = to->y + middle;
    buffer_printf(out, "M%d %dC%d %d %d %d %d %d", x1, y1, x1 + away * BEND, y1,
                  x2 + into * BEND, y2, x2, y2);
}

static void put_tooltip(const struct graph_edge *e, bool both, struct buffer *out)
{
    buffer_add_string(out, "<title>");
    markup_string(e->from->id, out);
    buffer_add_string(out, both ? " \xE2\x86\x94 " : " \xE2\x86\x92 ");
    markup_string(e->to->id, out);
    if (e->label != NULL && e->label[0] != '\0') {
        buffer_add_string(out, "\n");
        buffer_add_string(out, passage_name(e->kind));
        buffer_add_string(out, ": ");
        markup_string(e->label, out);
    }
    buffer_add_string(out, "</title>");
}

static void put_line(const struct lines *l, size_t i)
{
    const struct graph_edge *e = graph_edge_at(l->drawing->graph, i);
    bool twin = has_twin(l, i), forward = is_forward(l, e);
    if (twin && !forward)
        return; /* drawn with the other one */
    buffer_printf(l->out, "<path class=\"way%s%s\" data-from=\"%zu\" data-to=\"%zu\" d=\"",
                  drawn_class(l->drawing->edges[i]), forward ? "" : " back",
                  place_of(&l->nodes, e->from->id), place_of(&l->nodes, e->to->id));
    put_curve(box_of(l, e->from), box_of(l, e->to), twin, l->out);
    buffer_printf(l->out, "\" marker-end=\"url(#head)\"%s>",
                  twin ? " marker-start=\"url(#head)\"" : "");
    put_tooltip(e, twin, l->out);
    buffer_add_string(l->out, "</path>\n");
}

void drawing_lines(const struct drawing *drawing, const struct layout *layout,
                   struct buffer *out)
{
    const struct graph *graph = drawing->graph;
    struct lines l = {.drawing = drawing, .layout = layout, .scratch = arena_new(), .out = out};
    map_init(&l.nodes, l.scratch);
    map_init(&l.edges, l.scratch);
    for (size_t i = 0; i < graph->nodes.count; i++)
        map_put(&l.nodes, graph->nodes.entries[i].key, (void *)(uintptr_t)(i + 1));
    for (size_t i = 0; i < graph->edges.count; i++)
        map_put(&l.edges, graph->edges.entries[i].key, (void *)(uintptr_t)(i + 1));
    for (size_t i = 0; i < graph->edges.count; i++)
        put_line(&l, i);
    arena_end(l.scratch);
}
