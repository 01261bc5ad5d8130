/* SPDX-License-Identifier: Apache-2.0 */
/* test_tap.c - TAP as prove reads it, line by line. */

#include <criterion/criterion.h>

#include "base/arena.h"
#include "reading.h"
#include "sample.h"

#include <string.h>

static struct arena *arena;

static void open_arena(void)
{
    arena = arena_new();
}

static void end_arena(void)
{
    arena_end(arena);
}

TestSuite(tap, .init = open_arena, .fini = end_arena);

static const char *tap_of(const struct report *report)
{
    return text_string(arena, reading_render(arena, "tap", report));
}

Test(tap, tells_a_failing_run_exactly_so)
{
    const struct outcome *const all[] = {sample_failing(arena)};
    cr_assert_str_eq(
        tap_of(sample_report_of(arena, all, 1)),
        "TAP version 13\n"
        "1..5\n"
        "ok 1 - credit-application: login / sms code\n"
        "not ok 2 - credit-application: identity\n"
        "  ---\n"
        "  severity: \"fail\"\n"
        "  breakpoint: \"credit-application / identity / judge (assertion)\"\n"
        "  message: \"identity must match the card (jsonpath $.code: expected equals "
        "\\\"0000\\\", actual string \\\"E1001\\\")\"\n"
        "  findings:\n"
        "    -\n"
        "      check: \"jsonpath $.code\"\n"
        "      expected: \"equals \\\"0000\\\"\"\n"
        "      actual: \"string \\\"E1001\\\"\"\n"
        "      message: \"identity must match the card\"\n"
        "      at: \"scenarios/sample.journey.yaml:22:9\"\n"
        "  duration_s: 0.556200\n"
        "  tries: 2\n"
        "  ...\n"
        "ok 3 - credit-application: bank card # SKIP an earlier step failed\n"
        "ok 4 - credit-application: decision # SKIP an earlier step failed\n"
        "ok 5 - credit-application: withdraw test application\n");
}

Test(tap, every_line_is_a_point_or_belongs_to_one)
{
    char *line = text_string(arena, reading_render(arena, "tap", sample_report(arena))), *rest;
    int points = 0, wrong = 0;
    for (line = strtok_r(line, "\n", &rest); line != NULL; line = strtok_r(NULL, "\n", &rest)) {
        bool point = strncmp(line, "ok ", 3) == 0 || strncmp(line, "not ok ", 7) == 0;
        points += point;
        if (point && strstr(line, "#3: decision") != NULL)
            cr_expect(strstr(line, "\\#3: decision") != NULL, "%s", line);
        wrong += !point && strncmp(line, "  ", 2) != 0;
    }
    cr_expect_eq(points, 36);
    cr_expect_eq(wrong, 2, "only the version and the plan stand beside the points");
}

Test(tap, what_did_not_finish_is_never_green)
{
    const struct outcome *const all[] = {sample_passing(arena)};
    struct report report = *sample_report_of(arena, all, 1);
    cr_expect(strstr(tap_of(&report), "Bail out!") == NULL);
    report.interrupted = true;
    report.not_run = 3;
    cr_expect(strstr(tap_of(&report), "\nBail out! interrupted, 3 selected but not begun\n"));
    cr_expect_str_eq(tap_of(sample_report_of(arena, NULL, 0)),
                     "TAP version 13\nBail out! nothing ran\n");
}
