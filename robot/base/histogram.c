/* SPDX-License-Identifier: Apache-2.0 */
/* histogram.c - finding a value's bucket by its leading bits. */

#include "base/histogram.h"
#include "base/arena.h"
#include "base/must.h"

#include <math.h>
#include <stddef.h>

static const int64_t LONGEST_NS =
    (INT64_C(1) << (HISTOGRAM_PARTS_BITS + HISTOGRAM_OCTAVES - 1)) - 1;

void histogram_init(struct histogram *h, struct arena *arena)
{
    *h = (struct histogram){.arena = arena};
}

/* Octave 0 holds 0 to 63 ns one by one; octave o > 0 holds 2^(o+5) to 2^(o+6) - 1 in 64 parts. */
static unsigned octave_of(int64_t ns)
{
    if (ns < HISTOGRAM_PARTS)
        return 0;
    return 64 - HISTOGRAM_PARTS_BITS - (unsigned)__builtin_clzll((unsigned long long)ns);
}

static unsigned part_of(int64_t ns, unsigned octave)
{
    return (unsigned)(octave == 0 ? ns : ns >> (octave - 1)) & (HISTOGRAM_PARTS - 1);
}

static int64_t middle_of(unsigned octave, unsigned part)
{
    if (octave == 0)
        return part;
    int64_t width = INT64_C(1) << (octave - 1);
    return (HISTOGRAM_PARTS + (int64_t)part) * width + (width - 1) / 2;
}

static uint64_t *counts_of(struct histogram *h, unsigned octave)
{
    if (h->octaves[octave] == NULL)
        h->octaves[octave] = arena_array(h->arena, HISTOGRAM_PARTS, uint64_t);
    return h->octaves[octave];
}

static void widen(struct histogram *h, int64_t least_ns, int64_t most_ns)
{
    if (h->count == 0 || least_ns < h->least_ns)
        h->least_ns = least_ns;
    if (h->count == 0 || most_ns > h->most_ns)
        h->most_ns = most_ns;
}

static int64_t sum_of(int64_t a, int64_t b)
{
    int64_t sum;
    return __builtin_add_overflow(a, b, &sum) ? INT64_MAX : sum;
}

void histogram_add(struct histogram *h, int64_t ns)
{
    ns = ns < 0 ? 0 : ns;
    int64_t kept = ns > LONGEST_NS ? LONGEST_NS : ns;
    unsigned octave = octave_of(kept);
    counts_of(h, octave)[part_of(kept, octave)]++;
    widen(h, ns, ns);
    h->count++;
    h->sum_ns = sum_of(h->sum_ns, ns);
}

void histogram_merge(struct histogram *h, const struct histogram *from)
{
    if (from->count == 0)
        return;
    for (unsigned octave = 0; octave < HISTOGRAM_OCTAVES; octave++) {
        if (from->octaves[octave] == NULL)
            continue;
        uint64_t *counts = counts_of(h, octave);
        for (unsigned part = 0; part < HISTOGRAM_PARTS; part++)
            counts[part] += from->octaves[octave][part];
    }
    widen(h, from->least_ns, from->most_ns);
    h->count += from->count;
    h->sum_ns = sum_of(h->sum_ns, from->sum_ns);
}

static int64_t value_at(const struct histogram *h, uint64_t rank)
{
    uint64_t passed = 0;
    for (unsigned octave = 0; octave < HISTOGRAM_OCTAVES; octave++)
        for (unsigned part = 0; h->octaves[octave] != NULL && part < HISTOGRAM_PARTS; part++) {
            passed += h->octaves[octave][part];
            if (passed >= rank)
                return middle_of(octave, part);
        }
    return h->most_ns;
}

int64_t histogram_percentile(const struct histogram *h, double p)
{
    must(p >= 0 && p <= 100);
    uint64_t rank = (uint64_t)ceil(p / 100 * (double)h->count);
    if (rank <= 1)
        return h->least_ns;
    if (rank >= h->count)
        return h->most_ns;
    int64_t value = value_at(h, rank);
    return value < h->least_ns ? h->least_ns : value > h->most_ns ? h->most_ns : value;
}

uint64_t histogram_count_to(const struct histogram *h, int64_t ns)
{
    uint64_t count = 0;
    if (h->count == 0 || ns < h->least_ns)
        return 0;
    if (ns >= h->most_ns)
        return h->count;
    for (unsigned octave = 0; octave < HISTOGRAM_OCTAVES; octave++)
        for (unsigned part = 0; h->octaves[octave] != NULL && part < HISTOGRAM_PARTS; part++)
            if (middle_of(octave, part) <= ns)
                count += h->octaves[octave][part];
    return count;
}
