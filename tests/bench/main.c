/* SPDX-License-Identifier: Apache-2.0 */
/* main.c - `make bench`: all figures, one after the other, alone on the machine. */

#include "tests/bench/bench.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>

static int ascending(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

double median(double *values, size_t count)
{
    qsort(values, count, sizeof *values, ascending);
    return values[count / 2];
}

void tell(const char *name, double value, const char *unit, double goal)
{
    printf("BENCH %s %.3g %s %g %s\n", name, value, unit, goal,
           value <= goal ? "pass" : "short");
    fflush(stdout);
}

void tell_least(const char *name, double value, const char *unit, double goal)
{
    printf("BENCH %s %.3g %s %g %s\n", name, value, unit, goal,
           value >= goal ? "pass" : "short");
    fflush(stdout);
}

int main(int argc, char **argv)
{
    const char *build = argc > 1 ? argv[1] : "build/release";
    struct server server;
    curl_global_init(CURL_GLOBAL_DEFAULT);
    server_start(&server, build);
    setenv("XUNJIAN_BENCH_CA", server.ca, 1);
    bench_one_shot(build, &server);
    bench_cpu(build, &server);
    bench_first_byte(build, &server);
    bench_memory(build, &server);
    bench_idle(build);
    bench_serve(build, &server);
    server_stop(&server);
    bench_store(); /* after all that is forked: a large parent makes its children slow and big */
    bench_overview();
    bench_lateness(); /* last: its loop makes this thread's timers exact, and children inherit that */
    curl_global_cleanup();
    return 0;
}
