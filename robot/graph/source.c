/* SPDX-License-Identifier: Apache-2.0 */
/* source.c - see source.h. */

#include "graph/source.h"
#include "base/arena.h"
#include "base/diag.h"
#include "document/yaml.h"
#include "graph/read.h"
#include "graph/relations.h"

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

static bool is_yaml(struct text name)
{
    return text_ends_with(name, text_of(".yaml")) || text_ends_with(name, text_of(".yml"));
}

struct graph *graph_of_source(struct arena *arena, const struct source *source,
                              struct diags *diags)
{
    struct graph_error error = {0};
    if (is_yaml(text_of(source->name))) {
        const struct node *root = yaml_read(arena, source, diags);
        return root != NULL ? graph_relations(arena, root, diags) : NULL;
    }
    struct graph *graph = graph_read(arena, source->bytes, &error);
    if (graph == NULL)
        diag_add(diags, place_at(source, error.offset), "%s", error.message);
    return graph;
}
