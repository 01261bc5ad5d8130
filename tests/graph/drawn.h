/* SPDX-License-Identifier: Apache-2.0 */
/* drawn.h - graphs for tests, in a few words or by chance. */
#pragma once

#include <stddef.h>

struct arena;
struct graph;

/* "/home>/a /a>/b": modules and ways, in the order named. Begins nowhere. */
struct graph *drawn_graph(struct arena *arena, const char *ways);
/* Begins at /page0; the same seed gives the same. */
struct graph *drawn_random(struct arena *arena, size_t nodes, size_t ways, unsigned seed);
/* The same, last seen first. */
struct graph *drawn_reversed(struct arena *arena, const struct graph *graph);
