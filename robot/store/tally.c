/* SPDX-License-Identifier: Apache-2.0 */
/* tally.c - counting verdicts, timing what passed.
 *
 * A step that failed at once, or waited until its deadline, took no time that could be compared with
 * one that worked: failures are told by the counts. */

#include "model/verdict.h"
#include "store/rollup.h"

void tally_init(struct tally *tally, struct arena *arena)
{
    *tally = (struct tally){.position = -1};
    histogram_init(&tally->total, arena);
    for (int p = 0; p < NETWORK_PHASES; p++)
        histogram_init(&tally->phases[p], arena);
}

void tally_add(struct tally *tally, int verdict, int64_t total_ns, const int64_t *phase_ns)
{
    if (verdict == VERDICT_SKIPPED)
        return;
    tally->reached++;
    tally->passed += verdict == VERDICT_PASS;
    tally->degraded += verdict == VERDICT_DEGRADED;
    tally->failed += verdict == VERDICT_FAIL;
    tally->internal += verdict == VERDICT_INTERNAL;
    if (verdict != VERDICT_PASS && verdict != VERDICT_DEGRADED)
        return;
    histogram_add(&tally->total, total_ns);
    for (int p = 0; phase_ns != NULL && p < NETWORK_PHASES; p++)
        if (phase_ns[p] >= 0)
            histogram_add(&tally->phases[p], phase_ns[p]);
}

void tally_encode(const struct tally *tally, struct buffer *out)
{
    histogram_encode(&tally->total, out);
    for (int p = 0; p < NETWORK_PHASES; p++)
        histogram_encode(&tally->phases[p], out);
}

bool tally_decode(struct tally *tally, struct text bytes)
{
    bool right = histogram_decode(&tally->total, &bytes);
    for (int p = 0; right && p < NETWORK_PHASES; p++)
        right = histogram_decode(&tally->phases[p], &bytes);
    return right && bytes.length == 0;
}
