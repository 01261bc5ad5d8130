/* SPDX-License-Identifier: Apache-2.0 */
/* layout_inside.h - what the steps of a layout hand on to each other. */
#pragma once

#include <stddef.h>

struct arena;
struct graph;

/* Neighbours of every node: those of node i are to[first[i]] to to[first[i + 1] - 1]. */
struct neighbours {
    size_t *first, *to;
};

struct columns {
    struct arena *arena; /* scratch */
    size_t node_count, column_count;
    size_t *column; /* of each node */
    /* The nodes of column c, top to bottom: order[begin[c]] to order[begin[c + 1] - 1]. */
    size_t *order, *begin;
    size_t *row; /* of each node, within its column */
    /* In the column before and the column behind, whichever way the line leads. */
    struct neighbours left, right;
};

/* layout_columns.c: who stands in which column, in the order met. */
void columns_of(struct columns *columns, struct arena *scratch, const struct graph *graph);
/* layout_order.c: rows, so that few lines cross. Returns how many still do. */
size_t columns_order(struct columns *columns);
