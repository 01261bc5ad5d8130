/* SPDX-License-Identifier: Apache-2.0 */
/* A claim without predicates, and the reason a failed claim gives. */

#include "base/arena.h"
#include "checks/assert.h"
#include "model/observation.h"
#include "model/subject.h"

#include <criterion/criterion.h>

extern const struct subject subject_body, subject_status;

static struct finding judge(struct arena *arena, const struct subject *subject, int status)
{
    struct exchange answer = {.status = status, .body = text_of("hello")};
    struct observation saw = {.exchanges = &answer, .exchange_count = 1};
    struct sight sight = {.saw = &saw, .arena = arena};
    struct claim claim = {.subject = subject, .label = subject->name, .message = "my words"};
    return claim_judge(&claim, &sight);
}

Test(claim, without_predicates_asks_that_there_be_something)
{
    struct arena *arena = arena_new();
    struct finding finding = judge(arena, &subject_body, 200);
    cr_expect_eq(finding.verdict, VERDICT_PASS);
    cr_expect_eq(finding.reason, REASON_NONE);
    cr_expect_str_eq(finding.expected, "something");
    arena_end(arena);
}

Test(claim, that_fails_tells_the_problem_and_its_subjects_reason)
{
    struct arena *arena = arena_new();
    struct finding finding = judge(arena, &subject_status, 0);
    cr_expect_eq(finding.verdict, VERDICT_FAIL);
    cr_expect_eq(finding.phase, PHASE_JUDGE);
    cr_expect_eq(finding.reason, REASON_STATUS);
    cr_expect_str_eq(finding.actual, "no answer");
    cr_expect_str_eq(finding.message, "my words");
    arena_end(arena);
}
