/* SPDX-License-Identifier: Apache-2.0 */
/* idle.c - what a robot that waits keeps in memory for each monitor: plan, schedule, alerts, page.
 *
 * The private memory of a real `xunjian serve` of many journeys of one step, less that of one. */

#include "tests/bench/bench.h"
#include "tests/bench/serving.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MANY = 5000, SETTLE_S = 3 };

static long private_kb(int pid)
{
    char path[40], line[200];
    long kb = 0;
    snprintf(path, sizeof path, "/proc/%d/status", pid);
    FILE *file = fopen(path, "r");
    if (file == NULL)
        exit(1);
    while (fgets(line, sizeof line, file) != NULL)
        if (strncmp(line, "RssAnon:", 8) == 0)
            kb = strtol(line + 8, NULL, 10);
    fclose(file);
    return kb;
}

static long kb_of(const char *build, int journeys)
{
    char folder[] = "/tmp/xunjian-bench-XXXXXX", name[40], text[200], url[500];
    if (mkdtemp(folder) == NULL)
        exit(1);
    serving_put(folder, "xunjian.yaml",
                "scenarios: .\nstore: bench.db\ndefaults: { schedule: 24h }\n"
                "web: 127.0.0.1:0\nlog: { level: error }\n");
    for (int i = 0; i < journeys; i++) {
        snprintf(name, sizeof name, "j%d.journey.yaml", i);
        snprintf(text, sizeof text,
                 "journey: j%d\nsteps:\n  - name: key\n    http: http://127.0.0.1:9/\n"
                 "    assert: [{status: 200}]\n",
                 i);
        serving_put(folder, name, text);
    }
    int pid = serving_start(build, folder, url, sizeof url);
    serving_pause_s(SETTLE_S);
    long kb = private_kb(pid);
    serving_stop(pid, folder);
    return kb;
}

void bench_idle(const char *build)
{
    long one = kb_of(build, 1), many = kb_of(build, MANY);
    tell("serve_memory_per_monitor", (double)(many - one) * 1024 / (MANY - 1), "B", 1024);
}
