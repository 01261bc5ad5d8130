/* SPDX-License-Identifier: Apache-2.0 */
/* suggest.c - optimal string alignment distance over short names. */

#include "base/suggest.h"

#include <string.h>

enum { LONGEST = 48 };

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t distance(struct text a, struct text b)
{
    size_t cost[LONGEST + 1][LONGEST + 1];
    for (size_t i = 0; i <= a.length; i++)
        cost[i][0] = i;
    for (size_t j = 0; j <= b.length; j++)
        cost[0][j] = j;
    for (size_t i = 1; i <= a.length; i++)
        for (size_t j = 1; j <= b.length; j++) {
            size_t same = a.at[i - 1] == b.at[j - 1] ? 0 : 1;
            cost[i][j] =
                least(least(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + same);
            if (i > 1 && j > 1 && a.at[i - 1] == b.at[j - 2] && a.at[i - 2] == b.at[j - 1])
                cost[i][j] = least(cost[i][j], cost[i - 2][j - 2] + 1);
        }
    return cost[a.length][b.length];
}

const char *suggest(struct text wrong, const char *const *names)
{
    const char *best = NULL;
    size_t best_distance = wrong.length < 3 ? 1 : least(wrong.length / 3 + 1, 3);
    if (wrong.length > LONGEST)
        return NULL;
    for (; *names != NULL; names++) {
        struct text name = text_of(*names);
        if (name.length > LONGEST)
            continue;
        size_t d = distance(wrong, name);
        if (d < best_distance || (d == best_distance && best == NULL)) {
            best = *names;
            best_distance = d;
        }
    }
    return best;
}
