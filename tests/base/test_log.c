/* SPDX-License-Identifier: Apache-2.0 */
/* What the operator reads: lines that a program can read, too, without secrets. */

#include "base/log.h"
#include "base/redact.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int standard_error, written[2];

static void begin(void)
{
    standard_error = dup(STDERR_FILENO);
    cr_assert_eq(pipe(written), 0);
    dup2(written[1], STDERR_FILENO);
    close(written[1]);
    log_set_level(LEVEL_INFO);
}

static void end(void)
{
    dup2(standard_error, STDERR_FILENO);
    close(standard_error);
    close(written[0]);
}

TestSuite(log, .init = begin, .fini = end);

/* What was written since the suite began; gives standard error back. */
static const char *lines(void)
{
    static char all[64 * 1024];
    size_t length = 0;
    ssize_t got;
    dup2(standard_error, STDERR_FILENO);
    while ((got = read(written[0], all + length, sizeof all - 1 - length)) > 0)
        length += (size_t)got;
    all[length] = '\0';
    return all;
}

/* A line without its moment, which the clock gives. */
static const char *after_time(const char *line)
{
    int year, month, day, hour, minute, second, ms, end = 0;
    sscanf(line, "time=%4d-%2d-%2dT%2d:%2d:%2d.%3dZ %n", &year, &month, &day, &hour, &minute,
           &second, &ms, &end);
    cr_expect_eq(end, 30, "a moment in RFC 3339 begins the line: %s", line);
    return line + end;
}

Test(log, a_line_has_level_message_and_fields)
{
    log_write(LEVEL_INFO, "run finished", "journey", "login", "verdict", "pass", NULL);
    cr_expect_str_eq(after_time(lines()),
                     "level=info msg=\"run finished\" journey=login verdict=pass\n");
}

Test(log, foreign_values_are_quoted_and_escaped)
{
    log_write(LEVEL_ERROR, "x", "blank", "a b", "quote", "a\"b\\", "line", "a\nb\x01", "none",
              "", "equals", "a=b", "cjk", "巡检", "bytes", "a\xFFz", NULL);
    cr_expect_str_eq(
        after_time(lines()),
        "level=error msg=x blank=\"a b\" quote=\"a\\\"b\\\\\" line=\"a\\nb\\u0001\" "
        "none=\"\" equals=\"a=b\" cjk=巡检 bytes=\"a\xEF\xBF\xBDz\"\n");
}

Test(log, what_is_less_urgent_than_the_level_is_not_written)
{
    log_write(LEVEL_DEBUG, "not this", NULL);
    log_write(LEVEL_INFO, "this", NULL);
    cr_expect_str_eq(after_time(lines()), "level=info msg=this\n");
}

Test(log, secrets_do_not_get_out_even_when_cut)
{
    char value[LOG_MOST_VALUE + 100];
    redact_add(text_of("hunter2\n\"hunter3"), "pw");
    memset(value, 'x', sizeof value);
    memcpy(value + LOG_MOST_VALUE - 12, "hunter2\n\"hunter3", 16);
    value[sizeof value - 1] = '\0';
    log_write(LEVEL_INFO, "hunter2\n\"hunter3", "body", value, NULL);
    const char *line = lines();
    cr_expect_null(strstr(line, "hunter"), "%s", line);
    cr_expect_not_null(strstr(line, "msg=\"[redacted:pw]\""), "%s", line);
    cr_expect_not_null(strstr(line, "xx[redacted:pw]...\"\n"), "%s", line);
}

Test(log, levels_have_names)
{
    enum log_level level = LEVEL_ERROR;
    cr_expect(log_level_parse(text_of("debug"), &level));
    cr_expect_eq(level, LEVEL_DEBUG);
    cr_expect_not(log_level_parse(text_of("loud"), &level));
    cr_expect_eq(level, LEVEL_DEBUG);
}

Test(log, as_json_a_line_is_one_object_of_strings)
{
    static const char rest[] =
        "\",\"level\":\"error\",\"msg\":\"run finished\",\"journey\":\"login\",\"count\":\"7\","
        "\"text\":\"a\\\"b\\n\\u0001 巡检 \xEF\xBF\xBD\",\"secret\":\"[redacted:pw]\"}\n";
    redact_add(text_of("hunter2"), "pw");
    log_set_format(LOG_JSON);
    log_write(LEVEL_ERROR, "run finished", "journey", "login", "count", "7", "text",
              "a\"b\n\x01 巡检 \xFF", "secret", "hunter2", NULL);
    log_set_format(LOG_LOGFMT);
    const char *line = lines();
    static const char time[] = "{\"time\":\"";
    cr_assert_eq(strncmp(line, time, sizeof time - 1), 0, "%s", line);
    cr_expect_str_eq(line + sizeof time - 1 + strlen("2026-01-31T08:00:00.123Z"), rest);
}

Test(log, as_json_a_long_value_is_cut_and_the_line_stays_json)
{
    char value[LOG_MOST_VALUE + 100];
    memset(value, 'x', sizeof value);
    value[sizeof value - 1] = '\0';
    log_set_format(LOG_JSON);
    log_write(LEVEL_INFO, "x", "body", value, "after", "y", NULL);
    log_set_format(LOG_LOGFMT);
    cr_expect_not_null(strstr(lines(), "xx...\",\"after\":\"y\"}\n"));
}
