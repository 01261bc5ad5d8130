/* SPDX-License-Identifier: Apache-2.0 */
/* test_funnel.c - who arrived, who went on. */

#include <criterion/criterion.h>

#include "base/arena.h"
#include "reporters/file/funnel.h"
#include "sample.h"

#include <string.h>

static struct arena *arena;

static void open_arena(void)
{
    arena = arena_new();
}

static void end_arena(void)
{
    arena_end(arena);
}

TestSuite(funnel, .init = open_arena, .fini = end_arena);

/* "NAME runs: arrived>through ...", a group a line, steps in order. */
static const char *told(const struct funnel *f)
{
    char *all = arena_strdup(arena, "");
    for (size_t g = 0; g < f->group_count; g++) {
        const char *name = f->groups[g].name != NULL ? f->groups[g].name : "-";
        all = arena_printf(arena, "%s%s %zu:", all, name, f->groups[g].runs);
        for (size_t s = 0; s < f->step_count; s++)
            all = arena_printf(arena, "%s %zu>%zu", all, f->steps[s].cells[g].arrived,
                               funnel_through(&f->steps[s].cells[g]));
        all = arena_printf(arena, "%s\n", all);
    }
    return all;
}

static const char *told_of(const struct outcome *const *outcomes, size_t count)
{
    size_t found = 0;
    const struct funnel *funnels =
        funnel_all(arena, sample_report_of(arena, outcomes, count), &found);
    cr_assert_eq(found, 1);
    return told(&funnels[0]);
}

static const struct row {
    const char *says;
    const struct outcome *(*sample)(struct arena *arena);
    const char *told;
} rows[] = {
    {"a run that passed goes through all", sample_passing, "- 1: 1>1 1>1\n"},
    {"one that broke arrives nowhere after; its clean-up is no step of the funnel",
     sample_failing, "- 1: 1>1 1>0 0>0 0>0\n"},
    {"a warning is a pass", sample_degraded, "- 1: 1>1\n"},
    {"passed over on a condition, it goes on", sample_late, "row 2 (instant) 1: 1>1 1>1\n"},
    {"cancelled in a step, it stays there", sample_cancelled, "- 1: 1>1 1>0\n"},
    {"the robot's failure ends a run, too", sample_internal, "- 1: 1>0\n"},
};

Test(funnel, counts)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct outcome *const one[] = {rows[i].sample(arena)};
        cr_expect_str_eq(told_of(one, 1), rows[i].told, "%s: %s", rows[i].says,
                         told_of(one, 1));
    }
}

Test(funnel, variants_stand_side_by_side)
{
    const struct outcome *const all[] = {
        sample_variant(arena, "control", -1), sample_variant(arena, "instant", 1),
        sample_variant(arena, "control", 2),  sample_variant(arena, "instant", 3),
        sample_variant(arena, "instant", -1),
    };
    cr_expect_str_eq(told_of(all, 5), "control 2: 2>2 2>2 2>1 1>1\n"
                                      "instant 3: 3>3 3>2 2>2 2>1\n");
}

Test(funnel, too_many_groups_are_counted_as_one)
{
    const struct outcome *all[FUNNEL_MOST_GROUPS + 1];
    for (size_t i = 0; i < FUNNEL_MOST_GROUPS + 1; i++)
        all[i] = sample_variant(arena, arena_printf(arena, "v%zu", i), i == 0 ? 0 : -1);
    const char *most = told_of(all, FUNNEL_MOST_GROUPS);
    cr_expect(strstr(most, "v7 1: 1>1 1>1 1>1 1>1\n") != NULL, "%s", most);
    cr_expect_str_eq(told_of(all, FUNNEL_MOST_GROUPS + 1), "- 9: 9>8 8>8 8>8 8>8\n");
}

Test(funnel, journeys_are_told_in_the_order_met)
{
    size_t count = 0;
    const struct funnel *funnels = funnel_all(arena, sample_report(arena), &count);
    cr_assert_eq(count, 9);
    cr_expect_str_eq(funnels[0].journey->name, "login");
    cr_expect_str_eq(funnels[8].journey->name, "pre-limit");
    cr_expect_eq(funnels[8].runs, 5);
}

Test(funnel, a_step_only_some_runs_know_finds_its_place)
{
    struct outcome *first = sample_run(arena, "j", "j", VERDICT_SKIPPED);
    sample_step(first, "a", VERDICT_PASS);
    sample_step(first, "c", VERDICT_SKIPPED);
    ((struct step *)first->steps[1].step)->index = 2;
    first->cancelled = true;
    struct outcome *second = sample_run(arena, "j", "j", VERDICT_PASS);
    sample_step(second, "a", VERDICT_PASS);
    sample_step(second, "b", VERDICT_PASS);
    sample_step(second, "c", VERDICT_PASS);
    const struct outcome *const all[] = {first, second};
    cr_expect_str_eq(told_of(all, 2), "- 2: 2>2 1>1 1>1\n");
}
