/* SPDX-License-Identifier: Apache-2.0 */
/* verdict.c - the verdicts' names and their order. */

#include "model/verdict.h"
#include "base/must.h"

const char *verdict_name(enum verdict verdict)
{
    static const char *const names[VERDICT_COUNT] = {
        [VERDICT_PASS] = "pass",       [VERDICT_DEGRADED] = "degraded",
        [VERDICT_FAIL] = "fail",       [VERDICT_INTERNAL] = "internal",
        [VERDICT_SKIPPED] = "skipped",
    };
    must((unsigned)verdict < VERDICT_COUNT);
    return names[verdict];
}

enum verdict verdict_worse(enum verdict a, enum verdict b)
{
    if (a == VERDICT_SKIPPED || b == VERDICT_SKIPPED)
        return a == VERDICT_SKIPPED ? b : a;
    return a > b ? a : b;
}
