/* SPDX-License-Identifier: Apache-2.0 */
/* config_graph.c - the app's map, for the status page. */

#include "base/arena.h"
#include "base/files.h"
#include "graph/graph.h"
#include "graph/source.h"
#include "plan/config_reading.h"

void config_settle_graph(struct loader *loader, struct raw_config *raw)
{
    struct source *source = arena_make(loader->arena, struct source);
    struct config *config = &raw->config;
    const char *why;
    int before = loader->diags->count;
    if (config->graph_file == NULL)
        return;
    source->name = config->graph_file;
    if (!files_read(loader->arena, source->name, GRAPH_MOST_BYTES, &source->bytes, &why)) {
        struct diag *d =
            diag_add(loader->diags, raw->graph_at, "could not read %s: %s", source->name, why);
        d->hint = "`xunjian crawl --from URL -o FILE` writes one";
        return;
    }
    const struct graph *graph = graph_of_source(loader->arena, source, loader->diags);
    for (struct diag *d = loader->diags->first; graph == NULL && d != NULL; d = d->next)
        if (d->at.source == source)
            diag_cause(loader->diags, d, raw->graph_at, "named here");
    if (graph != NULL && graph->nodes.count == 0 && loader->diags->count == before)
        diag_add(loader->diags, raw->graph_at, "%s holds no modules", source->name);
    config->graph = graph;
}
