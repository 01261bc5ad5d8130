/* SPDX-License-Identifier: Apache-2.0 */
/* layout.c - see layout.h: columns, rows, then heights.
 *
 * Heights: each node wants to stand at the mean height of its neighbours; the order in a column and the gap between two
 * must hold. Of all heights that do, the nearest to the wishes (least squares) are found exactly, by pooling those who
 * are in each other's way (isotonic regression; Barlow et al. 1972). */

#include "graph/layout.h"
#include "base/arena.h"
#include "graph/graph.h"
#include "graph/layout_inside.h"

#include <math.h>
#include <stdbool.h>

enum { HEIGHT_SWEEPS = 8, PITCH = LAYOUT_BOX_HEIGHT + LAYOUT_ROW_GAP };

/* Neighbours who stand together: their mean offset from where they would like to be. */
struct pool {
    double sum;
    size_t count;
};

struct heights {
    const struct columns *columns;
    double *at; /* of each node */
    struct pool *pools;
};

static double wished_height(const struct heights *h, size_t node, bool left, bool right)
{
    const struct columns *c = h->columns;
    double sum = 0;
    size_t count = 0;
    for (size_t i = c->left.first[node]; left && i < c->left.first[node + 1]; i++, count++)
        sum += h->at[c->left.to[i]];
    for (size_t i = c->right.first[node]; right && i < c->right.first[node + 1]; i++, count++)
        sum += h->at[c->right.to[i]];
    return count > 0 ? sum / (double)count : h->at[node];
}

static double mean(const struct pool *pool)
{
    return pool->sum / (double)pool->count;
}

static void settle_column(struct heights *h, size_t column, bool left, bool right)
{
    const struct columns *c = h->columns;
    const size_t *order = c->order + c->begin[column];
    size_t count = c->begin[column + 1] - c->begin[column], pools = 0;
    for (size_t i = 0; i < count; i++) {
        double wish = wished_height(h, order[i], left, right) - (double)i * PITCH;
        h->pools[pools++] = (struct pool){.sum = wish, .count = 1};
        while (pools > 1 && mean(&h->pools[pools - 2]) > mean(&h->pools[pools - 1])) {
            h->pools[pools - 2].sum += h->pools[pools - 1].sum;
            h->pools[pools - 2].count += h->pools[pools - 1].count;
            pools--;
        }
    }
    for (size_t i = 0, p = 0, of_pool = 0; i < count; i++, of_pool++) {
        if (of_pool == h->pools[p].count) {
            p++;
            of_pool = 0;
        }
        h->at[order[i]] = mean(&h->pools[p]) + (double)i * PITCH;
    }
}

static void settle_heights(struct heights *h)
{
    const struct columns *c = h->columns;
    for (size_t i = 0; i < c->node_count; i++)
        h->at[i] = (double)c->row[i] * PITCH;
    for (int sweep = 0; sweep < HEIGHT_SWEEPS; sweep++)
        for (size_t i = 0; i < c->column_count; i++) {
            bool forth = sweep % 2 == 0, last = sweep + 2 >= HEIGHT_SWEEPS;
            settle_column(h, forth ? i : c->column_count - 1 - i, forth || last,
                          !forth || last);
        }
}

struct layout graph_lay_out(struct arena *arena, const struct graph *graph)
{
    struct arena *scratch = arena_new();
    struct columns c;
    columns_of(&c, scratch, graph);
    struct layout_box *boxes = arena_array(arena, c.node_count + 1, struct layout_box);
    struct layout layout = {.boxes = boxes,
                            .columns = c.column_count,
                            .crossings = columns_order(&c),
                            .width = 2 * LAYOUT_MARGIN,
                            .height = 2 * LAYOUT_MARGIN};
    struct heights h = {.columns = &c,
                        .at = arena_array(scratch, c.node_count + 1, double),
                        .pools = arena_array(scratch, c.node_count + 1, struct pool)};
    settle_heights(&h);
    double top = c.node_count > 0 ? h.at[0] : 0;
    for (size_t i = 1; i < c.node_count; i++)
        top = fmin(top, h.at[i]);
    for (size_t i = 0; i < c.node_count; i++) {
        boxes[i] = (struct layout_box){
            .x = LAYOUT_MARGIN + (int)c.column[i] * (LAYOUT_BOX_WIDTH + LAYOUT_COLUMN_GAP),
            .y = LAYOUT_MARGIN + (int)floor(h.at[i] - top),
            .column = c.column[i],
            .row = c.row[i]};
        int right = boxes[i].x + LAYOUT_BOX_WIDTH + LAYOUT_RIGHT_MARGIN;
        int bottom = boxes[i].y + LAYOUT_BOX_HEIGHT + LAYOUT_MARGIN;
        layout.width = right > layout.width ? right : layout.width;
        layout.height = bottom > layout.height ? bottom : layout.height;
    }
    arena_end(scratch);
    return layout;
}
