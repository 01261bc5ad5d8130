/* SPDX-License-Identifier: Apache-2.0 */
/* test_console.c - the very words people and scripts read. */

#include <criterion/criterion.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "model/reporter.h"
#include "reporters/file/console.h"
#include "reporters/file/plain.h"
#include "sample.h"

#include <string.h>

static struct arena *arena;
static struct buffer out;
static const struct console_style plain = {0};

static void open_arena(void)
{
    arena = arena_new();
    buffer_init(&out, 1 << 24);
}

static void end_arena(void)
{
    buffer_done(&out);
    arena_end(arena);
}

TestSuite(console, .init = open_arena, .fini = end_arena);

static const char *run_text(const struct outcome *outcome, const struct console_style *style)
{
    console_run(outcome, style, &out);
    return out.length > 0 ? out.at : "";
}

Test(console, tells_a_failing_run_exactly_so)
{
    cr_assert_str_eq(
        run_text(sample_failing(arena), &plain),
        "FAIL  credit-application 授信申请  590.4ms\n"
        "  ok    login / sms code            25.6ms\n"
        "  FAIL  identity                   556.2ms  2 tries\n"
        "  skip  bank card                  an earlier step failed\n"
        "  skip  decision                   an earlier step failed\n"
        "  ok    withdraw test application    8.6ms\n"
        "breakpoint: credit-application / identity / judge (assertion)\n"
        "  jsonpath $.code\n"
        "    expected  equals \"0000\"\n"
        "    actual    string \"E1001\"\n"
        "    message   identity must match the card\n"
        "    at        scenarios/sample.journey.yaml:22:9\n"
        "  POST https://localhost:8443/api/credit/identity\n"
        "    answer    HTTP/1.1 200, 41 bytes, from 127.0.0.1:8443\n"
        "    phases    dns 1ms  connect 2ms  tls 2ms  send 100us  wait 40ms  receive 500us  "
        "total 45.6ms ±20us\n"
        "    body      {\"code\":\"E1001\",\"message\":\"姓名不符\"}\n"
        "  try 1 of 2: judge (status) status: expected 200, actual 503\n");
}

Test(console, shows_a_refused_certificate)
{
    cr_assert_str_eq(run_text(sample_tls_verify(arena), &plain),
                     "FAIL  fund-purchase 基金申购  5.6ms\n"
                     "  FAIL  fund list    5.6ms\n"
                     "  skip  purchase   an earlier step failed\n"
                     "breakpoint: fund-purchase / fund list / tls (tls_verify)\n"
                     "  certificate has expired (2026-01-01)\n"
                     "  at        scenarios/sample.journey.yaml:10:5\n"
                     "  GET https://localhost:8443/api/funds\n"
                     "    peer      127.0.0.1:8443\n"
                     "    phases    dns 1ms  connect 2ms  tls 2ms  total 5ms ±20us\n"
                     "    tls       certificate has expired\n"
                     "    subject   CN=localhost\n"
                     "    issuer    CN=Demo CA,O=巡检\n"
                     "    valid     2025-01-01T00:00:00.000Z to 2026-01-01T00:00:00.000Z\n");
}

static const struct line_row {
    const char *says;
    const struct outcome *(*sample)(struct arena *arena);
    const char *line;
} line_rows[] = {
    {"variant, row and repetition stand beside the name", sample_late,
     "ok    decision 审批结果 row 2 (instant) #3  682.4ms\n"},
    {"polls and tries are counted", sample_late,
     "  ok    decision  682.4ms  3 polls  4 tries\n"},
    {"a condition that skipped a step is named", sample_late, "appeal    only_if was false\n"},
    {"how unsure a duration is, when it matters", sample_degraded,
     "  slow  plan page  844.8ms ±60ms\n"},
    {"a warning is told without being asked for", sample_degraded, "budget wait\n"},
    {"the robot's own failure has its own word", sample_internal, "ROBOT browser  1ms\n"},
    {"and its own phase", sample_internal,
     "breakpoint: browser / open / robot (robot)\n  could not make a socket"},
    {"a step that was cancelled had begun", sample_cancelled, "  stop  second   95.6ms\n"},
    {"where a cancelled run was", sample_cancelled,
     "breakpoint: slow / second / wait (cancelled)\n"},
};

Test(console, says)
{
    for (size_t i = 0; i < sizeof line_rows / sizeof line_rows[0]; i++) {
        const struct line_row *row = &line_rows[i];
        buffer_clear(&out);
        const char *text = run_text(row->sample(arena), &plain);
        cr_expect(strstr(text, row->line) != NULL, "%s:\n%s", row->says, text);
    }
}

Test(console, quiet_tells_only_what_broke)
{
    const struct console_style quiet = {.quiet = true};
    cr_expect_str_eq(run_text(sample_passing(arena), &quiet), "");
    cr_expect_str_eq(run_text(sample_degraded(arena), &quiet), "");
    cr_expect(strstr(run_text(sample_failing(arena), &quiet), "breakpoint: ") != NULL);
}

