/* SPDX-License-Identifier: Apache-2.0 */
/* figures.c - CPU, memory and wall time, each as a difference of two runs: start-up cancels out. */

#include "tests/bench/bench.h"

#include <stdio.h>
#include <string.h>

enum { ROUNDS = 5, STEPS = 5, AT_ONCE = 4, FEW = 50 };

/* CPU of one step of the robot, and of one transfer of the bare loop, alternating. */
static double ratio(const char *build, const char *journey, const char *base, const char *url,
                    const char *ca, bool page, int many)
{
    double ratios[ROUNDS];
    char set[300], few_text[20], many_text[20];
    snprintf(set, sizeof set, "base=%s", base);
    snprintf(few_text, sizeof few_text, "%d", FEW);
    snprintf(many_text, sizeof many_text, "%d", many);
    const char *env = ca != NULL ? "tests/bench/environments/bench.yaml" : NULL;
    for (int i = 0; i < ROUNDS; i++) {
        const char *few[] = {"--set",    set,      "--parallel", "4",
                             "--repeat", few_text, journey,      env != NULL ? "--env" : NULL,
                             env,        NULL};
        const char *more[] = {"--set",    set,       "--parallel", "4",
                              "--repeat", many_text, journey,      env != NULL ? "--env" : NULL,
                              env,        NULL};
        double robot = (double)(robot_cost(build, more).cpu_ns - robot_cost(build, few).cpu_ns);
        double bare = (double)(bare_cost(url, ca, many * STEPS, AT_ONCE, page).cpu_ns -
                               bare_cost(url, ca, FEW * STEPS, AT_ONCE, page).cpu_ns);
        ratios[i] = robot / bare;
    }
    return median(ratios, ROUNDS);
}

void bench_cpu(const char *build, const struct server *server)
{
    char url[300], page[300], tls[300];
    snprintf(url, sizeof url, "%s/bench/json/1", server->plain);
    snprintf(page, sizeof page, "%s/bench/page.html", server->plain);
    snprintf(tls, sizeof tls, "%s/bench/json/1", server->base);
    tell("cpu_per_step_json_plain",
         ratio(build, "tests/bench/json.journey.yaml", server->plain, url, NULL, false, 1500),
         "x", 1.5);
    tell("cpu_per_step_json_tls",
         ratio(build, "tests/bench/json.journey.yaml", server->base, tls, server->ca, false,
               400),
         "x", 1.15);
    tell("cpu_per_step_page_plain",
         ratio(build, "tests/bench/page.journey.yaml", server->plain, page, NULL, true, 500),
         "x", 1.5);
}

/* All runs wait for the same slow answer: at 1,000 in flight against 10, with as many runs made. */
void bench_memory(const char *build, const struct server *server)
{
    enum { RUNS = 1000, LITTLE = 100 };
    double kb[ROUNDS];
    char set[300];
    snprintf(set, sizeof set, "base=%s", server->plain);
    for (int i = 0; i < ROUNDS; i++) {
        const char *wide[] = {"--set",
                              set,
                              "--parallel",
                              "1000",
                              "--repeat",
                              "1000",
                              "tests/bench/one.journey.yaml",
                              NULL};
        const char *narrow[] = {"--set",
                                set,
                                "--parallel",
                                "100",
                                "--repeat",
                                "1000",
                                "tests/bench/one.journey.yaml",
                                NULL};
        server_fault(
            server, "{\"endpoint\":\"/bench/json/1\",\"kind\":\"delay\",\"delay_us\":1500000}");
        long all = robot_cost(build, wide).most_kb;
        server_fault(server, NULL);
        server_fault(server,
                     "{\"endpoint\":\"/bench/json/1\",\"kind\":\"delay\",\"delay_us\":20000}");
        kb[i] = (double)(all - robot_cost(build, narrow).most_kb) / (RUNS - LITTLE);
        server_fault(server, NULL);
    }
    tell("memory_per_run_in_flight", median(kb, ROUNDS), "KB", 32);
}

void bench_one_shot(const char *build, const struct server *server)
{
    enum { SHOTS = 21 };
    double ms[SHOTS];
    char set[300];
    snprintf(set, sizeof set, "base=%s", server->plain);
    const char *arguments[] = {"--set", set, "tests/bench/json.journey.yaml", NULL};
    for (int i = 0; i < SHOTS; i++)
        ms[i] = (double)robot_cost(build, arguments).wall_ns / 1e6;
    tell("one_shot_wall", median(ms, SHOTS), "ms", 15);
}
