/* SPDX-License-Identifier: Apache-2.0 */
/* How long a loop was away is never told too small. */

#include "loop/away.h"

#include <criterion/criterion.h>

Test(away, nothing_recorded_is_no_absence)
{
    struct away away = {0};
    cr_expect_eq(away_longest(&away, 0), 0);
}

Test(away, the_longest_since_a_moment)
{
    struct away away = {0};
    away_add(&away, 100, 50);
    away_add(&away, 200, 20);
    away_add(&away, 300, 30);
    away_add(&away, 400, 5);
    cr_expect_eq(away_longest(&away, 0), 50, "all of them count");
    cr_expect_eq(away_longest(&away, 100), 30, "one that ended at that moment does not");
    cr_expect_eq(away_longest(&away, 300), 5);
    cr_expect_eq(away_longest(&away, 400), 0);
}

Test(away, only_the_part_after_the_moment_counts)
{
    struct away away = {0};
    away_add(&away, 100, 50);
    away_add(&away, 130, 20);
    cr_expect_eq(away_longest(&away, 90), 20, "10 of the first, 20 of the second");
    cr_expect_eq(away_longest(&away, 70), 30, "30 of the first");
}

Test(away, forgetting_errs_upward)
{
    struct away away = {0};
    int64_t truth[200];
    for (int i = 0; i < 200; i++) {
        truth[i] = 1000 - i;
        away_add(&away, 2000 * (i + 1), truth[i]);
    }
    for (int i = 0; i < 200; i++) {
        int64_t told = away_longest(&away, 2000 * i + 1);
        cr_expect_geq(told, truth[i], "since absence %d", i);
    }
    cr_expect_leq(away.count, AWAY_KEPT);
}
