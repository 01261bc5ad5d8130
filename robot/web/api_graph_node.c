/* SPDX-License-Identifier: Apache-2.0 */
/* api_graph_node.c - /api/graph/ID: one module of the map: who comes to it, how they fared, how a customer does. */
#include "base/arena.h"
#include "base/clock.h"
#include "graph/graph.h"
#include "graph/path.h"
#include "store/read.h"
#include "web/api.h"
#include "web/inside.h"
#include "web/map.h"

#include <stdlib.h>

#define WINDOW_NS (7 * 24 * 3600 * NS_PER_S)

enum { RUNS = 10, MOST_VISITORS = 200 };

static void put_visitor(struct json_out *out, const struct map_now *now,
                        const struct visitor *visitor)
{
    const struct monitor_view *m = &now->monitors[visitor->monitor];
    json_out_open(out, NULL, '{');
    json_out_string(out, "journey", m->journey);
    json_out_string(out, "title", m->title);
    json_out_string(out, "environment", m->environment);
    json_out_bool(out, "running", m->running);
    json_out_string(out, "state", standing_name(visitor->standing));
    json_out_bool(out, "measured", visitor->measured);
    json_out_bool(out, "stopped_before", visitor->stopped_before);
    json_out_string(out, "run_id", visitor->run_id);
    if (visitor->started_utc_ns > 0)
        json_out_utc(out, "started", visitor->started_utc_ns);
    else
        json_out_null(out, "started");
    json_out_close(out, '}');
}

static void put_path(struct json_out *out, struct arena *arena, const struct graph *graph,
                     const struct graph_node *node)
{
    size_t count;
    const struct graph_edge *const *path = graph_path(arena, graph, node, &count);
    if (count == 0 && graph_start(arena, graph) != node) {
        json_out_null(out, "path");
        return;
    }
    json_out_open(out, "path", '[');
    for (size_t i = 0; i < count; i++) {
        json_out_open(out, NULL, '{');
        json_out_string(out, "from", path[i]->from->id);
        json_out_string(out, "to", path[i]->to->id);
        json_out_string(out, "title", path[i]->to->title);
        json_out_string(out, "by", passage_name(path[i]->kind));
        json_out_string(out, "label", path[i]->label);
        json_out_string(out, "target", path[i]->target);
        json_out_close(out, '}');
    }
    json_out_close(out, ']');
}

static int newest_first(const void *a, const void *b)
{
    const struct run_row *x = a, *y = b;
    return x->id > y->id ? -1 : x->id < y->id;
}

/* The newest runs of all its journeys together. False: answered with what is wrong. */
static bool read_last_runs(struct request *request, struct answer *answer,
                           const struct map_now *now, const struct node_standing *standing,
                           struct run_row *ret, size_t *ret_count)
{
    const char *why = "";
    struct reader *reader = request_reader(request, answer);
    if (reader == NULL)
        return false;
    int64_t to_utc_ns = clock_now_utc_ns();
    for (size_t i = 0; i < standing->visitor_count && i < MOST_VISITORS; i++) {
        const struct monitor_view *m = &now->monitors[standing->visitors[i].monitor];
        const struct run_filter filter = {.journey = m->journey,
                                          .environment = m->environment,
                                          .from_utc_ns = to_utc_ns - WINDOW_NS,
                                          .to_utc_ns = to_utc_ns,
                                          .verdict = -1,
                                          .most = RUNS};
        const struct run_row *rows;
        size_t count;
        if (!read_runs(reader, &filter, request->arena, &rows, &count, &why)) {
            api_store_failed(request, answer, why);
            return false;
        }
        for (size_t k = 0; k < count; k++)
            ret[(*ret_count)++] = rows[k];
        qsort(ret, *ret_count, sizeof *ret, newest_first);
        *ret_count = *ret_count < RUNS ? *ret_count : RUNS;
    }
    return true;
}

static void put_about(struct json_out *out, const struct graph_node *node)
{
    json_out_string(out, "id", node->id);
    json_out_string(out, "route", node->route);
    json_out_string(out, "title", node->title);
    json_out_string(out, "name", node->name);
    json_out_string(out, "owner", node->owner);
    json_out_string(out, "example", node->example);
    json_out_string(out, "problem", node->problem);
}

void api_graph_node(struct request *request, struct answer *answer)
{
    struct map_now now;
    struct run_row runs[2 * RUNS];
    size_t run_count = 0, at = 0;
    if (!map_read(request, answer, &now))
        return;
    const struct graph *graph = now.map.graph;
    const struct graph_node *node = graph_node(graph, request->captures[0]);
    if (node == NULL) {
        answer_error(request, answer, 404, "not_found", "no module \"%.200s\" is on the map",
                     request->captures[0]);
        return;
    }
    while (graph_node_at(graph, at) != node)
        at++;
    const struct node_standing *standing = &now.standings[at];
    if (!read_last_runs(request, answer, &now, standing, runs, &run_count))
        return;
    struct json_out out = answer_json(answer);
    json_out_open(&out, NULL, '{');
    put_about(&out, node);
    json_out_string(&out, "state", standing_name(standing->standing));
    put_path(&out, request->arena, graph, node);
    json_out_open(&out, "journeys", '[');
    for (size_t i = 0; i < standing->visitor_count; i++)
        put_visitor(&out, &now, &standing->visitors[i]);
    json_out_close(&out, ']');
    json_out_open(&out, "runs", '[');
    for (size_t i = 0; i < run_count; i++)
        api_put_run(&out, &runs[i]);
    json_out_close(&out, ']');
    json_out_close(&out, '}');
}
