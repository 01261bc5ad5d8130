/* SPDX-License-Identifier: Apache-2.0 */
/* `xunjian run` as a release gate and a person at a terminal use it: selection, exit codes, seeds,
 * reports, interruption. */

#include "tests/system/demo.h"
#include "tests/system/process.h"

#include <criterion/criterion.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define FAULTS "tests/system/faults.journey.yaml"
#define BUDGET "tests/system/budget.journey.yaml"

static char base_setting[100];
static struct demo *demo;

static void start(void)
{
    demo = demo_start((const char *const[]){"--seed", "1", NULL});
    snprintf(base_setting, sizeof base_setting, "base=%s", demo->plain);
}

static void stop(void)
{
    demo_stop(demo);
}
TestSuite(run_command, .init = start, .fini = stop);

struct gate {
    const char *says;
    const char *arguments[8];
    int code;
};

Test(run_command, exit_codes_tell_a_gate_what_it_must_know)
{
    const struct gate rows[] = {
        {"all passed", {"run", "--set", base_setting, FAULTS}, 0},
        {"something broke", {"run", "--set", "base=http://127.0.0.1:1", FAULTS}, 1},
        {"nothing named", {"run"}, 2},
        {"an unknown option", {"run", "--pralel", "2", FAULTS}, 2},
        {"a file that is not there", {"run", "tests/nowhere"}, 2},
        {"a report of an unknown kind", {"run", "--report", "jsn=x", FAULTS}, 2},
        {"a wrong journey", {"run", "tests/lint/templates.journey.yaml"}, 3},
        {"an environment that is not there", {"run", "--env", "nowhere", "scenarios"}, 3},
        {"a report that cannot be written",
         {"run", "--set", base_setting, "--report", "json=/proc/nowhere/x", FAULTS},
         4},
        {"no journey of that name",
         {"run", "--set", base_setting, "--name", "nope", FAULTS},
         5},
        {"no journey with that tag",
         {"run", "--set", base_setting, "--tag", "nope", FAULTS},
         5},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct ran ran = xunjian(rows[i].arguments, NULL);
        cr_expect_eq(ran.code, rows[i].code, "%s: exit %d\n%s%s", rows[i].says, ran.code,
                     ran.out, ran.err);
        ran_done(&ran);
    }
}

Test(run_command, piped_output_is_plain)
{
    struct ran ran = XUNJIAN("run", "--set", base_setting, FAULTS);
    cr_expect_null(strchr(ran.out, '\x1b'), "%s", ran.out);
    cr_expect_not_null(strstr(ran.out, "1 run: 1 pass"), "%s", ran.out);
    ran_done(&ran);
}

Test(run_command, repeat_runs_as_often_as_asked_whatever_is_in_parallel)
{
    struct ran ran =
        XUNJIAN("run", "--set", base_setting, "--repeat", "20", "--parallel", "7", FAULTS);
    cr_expect_eq(ran.code, 0);
    cr_expect_eq(demo_count(demo, "GET /api/funds"), 20);
    cr_expect_eq(demo_count(demo, "GET /api/funds/{}"), 20);
    ran_done(&ran);
}

/* What is left of yesterday would be taken for today's. */
Test(run_command, reports_of_nothing_replace_older_ones)
{
    static const struct {
        const char *says, *name, *file;
        int code;
    } rows[] = {
        {"nothing selected", "nope", FAULTS, 5},
        {"a wrong file", "*", "tests/lint/templates.journey.yaml", 3},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct ran ran =
            XUNJIAN("run", "--set", base_setting, "--name", rows[i].name, "--report",
                    "junit=/dev/stdout", "--report", "tap=/dev/stdout", rows[i].file);
        cr_expect_eq(ran.code, rows[i].code, "%s: exit %d", rows[i].says, ran.code);
        cr_expect_not_null(strstr(ran.out, "<error message=\"nothing ran\""), "%s: %s",
                           rows[i].says, ran.out);
        cr_expect_not_null(strstr(ran.out, "Bail out! nothing ran"), "%s", rows[i].says);
        ran_done(&ran);
    }
}

static char *report(const char *kind, const char *seed)
{
    static const char path[] = "/dev/stdout";
    char report_option[64];
    snprintf(report_option, sizeof report_option, "%s=%s", kind, path);
    struct ran ran = XUNJIAN("run", "--quiet", "--set", base_setting, "--seed", seed,
                             "--report", report_option, "tests/system/person.journey.yaml");
    cr_expect_eq(ran.code, 0, "%s: %s%s", kind, ran.out, ran.err);
    char *out = strdup(ran.out);
    ran_done(&ran);
    return out;
}

