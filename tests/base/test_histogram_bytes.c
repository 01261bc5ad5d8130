/* SPDX-License-Identifier: Apache-2.0 */
/* Histograms as bytes: what was written is read, nothing else is. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/histogram.h"

#include <criterion/criterion.h>
#include <string.h>

static struct arena *arena;
static struct histogram h, again;
static struct buffer out;

static void begin(void)
{
    arena = arena_new();
    histogram_init(&h, arena);
    histogram_init(&again, arena);
    buffer_init(&out, 1 << 20);
}

static void end(void)
{
    buffer_done(&out);
    arena_end(arena);
}

TestSuite(histogram_bytes, .init = begin, .fini = end);

Test(histogram_bytes, are_read_as_they_were_written)
{
    static const int64_t extremes[] = {0, 1, 63, 64, INT64_MAX};
    for (int64_t i = 0; i < 1000; i++)
        histogram_add(&h, i * i * 1000);
    for (size_t i = 0; i < sizeof extremes / sizeof extremes[0]; i++)
        histogram_add(&h, extremes[i]);
    histogram_encode(&h, &out);
    struct text bytes = buffer_text(&out);
    cr_assert(histogram_decode(&again, &bytes));
    cr_assert_eq(bytes.length, 0);
    cr_assert_eq(again.count, h.count);
    cr_assert_eq(again.sum_ns, h.sum_ns);
    for (double p = 0; p <= 100; p += 0.5)
        cr_assert_eq(histogram_percentile(&again, p), histogram_percentile(&h, p));
}

Test(histogram_bytes, add_to_what_is_there_and_come_off_the_front)
{
    histogram_add(&h, 5);
    histogram_encode(&h, &out);
    size_t length = out.length;
    cr_assert_leq(length, 10, "one value takes %zu bytes", length);
    histogram_encode(&h, &out);
    buffer_add_string(&out, "rest");
    struct text bytes = buffer_text(&out);
    cr_assert(histogram_decode(&again, &bytes) && histogram_decode(&again, &bytes));
    cr_assert(text_is(bytes, "rest"));
    cr_assert_eq(again.count, 2);
    cr_assert_eq(again.sum_ns, 10);
    cr_assert_not(histogram_decode(&again, &bytes));
    cr_assert_eq(again.count, 2, "what is refused changes nothing");
}

Test(histogram_bytes, an_empty_histogram_is_one)
{
    histogram_encode(&h, &out);
    struct text bytes = buffer_text(&out);
    cr_assert(histogram_decode(&again, &bytes));
    cr_assert_eq(again.count, 0);
}

struct row {
    const char *says, *bytes;
    size_t length;
};

#define BYTES(says, b)        \
    {                         \
        says, b, sizeof b - 1 \
    }
static const struct row refused[] = {
    BYTES("nothing", ""),
    BYTES("another mark", "x\1\0\0\0\0"),
    BYTES("another version", "h\2\0\0\0\0"),
    BYTES("cut in the head", "h\1\1\5\5"),
    BYTES("cut before the buckets", "h\1\1\5\5\5"),
    BYTES("a bucket without a count", "h\1\1\5\5\5\5\0"),
    BYTES("more in the bucket than in all", "h\1\1\5\5\5\5\2"),
    BYTES("a bucket beyond the last", "h\1\1\5\5\5\xff\x7f\1"),
    BYTES("a gap beyond the last", "h\1\2\5\5\5\xff\x12\1\5\1"),
    BYTES("least over most", "h\1\1\5\6\5\5\1"),
    BYTES("a number of 65 bits", "h\1\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f\1\1\1\1"),
    BYTES("a number longer than needed", "h\1\x81\0\5\5\5\5\1"),
};

Test(histogram_bytes, anything_else_is_refused)
{
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        struct text bytes = {refused[i].bytes, refused[i].length};
        cr_expect_not(histogram_decode(&again, &bytes), "%s", refused[i].says);
        cr_expect_eq(bytes.length, refused[i].length, "%s", refused[i].says);
    }
}
