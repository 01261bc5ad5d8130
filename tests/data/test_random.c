/* SPDX-License-Identifier: Apache-2.0 */
/* The run's source of chance: the published generator, without bias, one stream per label. */

#include <criterion/criterion.h>

#include "data/random.h"

#include <stdlib.h>

Test(random, is_xoshiro256_star_star)
{
    /* The reference implementation's first outputs from state {1, 2, 3, 4}. */
    static const uint64_t published[] = {
        11520,
        0,
        1509978240,
        UINT64_C(1215971899390074240),
        UINT64_C(1216172134540287360),
        UINT64_C(607988272756665600),
        UINT64_C(16172922978634559625),
        UINT64_C(8476171486693032832),
    };
    struct random r = {{1, 2, 3, 4}};
    for (size_t i = 0; i < sizeof published / sizeof *published; i++)
        cr_assert_eq(random_next(&r), published[i], "output %zu", i);
}

Test(random, is_seeded_by_splitmix64)
{
    /* SplitMix64's published outputs for seed 1234567. */
    struct random r;
    random_init(&r, 1234567, text_of(""));
    cr_expect_eq(r.state[0], UINT64_C(6457827717110365317));
    cr_expect_eq(r.state[1], UINT64_C(3203168211198807973));
    cr_expect_eq(r.state[2], UINT64_C(9817491932198370423));
    cr_expect_eq(r.state[3], UINT64_C(4593380528125082431));
}

Test(random, the_same_seed_and_label_give_the_same_stream)
{
    struct random a, b;
    random_init(&a, 42, text_of("login/0"));
    random_init(&b, 42, text_of("login/0"));
    for (int i = 0; i < 1000; i++)
        cr_assert_eq(random_next(&a), random_next(&b));
}

Test(random, another_seed_or_label_gives_another_stream)
{
    static const char *const labels[] = {"", "a", "b", "ab", "ba", "login/1", "login/2"};
    enum { LABELS = sizeof labels / sizeof *labels };
    uint64_t firsts[2 * LABELS];
    for (size_t i = 0; i < 2 * LABELS; i++) {
        struct random r;
        random_init(&r, i % 2, text_of(labels[i / 2]));
        firsts[i] = random_next(&r);
        for (size_t k = 0; k < i; k++)
            cr_expect_neq(firsts[i], firsts[k], "streams %zu and %zu", k, i);
    }
}

Test(random, a_fork_is_not_disturbed_by_its_parent)
{
    struct random a, b;
    random_init(&a, 7, text_of("row"));
    b = a;
    struct random of_a = random_fork(&a), of_b = random_fork(&b);
    for (int i = 0; i < 100; i++)
        random_next(&of_a);
    cr_expect_eq(random_next(&a), random_next(&b), "draws of a fork cost its parent nothing");
    cr_expect_neq(random_next(&of_b), random_next(&b));
}

/* Chi-squared over 6 cells, 60,000 draws: 5 degrees of freedom, 20.5 is p = 0.001; the seed is
 * fixed, so the test cannot flicker. */
Test(random, below_is_uniform)
{
    struct random r;
    random_init(&r, 1, text_of("dice"));
    double cells[6] = {0}, chi = 0;
    for (int i = 0; i < 60000; i++)
        cells[random_below(&r, 6)]++;
    for (int i = 0; i < 6; i++)
        chi += (cells[i] - 10000) * (cells[i] - 10000) / 10000;
    cr_expect_lt(chi, 20.5, "chi squared %g", chi);
}

/* With bound = 3 * 2^62 a modulo would hit the lower third twice as often as it should. */
Test(random, below_has_no_bias_at_large_bounds)
{
    struct random r;
    random_init(&r, 2, text_of("bias"));
    uint64_t bound = UINT64_C(3) << 62;
    int low = 0;
    for (int i = 0; i < 30000; i++)
        low += random_below(&r, bound) < bound / 3;
    cr_expect_lt(abs(low - 10000), 400, "%d of 30000 in the lower third", low);
}

Test(random, between_reaches_both_ends)
{
    struct random r;
    random_init(&r, 3, text_of(""));
    bool least = false, most = false;
    for (int i = 0; i < 1000; i++) {
        int64_t n = random_between(&r, -2, 2);
        cr_assert(n >= -2 && n <= 2);
        least |= n == -2;
        most |= n == 2;
    }
    cr_expect(least && most);
    cr_expect_eq(random_between(&r, 5, 5), 5);
    random_between(&r, INT64_MIN, INT64_MAX);
}
