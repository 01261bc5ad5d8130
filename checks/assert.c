/* SPDX-License-Identifier: Apache-2.0 */
/* assert.c - one claim, judged and put into words.
 *
 * Every predicate of a claim must hold; the first that does not is the one that is told. */

#include "checks/assert.h"
#include "base/arena.h"
#include "base/fault.h"
#include "model/subject.h"
#include "query/predicate.h"

static struct finding finding_of(const struct claim *claim)
{
    return (struct finding){
        .verdict = VERDICT_PASS,
        .phase = PHASE_JUDGE,
        .check = claim->label,
        .message = claim->message,
        .soft = claim->soft,
        .at = claim->at,
    };
}

static void tell(struct finding *finding, const struct claim *claim, struct judged judged)
{
    finding->expected = judged.expected;
    finding->actual = judged.actual;
    if (judged.holds)
        return;
    finding->verdict = VERDICT_FAIL;
    finding->reason = claim->subject->reason;
}

/* A claim without predicates asks that there be something; what was computed must be true. */
static struct judged something(const struct subject *subject, const struct extracted *found,
                               struct arena *arena)
{
    const char *nothing = found->problem != NULL ? found->problem : "nothing";
    return (struct judged){
        .holds = found->count > 0 && !found->untrue,
        .expected = subject->expects != NULL ? subject->expects : "something",
        .actual = found->count > 0 ? value_words(found->items[0], arena) : nothing,
    };
}

struct finding claim_judge(const struct claim *claim, struct sight *sight)
{
    struct finding finding = finding_of(claim);
    struct extracted found = {0};
    claim->subject->extract(claim->compiled, sight, &found);
    if (claim->condition_count == 0)
        tell(&finding, claim, something(claim->subject, &found, sight->arena));
    for (size_t i = 0; finding.verdict == VERDICT_PASS && i < claim->condition_count; i++)
        tell(&finding, claim, condition_judge(claim->conditions[i], &found, sight->arena));
    return finding;
}
