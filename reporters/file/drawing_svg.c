/* SPDX-License-Identifier: Apache-2.0 */
/* drawing_svg.c - the map of an app as one SVG 1.1 picture.
 *
 * It must read well wherever it ends up, in a mail, a wiki, a browser: so its colours and fonts are its own, and nothing
 * is asked of a script or another host. */

#include "base/arena.h"
#include "base/buffer.h"
#include "graph/graph.h"
#include "graph/layout.h"
#include "reporters/file/drawing.h"
#include "reporters/file/drawing_lines.h"
#include "reporters/file/markup.h"

#include <string.h>

/* Half widths of a character: a Chinese one is as wide as its font is high. */
enum { TITLE_WIDTH = 26, ID_WIDTH = 33, LEGEND_HEIGHT = 44, LEGEND_STEP = 130 };

const char *drawn_class(enum drawn drawn)
{
    static const char *const classes[DRAWN_COUNT] = {[DRAWN_PLAIN] = "",
                                                     [DRAWN_PROBLEM] = " problem",
                                                     [DRAWN_NEW] = " new",
                                                     [DRAWN_CHANGED] = " changed",
                                                     [DRAWN_GONE] = " gone",
                                                     [DRAWN_VISITED] = " visited",
                                                     [DRAWN_UNVISITED] = " unvisited"};
    return classes[drawn];
}

const char drawing_style[] =
    "text{font-family:'Noto Sans CJK SC','PingFang SC','Microsoft YaHei','Helvetica Neue',"
    "sans-serif;fill:#1c2733}"
    ".paper{fill:#fbfcfd}"
    ".box rect{fill:#fff;stroke:#8496a9;stroke-width:1.5}"
    ".box .title{font-size:14px;font-weight:600}"
    ".box .id{font-size:11px;fill:#5b6b7c}"
    ".box.problem rect{fill:#fdecec;stroke:#c62f2f}"
    ".box.new rect{fill:#e7f6ec;stroke:#1f8a4c}"
    ".box.changed rect{fill:#fff4dc;stroke:#b7791f}"
    ".box.gone rect{fill:#f1f3f5;stroke:#9aa5b1;stroke-dasharray:5 4}"
    ".box.gone .title{fill:#7b8794;text-decoration:line-through}"
    ".box.visited rect{fill:#e8f1fd;stroke:#2463b8}"
    ".box.unvisited rect{fill:#fff1e6;stroke:#d4600b;stroke-dasharray:5 4}"
    ".way{fill:none;stroke:#8496a9;stroke-width:1.4}"
    ".way.back{stroke:#c3ccd6;stroke-width:1;stroke-dasharray:3 3}"
    ".way.new{stroke:#1f8a4c}.way.gone{stroke:#c62f2f;stroke-dasharray:2 4}"
    ".way.visited{stroke:#2463b8}.way.unvisited{stroke:#e0a377}"
    ".head{fill:#5b6b7c}"
    ".legend text{font-size:12px}";

struct drawing drawing_of(struct arena *arena, const struct graph *graph)
{
    struct drawing d = {.graph = graph,
                        .nodes = arena_array(arena, graph->nodes.count + 1, enum drawn),
                        .edges = arena_array(arena, graph->edges.count + 1, enum drawn),
                        .notes = arena_array(arena, graph->nodes.count + 1, const char *)};
    for (size_t i = 0; i < graph->nodes.count; i++)
        if (graph_node_at(graph, i)->problem != NULL)
            d.nodes[i] = DRAWN_PROBLEM;
    return d;
}

static size_t character_bytes(unsigned char first)
{
    return first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

/* As much as fits, with an ellipsis where it was cut. */
static void put_short(const char *string, int most, struct buffer *out)
{
    size_t length = strlen(string), at = 0, fits = 0;
    int width = 0;
    while (at < length) {
        size_t bytes = character_bytes((unsigned char)string[at]);
        width += bytes >= 3 ? 2 : 1;
        if (width > most)
            break;
        at = at + bytes < length ? at + bytes : length;
        if (width <= most - 1)
            fits = at;
    }
    struct text whole = {.at = string, .length = length};
    markup_text(at < length ? text_slice(whole, 0, fits) : whole, out);
    buffer_add_string(out, at < length ? "\xE2\x80\xA6" : "");
}

static void put_tip(const struct graph_node *node, const char *note, struct buffer *out)
{
    const char *const lines[] = {node->title,   node->id,      node->owner,
                                 node->example, node->problem, note};
    buffer_add_string(out, "<title>");
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        if (lines[i] == NULL || lines[i][0] == '\0')
            continue;
        markup_string(lines[i], out);
        buffer_add_char(out, '\n');
    }
    buffer_add_string(out, "</title>");
}

