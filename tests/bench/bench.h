/* SPDX-License-Identifier: Apache-2.0 */
/* bench.h - measuring the robot against a bare loop, in one run. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The demo app, on free ports, ended with us. */
struct server {
    int pid;
    char base[200], plain[200], control[200], token[100], ca[400];
};
void server_start(struct server *server, const char *build);
void server_stop(struct server *server);
/* POST /faults with this JSON; DELETE /faults with NULL. */
void server_fault(const struct server *server, const char *json);

/* What a child process cost. */
struct cost {
    int64_t cpu_ns, wall_ns;
    long most_kb; /* peak resident memory */
    int code;
};

/* The real binary: xunjian run --quiet ARGUMENTS. Output goes to /dev/null. */
struct cost robot_cost(const char *build, const char *const *arguments);

/* How the bare loop works through `transfers` GETs of `url`, `at_once` at a time: libcurl's multi
 * interface, a connection for each, nothing looked at; with `page` each body is parsed as HTML and
 * asked one XPath. In a child process of its own. `ca` NULL: plain. */
struct cost bare_cost(const char *url, const char *ca, int transfers, int at_once, bool page);

/* BENCH name value unit goal pass|short: pass when value <= goal. */
void tell(const char *name, double value, const char *unit, double goal);

/* The same for what should be large: pass when value >= goal. */
void tell_least(const char *name, double value, const char *unit, double goal);

double median(double *values, size_t count); /* sorts them */

/* figures */
void bench_cpu(const char *build, const struct server *server);
void bench_first_byte(const char *build, const struct server *server);
void bench_memory(const char *build, const struct server *server);
void bench_overview(void);
void bench_one_shot(const char *build, const struct server *server);
void bench_store(void);
void bench_idle(const char *build);
void bench_lateness(void);
void bench_serve(const char *build, const struct server *server);