Test(console, verbose_tells_every_try_once)
{
    const struct console_style verbose = {.verbose = true};
    const char *text = run_text(sample_failing(arena), &verbose);
    cr_expect(strstr(text, "try 1 of 2: judge (status)") != NULL, "%s", text);
    cr_expect(strstr(text, "status: pass\n") != NULL, "%s", text);
    const char *first = strstr(text, "actual    string");
    cr_expect(first != NULL && strstr(first + 1, "actual    string") == NULL, "%s", text);
}

Test(console, a_failed_clean_up_is_told_apart)
{
    struct outcome *run = sample_run(arena, "tidy", "tidy", VERDICT_PASS);
    struct step_outcome *step = sample_step(run, "withdraw", VERDICT_FAIL);
    struct tried *t = sample_try(run, step, VERDICT_FAIL);
    sample_exchange(run, t, "DELETE", "https://localhost:8443/a", 500, "", 1000);
    sample_break(run, step, t, PHASE_JUDGE, REASON_STATUS, "status: 500");
    run->breakpoint = (struct breakpoint){0};
    run->cleanup_failed = true;
    ((struct step *)step->step)->always = true;
    const char *text = run_text(run, &(struct console_style){.quiet = true});
    cr_expect(strstr(text, "clean-up failed: withdraw / judge (status)\n") != NULL, "%s", text);
    cr_expect(strstr(text, "breakpoint:") == NULL, "%s", text);
}

Test(console, nothing_foreign_commands_the_terminal)
{
    const struct console_style verbose = {.verbose = true};
    run_text(sample_hostile(arena), &verbose);
    console_live("a\x1b[2J", "b\n", 1, 2, 80, &plain, &out);
    struct text all = buffer_text(&out);
    for (size_t i = 0; i < all.length; i++)
        cr_assert(all.at[i] == '\n' || (unsigned char)all.at[i] >= 0x20, "byte %zu", i);
    cr_expect(strstr(all.at, "\\x1b[31m") != NULL);
    cr_expect(strstr(all.at, "\\u202e") != NULL);
    cr_expect(strstr(all.at, "\xE2\x80\xAE") == NULL);
}

Test(console, sums_up)
{
    console_summary(sample_report(arena), &plain, &out);
    cr_expect_str_eq(
        out.at,
        "13 runs: 4 pass, 1 degraded, 6 fail, 1 internal, 1 skipped in 3.21s (seed 42)\n");
    struct report report = *sample_report_of(arena, NULL, 0);
    report.interrupted = true;
    report.not_run = 2;
    buffer_clear(&out);
    console_summary(&report, &plain, &out);
    cr_expect_str_eq(out.at, "0 runs: nothing ran in 3.21s (seed 42)\n"
                             "interrupted: 2 selected runs were not begun\n");
}

Test(console, colours_only_when_told_to)
{
    const struct console_style colour = {.colour = true};
    console_summary(sample_report(arena), &plain, &out);
    cr_expect(strchr(out.at, 0x1b) == NULL);
    run_text(sample_failing(arena), &colour);
    cr_expect(strstr(out.at, "\x1b[31mFAIL \x1b[0m credit-application") != NULL);
    cr_expect(strstr(out.at, "\x1b[31mbreakpoint: credit-application / identity / judge "
                             "(assertion)\x1b[0m\n") != NULL);
}

static const struct live_row {
    const char *says;
    size_t columns;
    const char *line;
} live_rows[] = {
    {"all of it when there is room", 80, "...   授信  3/12  身份证 identity"},
    {"one column stays free, so that nothing wraps", 32, "...   授信  3/12  身份证 identi"},
    {"a Chinese character that does not fit whole goes", 23, "...   授信  3/12  身份"},
    {"hardly a terminal", 1, "."},
};

Test(console, live_lines_fit_the_terminal)
{
    for (size_t i = 0; i < sizeof live_rows / sizeof live_rows[0]; i++) {
        const struct live_row *row = &live_rows[i];
        buffer_clear(&out);
        console_live("授信", "身份证 identity", 3, 12, row->columns, &plain, &out);
        cr_expect_str_eq(out.at, row->line, "%s: %s", row->says, out.at);
    }
}

static const struct width_row {
    const char *text;
    size_t columns;
} width_rows[] = {
    {"", 0},        {"abc", 3},        {"授信申请", 8}, {"a（b）", 6}, /* full-width brackets */
    {"e\u0301", 1},                                                    /* a combining accent */
    {"\xff", 1},    {"\U0001F600", 2},
};

Test(plain, widths)
{
    for (size_t i = 0; i < sizeof width_rows / sizeof width_rows[0]; i++)
        cr_expect_eq(plain_width(text_of(width_rows[i].text)), width_rows[i].columns, "%s",
                     width_rows[i].text);
}
