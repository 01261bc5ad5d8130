/* SPDX-License-Identifier: Apache-2.0 */
/* layout_order.c - rows: every node near the mean of its neighbours, sweeping to and fro (barycenter method; Sugiyama,
 * Tagawa, Toda: Methods for Visual Understanding of Hierarchical System Structures, 1981).
 *
 * A sweep can make it worse, so the best order met is what stays. */

#include "base/arena.h"
#include "graph/layout_inside.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_SWEEPS = 24, PATIENCE = 6 };

struct wish {
    size_t node, row;
    double mean;
};

static int by_wish(const void *a, const void *b)
{
    const struct wish *x = a, *y = b;
    if (x->mean != y->mean)
        return x->mean < y->mean ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

static size_t size_of(const struct columns *c, size_t column)
{
    return c->begin[column + 1] - c->begin[column];
}

/* Without neighbours it stays where it is, on the other column's scale. */
static double wished_row(const struct columns *c, const struct neighbours *n, size_t node,
                         size_t other)
{
    size_t count = n->first[node + 1] - n->first[node];
    double sum = 0;
    if (count == 0)
        return (double)c->row[node] * (double)size_of(c, other) /
               (double)size_of(c, c->column[node]);
    for (size_t i = n->first[node]; i < n->first[node + 1]; i++)
        sum += (double)c->row[n->to[i]];
    return sum / (double)count;
}

static void arrange(struct columns *c, struct wish *wishes, size_t column, size_t other,
                    const struct neighbours *n)
{
    size_t count = size_of(c, column), *order = c->order + c->begin[column];
    for (size_t i = 0; i < count; i++)
        wishes[i] = (struct wish){
            .node = order[i], .row = i, .mean = wished_row(c, n, order[i], other)};
    qsort(wishes, count, sizeof *wishes, by_wish);
    for (size_t i = 0; i < count; i++) {
        order[i] = wishes[i].node;
        c->row[order[i]] = i;
    }
}

static int by_size(const void *a, const void *b)
{
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    return (x > y) - (x < y);
}

/* Lines between a column and the next that cross: pairs in the wrong order, counted in a Fenwick tree. */
static size_t crossings_behind(const struct columns *c, size_t column, size_t *tree,
                               size_t *rows)
{
    size_t rows_there = size_of(c, column + 1), seen = 0, crossings = 0;
    memset(tree, 0, (rows_there + 1) * sizeof *tree);
    for (size_t i = c->begin[column]; i < c->begin[column + 1]; i++) {
        size_t node = c->order[i], count = 0;
        for (size_t k = c->right.first[node]; k < c->right.first[node + 1]; k++)
            rows[count++] = c->row[c->right.to[k]];
        qsort(rows, count, sizeof *rows, by_size);
        for (size_t k = 0; k < count; k++) {
            size_t above = 0;
            for (size_t at = rows[k] + 1; at > 0; at &= at - 1)
                above += tree[at];
            crossings += seen - above;
        }
        for (size_t k = 0; k < count; k++, seen++)
            for (size_t at = rows[k] + 1; at <= rows_there; at += at & (~at + 1))
                tree[at]++;
    }
    return crossings;
}

static size_t crossings(const struct columns *c, size_t *tree, size_t *rows)
{
    size_t sum = 0;
    for (size_t column = 0; column + 1 < c->column_count; column++)
        sum += crossings_behind(c, column, tree, rows);
    return sum;
}

static void sweep(struct columns *c, struct wish *wishes, bool forth)
{
    for (size_t i = 1; i < c->column_count; i++) {
        size_t column = forth ? i : c->column_count - 1 - i;
        if (forth)
            arrange(c, wishes, column, column - 1, &c->left);
        else
            arrange(c, wishes, column, column + 1, &c->right);
    }
}

size_t columns_order(struct columns *c)
{
    size_t bytes = c->node_count * sizeof *c->order, idle = 0;
    struct wish *wishes = arena_array(c->arena, c->node_count + 1, struct wish);
    size_t *tree = arena_array(c->arena, c->node_count + 2, size_t);
    size_t *rows = arena_array(c->arena, c->node_count + 1, size_t);
    size_t *best = arena_array(c->arena, c->node_count + 1, size_t);
    size_t least = crossings(c, tree, rows);
    memcpy(best, c->order, bytes);
    for (size_t i = 0; i < MOST_SWEEPS && idle < PATIENCE && least > 0; i++) {
        sweep(c, wishes, i % 2 == 0);
        size_t now = crossings(c, tree, rows);
        idle = now < least ? 0 : idle + 1;
        if (now >= least)
            continue;
        least = now;
        memcpy(best, c->order, bytes);
    }
    memcpy(c->order, best, bytes);
    for (size_t column = 0; column < c->column_count; column++)
        for (size_t i = c->begin[column]; i < c->begin[column + 1]; i++)
            c->row[c->order[i]] = i - c->begin[column];
    return least;
}
