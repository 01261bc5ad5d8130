/* SPDX-License-Identifier: Apache-2.0 */
/* layout.h - where the modules of a graph stand when it is drawn.
 *
 * In columns, left to right: a module's column is how many clicks it is away from the start. Deterministic:
 * the same modules and ways give the same picture, whatever was seen first. */
#pragma once

#include <stddef.h>

struct arena;
struct graph;

/* Pixels. */
enum {
    LAYOUT_BOX_WIDTH = 208,
    LAYOUT_BOX_HEIGHT = 46,
    LAYOUT_COLUMN_GAP = 120,
    LAYOUT_ROW_GAP = 16,
    LAYOUT_MARGIN = 32,
    LAYOUT_RIGHT_MARGIN = 64 /* ways within the last column bend out of it */
};

struct layout_box {
    int x, y;      /* of the upper left corner */
    size_t column; /* clicks from the start */
    size_t row;    /* from the top, within its column */
};

struct layout {
    const struct layout_box *boxes; /* of the graph's i-th node; in the arena */
    size_t columns, crossings;      /* of lines between neighbouring columns */
    int width, height;
};

/* O(E log V) for each of a bounded number of sweeps. */
struct layout graph_lay_out(struct arena *arena, const struct graph *graph);
