/* SPDX-License-Identifier: Apache-2.0 */
/* Whatever a target sends, the robot comes to the right verdict, in time, in bounded memory.
 *
 * Each row is a run of the real binary against the hostile server. A step's time-out is one second
 * and a run may take six: one for the step, the rest for a busy machine under ASan. Memory is the
 * process's peak, compared with a run against a decent answer, so that sanitizers do not count. */

#include "hostile.h"
#include "process.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { MOST_MS = 60 * 1000, MOST_KB = 64 * 1024, MOST_KB_ASAN = 256 * 1024 };

static struct hostile hostile;
static char journey[] = "/tmp/xunjian-limits-XXXXXX";
static long decent_kb;

/* What a run against `url` must come to. */
struct row {
    const char *url;     /* a path, or the name of a port */
    const char *verdict; /* PHASE (REASON) of the breakpoint; NULL: it passes */
    const char *words;   /* that must be said, or NULL */
    const char *assert;  /* more assertions, or NULL */
};

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void write_journey(const struct row *row)
{
    char path[256];
    snprintf(path, sizeof path, "%s/hostile.journey.yaml", journey);
    FILE *file = fopen(path, "w");
    cr_assert_not_null(file);
    /* What is to be judged gets all the time a busy machine may need. */
    bool times_out = row->verdict != NULL && strstr(row->verdict, "timeout") != NULL;
    fprintf(file,
            "journey: hostile\ntimeout: 50s\nsteps:\n"
            "  - name: meet\n    timeout: %s\n    http: { url: \"%s%s\" }\n"
            "    assert:\n      - status: 200\n%s",
            times_out ? "1s" : "40s",
            row->url[0] == '/' ? hostile.plain : hostile_url(&hostile, row->url),
            row->url[0] == '/' ? row->url : "/", row->assert != NULL ? row->assert : "");
    cr_assert_eq(fclose(file), 0);
}

static long run_row(const struct row *row)
{
    char path[256], har[256], json[256], breakpoint[256];
    snprintf(path, sizeof path, "%s/hostile.journey.yaml", journey);
    snprintf(har, sizeof har, "har=%s/out.har", journey);
    snprintf(json, sizeof json, "json=%s/out.json", journey);
    write_journey(row);
    int64_t began_ms = now_ms();
    struct ran ran = XUNJIAN("run", path, "--report", har, "--report", json);
    int64_t took_ms = now_ms() - began_ms;
    snprintf(breakpoint, sizeof breakpoint, "breakpoint: hostile / meet / %s",
             row->verdict != NULL ? row->verdict : "");
    cr_expect_eq(ran.code, row->verdict != NULL ? 1 : 0, "%s: exit %d\n%s%s", row->url,
                 ran.code, ran.out, ran.err);
    cr_expect_eq(strstr(ran.out, breakpoint) != NULL, row->verdict != NULL,
                 "%s: no \"%s\" in\n%s", row->url, breakpoint, ran.out);
    if (row->words != NULL)
        cr_expect_not_null(strstr(ran.out, row->words), "%s: no \"%s\" in\n%s", row->url,
                           row->words, ran.out);
    cr_expect_lt(took_ms, MOST_MS, "%s took %lld ms", row->url, (long long)took_ms);
    long most_kb = ran.most_kb;
    ran_done(&ran);
    return most_kb;
}

static void begin(void)
{
    static const struct row decent = {"/ok", NULL, NULL, NULL};
    hostile_start(&hostile);
    cr_assert_not_null(mkdtemp(journey));
    decent_kb = run_row(&decent);
}

static void end(void)
{
    char remove[300];
    snprintf(remove, sizeof remove, "rm -rf %s", journey);
    cr_expect_eq(system(remove), 0);
    hostile_stop(&hostile);
}

TestSuite(limits, .init = begin, .fini = end);

/* ASan's quarantine keeps what was freed. */
static long most_kb(void)
{
    return strstr(build_folder(), "asan") != NULL ? MOST_KB_ASAN : MOST_KB;
}

static void run_rows(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        long kb = run_row(&rows[i]);
        cr_expect_lt(kb - decent_kb, most_kb(), "%s took %ld KB more than a decent answer",
                     rows[i].url, kb - decent_kb);
    }
}

