/* SPDX-License-Identifier: Apache-2.0 */
/* waterfall.c - phases one after the other, from where the exchange began. */

#include "reporters/file/waterfall.h"
#include "base/arena.h"
#include "base/must.h"

static int64_t at_least_0(int64_t ns)
{
    return ns > 0 ? ns : 0;
}

static void add_part(struct waterfall_bar *bar, enum phase phase, int64_t ns, bool lost)
{
    bar->parts[bar->part_count++] = (struct waterfall_part){
        .from_ns = bar->to_ns, .to_ns = bar->to_ns + ns, .phase = phase, .lost = lost};
    bar->to_ns += ns;
}

static struct waterfall_bar bar_of(const struct exchange *e, int64_t origin_ns)
{
    struct waterfall_bar bar = {.exchange = e};
    bar.from_ns = bar.to_ns = at_least_0(e->started_ns - origin_ns);
    for (int p = 0; p < NETWORK_PHASES; p++)
        if (e->time.phase_ns[p] > 0)
            add_part(&bar, (enum phase)p, e->time.phase_ns[p], false);
    int64_t rest = e->time.total_ns - (bar.to_ns - bar.from_ns);
    if (rest > 0)
        add_part(&bar, e->fault.phase, rest, true);
    return bar;
}

struct waterfall_bars waterfall_of(struct arena *arena, const struct observation *saw,
                                   int64_t origin_ns)
{
    struct waterfall_bars bars = {
        .items = arena_array(arena, saw->exchange_count + 1, struct waterfall_bar),
        .count = saw->exchange_count,
    };
    for (size_t i = 0; i < saw->exchange_count; i++)
        bars.items[i] = bar_of(&saw->exchanges[i], origin_ns);
    return bars;
}

int64_t waterfall_end(const struct observation *saw, int64_t origin_ns)
{
    int64_t end_ns = 0;
    for (size_t i = 0; i < saw->exchange_count; i++) {
        struct waterfall_bar bar = bar_of(&saw->exchanges[i], origin_ns);
        end_ns = bar.to_ns > end_ns ? bar.to_ns : end_ns;
    }
    return end_ns;
}

int64_t waterfall_tick(int64_t span_ns, int most)
{
    static const int64_t steps[] = {1, 2, 5};
    must(most >= 1); /* so that the longest span there is ends this before it overflows */
    for (int64_t ten = 1;; ten *= 10)
        for (int i = 0; i < 3; i++)
            if (span_ns / (steps[i] * ten) <= most)
                return steps[i] * ten;
}
