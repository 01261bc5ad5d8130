/* SPDX-License-Identifier: Apache-2.0 */
/* Budgets: over one is degraded, but only as far as the timing can be trusted. */

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include "base/arena.h"
#include "base/clock.h"
#include "run/budget.h"

struct row {
    char says[64];
    int64_t took_ms, unsure_ms, limit_ms;
    size_t findings;
    enum verdict want;
};

ParameterizedTestParameters(budget, judges_the_total)
{
    static struct row rows[] = {
        {"at the limit is within it", 100, 0, 100, 0, VERDICT_PASS},
        {"over the limit degrades", 101, 0, 100, 1, VERDICT_DEGRADED},
        {"over it by less than the uncertainty proves nothing", 110, 20, 100, 1, VERDICT_PASS},
        {"over it by more than the uncertainty degrades", 130, 20, 100, 1, VERDICT_DEGRADED},
        {"no limit, no finding", 1000, 0, 0, 0, VERDICT_PASS},
    };
    return cr_make_param_array(struct row, rows, sizeof rows / sizeof rows[0]);
}

ParameterizedTest(struct row *row, budget, judges_the_total)
{
    struct arena *arena = arena_new();
    struct finding findings[MOST_BUDGET_FINDINGS];
    struct timing time = timing_none();
    struct budget budget = {.limit_ns[BUDGET_TOTAL] = row->limit_ms * NS_PER_MS};
    time.total_ns = row->took_ms * NS_PER_MS;
    time.uncertainty_ns = row->unsure_ms * NS_PER_MS;
    size_t n = budget_judge(&budget, &time, (struct place){0}, arena, findings);
    cr_expect_eq(n, row->findings, "%s: %zu findings", row->says, n);
    if (n > 0)
        cr_expect_eq(findings[0].verdict, row->want, "%s: %s", row->says, findings[0].actual);
    arena_end(arena);
}

Test(budget, a_phase_that_did_not_happen_is_not_over)
{
    struct arena *arena = arena_new();
    struct finding findings[MOST_BUDGET_FINDINGS];
    struct timing time = timing_none();
    struct budget budget = {.limit_ns[PHASE_TLS] = 1};
    cr_expect_eq(budget_judge(&budget, &time, (struct place){0}, arena, findings), 0);
    arena_end(arena);
}

Test(budget, a_sum_over_budget_names_the_phase_the_time_went_to)
{
    struct arena *arena = arena_new();
    struct finding findings[MOST_BUDGET_FINDINGS];
    struct timing time = timing_none();
    struct budget budget = {.limit_ns[BUDGET_TOTAL] = NS_PER_MS};
    time.phase_ns[PHASE_WAIT] = 2 * NS_PER_MS;
    time.phase_ns[PHASE_CONNECT] = 30 * NS_PER_MS;
    time.total_ns = 32 * NS_PER_MS;
    cr_assert_eq(budget_judge(&budget, &time, (struct place){0}, arena, findings), 1);
    cr_expect_eq(findings[0].phase, PHASE_CONNECT);
    cr_expect_eq(findings[0].reason, REASON_BUDGET);
    arena_end(arena);
}
