/* SPDX-License-Identifier: Apache-2.0 */
/* graph.c - the map that explorations drew: as JSON, for Graphviz, as a picture and a page. */

#include "base/arena.h"
#include "graph/build.h"
#include "graph/write.h"
#include "model/reporter.h"
#include "reporters/file/drawing.h"

static void render_json(const struct report *report, struct buffer *out)
{
    struct arena *arena = arena_new();
    graph_write(graph_of_report(arena, report), out);
    arena_end(arena);
}

const struct reporter reporter_graph = {
    .name = "graph",
    .text = "the app's map as explorations saw it: modules and what leads to them, JSON",
    .extension = "json",
    .render = render_json,
};

static void render_dot(const struct report *report, struct buffer *out)
{
    struct arena *arena = arena_new();
    graph_write_dot(graph_of_report(arena, report), out);
    arena_end(arena);
}

const struct reporter reporter_dot = {
    .name = "dot",
    .text = "the app's map for Graphviz",
    .extension = "dot",
    .render = render_dot,
};

static void render_svg(const struct report *report, struct buffer *out)
{
    struct arena *arena = arena_new();
    struct drawing drawing = drawing_of(arena, graph_of_report(arena, report));
    drawing_svg(&drawing, out);
    arena_end(arena);
}

const struct reporter reporter_svg = {
    .name = "svg",
    .text = "the app's map as a picture",
    .extension = "svg",
    .render = render_svg,
};

static void render_map(const struct report *report, struct buffer *out)
{
    struct arena *arena = arena_new();
    struct drawing drawing = drawing_of(arena, graph_of_report(arena, report));
    drawing_page(&drawing, out);
    arena_end(arena);
}

const struct reporter reporter_map = {
    .name = "map",
    .text = "the app's map as a page: move, zoom, search",
    .extension = "html",
    .render = render_map,
};
