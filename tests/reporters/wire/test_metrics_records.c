/* SPDX-License-Identifier: Apache-2.0 */
/* Runs as metrics, read back by the tools they are for: promtool and the strict OpenMetrics parser. */

#include <criterion/criterion.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/redact.h"
#include "reporters/wire/metrics.h"
#include "tests/reporters/wire/sample_records.h"
#include "tests/shared/fed.h"

enum { MOST = 4 << 20 };

static struct arena *arena;

static void begin(void)
{
    arena = arena_new();
}

static void end(void)
{
    arena_end(arena);
}

TestSuite(metrics_records, .init = begin, .fini = end);

static struct text write_records(struct record_list list, bool open, bool probe)
{
    struct buffer out;
    struct metrics m;
    buffer_init(&out, MOST);
    metrics_begin(&m, &out, open);
    metrics_records(&m, list.items, list.count, probe);
    metrics_end(&m);
    cr_assert_not(out.full);
    struct text copy = text_copy(arena, buffer_text(&out));
    buffer_done(&out);
    return copy;
}

/* Every sample a line, as the parser understood it; fails the test when it did not. */
static const char *read_back(struct text scrape, const char *format)
{
    struct fed fed = fed_to(
        arena,
        arena_printf(arena, "/usr/bin/python3 tests/prometheus/read_metrics.py %s", format),
        scrape);
    cr_assert_eq(fed.code, 0, "%s: %s in %s", format, fed.words, scrape.at);
    return fed.words;
}

static void expect_lines(const char *all, const char *const *lines)
{
    for (; *lines != NULL; lines++) {
        const char *at = strstr(all, *lines);
        bool whole = at != NULL && (at == all || at[-1] == '\n') && at[strlen(*lines)] == '\n';
        cr_expect(whole, "not there: %s\nin %s", *lines, all);
    }
}

#define OF(journey) "environment='staging',journey='" journey "',location='beijing-1'"

Test(metrics_records, say_what_blackbox_exporter_says_of_the_journey_and_of_each_step)
{
    static const char *const lines[] = {
        "probe_success{" OF("login") "} 1.0",
        "probe_success{" OF("login") ",step='sms code'} 1.0",
        "probe_duration_seconds{" OF("login") "} 0.2",
        "probe_duration_seconds{" OF("login") ",step='login'} 0.1",
        "probe_dns_lookup_time_seconds{" OF("login") "} 0.02",
        "probe_http_duration_seconds{" OF("login") ",phase='resolve'} 0.02",
        "probe_http_duration_seconds{" OF("login") ",phase='connect'} 0.04",
        "probe_http_duration_seconds{" OF("login") ",phase='tls'} 0.06",
        "probe_http_duration_seconds{" OF("login") ",phase='processing'} 0.01",
        "probe_http_duration_seconds{" OF("login") ",phase='transfer'} 0.004",
        "probe_http_duration_seconds{" OF("login") ",phase='processing',step='login'} 0.005",
        "probe_http_status_code{" OF("login") "} 201.0",
        "probe_http_version{" OF("login") "} 2.0",
        "probe_http_ssl{" OF("login") "} 1.0",
        "probe_http_redirects{" OF("login") "} 3.0",
        "probe_http_content_length{" OF("login") "} 900.0",
        "probe_http_uncompressed_body_length{" OF("login") "} 2000.0",
        "probe_failed_due_to_regex{" OF("login") "} 0.0",
        "probe_ip_protocol{" OF("login") "} 4.0",
        "probe_ip_addr_hash{" OF("login") "} 3668918509.0",
        "probe_ssl_earliest_cert_expiry{" OF("login") "} 1799913600.0",
        "probe_tls_version_info{" OF("login") ",version='TLS 1.3'} 1.0",
        NULL,
    };
    struct record_list one = {.items = {sample_record_passing(arena)}, .count = 1};
    expect_lines(read_back(write_records(one, true, false), "open"), lines);
    expect_lines(read_back(write_records(one, false, false), "text"), lines);
}

Test(metrics_records, name_the_breakpoint_and_take_its_answer)
{
    static const char *const lines[] = {
        "probe_success{" OF("credit-application") "} 0.0",
        "probe_success{" OF("credit-application") ",step='identity'} 0.0",
        "probe_success{" OF("credit-application") ",step='login / login'} 1.0",
        "probe_http_status_code{" OF("credit-application") "} 503.0",
        "probe_failed_due_to_regex{" OF("credit-application") "} 1.0",
        "xunjian_journey_verdict{" OF("credit-application") ",verdict='fail'} 1.0",
        "xunjian_journey_verdict{" OF("credit-application") ",verdict='pass'} 0.0",
        "xunjian_journey_cleanup_failed{" OF("credit-application") "} 1.0",
        "xunjian_journey_breakpoint_info{" OF(
            "credit-application") ",phase='judge',reason='status',step='identity'} 1.0",
        "xunjian_step_breakpoint_info{" OF(
            "credit-application") ",phase='judge',reason='status',step='withdraw'} 1.0",
        "xunjian_step_tries{" OF("credit-application") ",step='identity'} 2.0",
        "xunjian_step_tries{" OF("credit-application") ",step='decision'} 0.0",
        "xunjian_step_verdict_info{" OF(
            "credit-application") ",step='decision',verdict='skipped'} 1.0",
        "xunjian_step_phase_seconds{" OF(
            "credit-application") ",phase='wait',step='identity'} 0.004",
        "xunjian_step_first_byte_seconds{" OF("credit-application") ",step='identity'} 0.065",
        "xunjian_step_uncertainty_seconds{" OF("credit-application") ",step='identity'} 5e-05",
        "xunjian_run_timestamp_seconds{" OF("credit-application") "} 1769846400.123",
        "xunjian_journey_info{business='credit',environment='staging',journey='credit-application',"
        "location='beijing-1',owner='credit-team',title='授信申请'} 1.0",
        NULL,
    };
    struct record_list one = {.items = {sample_record_failing(arena)}, .count = 1};
    const char *all = read_back(write_records(one, true, false), "open");
    expect_lines(all, lines);
    cr_expect_null(strstr(all, "probe_success{" OF("credit-application") ",step='decision'}"),
                   "a step that did not run neither passed nor failed");
}

