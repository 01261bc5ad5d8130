/* SPDX-License-Identifier: Apache-2.0 */
/* told.c - names of runs and breakpoints, and what steps count as. */

#include "reporters/file/told.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"

const char *told_run(struct arena *arena, const struct outcome *outcome)
{
    const char *name = outcome->journey->name;
    if (outcome->variant != NULL)
        name = arena_printf(arena, "%s [%s]", name, outcome->variant);
    if (outcome->row != NULL)
        name = arena_printf(arena, "%s %s", name, outcome->row);
    if (outcome->repetition > 1)
        name = arena_printf(arena, "%s #%d", name, outcome->repetition);
    return name;
}

const char *told_breakpoint(struct arena *arena, const struct journey *journey,
                            const struct breakpoint *breakpoint)
{
    if (breakpoint->reason == REASON_NONE)
        return NULL;
    return arena_printf(arena, "%s / %s / %s (%s)", journey->name, breakpoint->step,
                        phase_name(breakpoint->phase), reason_name(breakpoint->reason));
}

enum verdict told_standing(const struct step_outcome *step)
{
    enum verdict verdict = step->verdict;
    bool broke = verdict == VERDICT_FAIL || verdict == VERDICT_INTERNAL;
    if (broke && step->step->always)
        return VERDICT_DEGRADED;
    return verdict == VERDICT_FAIL && step->step->soft ? VERDICT_DEGRADED : verdict;
}

bool told_begun(const struct step_outcome *step)
{
    return step->verdict != VERDICT_SKIPPED || step->try_count > 0;
}

const char *told_skipped(const struct step_outcome *step)
{
    return step->skipped_because != NULL ? step->skipped_because : "cancelled";
}

void told_seconds(int64_t ns, struct buffer *out)
{
    buffer_printf(out, "%lld.%06lld", (long long)(ns / NS_PER_S),
                  (long long)(ns % NS_PER_S / NS_PER_US));
}
