/* SPDX-License-Identifier: Apache-2.0 */
/* graph_file.c - see graph_file.h. */

#include "command/graph_file.h"
#include "base/arena.h"
#include "base/diag.h"
#include "base/files.h"
#include "command/command.h"
#include "command/print.h"
#include "graph/source.h"

struct graph *graph_file_read(struct arena *arena, const char *path, int *ret_code)
{
    struct source *source = arena_make(arena, struct source);
    struct diags diags;
    const char *why;
    source->name = path;
    *ret_code = EXIT_USAGE;
    if (!files_read(arena, path, GRAPH_MOST_BYTES, &source->bytes, &why)) {
        print_error("xunjian: %s: %s\n", path, why);
        return NULL;
    }
    diags_init(&diags, arena);
    struct graph *graph = graph_of_source(arena, source, &diags);
    if (graph == NULL) {
        print_diags(&diags);
        *ret_code = EXIT_WRONG_FILE;
    }
    return graph;
}