Test(run_command, every_kind_of_report_is_written)
{
    static const struct {
        const char *kind, *has;
    } rows[] = {{"console", "ok    person"}, {"har", "\"version\":\"1.2\""},
                {"html", "<!DOCTYPE html>"}, {"json", "\"xunjian.report/1\""},
                {"junit", "<testsuite "},    {"tap", "TAP version"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char *out = report(rows[i].kind, "1");
        cr_expect_not_null(strstr(out, rows[i].has), "%s: %.300s", rows[i].kind, out);
        free(out);
    }
}

/* The body that was sent holds the person made up. */
static void sent_person(const char *seed, char *to, size_t size)
{
    char *out = report("json", seed);
    const char *at = strstr(out, "id_number=");
    cr_assert_not_null(at, "%.500s", out);
    snprintf(to, size, "%.28s", at);
    free(out);
}

Test(run_command, the_same_seed_makes_the_same_person_and_another_another)
{
    char one[32], again[32], other[32];
    sent_person("7", one, sizeof one);
    sent_person("7", again, sizeof again);
    sent_person("8", other, sizeof other);
    cr_expect_str_eq(one, again);
    cr_expect_str_neq(one, other);
}

/* Waits until the app was asked for `endpoint`, at most ten seconds. */
static void wait_for(const char *endpoint)
{
    for (int i = 0; i < 500 && demo_count(demo, endpoint) == 0; i++)
        poll(NULL, 0, 20);
    cr_assert_gt(demo_count(demo, endpoint), 0, "%s was never asked for", endpoint);
}

Test(run_command, slow_is_degraded_and_fails_only_under_strict)
{
    demo_fault(demo, "{\"endpoint\":\"GET /api/funds\",\"kind\":\"delay\","
                     "\"delay_us\":200000}");
    struct ran lenient = XUNJIAN("run", "--set", base_setting, BUDGET);
    cr_expect_eq(lenient.code, 0, "exit %d\n%s", lenient.code, lenient.out);
    cr_expect_not_null(strstr(lenient.out, "1 run: 1 degraded"), "%s", lenient.out);
    ran_done(&lenient);
    struct ran strict = XUNJIAN("run", "--strict", "--set", base_setting, BUDGET);
    cr_expect_eq(strict.code, 1, "exit %d\n%s", strict.code, strict.out);
    ran_done(&strict);
}

Test(run_command, a_tag_or_a_name_selects_among_many)
{
    static const struct {
        const char *says, *option, *value, *summary;
    } rows[] = {
        {"of two journeys, the one with the tag", "--tag", "money", "1 run: 1 pass"},
        {"the one of that name", "--name", "faults", "1 run: 1 pass"},
        {"those that a glob matches", "--name", "*u*", "2 runs: 2 pass"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct ran ran = XUNJIAN("run", "--set", base_setting, rows[i].option, rows[i].value,
                                 FAULTS, BUDGET);
        cr_expect_eq(ran.code, 0, "%s: exit %d", rows[i].says, ran.code);
        cr_expect_not_null(strstr(ran.out, rows[i].summary), "%s: %s", rows[i].says, ran.out);
        ran_done(&ran);
    }
}

Test(run_command, quiet_tells_the_summary_but_no_run_that_passed)
{
    struct ran ran = XUNJIAN("run", "--quiet", "--set", base_setting, FAULTS);
    cr_expect_eq(ran.code, 0);
    cr_expect_null(strstr(ran.out, "ok "), "%s", ran.out);
    cr_expect_not_null(strstr(ran.out, "1 run: 1 pass"), "%s", ran.out);
    ran_done(&ran);
}

Test(run_command, an_interrupt_stops_the_step_cleans_up_and_still_writes_the_report)
{
    struct running running =
        xunjian_start((const char *const[]){"run", "--set", base_setting, "--repeat", "3",
                                            "--parallel", "1", "--report", "json=/dev/stdout",
                                            "tests/system/interrupted.journey.yaml", NULL},
                      NULL);
    wait_for("GET /api/funds");
    kill(running.pid, SIGINT);
    struct ran ran = xunjian_wait(&running);
    cr_expect_eq(ran.code, 5, "exit %d\n%s%s", ran.code, ran.out, ran.err);
    cr_expect_eq(demo_count(demo, "GET /api/funds/{}"), 1, "the clean-up ran once");
    cr_expect_eq(demo_count(demo, "GET /bench/json/{n}") +
                     demo_count(demo, "GET /bench/json/{}"),
                 0, "nothing after the interrupt ran");
    cr_expect_not_null(strstr(ran.out, "(cancelled)"), "%s", ran.out);
    cr_expect_not_null(strstr(ran.out, "\"interrupted\":true"), "%s", ran.out);
    cr_expect_not_null(strstr(ran.out, "\"not_run\":2"), "%s", ran.out);
    ran_done(&ran);
}

Test(run_command, a_second_interrupt_cancels_the_clean_up_too)
{
    demo_fault(demo, "{\"endpoint\":\"GET /api/funds/{}\",\"kind\":\"delay\","
                     "\"delay_us\":15000000}");
    struct running running =
        xunjian_start((const char *const[]){"run", "--set", base_setting,
                                            "tests/system/interrupted.journey.yaml", NULL},
                      NULL);
    wait_for("GET /api/funds");
    kill(running.pid, SIGINT);
    wait_for("GET /api/funds/{}");
    kill(running.pid, SIGINT);
    time_t asked = time(NULL);
    struct ran ran = xunjian_wait(&running);
    cr_expect_lt(time(NULL) - asked, 8, "it did not wait for the clean-up's answer");
    cr_expect_eq(ran.code, 5, "exit %d\n%s%s", ran.code, ran.out, ran.err);
    ran_done(&ran);
}
