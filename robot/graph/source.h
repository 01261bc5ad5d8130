/* SPDX-License-Identifier: Apache-2.0 */
/* source.h - a map from a file's bytes, whichever of its two forms it has; mistakes with their places. */
#pragma once

struct arena;
struct diags;
struct graph;
struct source;

enum { GRAPH_MOST_BYTES = 16 << 20 };

/* JSON as a crawl writes it (read.h), or what developers keep in a .yaml or .yml (relations.h): by the name. NULL when
 * it is wrong, which is told. */
struct graph *graph_of_source(struct arena *arena, const struct source *source,
                              struct diags *diags);
