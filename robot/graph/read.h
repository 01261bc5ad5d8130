/* SPDX-License-Identifier: Apache-2.0 */
/* read.h - a graph from the JSON that graph_write writes, or that developers keep by hand.
 *
 * By hand: {"format": 1, "nodes": [{"id": "/fund/:id", "name": "fund details", "owner": "wealth"}], "edges":
 * [{"from": "/home", "to": "/fund/:id"}]}. Only ids are required. */
#pragma once

#include "base/text.h"

struct arena;
struct graph;

struct graph_error {
    const char *message;
    size_t offset; /* byte of the document */
};

/* NULL with *ret_error told. What it holds is copied to the arena. */
struct graph *graph_read(struct arena *arena, struct text document,
                         struct graph_error *ret_error);
