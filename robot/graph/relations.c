/* SPDX-License-Identifier: Apache-2.0 */
/* relations.c - see relations.h.
 *
 * A way to a module that is not listed is a mistake, not a new module: otherwise a misspelt route would be a page that
 * no journey can ever visit. */

#include "graph/relations.h"
#include "base/arena.h"
#include "base/suggest.h"
#include "document/bind.h"
#include "graph/graph.h"

enum { MOST_MODULES = 20000 };

struct told_module {
    const char *route, *name, *owner, *title, *example;
    struct place at;
    const char *const *leads_to;
    const struct place *leads_to_at;
    size_t lead_count;
};

struct told {
    struct told_module *modules;
    size_t count;
};

#define AT(member) offsetof(struct told_module, member)
static const struct field module_fields[] = {
    {.name = "route",
     .type = FIELD_TEXT,
     .at = AT(route),
     .place_at = AT(at),
     .required = true,
     .text = "its path, as on the measured map: /fund/:id"},
    {.name = "name", .type = FIELD_TEXT, .at = AT(name), .text = "what the team calls it"},
    {.name = "owner", .type = FIELD_TEXT, .at = AT(owner), .text = "whose it is"},
    {.name = "title", .type = FIELD_TEXT, .at = AT(title), .text = "what its title says"},
    {.name = "example",
     .type = FIELD_TEXT,
     .at = AT(example),
     .text = "an address that leads there"},
    {.name = "leads_to",
     .type = FIELD_TEXTS,
     .at = AT(leads_to),
     .count_at = AT(lead_count),
     .places_at = AT(leads_to_at),
     .text = "the routes of modules one comes to from there"},
    {0},
};

static const struct field_table module_table = {.name = "module",
                                                .text = "one page of the app",
                                                .size = sizeof(struct told_module),
                                                .fields = module_fields};

static const struct field relation_fields[] = {
    {.name = "modules",
     .type = FIELD_LIST,
     .of = &module_table,
     .at = offsetof(struct told, modules),
     .count_at = offsetof(struct told, count),
     .least = 1,
     .most = MOST_MODULES,
     .required = true,
     .text = "the app's pages"},
    {0},
};

static const struct field_table relation_table = {.name = "relations",
                                                  .text = "an app's map, kept by hand",
                                                  .size = sizeof(struct told),
                                                  .fields = relation_fields};

static void add_module(struct graph *graph, const struct told_module *told, struct diags *diags)
{
    struct graph_node *node = arena_make(graph->arena, struct graph_node);
    if (told->route[0] != '/') {
        diag_add(diags, told->at, "expected a route that begins with \"/\", got \"%s\"",
                 told->route);
        return;
    }
    *node = (struct graph_node){.id = told->route,
                                .route = told->route,
                                .title = told->title != NULL ? told->title : "",
                                .example = told->example != NULL ? told->example : "",
                                .name = told->name,
                                .owner = told->owner};
    if (map_get(&graph->nodes, text_of(node->id)) != NULL)
        diag_add(diags, told->at, "the module \"%s\" is told twice", node->id);
    else
        map_put(&graph->nodes, text_of(node->id), node);
}

static void add_ways(struct graph *graph, const struct told_module *told,
                     const char *const *routes, struct diags *diags)
{
    const struct graph_node *from = graph_node(graph, told->route);
    for (size_t i = 0; i < told->lead_count; i++) {
        const char *route = told->leads_to[i];
        const struct graph_node *to = graph_node(graph, route);
        if (from != NULL && to != NULL) {
            graph_lead(graph, from, to, PASSAGE_LINK, NULL, NULL);
        } else if (to == NULL) {
            struct diag *d =
                diag_add(diags, told->leads_to_at[i], "there is no module \"%s\"", route);
            const char *near = suggest(text_of(route), routes);
            if (near != NULL)
                d->hint = arena_printf(graph->arena, "did you mean \"%s\"?", near);
        }
    }
}

struct graph *graph_relations(struct arena *arena, const struct node *root, struct diags *diags)
{
    struct told told;
    struct reading reading = {.arena = arena, .diags = diags};
    struct graph *graph = arena_make(arena, struct graph);
    int errors = diags->count;
    graph_init(graph, arena);
    if (!bind_fields(&reading, root, &relation_table, &told))
        return NULL;
    const char **routes = arena_array(arena, told.count + 1, const char *);
    for (size_t i = 0; i < told.count; i++) {
        add_module(graph, &told.modules[i], diags);
        routes[i] = told.modules[i].route;
    }
    for (size_t i = 0; i < told.count; i++)
        add_ways(graph, &told.modules[i], routes, diags);
    return diags->count == errors ? graph : NULL;
}
