/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_graph.c - any bytes as a graph file; what can be read can be written, and read again the same. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/must.h"
#include "graph/compare.h"
#include "graph/locate.h"
#include "graph/merge.h"
#include "graph/read.h"
#include "graph/route.h"
#include "graph/write.h"
#include "reporters/file/drawing.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void write_again(struct arena *arena, const struct graph *graph)
{
    struct graph_error error;
    struct buffer once, twice;
    buffer_init(&once, 1 << 20);
    buffer_init(&twice, 1 << 20);
    graph_write(graph, &once);
    if (!once.full) {
        const struct graph *again = graph_read(arena, buffer_text(&once), &error);
        must(again != NULL);
        graph_write(again, &twice);
        must(text_equal(buffer_text(&once), buffer_text(&twice)));
        struct graph_difference d = graph_compare(arena, graph, again);
        must(d.node_count == 0 && d.new_edge_count == 0 && d.gone_edge_count == 0);
    }
    buffer_done(&once);
    buffer_done(&twice);
}

static void draw(struct arena *arena, const struct graph *graph)
{
    struct buffer out;
    struct drawing drawing = drawing_of(arena, graph);
    buffer_init(&out, 1 << 22);
    drawing_svg(&drawing, &out);
    must(out.length > 0);
    buffer_done(&out);
    const struct graph *twice = graph_merged(arena, graph, graph);
    must(twice->nodes.count == graph->nodes.count && twice->edges.count == graph->edges.count);
    for (size_t i = 0; i < graph->nodes.count; i++)
        must(graph_counterpart(twice, graph_node_at(graph, i)) ==
             graph_node(twice, graph_node_at(graph, i)->id));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct arena *arena = arena_new();
    struct graph_error error;
    struct text document = {(const char *)bytes, length};
    const struct graph *graph = graph_read(arena, document, &error);
    if (graph != NULL) {
        write_again(arena, graph_settled(graph, arena));
        draw(arena, graph);
    } else {
        must(error.message != NULL && error.offset <= length);
    }
    const char *route = route_of(arena, document);
    must(route[0] != '\0');
    route_family(arena, document);
    route_address(arena, document);
    arena_end(arena);
    return 0;
}
