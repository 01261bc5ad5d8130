/* SPDX-License-Identifier: Apache-2.0 */
/* histogram.h - how long things took, so that percentiles can be merged.
 *
 * Buckets are log-linear (as in HdrHistogram, Gil Tene): each power of two is cut into 64 equal
 * parts, values under 64 ns are exact. A bucket is at most 1/64 of its values wide and is told as
 * its middle: the relative error is at most 1/128, half of the 1/64 (1.6 %) promised. Merging adds
 * counts, so percentiles of a day come from 1,440 minutes without loss; an average of percentiles
 * is not a percentile.
 *
 * Memory is taken by the power of two that was met: 512 bytes each, 3 to 6 for a journey's phase. */
#pragma once

#include "base/text.h"

#include <stdint.h>

struct arena;
struct buffer;

enum {
    HISTOGRAM_PARTS_BITS = 6,
    HISTOGRAM_PARTS = 1 << HISTOGRAM_PARTS_BITS,
    HISTOGRAM_OCTAVES = 38, /* the last ends at 2^43 ns, 2 h 26 min; longer ones count there */
};

struct histogram {
    struct arena *arena;
    uint64_t *octaves[HISTOGRAM_OCTAVES]; /* HISTOGRAM_PARTS counts each; NULL: none met */
    uint64_t count;
    int64_t sum_ns, least_ns, most_ns; /* exact; 0 when nothing was recorded */
};

void histogram_init(struct histogram *h, struct arena *arena);

/* Negative values count as 0. */
void histogram_add(struct histogram *h, int64_t ns);

/* Adds all that `from` holds. */
void histogram_merge(struct histogram *h, const struct histogram *from);

/* The value at rank ceil(p / 100 * count) (nearest rank), in ns, within 1/128 of the true one, never
 * outside of what was recorded. `p` in [0, 100]; 0 and 100 are exact. 0 when nothing was recorded. */
int64_t histogram_percentile(const struct histogram *h, double p);

/* How many of the recorded values are at most `ns`; the bound is off by 1/128 at most. Never falls
 * as `ns` grows. */
uint64_t histogram_count_to(const struct histogram *h, int64_t ns);

/* Appends the histogram as bytes that never change their meaning: 'h' 1, then LEB128 numbers: count,
 * sum, least, most, and for each bucket that is not empty, in order, how many empty ones come before it
 * and its count; the counts' sum is `count`. Two values take some 10 bytes, a thousand some 300. */
void histogram_encode(const struct histogram *h, struct buffer *out);

/* Adds what histogram_encode wrote to `h`, and takes it off the front of *bytes. False, and `h`
 * unchanged, when the bytes are not that; never reads beyond them, never takes more memory than a
 * histogram has. */
bool histogram_decode(struct histogram *h, struct text *bytes);
