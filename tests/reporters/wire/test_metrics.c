/* SPDX-License-Identifier: Apache-2.0 */
/* Samples in both notations, to the letter. What reads them for real is in test_metrics_read.c. */

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/histogram.h"
#include "base/redact.h"
#include "reporters/wire/metrics.h"

enum { MOST = 1 << 20 };

static struct buffer out;

static void begin(void)
{
    buffer_init(&out, MOST);
}

static void end(void)
{
    buffer_done(&out);
}

TestSuite(metrics, .init = begin, .fini = end);

static void write_all(bool open)
{
    struct metrics m;
    metrics_begin(&m, &out, open);
    metrics_family(&m, "a_seconds", METRIC_GAUGE, "seconds", "line\none \\ \"quoted\"");
    metrics_sample(&m, NULL, 0.1);
    metrics_sample(&m, (struct label[]){{"x", "q\"b\\n\n"}, {"none", NULL}, {NULL, NULL}}, -2);
    metrics_family(&m, "never", METRIC_GAUGE, NULL, "a family without a sample");
    metrics_family(&m, "b", METRIC_COUNTER, NULL, "count");
    metrics_sample(&m, (struct label[]){{"empty", ""}, {NULL, NULL}}, 9007199254740993.0);
    metrics_family(&m, "c", METRIC_INFO, NULL, "info");
    metrics_sample_of(&m, text_of("k=\"v\""), (struct label[]){{"l", "w"}, {NULL, NULL}}, 1);
    metrics_end(&m);
}

Test(metrics, the_text_format)
{
    write_all(false);
    cr_expect_str_eq(out.at, "# HELP a_seconds line\\none \\\\ \"quoted\"\n"
                             "# TYPE a_seconds gauge\n"
                             "a_seconds 0.1\n"
                             "a_seconds{x=\"q\\\"b\\\\n\\n\"} -2\n"
                             "# HELP b_total count\n"
                             "# TYPE b_total counter\n"
                             "b_total 9007199254740992\n"
                             "# HELP c_info info\n"
                             "# TYPE c_info gauge\n"
                             "c_info{k=\"v\",l=\"w\"} 1\n");
}

Test(metrics, open_metrics)
{
    write_all(true);
    cr_expect_str_eq(out.at, "# HELP a_seconds line\\none \\\\ \\\"quoted\\\"\n"
                             "# TYPE a_seconds gauge\n"
                             "# UNIT a_seconds seconds\n"
                             "a_seconds 0.1\n"
                             "a_seconds{x=\"q\\\"b\\\\n\\n\"} -2\n"
                             "# HELP b count\n"
                             "# TYPE b counter\n"
                             "b_total 9007199254740992\n"
                             "# HELP c info\n"
                             "# TYPE c info\n"
                             "c_info{k=\"v\",l=\"w\"} 1\n"
                             "# EOF\n");
}

Test(metrics, numbers_are_the_shortest_that_read_back)
{
    static const struct {
        double value;
        const char *text;
    } rows[] = {
        {0, "0"},
        {1.5, "1.5"},
        {0.1 + 0.2, "0.30000000000000004"},
        {1e-9, "1e-09"},
        {NAN, "NaN"},
        {INFINITY, "+Inf"},
        {-INFINITY, "-Inf"},
        {1e300, "1e+300"},
        {1769846400.123, "1769846400.123"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct metrics m;
        char want[64];
        buffer_clear(&out);
        metrics_begin(&m, &out, false);
        metrics_family(&m, "n", METRIC_GAUGE, NULL, "h");
        metrics_sample(&m, NULL, rows[i].value);
        snprintf(want, sizeof want, "# HELP n h\n# TYPE n gauge\nn %s\n", rows[i].text);
        cr_expect_str_eq(out.at, want);
    }
}

Test(metrics, label_values_are_utf8_without_secrets)
{
    struct metrics m;
    redact_add(text_of("hunter2\"x"), "pw");
    metrics_begin(&m, &out, true);
    metrics_family(&m, "n", METRIC_GAUGE, NULL, "h");
    metrics_sample(
        &m, (struct label[]){{"a", "x\xFFy 巡检"}, {"b", "is hunter2\"x"}, {NULL, NULL}}, 1);
    cr_expect_not_null(
        strstr(out.at, "n{a=\"x\xEF\xBF\xBDy 巡检\",b=\"is [redacted:pw]\"} 1\n"), "%s",
        out.at);
}

static void write_histogram(bool open, const char *labels)
{
    struct arena *arena = arena_new();
    struct histogram h;
    struct metrics m;
    struct label one[] = {{"loop", labels}, {NULL, NULL}};
    histogram_init(&h, arena);
    histogram_add(&h, 50 * 1000);           /* 50 us */
    histogram_add(&h, 3 * 1000 * 1000);     /* 3 ms */
    histogram_add(&h, 900LL * 1000 * 1000); /* 0.9 s */
    histogram_add(&h, 90LL * 1000000000LL); /* 90 s */
    metrics_begin(&m, &out, open);
    metrics_family(&m, "l_seconds", METRIC_HISTOGRAM, "seconds", "h");
    metrics_histogram(&m, one, &h);
    arena_end(arena);
}

Test(metrics, a_histogram_counts_up_to_each_bound)
{
    static const char *const lines[] = {
        "l_seconds_bucket{loop=\"a\",le=\"0.0001\"} 1\n",
        "l_seconds_bucket{loop=\"a\",le=\"0.0025\"} 1\n",
        "l_seconds_bucket{loop=\"a\",le=\"0.005\"} 2\n",
        "l_seconds_bucket{loop=\"a\",le=\"1\"} 3\n",
        "l_seconds_bucket{loop=\"a\",le=\"60\"} 3\n",
        "l_seconds_bucket{loop=\"a\",le=\"+Inf\"} 4\n",
        "l_seconds_sum{loop=\"a\"} 90.90305\n",
        "l_seconds_count{loop=\"a\"} 4\n",
    };
    write_histogram(false, "a");
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        cr_expect_not_null(strstr(out.at, lines[i]), "%s in %s", lines[i], out.at);
    buffer_clear(&out);
    write_histogram(true, NULL);
    cr_expect_not_null(strstr(out.at, "l_seconds_bucket{le=\"1.0\"} 3\n"), "%s", out.at);
    cr_expect_not_null(strstr(out.at, "l_seconds_count 4\n"));
}
