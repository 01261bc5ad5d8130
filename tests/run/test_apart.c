/* SPDX-License-Identifier: Apache-2.0 */
/* Heavy templates: filled in in the pool wherever they stand, and what becomes of a run that is
 * cancelled, or whose time is over, meanwhile. */

#include <criterion/criterion.h>
#include <string.h>

#include "base/arena.h"
#include "tests/run/scripted.h"

#define STEPS "journey: j\ntimeout: 20s\nsteps:\n"

static struct outcome *run(const char *yaml, int calls, const char *log)
{
    struct outcome *o = scripted_run(yaml, 0);
    cr_expect_eq(scripted_slow_calls(), calls, "%s: called %d times", yaml,
                 scripted_slow_calls());
    cr_expect_eq(scripted_slow_on_loop(), 0, "%s: on the loop", yaml);
    cr_expect_str_eq(scripted_log(), log, "%s", yaml);
    return o;
}

Test(apart, a_heavy_template_is_never_filled_in_on_the_loop)
{
    static const struct {
        const char *yaml;
        int calls;
    } rows[] = {
        {STEPS "- {name: a, fake: {script: 200, send: \"${slow('x')}\"}}\n", 1},
        {STEPS "- {name: a, fake: {script: 200, send: \"${upper(slow('x'))}\"}}\n", 1},
        {STEPS "- {name: a, fake: {script: 200, send: \"${upper('${slow(1)}')}\"}}\n", 1},
        {"journey: j\nvariables: {v: \"${slow('x')}\"}\nsteps:\n- {name: a, fake: 200}\n", 1},
        {"journey: j\nvariables: {v: {deep: [1, \"${slow('x')}\"]}}\nsteps:\n"
         "- {name: a, fake: 200}\n",
         1},
        {STEPS "- {name: a, fake: 200, only_if: {variable: journey, "
               "equals: \"${slow('j')}\"}}\n",
         1},
        {STEPS "- {name: a, fake: 200, skip_if: {variable: journey, "
               "equals: \"${slow('k')}\"}}\n",
         1},
        {STEPS "- {name: a, fake: '{\"v\":\"j\"}', assert: {jsonpath: $.v, "
               "equals: \"${slow('j')}\"}}\n",
         1},
        {STEPS
         "- {name: a, fake: 200, capture: {x: {header: no, default: \"${slow('y')}\"}}}\n",
         1},
        {STEPS "- {name: a, fake: 200, repeat: {interval: 1ms, until: "
               "{variable: journey, equals: \"${slow('j')}\"}}}\n",
         1},
        {"journey: j\nvariants: {v: {when: {variable: journey, equals: \"${slow('j')}\"}}}\n"
         "steps:\n- {name: a, fake: 200, assert: {variable: variant, equals: v}}\n",
         1},
        {"journey: j\nvariants: {v: {variables: {w: \"${slow('w')}\"}}}\n"
         "steps:\n- {name: a, fake: 200, assert: {variable: w, equals: w}}\n",
         1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct outcome *o = run(rows[i].yaml, rows[i].calls, "a");
        cr_expect_eq(o->verdict, VERDICT_PASS, "%s: %s", rows[i].yaml,
                     o->breakpoint.message != NULL ? o->breakpoint.message : "");
        arena_end(o->arena);
    }
}

Test(apart, what_was_made_apart_is_what_the_steps_see)
{
    struct outcome *o = run("journey: j\nvariables: {v: \"${slow('x')}\"}\nsteps:\n"
                            "- {name: a, fake: 200, only_if: {variable: v, equals: x}}\n"
                            "- {name: b, fake: 200, skip_if: {variable: v, equals: x}}\n",
                            1, "a");
    cr_expect_eq(o->verdict, VERDICT_PASS);
    arena_end(o->arena);
}

Test(apart, every_try_fills_in_anew)
{
    struct outcome *o = run(STEPS "- {name: a, fake: {script: 503 503 200, send: "
                                  "\"${slow('x')}\"}, retry: {count: 3, interval: 0s}}\n",
                            3, "a a a");
    cr_expect_eq(o->verdict, VERDICT_PASS);
    arena_end(o->arena);
}

/* Wherever the cancellation comes, what was not sent is not sent, and the clean-up runs. */
Test(apart, a_run_cancelled_meanwhile_goes_on_with_its_clean_up)
{
#define CLEAN "- {name: b, fake: 200}\n- {name: c, fake: 200, always: true}\n"
    static const struct {
        const char *yaml, *log;
    } rows[] = {
        {STEPS "- {name: a, fake: {script: 200, send: \"${slow('cancel')}\"}}\n" CLEAN, "c"},
        {"journey: j\nvariables: {v: \"${slow('cancel')}\"}\nsteps:\n"
         "- {name: a, fake: 200}\n" CLEAN,
         "c"},
        {STEPS "- {name: a, fake: 200, only_if: {variable: journey, "
               "equals: \"${slow('cancel')}\"}}\n" CLEAN,
         "c"},
        {STEPS "- {name: a, fake: '{\"v\":1}', assert: {jsonpath: $.v, "
               "equals: \"${slow('cancel')}\"}}\n" CLEAN,
         "a c"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct outcome *o = run(rows[i].yaml, 1, rows[i].log);
        cr_expect_str_eq(scripted_step(o, "a"), "skipped", "%s", rows[i].yaml);
        cr_expect_str_eq(scripted_step(o, "b"), "skipped");
        cr_expect_str_eq(scripted_step(o, "c"), "pass");
        arena_end(o->arena);
    }
}

Test(apart, a_time_out_is_told_when_the_work_is_done)
{
    struct outcome *o = run(STEPS "- {name: a, timeout: 20ms, fake: {script: 200, send: "
                                  "\"${slow('late')}\"}}\n"
                                  "- {name: c, fake: 200, always: true}\n",
                            1, "c");
    cr_expect_eq(o->breakpoint.reason, REASON_TIMEOUT);
    cr_expect_eq(o->breakpoint.phase, PHASE_SEND, "nothing was sent");
    cr_expect_str_eq(o->breakpoint.step, "a");
    cr_expect_str_eq(scripted_step(o, "c"), "pass");
    arena_end(o->arena);
}

Test(apart, an_answer_whose_operands_came_too_late_is_not_judged)
{
    struct outcome *o = run(STEPS "- {name: a, timeout: 20ms, fake: '{\"v\":1}', assert: "
                                  "{jsonpath: $.v, equals: \"${slow('late')}\"}}\n",
                            1, "a");
    cr_expect_eq(o->breakpoint.reason, REASON_TIMEOUT);
    cr_expect_eq(o->breakpoint.phase, PHASE_JUDGE);
    arena_end(o->arena);
}

Test(apart, a_function_that_fails_apart_fails_the_step)
{
    struct outcome *o = run(STEPS "- {name: a, fake: {script: 200, send: "
                                  "\"${rsa_encrypt('no key', slow('x'))}\"}}\n",
                            1, "a");
    cr_expect_eq(o->verdict, VERDICT_FAIL);
    cr_expect_eq(o->breakpoint.reason, REASON_TEMPLATE);
    arena_end(o->arena);
}
