/* SPDX-License-Identifier: Apache-2.0 */
/* first_byte.c - what the robot says the server took, against what the server says.
 *
 * The demo app stamps each answer with the time from the kernel's receipt of the request to its
 * queuing (X-Demo-Delay-Us); the robot's `wait` runs from the last byte sent to the first received.
 * On one machine the rest is loopback and error, so the figure is an upper bound of the error. */

#include "tests/bench/bench.h"

#include "base/arena.h"
#include "base/files.h"
#include "document/json.h"
#include "query/jsonpath.h"
#include "query/query.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_SAMPLES = 20000 };

static const struct json *path(const struct json *from, const char *a, const char *b)
{
    const struct json *at = from != NULL ? json_member(from, text_of(a)) : NULL;
    return at != NULL && b != NULL ? json_member(at, text_of(b)) : at;
}

static double number(const struct json *value)
{
    char text[64] = "nan";
    if (value != NULL && value->text.length < sizeof text)
        snprintf(text, sizeof text, "%.*s", TEXT_ARGS(value->text));
    return strtod(text, NULL);
}

static double told_delay_us(const struct json *headers)
{
    for (size_t i = 0; headers != NULL && i < headers->count; i++) {
        const struct json *name = json_member(headers->items[i], text_of("name"));
        if (name != NULL && text_equal_ignoring_case(name->text, text_of("x-demo-delay-us")))
            return number(json_member(headers->items[i], text_of("value")));
    }
    return NAN;
}

static size_t errors_of(const struct json *report, double *errors)
{
    struct arena *arena = arena_new();
    struct query_error wrong;
    const struct jsonpath *all =
        jsonpath_compile(arena, text_of("$.runs[*].steps[*].tries[*].exchanges[*]"), &wrong);
    struct nodes nodes;
    const char *problem;
    size_t n = 0;
    if (all == NULL || !jsonpath_select(all, report, arena, &nodes, &problem))
        exit(1);
    for (size_t i = 0; i < nodes.count && n < MOST_SAMPLES; i++) {
        const struct json *e = nodes.items[i]->value;
        double wait = number(path(e, "timing", "wait_ns"));
        double delay = told_delay_us(path(e, "answer", "headers")) * 1000;
        if (!isnan(wait) && !isnan(delay))
            errors[n++] = fabs(wait - delay) / 1000;
    }
    arena_end(arena);
    return n;
}

static int ascending(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static double p99_us(const char *build, const char *base, bool tls, const char *parallel,
                     const char *repeat)
{
    static double errors[MOST_SAMPLES];
    struct arena *arena = arena_new();
    struct json_error error;
    struct text bytes;
    const char *why;
    char set[300], report[400], file[300];
    snprintf(set, sizeof set, "base=%s", base);
    snprintf(file, sizeof file, "%s/bench-report.json", build);
    snprintf(report, sizeof report, "json=%s", file);
    const char *arguments[] = {"--set",
                               set,
                               "--parallel",
                               parallel,
                               "--repeat",
                               repeat,
                               "--report",
                               report,
                               "tests/bench/one.journey.yaml",
                               tls ? "--env" : NULL,
                               "tests/bench/environments/bench.yaml",
                               NULL};
    robot_cost(build, arguments);
    if (!files_read(arena, file, 512 << 20, &bytes, &why))
        exit(1);
    struct json_limits limits = {.bytes = 512 << 20, .depth = 64, .nodes = 50000000};
    const struct json *all = json_parse(arena, bytes, &limits, &error);
    size_t n = all != NULL ? errors_of(all, errors) : 0;
    unlink(file);
    arena_end(arena);
    if (n == 0) {
        fprintf(stderr, "no times were reported\n");
        exit(1);
    }
    qsort(errors, n, sizeof *errors, ascending);
    return errors[n * 99 / 100];
}

void bench_first_byte(const char *build, const struct server *server)
{
    server_fault(server,
                 "{\"endpoint\":\"/bench/json/1\",\"kind\":\"delay\",\"delay_us\":20000}");
    tell("first_byte_error_p99_plain_1", p99_us(build, server->plain, false, "1", "200"), "us",
         100);
    tell("first_byte_error_p99_plain_200", p99_us(build, server->plain, false, "200", "4000"),
         "us", 100);
    tell("first_byte_error_p99_tls_1", p99_us(build, server->base, true, "1", "200"), "us",
         3000);
    tell("first_byte_error_p99_tls_200", p99_us(build, server->base, true, "200", "4000"), "us",
         3000);
    server_fault(server, NULL);
}
