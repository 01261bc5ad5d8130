/* SPDX-License-Identifier: Apache-2.0 */
/* graph.c - the map that explorations drew, as JSON and for Graphviz. */

#include "base/arena.h"
#include "graph/build.h"
#include "graph/write.h"
#include "model/reporter.h"

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
