/* SPDX-License-Identifier: Apache-2.0 */
/* graph.c - `xunjian graph FILE`: a map that was made before, drawn, joined with what developers say, compared.
 *
 * For looking at maps without exploring again: in a review, between two releases. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/files.h"
#include "base/suggest.h"
#include "command/command.h"
#include "command/graph_changes.h"
#include "command/graph_file.h"
#include "command/options.h"
#include "command/print.h"
#include "graph/compare.h"
#include "graph/merge.h"
#include "graph/write.h"
#include "reporters/file/drawing.h"

#include <string.h>

enum { MOST_PICTURE_BYTES = 64 << 20 };

struct graphing {
    const char *compare, *relations;
    struct option_texts reports;
    bool strict;
};

#define AT(member) offsetof(struct graphing, member)
static const struct option options[] = {
    {.name = "compare",
     .type = OPTION_TEXT,
     .at = AT(compare),
     .argument = "OLD",
     .text = "an earlier map: tell and draw what is new, gone or changed"},
    {.name = "relations",
     .type = OPTION_TEXT,
     .at = AT(relations),
     .argument = "FILE",
     .text = "a map kept by the developers: its names, owners, modules and ways are added"},
    {.name = "report",
     .letter = 'r',
     .type = OPTION_TEXTS,
     .at = AT(reports),
     .argument = "KIND=FILE",
     .text = "write the map: svg dot html json"},
    {.name = "strict", .at = AT(strict), .text = "a module that is gone fails: exit 1"},
    {0},
};

static void write_json(const struct drawing *drawing, struct buffer *out)
{
    graph_write(drawing->graph, out);
}

static void write_dot(const struct drawing *drawing, struct buffer *out)
{
    graph_write_dot(drawing->graph, out);
}

struct kind {
    const char *name;
    void (*write)(const struct drawing *drawing, struct buffer *out);
    bool gone_too; /* what is gone is on it */
};

static const struct kind kinds[] = {{"dot", write_dot, false},
                                    {"html", drawing_page, true},
                                    {"json", write_json, false},
                                    {"svg", drawing_svg, true}};
enum { KINDS = sizeof kinds / sizeof kinds[0] };

/* NULL, told on standard error, when it is none. */
static const struct kind *kind_of(const struct command *self, const char *item)
{
    const char *names[KINDS + 1] = {NULL}, *equals = strchr(item, '=');
    struct text name = {.at = item, .length = equals != NULL ? (size_t)(equals - item) : 0};
    for (size_t i = 0; i < KINDS; i++)
        names[i] = kinds[i].name;
    for (size_t i = 0; i < KINDS; i++)
        if (text_is(name, kinds[i].name) && equals[1] != '\0')
            return &kinds[i];
    const char *near = suggest(name, names);
    if (equals == NULL || equals[1] == '\0')
        options_wrong(self, "--report: expected KIND=FILE, got \"%s\"", item);
    else if (near != NULL)
        options_wrong(self, "--report: unknown kind \"%.*s\" (did you mean \"%s\"?)",
                      TEXT_ARGS(name), near);
    else
        options_wrong(self, "--report: unknown kind \"%.*s\": svg, dot, html or json",
                      TEXT_ARGS(name));
    return NULL;
}

static bool write_one(struct arena *arena, const struct kind *kind, const char *path,
                      const struct drawing *drawing)
{
    struct buffer out;
    const char *why = NULL;
    buffer_init(&out, MOST_PICTURE_BYTES);
    kind->write(drawing, &out);
    bool written = !out.full && files_write(arena, path, buffer_text(&out), &why);
    if (!written)
        print_error("xunjian graph: could not write %s: %s\n", path,
                    out.full ? "the map is too large" : why);
    buffer_done(&out);
    return written;
}

static int deliver(const struct graphing *g, struct arena *arena, const struct graph *before,
                   const struct graph *graph)
{
    struct graph_difference difference = {0};
    struct drawing now = drawing_of(arena, graph), changes = now;
    print_out("%zu modules, %zu ways between them\n", graph->nodes.count, graph->edges.count);
    if (before != NULL) {
        difference = graph_compare(arena, before, graph);
        graph_changes_print(&difference);
        changes = graph_changes_drawing(arena, graph, &difference);
    }
    for (size_t i = 0; i < g->reports.count; i++) {
        const char *item = g->reports.items[i];
        size_t length = strcspn(item, "=");
        for (size_t k = 0; k < KINDS; k++)
            if (text_is((struct text){item, length}, kinds[k].name) &&
                !write_one(arena, &kinds[k], item + length + 1,
                           kinds[k].gone_too ? &changes : &now))
                return EXIT_INTERNAL;
    }
    return g->strict && difference.gone > 0 ? EXIT_FAILED : EXIT_PASSED;
}

static int graph(const struct command *self, const struct graphing *g, struct arena *arena,
                 const char *path)
{
    const struct graph *before = NULL, *relations, *graph;
    int code;
    for (size_t i = 0; i < g->reports.count; i++)
        if (kind_of(self, g->reports.items[i]) == NULL)
            return EXIT_USAGE;
    graph = graph_file_read(arena, path, &code);
    if (graph == NULL)
        return code;
    if (g->relations != NULL) {
        relations = graph_file_read(arena, g->relations, &code);
        if (relations == NULL)
            return code;
        graph = graph_merged(arena, graph, relations);
    }
    if (g->compare != NULL) {
        before = graph_file_read(arena, g->compare, &code);
        if (before == NULL)
            return code;
    }
    if (graph->nodes.count > 0)
        return deliver(g, arena, before, graph);
    print_error("xunjian graph: %s holds no modules\n", path);
    return EXIT_NOTHING;
}

static int run(const struct command *self, int argc, char **argv)
{
    struct graphing g = {0};
    struct arena *arena = arena_new();
    const char **rest = arena_array(arena, (size_t)argc + 1, const char *);
    int code = EXIT_USAGE;
    if (options_read(self, argc, argv, &g, rest, &code))
        code = rest[0] != NULL && rest[1] == NULL
                   ? graph(self, &g, arena, rest[0])
                   : options_wrong(self, "name one map, as `xunjian crawl -o FILE` writes it");
    arena_end(arena);
    return code;
}

const struct command command_graph = {
    .name = "graph",
    .text = "Draws an app's map, and tells what changed since an earlier one.",
    .arguments = "[OPTIONS] FILE",
    .options = options,
    .run = run,
};
