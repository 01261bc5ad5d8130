/* SPDX-License-Identifier: Apache-2.0 */
/* funnel.c - counting arrivals. */

#include "reporters/file/funnel.h"
#include "base/arena.h"
#include "reporters/file/told.h"

#include <string.h>

static bool same(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static const char *group_name(const struct outcome *outcome)
{
    return outcome->variant != NULL ? outcome->variant : outcome->row;
}

static struct funnel *funnel_of(struct funnel *funnels, size_t *count,
                                const struct outcome *outcome)
{
    for (size_t i = 0; i < *count; i++)
        if (strcmp(funnels[i].journey->name, outcome->journey->name) == 0)
            return &funnels[i];
    funnels[*count] = (struct funnel){.journey = outcome->journey};
    return &funnels[(*count)++];
}

static void add_group(struct arena *arena, struct funnel *funnel, const char *name)
{
    size_t i = 0;
    while (i < funnel->group_count && !same(funnel->groups[i].name, name))
        i++;
    funnel->runs++;
    if (funnel->groups == NULL)
        funnel->groups = arena_array(arena, FUNNEL_MOST_GROUPS + 1, struct funnel_group);
    if (i > FUNNEL_MOST_GROUPS)
        return;
    if (i == funnel->group_count)
        funnel->groups[funnel->group_count++].name = name;
    funnel->groups[i].runs++;
}

static void settle_groups(struct funnel *funnel)
{
    if (funnel->group_count <= FUNNEL_MOST_GROUPS)
        return;
    funnel->groups[0] = (struct funnel_group){.runs = funnel->runs};
    funnel->group_count = 1;
}

static size_t group_index(const struct funnel *funnel, const struct outcome *outcome)
{
    for (size_t i = 0; funnel->group_count > 1 && i < funnel->group_count; i++)
        if (same(funnel->groups[i].name, group_name(outcome)))
            return i;
    return 0;
}

/* The row of a step, made where it belongs when it is new: one run may know steps that another,
 * cancelled one does not. */
static struct funnel_step *row_of(struct arena *arena, struct funnel *funnel,
                                  const struct step_outcome *o)
{
    size_t i = 0;
    while (i < funnel->step_count && funnel->steps[i].step->index < o->step->index)
        i++;
    if (i < funnel->step_count && funnel->steps[i].step->index == o->step->index)
        return &funnel->steps[i];
    struct funnel_step *grown = arena_array(arena, funnel->step_count + 1, struct funnel_step);
    if (funnel->step_count > 0) {
        memcpy(grown, funnel->steps, i * sizeof *grown);
        memcpy(grown + i + 1, funnel->steps + i, (funnel->step_count - i) * sizeof *grown);
    }
    grown[i] = (struct funnel_step){
        .step = o->step,
        .name = o->name,
        .cells = arena_array(arena, funnel->group_count, struct funnel_cell),
    };
    funnel->steps = grown;
    funnel->step_count++;
    return &funnel->steps[i];
}

/* How many of a run's steps it arrived at: all, or those up to the last one begun when it
 * stopped. */
static size_t arrivals(const struct outcome *outcome)
{
    size_t last = 0;
    if (outcome->breakpoint.reason == REASON_NONE && !outcome->cancelled)
        return outcome->step_count;
    for (size_t i = 0; i < outcome->step_count; i++)
        if (told_begun(&outcome->steps[i]) && !outcome->steps[i].step->always)
            last = i + 1;
    return last;
}

static void count_run(struct arena *arena, struct funnel *funnel, const struct outcome *outcome)
{
    size_t group = group_index(funnel, outcome), arrived = arrivals(outcome);
    for (size_t i = 0; i < outcome->step_count; i++) {
        const struct step_outcome *o = &outcome->steps[i];
        enum verdict verdict = told_standing(o);
        if (o->step->always)
            continue;
        struct funnel_cell *cell = &row_of(arena, funnel, o)->cells[group];
        if (i >= arrived)
            continue;
        cell->arrived++;
        cell->passed += verdict == VERDICT_PASS || verdict == VERDICT_DEGRADED;
        cell->aside += !told_begun(o);
    }
}

const struct funnel *funnel_all(struct arena *arena, const struct report *report,
                                size_t *ret_count)
{
    struct funnel *funnels = arena_array(arena, report->outcome_count + 1, struct funnel);
    size_t count = 0;
    for (size_t i = 0; i < report->outcome_count; i++)
        add_group(arena, funnel_of(funnels, &count, report->outcomes[i]),
                  group_name(report->outcomes[i]));
    for (size_t i = 0; i < count; i++)
        settle_groups(&funnels[i]);
    for (size_t i = 0; i < report->outcome_count; i++)
        count_run(arena, funnel_of(funnels, &count, report->outcomes[i]), report->outcomes[i]);
    *ret_count = count;
    return funnels;
}

size_t funnel_through(const struct funnel_cell *cell)
{
    return cell->passed + cell->aside;
}