#define RUN_ROWS(rows) run_rows(rows, sizeof(rows) / sizeof((rows)[0]))

Test(limits, what_takes_for_ever_times_out_in_the_phase_it_hangs_in)
{
    static const struct row rows[] = {
        {"/silent", "wait (timeout)", NULL, NULL},
        {"/slow-status", "receive (timeout)", NULL, NULL},
        {"/slow-headers", "receive (timeout)", NULL, NULL},
        {"/slow-body", "receive (timeout)", NULL, NULL},
        {"/slow-1xx", "receive (timeout)", NULL, NULL},
        {"/unfinished", "receive (timeout)", NULL, NULL},
        {"/unfinished-chunks", "receive (timeout)", NULL, NULL},
        {"tls_stall", "tls (timeout)", NULL, NULL},
        {"tls_half", "tls (timeout)", NULL, NULL},
    };
    RUN_ROWS(rows);
}

Test(limits, what_never_ends_or_is_too_large_crosses_a_limit)
{
    static const struct row rows[] = {
        {"/endless", "receive (limit)", "the body is over 8388608 bytes", NULL},
        {"/endless-chunked", "receive (limit)", "the body is over 8388608 bytes", NULL},
        {"/big-body", "receive (limit)", "the body is over 8388608 bytes", NULL},
        {"/endless-headers", "receive (limit)", "headers", NULL},
        {"/endless-trailers", "receive (limit)", "headers", NULL},
        {"/endless-1xx", "receive (limit)", "headers", NULL},
        {"/headers", "receive (limit)", "the answer has over 1000 headers", NULL},
        {"/headers?n=1001", "receive (limit)", "the answer has over 1000 headers", NULL},
        {"/headers?n=998", NULL, NULL, NULL},
        {"/big-header", "receive (limit)", "header", NULL},
        {"/cookies", "receive (limit)", "headers", NULL},
        {"/tiny-chunks", NULL, NULL, NULL},
    };
    RUN_ROWS(rows);
}

Test(limits, bombs_are_not_unpacked)
{
    static const struct row rows[] = {
        {"/bomb-gzip", "receive (limit)", "compressed more than 200 to 1", NULL},
        {"/bomb-deflate", "receive (limit)", "compressed more than 200 to 1", NULL},
        {"/bomb-nested", "receive (limit)", "compressed more than 200 to 1", NULL},
        {"/bomb-br", "receive (limit)", "compressed more than 200 to 1", NULL},
    };
    RUN_ROWS(rows);
}

Test(limits, redirects_end_and_stay_with_http)
{
    static const struct row rows[] = {
        {"/redirect-loop", "receive (redirect)", "10 redirects", NULL},
        {"/redirect-pair", "receive (redirect)", "10 redirects", NULL},
        {"/redirect-chain?n=11", "receive (redirect)", "10 redirects", NULL},
        {"/redirect-chain?n=10", NULL, NULL, NULL},
        {"/redirect-scheme?n=0", "receive (redirect)", "its scheme is file", NULL},
        {"/redirect-scheme?n=1", "receive (redirect)", "its scheme is ftp", NULL},
        {"/redirect-scheme?n=2", "receive (redirect)", "its scheme is gopher", NULL},
        {"/redirect-scheme?n=3", "receive (redirect)", "its scheme is dict", NULL},
        {"/redirect-scheme?n=4", "receive (redirect)", "its scheme is ldap", NULL},
        {"/redirect-scheme?n=5", "receive (redirect)", "its scheme is not http or https", NULL},
        {"/redirect-scheme?n=6", "receive (redirect)", "its scheme is not http or https", NULL},
        {"/redirect-bad-url", "receive (redirect)", NULL, NULL},
        {"/redirect-long", "receive (redirect)", NULL, NULL},
        {"/redirect-nowhere", "judge (status)", NULL, NULL},
    };
    RUN_ROWS(rows);
}