Test(metrics_records, without_an_answer_there_are_zeros_as_blackbox_exporter_has_them)
{
    static const char *const lines[] = {
        "probe_http_status_code{journey='repay',location='beijing-1'} 0.0",
        "probe_http_duration_seconds{journey='repay',location='beijing-1',phase='tls'} 0.0",
        "probe_http_version{journey='repay',location='beijing-1'} 0.0",
        "probe_http_ssl{journey='repay',location='beijing-1'} 0.0",
        NULL,
    };
    struct record_list one = {.items = {sample_record_refused(arena)}, .count = 1};
    const char *all = read_back(write_records(one, true, false), "open");
    expect_lines(all, lines);
    cr_expect_null(strstr(all, "phase='connect',step='pay'} 0.0\nxunjian_step_phase"),
                   "our own phases are those that happened");
}

Test(metrics_records, a_robot_that_broke_says_nothing_of_the_app)
{
    struct record_list one = {.items = {sample_record_internal(arena)}, .count = 1};
    const char *all = read_back(write_records(one, true, false), "open");
    cr_expect_null(strstr(all, "probe_"), "%s", all);
    cr_expect_not_null(
        strstr(all, "xunjian_journey_verdict{" OF("fund") ",verdict='internal'} 1.0\n"));
}

Test(metrics_records, a_probe_is_one_target_without_labels_of_its_own)
{
    static const char *const lines[] = {
        "probe_success{} 0.0",
        "probe_duration_seconds{} 0.3",
        "probe_http_duration_seconds{phase='processing'} 0.015",
        "probe_http_status_code{} 503.0",
        "probe_tls_version_info{version='TLS 1.3'} 1.0",
        "xunjian_step_phase_seconds{phase='wait',step='identity'} 0.004",
        "xunjian_journey_breakpoint_info{phase='judge',reason='status',step='identity'} 1.0",
        NULL,
    };
    struct record_list one = {.items = {sample_record_failing(arena)}, .count = 1};
    const char *all = read_back(write_records(one, true, true), "open");
    expect_lines(all, lines);
    cr_expect_null(strstr(all, "journey="));
    for (const char *at = all; (at = strstr(at, "probe_")) != NULL; at++) {
        size_t length = strcspn(at, "\n");
        cr_expect_null(memmem(at, length, "step=", 5),
                       "a sum over phases must not count a step twice: %.*s", (int)length, at);
    }
}

Test(metrics_records, no_series_comes_twice_whatever_the_names_are)
{
    static const char *const lines[] = {
        "probe_success{environment='staging',journey='login',location='[redacted:pw]-room',"
        "step='pay (3)',variant='b\"\\\\\\n{}'} 1.0",
        "probe_success{environment='staging',journey='login',location='[redacted:pw]-room',"
        "step='pay (2)',variant='b\"\\\\\\n{}'} 1.0",
        NULL,
    };
    redact_add(text_of("hunter2"), "pw");
    struct record_list all = sample_records(arena);
    struct record_list twice = all;
    for (size_t i = 0; i < all.count; i++)
        twice.items[twice.count++] = sample_records(arena).items[i];
    expect_lines(read_back(write_records(twice, true, false), "open"), lines);
    read_back(write_records(twice, false, false), "text");
    cr_expect_str_eq(write_records(twice, true, false).at, write_records(all, true, false).at);
}

Test(metrics_records, of_several_runs_of_a_monitor_the_worst_speaks)
{
    struct record *good = (struct record *)sample_record_passing(arena);
    struct record *bad = (struct record *)sample_record_passing(arena);
    struct record *cancelled = (struct record *)sample_record_passing(arena);
    bad->verdict = VERDICT_FAIL;
    cancelled->verdict = VERDICT_SKIPPED;
    struct record_list all = {.items = {cancelled, good, bad, good}, .count = 4};
    const char *back = read_back(write_records(all, true, false), "open");
    cr_expect_not_null(strstr(back, "probe_success{" OF("login") "} 0.0\n"), "%s", back);
}

Test(metrics_records, promtool_finds_nothing_to_complain_of)
{
    struct fed fed = fed_to(arena, "promtool check metrics",
                            write_records(sample_records(arena), false, false));
    cr_expect_eq(fed.code, 0, "promtool ended with %d: %s", fed.code, fed.words);
    fed = fed_to(
        arena, "promtool check metrics",
        write_records((struct record_list){.items = {sample_record_failing(arena)}, .count = 1},
                      false, true));
    cr_expect_eq(fed.code, 0, "promtool ended with %d: %s", fed.code, fed.words);
}

Test(metrics_records, nothing_is_a_valid_scrape_too)
{
    cr_expect_str_eq(write_records((struct record_list){.count = 0}, true, false).at,
                     "# EOF\n");
}
