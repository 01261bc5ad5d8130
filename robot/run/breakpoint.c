/* SPDX-License-Identifier: Apache-2.0 */
/* breakpoint.c - choosing the one thing to tell first. */

#include "run/breakpoint.h"
#include "base/arena.h"

static bool stops(const struct finding *f)
{
    return !f->soft && (f->verdict == VERDICT_FAIL || f->verdict == VERDICT_INTERNAL);
}

static const struct finding *first_stop(const struct finding *findings, size_t count)
{
    const struct finding *first = NULL;
    for (size_t i = 0; i < count; i++) {
        if (!stops(&findings[i]))
            continue;
        if (findings[i].reason == REASON_STATUS)
            return &findings[i];
        if (first == NULL)
            first = &findings[i];
    }
    return first;
}

struct breakpoint breakpoint_of(const char *step, const struct fault *fault,
                                const struct finding *findings, size_t count,
                                struct arena *arena)
{
    if (fault->reason != REASON_NONE)
        return (struct breakpoint){.step = step,
                                   .phase = fault->phase,
                                   .reason = fault->reason,
                                   .message = fault->message};
    const struct finding *stop = first_stop(findings, count);
    if (stop == NULL)
        return (struct breakpoint){0};
    const char *words =
        stop->message != NULL
            ? arena_printf(arena, "%s (%s: expected %s, actual %s)", stop->message, stop->check,
                           stop->expected, stop->actual)
            : arena_printf(arena, "%s: expected %s, actual %s", stop->check, stop->expected,
                           stop->actual);
    return (struct breakpoint){
        .step = step, .phase = stop->phase, .reason = stop->reason, .message = words};
}

enum verdict attempt_verdict(const struct fault *fault, const struct finding *findings,
                             size_t count)
{
    if (fault->reason == REASON_CANCELLED)
        return VERDICT_SKIPPED;
    if (fault->reason != REASON_NONE)
        return fault->phase == PHASE_ROBOT ? VERDICT_INTERNAL : VERDICT_FAIL;
    enum verdict worst = VERDICT_PASS;
    for (size_t i = 0; i < count; i++) {
        enum verdict v = findings[i].verdict;
        if (findings[i].soft && v == VERDICT_FAIL)
            v = VERDICT_DEGRADED;
        worst = verdict_worse(worst, v);
    }
    return worst;
}
