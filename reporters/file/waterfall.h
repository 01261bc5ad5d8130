/* SPDX-License-Identifier: Apache-2.0 */
/* waterfall.h - where the time went: exchanges as bars of phases on one scale.
 *
 * Only arithmetic; html/bars.c draws it. */
#pragma once

#include "model/outcome.h"

struct arena;

/* One phase of an exchange, from the beginning of the scale. */
struct waterfall_part {
    int64_t from_ns, to_ns;
    enum phase phase;
    bool lost; /* no phase accounts for it: where an exchange that failed hung */
};

struct waterfall_bar {
    const struct exchange *exchange;
    int64_t from_ns, to_ns;
    struct waterfall_part parts[NETWORK_PHASES + 1];
    size_t part_count;
};

/* The bars of one attempt. */
struct waterfall_bars {
    struct waterfall_bar *items;
    size_t count;
};

/* `origin_ns` is the monotonic time the scale begins at; in the arena. */
struct waterfall_bars waterfall_of(struct arena *arena, const struct observation *saw,
                                   int64_t origin_ns);

/* When the last exchange of an attempt ended, from `origin_ns`; 0 when there was none. */
int64_t waterfall_end(const struct observation *saw, int64_t origin_ns);

/* A round distance (1, 2 or 5 times a power of ten) between at most `most` marks on a scale. */
int64_t waterfall_tick(int64_t span_ns, int most);
