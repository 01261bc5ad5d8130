/* SPDX-License-Identifier: Apache-2.0 */
/* grid.h - the moments of one rule: k * every + spread, or those of cron. For this room only. */
#pragma once

#include "schedule/schedule.h"

struct cron;

struct grid {
    int64_t every_ns, spread_ns; /* every 0: by cron */
    int64_t jitter_ns;
    const struct cron *cron;
    const struct zone *zone;
    uint64_t id_hash, seed;
};

/* The first slot after that moment; INT64_MAX: none. */
int64_t grid_after(const struct grid *grid, int64_t utc_ns);

/* How many slots lie in [from, to], from being one; of cron not more than 10,000 are counted.
 * *ret_last: the last counted; *ret_next: the first one after `to`. */
int64_t grid_count(const struct grid *grid, int64_t from_utc_ns, int64_t to_utc_ns,
                   int64_t *ret_last, int64_t *ret_next);

/* By how much that slot's start is moved: in [0, jitter], and at most half of what is between it and
 * the next one. */
int64_t grid_jitter(const struct grid *grid, int64_t slot_utc_ns);

uint64_t grid_hash(const char *id);
