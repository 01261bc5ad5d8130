/* SPDX-License-Identifier: Apache-2.0 */
/* `xunjian report`: the same figures in every format, and nothing of an app's words obeyed. */

#include "said.h"

#include <criterion/criterion.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/files.h"
#include "command/command.h"
#include "document/json.h"
#include "tests/store/stored.h"

#include <stdio.h>
#include <string.h>

extern const struct command command_report;

enum { MOST = 16 };

static struct stored s;

static void begin(void)
{
    stored_begin(&s);
    stored_open(&s);
}

static void end(void)
{
    stored_end(&s);
}

TestSuite(report_command, .init = begin, .fini = end);

/* PATH stands for the store's. */
static struct said say(const char *arguments)
{
    const char *words[MOST + 1] = {NULL};
    char *rest = arena_strdup(s.arena, arguments), *word;
    for (size_t n = 0; (word = strtok_r(rest, " ", &rest)) != NULL && n < MOST; n++)
        words[n] = strcmp(word, "PATH") == 0 ? s.path : word;
    return said_by(s.arena, &command_report, words, NULL);
}

static void expect_part(const char *all, const char *part)
{
    cr_expect_not_null(strstr(all, part), "\"%s\" is not in\n%s", part, all);
}

/* Nine good runs and one that broke, within the last hour; one in the hour a day before. */
static void fill(const char *message)
{
    int64_t now = clock_now_utc_ns();
    for (int i = 0; i < 10; i++)
        stored_take(&s, &(struct what_ran){.verdict = i == 4 ? VERDICT_FAIL : VERDICT_PASS,
                                           .message = message,
                                           .started_utc_ns = now - (i + 1) * 60 * NS_PER_S});
    stored_take(&s, &(struct what_ran){.verdict = VERDICT_PASS,
                                       .started_utc_ns = now - (24 * 60 + 30) * 60 * NS_PER_S});
    stored_wait_kept(&s, 11);
}

Test(report_command, tells_uptime_in_every_format)
{
    fill(NULL);
    struct said text = say("uptime --store PATH --since 1h");
    cr_assert_eq(text.code, EXIT_PASSED, "%s", text.error);
    expect_part(text.out, "credit");
    expect_part(text.out, "90.00 %");
    struct said csv = say("uptime --store PATH --since 1h --format csv");
    expect_part(csv.out, "journey,environment,uptime_percent,runs,good,");
    expect_part(csv.out, "\"credit\",\"staging\",90.0000,10,9,0,1,0,");
    struct said html = say("uptime --store PATH --since 1h --format html");
    expect_part(html.out, "<meter min=\"0\" max=\"1000000\" value=\"900000\">");
    cr_expect_null(strstr(html.out, "src="));
    cr_expect_null(strstr(html.out, "http:"));
    struct said json = say("uptime --store PATH --since 1h --format json");
    struct json_error error;
    cr_assert_not_null(json_parse(s.arena, text_of(json.out), &json_default_limits, &error));
    expect_part(json.out, "\"uptime_millionths\":900000");
}

Test(report_command, tells_funnel_performance_and_breakpoints)
{
    fill(NULL);
    struct said funnel = say("funnel --store PATH --since 1h --format csv");
    expect_part(funnel.out, "\"credit\",\"staging\",\"log in\",10,10,100.0000,1,1,100.0000");
    expect_part(funnel.out, "\"credit\",\"staging\",\"pay\",10,9,90.0000,1,1,100.0000");
    struct said performance = say("performance --store PATH --since 1h --format csv");
    expect_part(performance.out, "\"(whole run)\",9,100.");
    expect_part(performance.out, "\"pay\",9,");
    struct said broken = say("breakpoints --store PATH --since 2d --journey credit");
    expect_part(broken.out, "timeout");
    expect_part(broken.out, "the answer did not come");
    struct said before = say("uptime --store PATH --since 25h --until 24h --format csv");
    expect_part(before.out, "100.0000,1,1,");
}

Test(report_command, an_apps_words_are_never_markup_formula_or_escape)
{
    fill("=HYPERLINK(\"http://evil\")<script>\x1b[2J");
    struct said csv = say("breakpoints --store PATH --format csv");
    expect_part(csv.out, "\"'=HYPERLINK(\"\"http://evil\"\")<script>");
    struct said html = say("breakpoints --store PATH --format html");
    cr_expect_null(strstr(html.out, "<script"));
    expect_part(html.out, "&lt;script&gt;");
    struct said text = say("breakpoints --store PATH");
    cr_expect_null(strchr(text.out, '\x1b'));
}

struct wrong {
    const char *arguments, *says;
    int code;
};

static const struct wrong wrongs[] = {
    {"", "expected one report", EXIT_USAGE},
    {"uptime funnel", "expected one report", EXIT_USAGE},
    {"uptme --store PATH", "did you mean \"uptime\"?", EXIT_USAGE},
    {"uptime --store PATH --format xml", "unknown format \"xml\"", EXIT_USAGE},
    {"uptime --store PATH --since yesterday", "take durations", EXIT_USAGE},
    {"uptime --store PATH --since 1h --until 2h", "take durations", EXIT_USAGE},
    {"uptime --store /nowhere/at-all.db", "no such file", EXIT_USAGE},
    {"uptime --store /dev/null", "/dev/null", EXIT_INTERNAL},
    {"uptime --store PATH", "no runs in this time", EXIT_NOTHING},
    {"uptime --config /nowhere/xunjian.yaml", "/nowhere/xunjian.yaml", EXIT_USAGE},
};

Test(report_command, says_what_is_wrong)
{
    for (size_t i = 0; i < sizeof wrongs / sizeof wrongs[0]; i++) {
        struct said said = say(wrongs[i].arguments);
        cr_expect_eq(said.code, wrongs[i].code, "%s: %d", wrongs[i].arguments, said.code);
        char *lower = arena_strdup(s.arena, said.error);
        for (char *c = lower; *c != '\0'; c++)
            if (*c == 'N' && strncmp(c, "No such", 7) == 0)
                *c = 'n';
        expect_part(lower, wrongs[i].says);
    }
}

Test(report_command, writes_a_file)
{
    struct text page;
    const char *why = "";
    fill(NULL);
    const char *file = arena_printf(s.arena, "%s/out/uptime.html", s.folder);
    struct said said =
        say(arena_printf(s.arena, "uptime --store PATH --format html --output %s", file));
    cr_assert_eq(said.code, EXIT_PASSED, "%s", said.error);
    cr_assert(files_read(s.arena, file, 1 << 20, &page, &why), "%s", why);
    cr_assert(text_starts_with(page, text_of("<!DOCTYPE html>")));
}
