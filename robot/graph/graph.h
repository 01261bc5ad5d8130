/* SPDX-License-Identifier: Apache-2.0 */
/* graph.h - an app as its pages: modules (nodes), and what leads from one to another (edges).
 *
 * Built from sightings: a page that was seen, and what was done to come there. Pure. Everything lives in the
 * graph's arena. What is a module is decided here alone: one route and one structure. */
#pragma once

#include "base/map.h"
#include "model/sighting.h"

#include <stdint.h>

struct graph_node {
    const char *id; /* the route; "~2" behind it for another structure at the same route */
    const char *route, *title, *example; /* an address that leads there */
    const struct text *features;
    size_t feature_count;
    int status;
    int64_t seen; /* how often */
    const char *problem;
    const char *name, *owner; /* from a relation file, or NULL */
};

struct graph_edge {
    const struct graph_node *from, *to;
    enum passage_kind kind;
    const char *label;  /* what is clicked, as a customer reads it */
    const char *target; /* which element: a CSS selector; or NULL */
    int64_t seen;
};

struct graph {
    struct arena *arena;
    struct map nodes;  /* by id: struct graph_node * */
    struct map edges;  /* by "FROM -> TO": struct graph_edge * */
    const char *start; /* the address it was begun at */
};

void graph_init(struct graph *graph, struct arena *arena);

/* The module a page belongs to; a new one when it is like none. */
struct graph_node *graph_see(struct graph *graph, const struct sighting *sighting);
/* Something led from one to the other. Leading from a page to itself is no edge. */
void graph_lead(struct graph *graph, const struct graph_node *from, const struct graph_node *to,
                enum passage_kind kind, const char *label, const char *target);

/* The node of that id; NULL when there is none. */
struct graph_node *graph_node(const struct graph *graph, const char *id);
const struct graph_node *graph_node_at(const struct graph *graph, size_t i);
const struct graph_edge *graph_edge_at(const struct graph *graph, size_t i);

/* Siblings that differ in one word of their route only, and are made alike, are one module: /news/spring,
 * /news/summer and /news/autumn become /news/:name. When all is seen. */
struct graph *graph_settled(const struct graph *graph, struct arena *arena);

const char *passage_name(enum passage_kind kind);
