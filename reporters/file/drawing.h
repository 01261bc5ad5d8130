/* SPDX-License-Identifier: Apache-2.0 */
/* drawing.h - the map of an app as a picture: SVG, and a page to move about in it. */
#pragma once

#include <stddef.h>

struct arena;
struct buffer;
struct graph;

/* What a colour says of a module, a stroke of a way. */
enum drawn {
    DRAWN_PLAIN = 0,
    DRAWN_PROBLEM, /* the page answered wrongly when it was seen */
    DRAWN_NEW,
    DRAWN_CHANGED,
    DRAWN_GONE,
    DRAWN_VISITED, /* by journeys */
    DRAWN_UNVISITED,
    DRAWN_COUNT
};

struct drawing {
    const struct graph *graph;
    enum drawn *nodes, *edges; /* of the graph's i-th */
    const char **notes;        /* one more line of the i-th node's tooltip; NULL: none */
};

/* All plain, but for modules with a problem. The lists are the caller's to change. */
struct drawing drawing_of(struct arena *arena, const struct graph *graph);

/* One picture, self-contained: no script, no font, no other file. */
void drawing_svg(const struct drawing *drawing, struct buffer *out);
/* The picture in a page: move, zoom, search, and show the ways of one module only. Self-contained. */
void drawing_page(const struct drawing *drawing, struct buffer *out);
