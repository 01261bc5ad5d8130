/* SPDX-License-Identifier: Apache-2.0 */
/* graph_file.c - see graph_file.h. */

#include "command/graph_file.h"
#include "base/arena.h"
#include "base/diag.h"
#include "base/files.h"
#include "command/command.h"
#include "command/print.h"
#include "document/yaml.h"
#include "graph/read.h"
#include "graph/relations.h"

enum { MOST_GRAPH_BYTES = 16 << 20 };

static struct place place_at(const struct source *source, size_t offset)
{
    struct place at = {.source = source, .line = 1, .column = 1, .length = 1};
    for (size_t i = 0; i < offset && i < source->bytes.length; i++) {
        at.column += ((unsigned char)source->bytes.at[i] & 0xC0) != 0x80 ? 1 : 0;
        if (source->bytes.at[i] == '\n') {
            at.line++;
            at.column = 1;
        }
    }
    return at;
}

static bool is_yaml(const char *path)
{
    struct text name = text_of(path);
    return text_ends_with(name, text_of(".yaml")) || text_ends_with(name, text_of(".yml"));
}

static struct graph *read_relations(struct arena *arena, const struct source *source,
                                    struct diags *diags)
{
    const struct node *root = yaml_read(arena, source, diags);
    return root != NULL ? graph_relations(arena, root, diags) : NULL;
}

struct graph *graph_file_read(struct arena *arena, const char *path, int *ret_code)
{
    struct source *source = arena_make(arena, struct source);
    struct graph_error error;
    struct diags diags;
    const char *why;
    source->name = path;
    *ret_code = EXIT_USAGE;
    if (!files_read(arena, path, MOST_GRAPH_BYTES, &source->bytes, &why)) {
        print_error("xunjian: %s: %s\n", path, why);
        return NULL;
    }
    diags_init(&diags, arena);
    struct graph *graph = is_yaml(path) ? read_relations(arena, source, &diags)
                                        : graph_read(arena, source->bytes, &error);
    if (graph != NULL)
        return graph;
    if (!is_yaml(path))
        diag_add(&diags, place_at(source, error.offset), "%s", error.message);
    print_diags(&diags);
    *ret_code = EXIT_WRONG_FILE;
    return NULL;
}
