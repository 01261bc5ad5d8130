/* SPDX-License-Identifier: Apache-2.0 */
/* serve.c - how late starts are while the real service runs 10,000 monitors against a local server.
 *
 * Read off the robot's own histogram at /metrics, as the difference of two looks, so that what its own
 * start costs is left out. A bucket's upper bound is told: the true value may be lower. */

#include "base/clock.h"
#include "tests/bench/bench.h"
#include "tests/bench/serving.h"

#include <curl/curl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Journeys in two environments; as many as one folder may hold. */
enum { JOURNEYS = 5000, WARM_S = 15, LOOK_S = 30, MOST_PAGE = 64 << 20, MOST_BUCKETS = 64 };

struct look {
    double bound_s[MOST_BUCKETS];
    double count[MOST_BUCKETS]; /* starts at most so late, as Prometheus counts them */
    int buckets;
};

static void make_folder(const char *folder, const struct server *server)
{
    char text[1024], path[300];
    snprintf(path, sizeof path, "%s/environments", folder);
    mkdir(path, 0700);
    for (int i = 1; i <= 2; i++) {
        char name[40];
        snprintf(name, sizeof name, "environments/e%d.yaml", i);
        snprintf(text, sizeof text,
                 "environment: e%d\nvariables: { base: \"%s\" }\nhosts: [localhost]\n", i,
                 server->plain);
        serving_put(folder, name, text);
    }
    serving_put(folder, "xunjian.yaml",
                "scenarios: .\nenvironments: [e1, e2]\nstore: bench.db\n"
                "limits: { parallel: 500 }\nweb: 127.0.0.1:0\nlog: { level: error }\n");
    for (int i = 0; i < JOURNEYS; i++) {
        char name[40];
        snprintf(name, sizeof name, "j%d.journey.yaml", i);
        snprintf(text, sizeof text,
                 "journey: j%d\nschedule: %ds\nsteps:\n"
                 "  - name: key\n    http: ${base}/api/auth/public-key\n",
                 i, 10 + i % 51);
        serving_put(folder, name, text);
    }
}

struct page {
    char *bytes;
    size_t length;
};

static size_t keep(char *bytes, size_t size, size_t count, void *thing)
{
    struct page *page = thing;
    if (page->length + size * count >= MOST_PAGE)
        return 0;
    memcpy(page->bytes + page->length, bytes, size * count);
    page->length += size * count;
    page->bytes[page->length] = '\0';
    return size * count;
}

static struct look look_at(const char *url)
{
    static const char family[] = "xunjian_start_lateness_seconds_bucket{le=\"";
    struct page page = {.bytes = malloc(MOST_PAGE)};
    struct look look = {0};
    CURL *curl = curl_easy_init();
    if (page.bytes == NULL || curl == NULL)
        exit(1);
    page.bytes[0] = '\0';
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &page);
    curl_easy_perform(curl);
    curl_easy_cleanup(curl);
    const char *at = page.bytes;
    for (; (at = strstr(at, family)) != NULL && look.buckets < MOST_BUCKETS; look.buckets++) {
        char *end;
        at += sizeof family - 1;
        look.bound_s[look.buckets] = strtod(at, &end); /* "+Inf" is one, too */
        look.count[look.buckets] = strtod(strchr(end, '}') + 1, NULL);
    }
    free(page.bytes);
    return look;
}

static double p99_ms(const struct look *before, const struct look *after)
{
    int last = after->buckets - 1;
    if (last < 0 || before->buckets != after->buckets)
        return -1;
    double all = after->count[last] - before->count[last];
    fprintf(stderr, "%.0f starts in %d s\n", all, LOOK_S);
    for (int i = 0; i <= last; i++)
        if (after->count[i] - before->count[i] >= 0.99 * all)
            return after->bound_s[i] * 1000;
    return -1;
}

void bench_serve(const char *build, const struct server *server)
{
    char folder[] = "/tmp/xunjian-bench-XXXXXX", url[500];
    if (mkdtemp(folder) == NULL)
        exit(1);
    make_folder(folder, server);
    int pid = serving_start(build, folder, url, sizeof url);
    serving_pause_s(WARM_S);
    struct look before = look_at(url);
    serving_pause_s(LOOK_S);
    struct look after = look_at(url);
    serving_stop(pid, folder);
    tell("start_lateness_p99_traffic_10000", p99_ms(&before, &after), "ms", 1);
}
