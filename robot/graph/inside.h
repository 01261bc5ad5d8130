/* SPDX-License-Identifier: Apache-2.0 */
/* inside.h - what the files of this room share. */
#pragma once

#include "graph/graph.h"

/* Whether two pages are made of the same; both lists sorted. */
bool graph_alike(const struct text *a, size_t a_count, const struct text *b, size_t b_count);
/* graph_see for a route already known. */
struct graph_node *graph_see_at(struct graph *graph, const char *route,
                                const struct sighting *sighting);
