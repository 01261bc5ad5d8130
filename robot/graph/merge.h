/* SPDX-License-Identifier: Apache-2.0 */
/* merge.h - one graph of two: what was measured and what developers say, what is and what was. */
#pragma once

struct arena;
struct graph;

/* All of `first`, with the names and owners it lacks from `second`, and behind it the modules and ways that only
 * `second` has. Ids decide who is who, whatever they call
 * their variable parts. In the arena; the texts stay where they are. */
struct graph *graph_merged(struct arena *arena, const struct graph *first,
                           const struct graph *second);
