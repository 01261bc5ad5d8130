/* SPDX-License-Identifier: Apache-2.0 */
/* The runner, with a scripted transport: what runs, what is skipped, where it stops and why. */

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <string.h>

#include "base/arena.h"
#include "tests/run/scripted.h"

struct row {
    char says[80];
    char yaml[420];
    char log[64]; /* attempts, in order */
    enum verdict verdict;
    char at[24]; /* the step it stopped at, "" for none */
    enum phase phase;
    enum reason reason;
};

#define HEAD "journey: j\ntimeout: 5s\nsteps:\n"

ParameterizedTestParameters(run, verdicts)
{
    static struct row rows[] = {
        {"steps run in order", HEAD "- {name: a, fake: 200}\n- {name: b, fake: 200}\n", "a b",
         VERDICT_PASS, "", 0, REASON_NONE},
        {"the first failure ends the journey",
         HEAD "- {name: a, fake: reset}\n- {name: b, fake: 200}\n", "a", VERDICT_FAIL, "a",
         PHASE_WAIT, REASON_RESET},
        {"an error status nobody asserted is no pass", HEAD "- {name: a, fake: 503}\n", "a",
         VERDICT_FAIL, "a", PHASE_JUDGE, REASON_STATUS},
        {"an error status that is asserted is one",
         HEAD "- {name: a, fake: 404, assert: {status: 404}}\n", "a", VERDICT_PASS, "", 0,
         REASON_NONE},
        {"always steps run after a failure",
         HEAD
         "- {name: a, fake: 500}\n- {name: b, fake: 200}\n- {name: c, fake: 200, always: true}\n",
         "a c", VERDICT_FAIL, "a", PHASE_JUDGE, REASON_STATUS},
        {"a failing clean-up does not change the verdict",
         HEAD "- {name: a, fake: 200}\n- {name: c, fake: 500, always: true}\n", "a c",
         VERDICT_PASS, "", 0, REASON_NONE},
        {"a late pass is a pass",
         HEAD "- {name: a, fake: 503 503 200, retry: {count: 3, interval: 0s}}\n", "a a a",
         VERDICT_PASS, "", 0, REASON_NONE},
        {"attempts are never exceeded",
         HEAD "- {name: a, fake: 503 503 200, retry: {count: 1, interval: 0s}}\n", "a a",
         VERDICT_FAIL, "a", PHASE_JUDGE, REASON_STATUS},
        {"a cause that is not asked for is not retried",
         HEAD "- {name: a, fake: 404 200, retry: {count: 3, interval: 0s}}\n", "a",
         VERDICT_FAIL, "a", PHASE_JUDGE, REASON_STATUS},
        {"a step that hangs ends by its own time-out",
         HEAD "- {name: a, fake: hang, timeout: 20ms}\n", "a", VERDICT_FAIL, "a", PHASE_WAIT,
         REASON_TIMEOUT},
        {"a time-out can be retried",
         HEAD "- {name: a, fake: hang 200, timeout: 20ms, retry: {interval: 0s}}\n", "a a",
         VERDICT_PASS, "", 0, REASON_NONE},
        {"a soft step degrades and the journey goes on",
         HEAD "- {name: a, fake: 500, soft: true}\n- {name: b, fake: 200}\n", "a b",
         VERDICT_DEGRADED, "", 0, REASON_NONE},
        {"a soft assertion degrades",
         HEAD "- {name: a, fake: 200, assert: {status: 201, soft: true}}\n", "a",
         VERDICT_DEGRADED, "", 0, REASON_NONE},
        {"polling ends when until holds",
         HEAD
         "- name: a\n  fake: 202 202 200\n  repeat: {until: {status: 200}, interval: 1ms}\n",
         "a a a", VERDICT_PASS, "", 0, REASON_NONE},
        {"polling that never ends fails as such",
         HEAD
         "- name: a\n  fake: 202\n  repeat: {until: {status: 200}, interval: 1ms, times: 3}\n",
         "a a a", VERDICT_FAIL, "a", PHASE_JUDGE, REASON_REPEAT},
        {"a capture that finds nothing fails the step",
         HEAD "- {name: a, fake: 200, capture: {x: {header: nope}}}\n", "a", VERDICT_FAIL, "a",
         PHASE_JUDGE, REASON_CAPTURE},
        {"a capture's default stands in",
         HEAD "- {name: a, fake: 200, capture: {x: {header: nope, default: y}}}\n"
              "- {name: b, fake: 200, only_if: {variable: x, equals: y}}\n",
         "a b", VERDICT_PASS, "", 0, REASON_NONE},
        {"only_if and skip_if decide by variables",
         "journey: j\nvariables: {v: 'no'}\nsteps:\n"
         "- {name: a, fake: 200, only_if: {variable: v, equals: 'yes'}}\n"
         "- {name: b, fake: 200, skip_if: {variable: v, equals: 'no'}}\n"
         "- {name: c, fake: 200}\n",
         "c", VERDICT_PASS, "", 0, REASON_NONE},
        {"nothing that ran is nothing that passed",
         "journey: j\nvariables: {v: 'no'}\nsteps:\n"
         "- {name: a, fake: 200, only_if: {variable: v, equals: 'yes'}}\n",
         "", VERDICT_SKIPPED, "", 0, REASON_NONE},
        {"a heavy body is judged in the pool, with the same result",
         HEAD "- {name: a, fake: big, assert: {body: {starts_with: '{\"code\"'}}}\n", "a",
         VERDICT_PASS, "", 0, REASON_NONE},
    };
    return cr_make_param_array(struct row, rows, sizeof rows / sizeof rows[0]);
}

