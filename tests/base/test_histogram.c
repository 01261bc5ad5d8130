/* SPDX-License-Identifier: Apache-2.0 */
/* Percentiles against exact ones, on the distributions that latencies have. */

#include "base/arena.h"
#include "base/histogram.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

static struct arena *arena;
static struct histogram h;

static void begin(void)
{
    arena = arena_new();
    histogram_init(&h, arena);
}

static void end(void)
{
    arena_end(arena);
}

TestSuite(histogram, .init = begin, .fini = end);

static double chance(void)
{
    return ((double)rand() + 0.5) / ((double)RAND_MAX + 1);
}

static int64_t uniform(void)
{
    return (int64_t)(chance() * 1e9);
}

static int64_t exponential(void)
{
    return (int64_t)(-log(chance()) * 5e6);
}

static int64_t pareto(void)
{
    return (int64_t)(1e5 / pow(chance(), 1.1));
}

static int64_t two_humps(void)
{
    return (int64_t)(chance() < 0.9 ? 2e6 + chance() * 1e5 : 3e10 + chance() * 1e9);
}

static int64_t every_magnitude(void)
{
    return (int64_t)exp2(chance() * 42.9);
}

static int64_t constant(void)
{
    return 123456789;
}

static int ascending(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

struct row {
    const char *sentence;
    int64_t (*draw)(void);
};

static const struct row rows[] = {
    {"spread evenly up to a second", uniform},
    {"exponential, as a queue's waiting", exponential},
    {"heavy-tailed", pareto},
    {"fast ones and time-outs", two_humps},
    {"from a nanosecond to two hours", every_magnitude},
    {"always the same", constant},
};

Test(histogram, is_within_a_hundred_and_twenty_eighth_of_exact)
{
    enum { COUNT = 20001 };
    static const double percentiles[] = {0,  0.01, 1,  10,   25,    50, 75,
                                         90, 95,   99, 99.9, 99.99, 100};
    int64_t *exact = calloc(COUNT, sizeof *exact);
    for (size_t r = 0; r < sizeof rows / sizeof rows[0]; r++) {
        histogram_init(&h, arena);
        for (size_t i = 0; i < COUNT; i++)
            histogram_add(&h, exact[i] = rows[r].draw());
        qsort(exact, COUNT, sizeof *exact, ascending);
        for (size_t p = 0; p < sizeof percentiles / sizeof percentiles[0]; p++) {
            size_t rank = (size_t)ceil(percentiles[p] / 100 * COUNT);
            double truth = (double)exact[rank > 0 ? rank - 1 : 0];
            double told = (double)histogram_percentile(&h, percentiles[p]);
            cr_expect_leq(fabs(told - truth), truth / 128, "%s: p%g is %.0f, told as %.0f",
                          rows[r].sentence, percentiles[p], truth, told);
        }
        cr_expect_eq(h.least_ns, exact[0]);
        cr_expect_eq(h.most_ns, exact[COUNT - 1]);
    }
    free(exact);
}

Test(histogram, every_bucket_border_is_within_the_error)
{
    for (int bits = 0; bits < 43; bits++)
        for (int64_t off = -2; off <= 2; off++) {
            int64_t value = (INT64_C(1) << bits) + off;
            histogram_init(&h, arena);
            histogram_add(&h, 0);
            histogram_add(&h, value < 0 ? 0 : value);
            histogram_add(&h, INT64_C(1) << 44);
            double told = (double)histogram_percentile(&h, 50);
            double truth = value < 0 ? 0 : (double)value;
            cr_expect_leq(fabs(told - truth), truth / 128, "%.0f told as %.0f", truth, told);
        }
}

Test(histogram, merging_loses_nothing)
{
    struct histogram parts[3], whole;
    histogram_init(&whole, arena);
    for (int i = 0; i < 3; i++)
        histogram_init(&parts[i], arena);
    for (int i = 0; i < 9000; i++) {
        int64_t ns = every_magnitude();
        histogram_add(&parts[i % 3], ns);
        histogram_add(&whole, ns);
    }
    for (int i = 0; i < 3; i++)
        histogram_merge(&h, &parts[i]);
    for (double p = 0; p <= 100; p += 0.5)
        cr_expect_eq(histogram_percentile(&h, p), histogram_percentile(&whole, p));
    cr_expect_eq(h.count, whole.count);
    cr_expect_eq(h.sum_ns, whole.sum_ns);
    cr_expect_eq(h.least_ns, whole.least_ns);
    cr_expect_eq(h.most_ns, whole.most_ns);
}

Test(histogram, nothing_recorded_is_zero)
{
    struct histogram empty;
    histogram_init(&empty, arena);
    histogram_merge(&h, &empty);
    cr_expect_eq(histogram_percentile(&h, 99), 0);
    cr_expect_eq(h.count, 0);
    histogram_add(&empty, 7);
    histogram_merge(&h, &empty);
    cr_expect_eq(h.least_ns, 7, "the least of nothing and 7 is 7, not 0");
}

Test(histogram, beyond_its_range_the_extremes_are_still_told)
{
    histogram_add(&h, -5);
    histogram_add(&h, INT64_MAX);
    cr_expect_eq(histogram_percentile(&h, 0), 0);
    cr_expect_eq(histogram_percentile(&h, 100), INT64_MAX);
    histogram_add(&h, 1);
    cr_expect_eq(h.sum_ns, INT64_MAX, "the sum stays at its limit");
}

Test(histogram, takes_memory_for_what_was_met_only)
{
    size_t before = arena_bytes(arena);
    for (int i = 0; i < 100000; i++)
        histogram_add(&h, 2000000 + rand() % 3000000);
    cr_expect_leq(arena_bytes(arena) - before, 4096);
}

Test(histogram, counts_up_to_a_bound)
{
    cr_expect_eq(histogram_count_to(&h, 1000), 0);
    for (int64_t ms = 1; ms <= 1000; ms++)
        histogram_add(&h, ms * 1000000);
    cr_expect_eq(histogram_count_to(&h, 999999), 0, "below the least");
    cr_expect_eq(histogram_count_to(&h, INT64_C(1000000000)), 1000);
    for (int64_t ms = 1; ms < 1000; ms++) {
        uint64_t count = histogram_count_to(&h, ms * 1000000);
        cr_expect_leq(count, (uint64_t)(ms + ms / 128 + 1));
        cr_expect_geq(count, (uint64_t)(ms - ms / 128 - 1));
        cr_expect_leq(count, histogram_count_to(&h, (ms + 1) * 1000000));
    }
}
