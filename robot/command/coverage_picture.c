/* SPDX-License-Identifier: Apache-2.0 */
/* coverage_picture.c - the map in two colours: where journeys come, where none does. */

#include "base/arena.h"
#include "base/buffer.h"
#include "command/coverage_write.h"
#include "graph/coverage.h"
#include "reporters/file/drawing.h"

enum { MOST_NOTE = 4096 };

static const char *names_of(struct arena *arena, const struct module_coverage *module)
{
    struct buffer note;
    buffer_init(&note, MOST_NOTE);
    for (const char *const *name = module->journeys; *name != NULL; name++) {
        buffer_add_string(&note, name == module->journeys ? "\xE2\x96\xB6 " : ", ");
        buffer_add_string(&note, *name);
    }
    const char *names = text_string(arena, buffer_text(&note));
    buffer_done(&note);
    return names;
}

static struct drawing drawing_of_coverage(struct arena *arena, const struct coverage *coverage)
{
    struct drawing drawing = drawing_of(arena, coverage->graph);
    for (size_t i = 0; i < coverage->module_count; i++) {
        const struct module_coverage *module = &coverage->modules[i];
        bool visited = module->journeys[0] != NULL;
        drawing.nodes[i] = visited          ? DRAWN_VISITED
                           : module->is_new ? DRAWN_NEW
                                            : DRAWN_UNVISITED;
        drawing.notes[i] = visited ? names_of(arena, module) : "no journey comes here";
    }
    for (size_t i = 0; i < coverage->edge_count; i++)
        drawing.edges[i] = coverage->edges[i].covered ? DRAWN_VISITED : DRAWN_UNVISITED;
    return drawing;
}

void coverage_svg(const struct coverage *coverage, struct buffer *out)
{
    struct arena *arena = arena_new();
    struct drawing drawing = drawing_of_coverage(arena, coverage);
    drawing_svg(&drawing, out);
    arena_end(arena);
}

void coverage_page(const struct coverage *coverage, struct buffer *out)
{
    struct arena *arena = arena_new();
    struct drawing drawing = drawing_of_coverage(arena, coverage);
    drawing_page(&drawing, out);
    arena_end(arena);
}
