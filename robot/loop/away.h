/* SPDX-License-Identifier: Apache-2.0 */
/* away.h - when a loop was away from its descriptors, and for how long.
 *
 * A timing taken in a callback is late by as long as the loop was busy elsewhere when the event
 * came. This remembers enough absences to bound that for any recent transfer, in constant memory:
 * an absence matters only until a longer one follows, so the kept ones get shorter with time. */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum { AWAY_KEPT = 32 };

struct absence {
    int64_t end_ns, length_ns;
};

struct away {
    struct absence kept[AWAY_KEPT]; /* ends ascending, lengths descending */
    size_t count;
};

void away_add(struct away *away, int64_t end_ns, int64_t length_ns);
/* The longest absence after `since_ns`, or the part of it after that; 0: none. Never too small. */
int64_t away_longest(const struct away *away, int64_t since_ns);