static const char *heading(const struct graph_node *node)
{
    if (node->name != NULL)
        return node->name;
    return node->title[0] != '\0' ? node->title : node->id;
}

static void put_box(const struct drawing *d, const struct layout_box *box, size_t i,
                    struct buffer *out)
{
    const struct graph_node *node = graph_node_at(d->graph, i);
    buffer_printf(out, "<g class=\"box%s\" data-node=\"%zu\"", drawn_class(d->nodes[i]), i + 1);
    markup_attribute("data-id", text_of(node->id), out);
    buffer_add_char(out, '>');
    put_tip(node, d->notes[i], out);
    buffer_printf(out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"8\"/>", box->x,
                  box->y, LAYOUT_BOX_WIDTH, LAYOUT_BOX_HEIGHT);
    buffer_printf(out, "<text class=\"title\" x=\"%d\" y=\"%d\">", box->x + 12, box->y + 20);
    put_short(heading(node), TITLE_WIDTH, out);
    buffer_printf(out, "</text><text class=\"id\" x=\"%d\" y=\"%d\">", box->x + 12,
                  box->y + 37);
    put_short(node->id, ID_WIDTH, out);
    buffer_add_string(out, "</text></g>\n");
}

/* Only of what is there. */
static void put_legend(const struct drawing *d, int y, struct buffer *out)
{
    static const char *const words[DRAWN_COUNT] = {[DRAWN_PLAIN] = "页面 page",
                                                   [DRAWN_PROBLEM] = "有问题 problem",
                                                   [DRAWN_NEW] = "新增 new",
                                                   [DRAWN_CHANGED] = "变化 changed",
                                                   [DRAWN_GONE] = "消失 gone",
                                                   [DRAWN_VISITED] = "已覆盖 visited",
                                                   [DRAWN_UNVISITED] = "未覆盖 not visited"};
    size_t counts[DRAWN_COUNT] = {0};
    int x = LAYOUT_MARGIN;
    for (size_t i = 0; i < d->graph->nodes.count; i++)
        counts[d->nodes[i]]++;
    buffer_add_string(out, "<g class=\"legend\">\n");
    for (enum drawn k = 0; k < DRAWN_COUNT; k++) {
        if (counts[k] == 0)
            continue;
        buffer_printf(out,
                      "<g class=\"box%s\"><rect x=\"%d\" y=\"%d\" width=\"18\" height=\"14\" "
                      "rx=\"3\"/></g><text x=\"%d\" y=\"%d\">%s %zu</text>\n",
                      drawn_class(k), x, y, x + 25, y + 12, words[k], counts[k]);
        x += LEGEND_STEP + (k == DRAWN_UNVISITED ? 30 : 0);
    }
    buffer_add_string(out, "</g>\n");
}

void drawing_svg(const struct drawing *drawing, struct buffer *out)
{
    struct arena *scratch = arena_new();
    struct layout layout = graph_lay_out(scratch, drawing->graph);
    int least = LAYOUT_MARGIN + DRAWN_COUNT * LEGEND_STEP;
    int width = layout.width > least ? layout.width : least;
    int height = layout.height + LEGEND_HEIGHT;
    buffer_printf(out,
                  "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
                  "viewBox=\"0 0 %d %d\">\n<style>%s</style>\n"
                  "<defs><marker id=\"head\" markerWidth=\"9\" markerHeight=\"8\" refX=\"2\" "
                  "refY=\"4\" orient=\"auto-start-reverse\" markerUnits=\"userSpaceOnUse\">"
                  "<path class=\"head\" d=\"M0 0L9 4L0 8z\"/></marker></defs>\n"
                  "<rect class=\"paper\" width=\"%d\" height=\"%d\"/>\n",
                  width, height, width, height, drawing_style, width, height);
    drawing_lines(drawing, &layout, out);
    for (size_t i = 0; i < drawing->graph->nodes.count; i++)
        put_box(drawing, &layout.boxes[i], i, out);
    put_legend(drawing, layout.height, out);
    buffer_add_string(out, "</svg>\n");
    arena_end(scratch);
}
