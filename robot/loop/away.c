/* SPDX-License-Identifier: Apache-2.0 */
/* away.c - a decreasing stack of absences. */

#include "loop/away.h"

#include <string.h>

/* The two oldest become one: as long as the longer, as recent as the younger. Errs upward only. */
static void merge_oldest(struct away *away)
{
    away->kept[1].length_ns = away->kept[0].length_ns;
    memmove(&away->kept[0], &away->kept[1], (away->count - 1) * sizeof away->kept[0]);
    away->count--;
}

void away_add(struct away *away, int64_t end_ns, int64_t length_ns)
{
    while (away->count > 0 && away->kept[away->count - 1].length_ns <= length_ns)
        away->count--;
    if (away->count == AWAY_KEPT)
        merge_oldest(away);
    away->kept[away->count++] = (struct absence){.end_ns = end_ns, .length_ns = length_ns};
}

/* The first that ended after `since_ns`: the longest of those that did. */
static size_t first_after(const struct away *away, int64_t since_ns)
{
    size_t low = 0, high = away->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (away->kept[middle].end_ns > since_ns)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

int64_t away_longest(const struct away *away, int64_t since_ns)
{
    int64_t longest_ns = 0;
    for (size_t i = first_after(away, since_ns); i < away->count; i++) {
        int64_t within_ns = away->kept[i].end_ns - since_ns;
        int64_t length_ns = away->kept[i].length_ns;
        int64_t counts_ns = length_ns < within_ns ? length_ns : within_ns;
        if (counts_ns > longest_ns)
            longest_ns = counts_ns;
        if (length_ns <= within_ns) /* all later ones are shorter and began later */
            break;
    }
    return longest_ns;
}