Test(limits, what_is_not_http_is_told_so)
{
    static const struct row rows[] = {
        {"/not-http", "receive (protocol)", NULL, NULL},
        {"/http-09", "receive (protocol)", NULL, NULL},
        {"/bad-status-line", "receive (protocol)", NULL, NULL},
        {"/status-0", "receive (protocol)", NULL, NULL},
        {"/status-999", "judge (status)", NULL, NULL},
        {"/bad-version", "receive (protocol)", NULL, NULL},
        {"/negative-length", "receive (protocol)", NULL, NULL},
        {"/bad-chunk", "receive (protocol)", NULL, NULL},
        {"/huge-chunk", "receive (protocol)", NULL, NULL},
        {"/negative-chunk", "receive (protocol)", NULL, NULL},
        {"/bad-gzip", "receive (protocol)", NULL, NULL},
        {"/cut-gzip", "receive (protocol)", NULL, NULL},
        {"/cut-gzip-later", "receive (protocol)", NULL, NULL},
        {"/whole-gzip", NULL, NULL, "      - body: { equals: hello }\n"},
        {"/unknown-encoding", "receive (protocol)", NULL, NULL},
        {"/nul-in-header", "receive (protocol)", NULL, NULL},
        {"/no-colon", "receive (protocol)", NULL, NULL},
        {"tls_garbage", "tls (tls)", NULL, NULL},
        {"tls_alert", "tls (tls)", NULL, NULL},
        {"tls_close", "tls (tls)", NULL, NULL},
        {"refused", "connect (refused)", NULL, NULL},
    };
    RUN_ROWS(rows);
}

Test(limits, a_connection_that_breaks_is_told_from_one_that_hangs)
{
    static const struct row rows[] = {
        {"/close-before-answer", "wait (closed)", NULL, NULL},
        {"/close-mid-headers", "receive (closed)", NULL, NULL},
        {"/close-mid-body", "receive (closed)", NULL, NULL},
        {"/cut-chunk", "receive (closed)", NULL, NULL},
        {"/long-length", "receive (closed)", NULL, NULL},
        {"/two-lengths", "receive (closed)", NULL, NULL},
        {"/reset-before-answer", "wait (reset)", NULL, NULL},
        {"/reset-mid-body", "receive (reset)", NULL, NULL},
    };
    RUN_ROWS(rows);
}

#define JSON_ASSERT  "      - { jsonpath: $.code, equals: \"0000\" }\n"
#define XPATH_ASSERT "      - { xpath: //p, exists: true }\n"
#define CSS_ASSERT   "      - { css: \"div div p\", exists: true }\n"

Test(limits, what_cannot_be_parsed_fails_the_assertion_that_asked)
{
    static const struct row rows[] = {
        {"/ok", NULL, NULL, JSON_ASSERT},
        {"/bad-utf8", "judge (assertion)", NULL, JSON_ASSERT},
        {"/bad-json", "judge (assertion)", NULL, JSON_ASSERT},
        {"/lone-surrogate", "judge (assertion)", NULL, JSON_ASSERT},
        {"/huge-number", "judge (assertion)", NULL, JSON_ASSERT},
        {"/duplicate-keys", "judge (assertion)", NULL, JSON_ASSERT},
        {"/deep-json", "judge (assertion)", "crosses a limit: nested too deep", JSON_ASSERT},
        {"/deep-objects", "judge (assertion)", "crosses a limit: nested too deep", JSON_ASSERT},
        {"/deep-html?n=10000", "judge (assertion)", NULL, XPATH_ASSERT},
        {"/deep-html", "judge (assertion)", NULL, CSS_ASSERT},
        {"/wide-html", "judge (assertion)", "over 100000 elements", XPATH_ASSERT},
        {"/xml-entities", "judge (assertion)", NULL, XPATH_ASSERT},
        {"/xml-outside", "judge (assertion)", NULL, XPATH_ASSERT},
    };
    RUN_ROWS(rows);
}

Test(limits, terminal_escapes_of_a_target_do_not_reach_the_terminal)
{
    static const struct row row = {"/script", "judge (assertion)", NULL, JSON_ASSERT};
    char path[256];
    snprintf(path, sizeof path, "%s/hostile.journey.yaml", journey);
    write_journey(&row);
    struct ran ran = XUNJIAN("run", "--verbose", path);
    cr_expect_eq(ran.code, 1);
    cr_expect_null(memchr(ran.out, '\x1b', ran.out_length), "%s", ran.out);
    cr_expect_null(memchr(ran.err, '\x1b', ran.err_length), "%s", ran.err);
    ran_done(&ran);
}