ParameterizedTest(struct row *row, run, verdicts)
{
    struct outcome *outcome = scripted_run(row->yaml, 0);
    const struct breakpoint *b = &outcome->breakpoint;
    cr_expect_str_eq(scripted_log(), row->log, "%s: ran \"%s\"", row->says, scripted_log());
    cr_expect_eq(outcome->verdict, row->verdict, "%s: %s (%s)", row->says,
                 verdict_name(outcome->verdict), b->message != NULL ? b->message : "");
    cr_expect_str_eq(b->step != NULL ? b->step : "", row->at, "%s", row->says);
    cr_expect_eq(b->reason, row->reason, "%s: %s", row->says, reason_name(b->reason));
    if (row->reason != REASON_NONE)
        cr_expect_eq(b->phase, row->phase, "%s: %s", row->says, phase_name(b->phase));
    arena_end(outcome->arena);
}

Test(run, every_attempt_is_kept)
{
    struct outcome *outcome = scripted_run(
        HEAD "- {name: a, fake: 503 reset 200, retry: {count: 3, interval: 0s}}\n", 0);
    cr_assert_eq(outcome->steps[0].try_count, 3);
    cr_expect_eq(outcome->steps[0].tries[0].breakpoint.reason, REASON_STATUS);
    cr_expect_eq(outcome->steps[0].tries[1].breakpoint.reason, REASON_RESET);
    cr_expect_eq(outcome->steps[0].tries[2].verdict, VERDICT_PASS);
    arena_end(outcome->arena);
}

Test(run, the_journeys_time_ends_it_and_clean_up_still_runs)
{
    struct outcome *outcome =
        scripted_run("journey: j\ntimeout: 30ms\nsteps:\n- {name: a, fake: hang}\n"
                     "- {name: b, fake: 200}\n- {name: c, fake: 200, always: true}\n",
                     0);
    cr_expect_str_eq(scripted_log(), "a c");
    cr_expect_eq(outcome->verdict, VERDICT_FAIL);
    cr_expect_eq(outcome->breakpoint.reason, REASON_TIMEOUT);
    cr_expect_str_eq(scripted_step(outcome, "b"), "skipped");
    cr_expect_str_eq(scripted_step(outcome, "c"), "pass");
    arena_end(outcome->arena);
}

Test(run, cancelling_stops_the_step_and_runs_the_clean_up)
{
    struct outcome *outcome =
        scripted_run(HEAD "- {name: a, fake: 200}\n- {name: b, fake: hang}\n"
                          "- {name: c, fake: 200}\n- {name: d, fake: 200, always: true}\n",
                     2);
    cr_expect_str_eq(scripted_log(), "a b d");
    cr_expect(outcome->cancelled);
    cr_expect_eq(outcome->verdict, VERDICT_SKIPPED);
    cr_expect_eq(outcome->breakpoint.reason, REASON_CANCELLED);
    cr_expect_str_eq(scripted_step(outcome, "a"), "pass");
    cr_expect_str_eq(scripted_step(outcome, "c"), "skipped");
    cr_expect_str_eq(scripted_step(outcome, "d"), "pass");
    arena_end(outcome->arena);
}

Test(run, every_step_that_is_tried_is_a_span_of_its_own)
{
    struct outcome *outcome =
        scripted_run(HEAD "- {name: a, fake: 503 200, retry: {count: 1, interval: 0s}}\n"
                          "- {name: b, fake: 500}\n- {name: c, fake: 200}\n",
                     0);
    const struct step_outcome *steps = outcome->steps;
    cr_assert_eq(outcome->step_count, 3);
    cr_expect_eq(strlen(steps[0].span_id), 16);
    cr_expect_eq(strspn(steps[0].span_id, "0123456789abcdef"), 16);
    cr_expect_str_neq(steps[0].span_id, steps[1].span_id);
    cr_expect_str_neq(steps[0].span_id, "0000000000000000");
    cr_expect_null(steps[2].span_id, "a step that was skipped is none");
    arena_end(outcome->arena);
}
