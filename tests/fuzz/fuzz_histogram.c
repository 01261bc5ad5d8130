/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_histogram.c - any bytes as a roll-up's histogram: refused, or written back as the same bytes. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/histogram.h"
#include "base/must.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { MOST_BYTES = 64 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct text all = {.at = size > 0 ? (const char *)bytes : "", .length = size};
    struct arena *arena = arena_new();
    struct histogram h;
    struct buffer out;
    buffer_init(&out, MOST_BYTES);
    histogram_init(&h, arena);
    if (histogram_decode(&h, &all)) {
        size_t taken = size - all.length;
        int64_t middle = histogram_percentile(&h, 50);
        must(h.count == 0 || (middle >= h.least_ns && middle <= h.most_ns));
        histogram_encode(&h, &out);
        /* An empty histogram's extremes are not told. */
        must(h.count == 0 || (out.length == taken && memcmp(out.at, bytes, taken) == 0));
    } else {
        must(h.count == 0 && all.length == size);
    }
    buffer_done(&out);
    arena_end(arena);
    return 0;
}
