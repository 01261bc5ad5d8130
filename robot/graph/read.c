/* SPDX-License-Identifier: Apache-2.0 */
/* read.c - see read.h. Foreign bytes: bounded by json_parse and by MOST_NODES. */

#include "graph/read.h"
#include "base/arena.h"
#include "document/json.h"
#include "graph/graph.h"

#include <string.h>

enum { MOST_NODES = 20000, MOST_EDGES = 200000 };

struct reading_graph {
    struct arena *arena;
    struct graph *graph;
    struct graph_error *error;
};

static bool fail(struct reading_graph *r, const struct json *at, const char *message)
{
    *r->error = (struct graph_error){.message = message, .offset = at != NULL ? at->offset : 0};
    return false;
}

/* A member that must be a string when it is there; NULL when it is not. False when it is wrong. */
static bool text(struct reading_graph *r, const struct json *object, const char *name,
                 const char **ret)
{
    const struct json *value = json_member(object, text_of(name));
    *ret = NULL;
    if (value == NULL)
        return true;
    if (value->kind != JSON_STRING)
        return fail(r, value,
                    arena_printf(r->arena, "%s: expected a string, got a %s", name,
                                 json_kind_name(value->kind)));
    *ret = text_string(r->arena, value->text);
    return true;
}

static bool required(struct reading_graph *r, const struct json *object, const char *name,
                     const char **ret)
{
    if (!text(r, object, name, ret))
        return false;
    return (*ret != NULL && (*ret)[0] != '\0') ||
           fail(r, object, arena_printf(r->arena, "missing \"%s\"", name));
}

static bool features(struct reading_graph *r, const struct json *object,
                     struct graph_node *node)
{
    const struct json *list = json_member(object, text_of("features"));
    if (list == NULL)
        return true;
    if (list->kind != JSON_ARRAY)
        return fail(r, list, "features: expected a list");
    struct text *items = arena_array(r->arena, list->count + 1, struct text);
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i]->kind != JSON_STRING)
            return fail(r, list->items[i], "features: expected strings");
        items[i] = text_copy(r->arena, list->items[i]->text);
    }
    node->features = items;
    node->feature_count = list->count;
    return true;
}

static const char *route_part(struct arena *arena, const char *id)
{
    const char *mark = strrchr(id, '~');
    return mark == NULL ? id : arena_strndup(arena, id, (size_t)(mark - id));
}

static bool read_node(struct reading_graph *r, const struct json *object)
{
    struct graph_node *node = arena_make(r->arena, struct graph_node);
    int64_t status = 0;
    if (object->kind != JSON_OBJECT)
        return fail(r, object, "expected a node: {\"id\": ...}");
    if (!required(r, object, "id", &node->id) || !text(r, object, "title", &node->title) ||
        !text(r, object, "name", &node->name) || !text(r, object, "owner", &node->owner) ||
        !text(r, object, "example", &node->example) ||
        !text(r, object, "problem", &node->problem) || !features(r, object, node))
        return false;
    if (graph_node(r->graph, node->id) != NULL)
        return fail(r, object,
                    arena_printf(r->arena, "the node \"%s\" is told twice", node->id));
    const struct json *told = json_member(object, text_of("status"));
    if (told != NULL && (told->kind != JSON_NUMBER || !json_to_int(told->text, &status)))
        return fail(r, told, "status: expected a number");
    node->status = (int)(status > 0 && status < 1000 ? status : 0);
    node->route = route_part(r->arena, node->id);
    node->title = node->title != NULL ? node->title : "";
    node->example = node->example != NULL ? node->example : "";
    map_put(&r->graph->nodes, text_of(node->id), node);
    return true;
}

static bool read_edge(struct reading_graph *r, const struct json *object)
{
    const char *from, *to, *by, *label, *target;
    if (object->kind != JSON_OBJECT)
        return fail(r, object, "expected an edge: {\"from\": ..., \"to\": ...}");
    if (!required(r, object, "from", &from) || !required(r, object, "to", &to) ||
        !text(r, object, "by", &by) || !text(r, object, "label", &label) ||
        !text(r, object, "target", &target))
        return false;
    const struct graph_node *a = graph_node(r->graph, from), *b = graph_node(r->graph, to);
    if (a == NULL || b == NULL)
        return fail(r, object,
                    arena_printf(r->arena, "there is no node \"%s\"", a == NULL ? from : to));
    enum passage_kind kind = by != NULL && strcmp(by, "button") == 0     ? PASSAGE_BUTTON
                             : by != NULL && strcmp(by, "redirect") == 0 ? PASSAGE_REDIRECT
                                                                         : PASSAGE_LINK;
    graph_lead(r->graph, a, b, kind, label, target);
    return true;
}

static bool each(struct reading_graph *r, const struct json *root, const char *name,
                 size_t most, bool (*read)(struct reading_graph *r, const struct json *object))
{
    const struct json *list = json_member(root, text_of(name));
    if (list == NULL)
        return true;
    if (list->kind != JSON_ARRAY || list->count > most)
        return fail(r, list,
                    arena_printf(r->arena, "%s: expected a list of at most %zu", name, most));
    for (size_t i = 0; i < list->count; i++)
        if (!read(r, list->items[i]))
            return false;
    return true;
}

struct graph *graph_read(struct arena *arena, struct text document,
                         struct graph_error *ret_error)
{
    struct json_error error = {0};
    const struct json *root = json_parse(arena, document, &json_default_limits, &error);
    struct reading_graph r = {
        .arena = arena, .graph = arena_make(arena, struct graph), .error = ret_error};
    graph_init(r.graph, arena);
    if (root == NULL) {
        size_t offset = 0;
        for (int line = 1; offset < document.length && line < error.line; offset++)
            line += document.at[offset] == '\n' ? 1 : 0;
        *ret_error = (struct graph_error){.message = error.message, .offset = offset};
        return NULL;
    }
    const struct json *format = json_member(root, text_of("format"));
    bool right = format != NULL && format->kind == JSON_NUMBER && text_is(format->text, "1");
    if (!right &&
        !fail(&r, root, "expected {\"format\": 1, \"nodes\": [...], \"edges\": [...]}"))
        return NULL;
    if (!text(&r, root, "start", &r.graph->start) ||
        !each(&r, root, "nodes", MOST_NODES, read_node) ||
        !each(&r, root, "edges", MOST_EDGES, read_edge))
        return NULL;
    return r.graph;
}
