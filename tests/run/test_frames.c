/* SPDX-License-Identifier: Apache-2.0 */
/* Whose variables are seen where: variants, rows, captures, and included journeys. */

#include <criterion/criterion.h>

#include "base/arena.h"
#include "base/redact.h"
#include "tests/run/scripted.h"

#include <stdio.h>
#include <string.h>

static const char *verdict_of(const char *yaml, const char *step)
{
    static char verdict[32];
    struct outcome *outcome = scripted_run(yaml, 0);
    snprintf(verdict, sizeof verdict, "%s", scripted_step(outcome, step));
    arena_end(outcome->arena);
    return verdict;
}

Test(frames, a_variants_rule_on_a_variable_decides_and_its_variables_win)
{
    static const char yaml[] =
        "journey: j\nvariables: {account: '6222001', flow: none}\nvariants:\n"
        "  odd: {when: {variable: account, matches: '[13579]$'}, variables: {flow: b}}\n"
        "  even: {weight: 100, variables: {flow: a}}\n"
        "steps:\n- {name: s, fake: 200, only_if: {variable: flow, equals: b}}\n";
    struct outcome *outcome = scripted_run(yaml, 0);
    cr_expect_str_eq(outcome->variant, "odd");
    cr_expect_str_eq(scripted_step(outcome, "s"), "pass");
    arena_end(outcome->arena);
}

Test(frames, without_a_rule_that_holds_chance_decides_by_weight)
{
    static const char yaml[] =
        "journey: j\nvariants:\n  never: {weight: 0}\n  always: {weight: 5}\n"
        "steps:\n- {name: s, fake: 200}\n";
    struct outcome *outcome = scripted_run(yaml, 0);
    cr_expect_str_eq(outcome->variant, "always");
    arena_end(outcome->arena);
}

Test(frames, a_row_is_named_and_its_fields_win_over_variables)
{
    static const char yaml[] =
        "journey: j\nfor_each: [{mobile: '138', n: 1}]\nvariables: {mobile: other}\n"
        "steps:\n- {name: s, fake: 200, only_if: {variable: mobile, equals: '138'}}\n";
    struct outcome *outcome = scripted_run(yaml, 0);
    cr_expect_str_eq(outcome->row, "row 1 (138)");
    cr_expect_str_eq(scripted_step(outcome, "s"), "pass");
    arena_end(outcome->arena);
}

Test(frames, a_capture_is_seen_by_later_steps_with_the_type_asked_for)
{
    static const char yaml[] =
        "journey: j\nsteps:\n"
        "- {name: a, fake: '{\"id\":\"012345\",\"n\":1.50}', capture: {id: {jsonpath: $.id}, n: "
        "{jsonpath: $.n, type: number}}}\n"
        "- {name: b, fake: 200, only_if: [{variable: id, equals: '012345'}, {variable: n, equals: "
        "1.5}]}\n";
    cr_expect_str_eq(verdict_of(yaml, "b"), "pass");
}

Test(frames, a_redacted_capture_is_used_but_not_shown)
{
    static const char yaml[] =
        "journey: j\nsteps:\n- {name: a, fake: '{\"t\":\"s3cret-token\"}', capture: {t: {jsonpath: "
        "$.t, redact: true}}}\n- {name: b, fake: 200, only_if: {variable: t, equals: s3cret-token}}\n";
    struct outcome *outcome = scripted_run(yaml, 0);
    cr_expect(text_is(outcome->steps[0].tries[0].captures[0].value, "[redacted]"));
    cr_expect_str_eq(scripted_step(outcome, "b"), "pass");
    arena_end(outcome->arena);
}

Test(frames, a_secret_is_hidden_even_when_its_step_fails_before_the_capture)
{
    static const char yaml[] =
        "journey: j\nsteps:\n- {name: a, fake: '{\"t\":\"s3cret-token\"}', assert: {jsonpath: $.t, "
        "equals: other}, capture: {t: {jsonpath: $.t, redact: true}}}\n";
    struct outcome *outcome = scripted_run(yaml, 0);
    cr_expect_eq(outcome->verdict, VERDICT_FAIL);
    cr_expect(redact_contains(text_of("the s3cret-token of the answer")));
    arena_end(outcome->arena);
}

static void write_included(void)
{
    FILE *file = fopen("/tmp/frames-inner.journey.yaml", "w");
    cr_assert_not_null(file);
    fputs("journey: inner\nvariables: {given: default, own: 'x-${given}'}\nsteps:\n"
          "- {name: ask, fake: 200, only_if: {variable: own, equals: x-outer}}\n"
          "- {name: get, fake: '{\"r\":\"back\"}', capture: {result: {jsonpath: $.r}}}\n",
          file);
    fclose(file);
}

Test(frames, an_include_sees_what_it_is_given_and_gives_back_what_is_asked_for)
{
    static const char yaml[] =
        "journey: outer\nvariables: {given: not-passed-on}\nsteps:\n"
        "- {name: sub, include: frames-inner.journey.yaml, with: {given: outer}, returns: "
        "[result]}\n"
        "- {name: after, fake: 200, only_if: [{variable: result, equals: back}, {variable: given, "
        "equals: not-passed-on}]}\n";
    write_included();
    struct outcome *outcome = scripted_run(yaml, 0);
    cr_expect_str_eq(scripted_step(outcome, "sub / ask"), "pass");
    cr_expect_str_eq(scripted_step(outcome, "after"), "pass");
    arena_end(outcome->arena);
    remove("/tmp/frames-inner.journey.yaml");
}
