/* SPDX-License-Identifier: Apache-2.0 */
/* histogram_bytes.c - histograms as bytes, for roll-ups on disk.
 *
 * Most roll-ups hold few values: only buckets that are not empty are written, by their distance. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/histogram.h"

enum {
    BUCKETS = HISTOGRAM_OCTAVES * HISTOGRAM_PARTS,
    MARK = 'h',
    VERSION = 1,
    MOST_DIGITS = 10
};

static void put(struct buffer *out, uint64_t number)
{
    do {
        uint64_t low = number & 0x7f;
        number >>= 7;
        buffer_add_char(out, (char)(low | (number > 0 ? 0x80 : 0)));
    } while (number > 0);
}

static uint64_t count_at(const struct histogram *h, size_t bucket)
{
    const uint64_t *counts = h->octaves[bucket / HISTOGRAM_PARTS];
    return counts != NULL ? counts[bucket % HISTOGRAM_PARTS] : 0;
}

void histogram_encode(const struct histogram *h, struct buffer *out)
{
    size_t next = 0;
    buffer_add_char(out, MARK);
    buffer_add_char(out, VERSION);
    put(out, h->count);
    put(out, (uint64_t)h->sum_ns);
    put(out, (uint64_t)h->least_ns);
    put(out, (uint64_t)h->most_ns);
    for (size_t bucket = 0; bucket < BUCKETS; bucket++) {
        uint64_t count = count_at(h, bucket);
        if (count == 0)
            continue;
        put(out, bucket - next);
        put(out, count);
        next = bucket + 1;
    }
}

/* Canonical LEB128 of at most `most`. */
static bool take(struct text *bytes, uint64_t most, uint64_t *ret)
{
    uint64_t number = 0;
    for (size_t i = 0; i < MOST_DIGITS && i < bytes->length; i++) {
        uint64_t low = (unsigned char)bytes->at[i] & 0x7f;
        if (i == MOST_DIGITS - 1 && low > 1)
            return false;
        number |= low << (7 * i);
        if (((unsigned char)bytes->at[i] & 0x80) != 0)
            continue;
        if (number > most || (i > 0 && low == 0))
            return false;
        *bytes = text_slice(*bytes, i + 1, bytes->length);
        *ret = number;
        return true;
    }
    return false;
}

/* Adds them to `h`; NULL: only looks whether they are right. */
static bool take_buckets(struct histogram *h, uint64_t left, struct text *bytes)
{
    uint64_t gap, count;
    for (size_t bucket = 0; left > 0; bucket++) {
        if (!take(bytes, BUCKETS, &gap) || !take(bytes, left, &count))
            return false;
        bucket += gap;
        if (bucket >= BUCKETS || count == 0)
            return false;
        left -= count;
        if (h == NULL)
            continue;
        uint64_t **counts = &h->octaves[bucket / HISTOGRAM_PARTS];
        if (*counts == NULL)
            *counts = arena_array(h->arena, HISTOGRAM_PARTS, uint64_t);
        (*counts)[bucket % HISTOGRAM_PARTS] += count;
    }
    return true;
}

static int64_t sum_of(int64_t a, int64_t b)
{
    int64_t sum;
    return __builtin_add_overflow(a, b, &sum) ? INT64_MAX : sum;
}

bool histogram_decode(struct histogram *h, struct text *bytes)
{
    struct text rest = *bytes;
    uint64_t number, sum, least, most;
    if (rest.length < 2 || rest.at[0] != MARK || rest.at[1] != VERSION)
        return false;
    rest = text_slice(rest, 2, rest.length);
    if (!take(&rest, INT64_MAX, &number) || !take(&rest, INT64_MAX, &sum) ||
        !take(&rest, INT64_MAX, &least) || !take(&rest, INT64_MAX, &most) || least > most ||
        h->count > INT64_MAX - number)
        return false;
    struct text buckets = rest;
    if (!take_buckets(NULL, number, &rest))
        return false;
    take_buckets(h, number, &buckets);
    if (number > 0 && (h->count == 0 || (int64_t)least < h->least_ns))
        h->least_ns = (int64_t)least;
    if (number > 0 && (h->count == 0 || (int64_t)most > h->most_ns))
        h->most_ns = (int64_t)most;
    h->count += number;
    h->sum_ns = sum_of(h->sum_ns, (int64_t)sum);
    *bytes = rest;
    return true;
}
