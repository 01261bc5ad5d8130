/* SPDX-License-Identifier: Apache-2.0 */
/* grid.c - slots by arithmetic, so that a restart or a reload cannot move them. */

#include "schedule/grid.h"
#include "schedule/cron.h"

enum { MOST_COUNTED = 10000 };

/* FNV-1a (Fowler, Noll, Vo), then the finisher of MurmurHash3, because FNV's low bits are poor. */
uint64_t grid_hash(const char *id)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (; *id != '\0'; id++)
        hash = (hash ^ (unsigned char)*id) * 0x100000001b3u;
    hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccdu;
    hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53u;
    return hash ^ (hash >> 33);
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

int64_t grid_after(const struct grid *grid, int64_t utc_ns)
{
    if (grid->every_ns == 0)
        return cron_next(grid->cron, grid->zone, utc_ns);
    int64_t k = floor_div(utc_ns - grid->spread_ns, grid->every_ns) + 1;
    return k * grid->every_ns + grid->spread_ns;
}

int64_t grid_count(const struct grid *grid, int64_t from_utc_ns, int64_t to_utc_ns,
                   int64_t *ret_last, int64_t *ret_next)
{
    int64_t count = 0;
    if (grid->every_ns > 0) {
        count = floor_div(to_utc_ns - from_utc_ns, grid->every_ns) + 1;
        *ret_next = from_utc_ns + count * grid->every_ns;
        *ret_last = *ret_next - grid->every_ns;
        return count;
    }
    int64_t slot = from_utc_ns;
    for (; slot <= to_utc_ns && count < MOST_COUNTED; count++) {
        *ret_last = slot;
        slot = grid_after(grid, slot);
    }
    *ret_next = slot <= to_utc_ns ? grid_after(grid, to_utc_ns) : slot;
    return count;
}

int64_t grid_jitter(const struct grid *grid, int64_t slot_utc_ns)
{
    if (grid->jitter_ns == 0)
        return 0;
    int64_t next = grid_after(grid, slot_utc_ns), most = grid->jitter_ns;
    if (next != INT64_MAX && most > (next - slot_utc_ns) / 2)
        most = (next - slot_utc_ns) / 2;
    /* SplitMix64's finisher: each slot gets a number of its own. */
    uint64_t x = grid->id_hash ^ grid->seed ^ (uint64_t)slot_utc_ns;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    x ^= x >> 31;
    return (int64_t)(x % (uint64_t)(most + 1));
}
