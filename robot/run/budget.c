/* SPDX-License-Identifier: Apache-2.0 */
/* budget.c - timings against limits, honestly: a limit within the uncertainty is not crossed. */

#include "run/budget.h"
#include "base/arena.h"
#include "base/units.h"

const char *budget_name(int index)
{
    return index == BUDGET_FIRST_BYTE ? "first_byte"
           : index == BUDGET_TOTAL    ? "total"
                                      : phase_name((enum phase)index);
}

static int64_t measured(const struct timing *time, int index)
{
    return index == BUDGET_FIRST_BYTE ? time->first_byte_ns
           : index == BUDGET_TOTAL    ? time->total_ns
                                      : time->phase_ns[index];
}

/* Where the time of a sum went: the longest of its phases. */
static enum phase slowest(const struct timing *time, int index)
{
    if (index < NETWORK_PHASES)
        return (enum phase)index;
    int last = index == BUDGET_FIRST_BYTE ? PHASE_WAIT : PHASE_RECEIVE;
    int worst = PHASE_WAIT;
    for (int p = PHASE_DNS; p <= last; p++)
        if (time->phase_ns[p] > time->phase_ns[worst])
            worst = p;
    return (enum phase)worst;
}

size_t budget_judge(const struct budget *budget, const struct timing *time, struct place at,
                    struct arena *arena, struct finding *ret)
{
    size_t n = 0;
    for (int i = 0; i < BUDGET_COUNT; i++) {
        int64_t limit = budget->limit_ns[i], took = measured(time, i);
        if (limit == 0 || took <= limit)
            continue;
        bool proven = took - time->uncertainty_ns > limit;
        const char *unsure = duration_text(arena, time->uncertainty_ns);
        ret[n++] = (struct finding){
            .verdict = proven ? VERDICT_DEGRADED : VERDICT_PASS,
            .phase = slowest(time, i),
            .reason = proven ? REASON_BUDGET : REASON_NONE,
            .check = arena_printf(arena, "budget %s", budget_name(i)),
            .expected = arena_printf(arena, "at most %s", duration_text(arena, limit)),
            .actual = proven ? duration_text(arena, took)
                             : arena_printf(arena, "%s, but uncertain by %s: not proven over",
                                            duration_text(arena, took), unsure),
            .soft = true,
            .at = at,
        };
    }
    return n;
}
