/* SPDX-License-Identifier: Apache-2.0 */
/* source.c - see source.h. */

#include "graph/source.h"
#include "base/arena.h"
#include "base/diag.h"
#include "document/yaml.h"
#include "graph/read.h"
#include "graph/relations.h"

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
