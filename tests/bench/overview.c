/* SPDX-License-Identifier: Apache-2.0 */
/* overview.c - the status page's first answer with a thousand journeys, a day of runs each.
 *
 * Measured at a client on loopback, from the question to the last byte, over a connection that is
 * there already: what the server needs, and nothing of a browser. */

#include "tests/bench/bench.h"
#include "tests/shared/backend.h"
#include "tests/shared/seed.h"

#include "base/arena.h"
#include "base/clock.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { JOURNEYS = 1000, RUNS = 288, TIMES = 21 };

static size_t swallow(char *bytes, size_t size, size_t count, void *total)
{
    (void)bytes;
    *(size_t *)total += size * count;
    return size * count;
}

static void measure(const char *base)
{
    char url[200];
    double times[TIMES];
    size_t total = 0;
    CURL *curl = curl_easy_init();
    snprintf(url, sizeof url, "%s/api/monitors", base);
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "gzip");
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, swallow);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &total);
    for (size_t i = 0; i < TIMES; i++) {
        /* The answer is shared for half a second: each is to be a new one. */
        usleep(600000);
        int64_t began = clock_now_ns();
        if (curl_easy_perform(curl) != CURLE_OK)
            fprintf(stderr, "bench: no answer from %s\n", url);
        times[i] = (double)(clock_now_ns() - began) / (double)NS_PER_MS;
    }
    curl_easy_cleanup(curl);
    tell("overview_1000_first", times[0], "ms", 100);
    tell("overview_1000", median(times, TIMES), "ms", 100);
}

void bench_overview(void)
{
    char folder[] = "/tmp/xunjian-bench-XXXXXX";
    struct arena *arena = arena_new();
    const char *why = "", **names = arena_array(arena, JOURNEYS + 1, const char *);
    struct monitor_view *views = arena_array(arena, JOURNEYS, struct monitor_view);
    struct fake fake;
    struct web_rule rule = {.listen = "127.0.0.1:0"};
    fake_init(&fake);
    for (int i = 0; i < JOURNEYS; i++) {
        names[i] = arena_printf(arena, "journey-%04d", i);
        views[i] = (struct monitor_view){.journey = names[i],
                                         .title = names[i],
                                         .environment = "staging",
                                         .business = i % 2 == 0 ? "credit" : "funds",
                                         .owner = "somebody",
                                         .severity = "critical",
                                         .schedule = "every 5m",
                                         .state = "ok",
                                         .next_utc_ns = clock_now_utc_ns()};
    }
    fake.views = views;
    fake.count = JOURNEYS;
    if (mkdtemp(folder) == NULL)
        return;
    const char *path = arena_printf(arena, "%s/store.db", folder);
    seed_store(&(struct seed){.path = path,
                              .journeys = names,
                              .runs = RUNS,
                              .every_ns = 300 * NS_PER_S,
                              .rollups = true});
    struct web_options options = {.rule = &rule,
                                  .store_path = path,
                                  .location = "bench",
                                  .version = "0",
                                  .backend = fake_backend(&fake)};
    struct web *web = web_start(&options, arena, &why);
    if (web != NULL) {
        measure(web_url(web));
        web_stop(web);
    } else {
        fprintf(stderr, "bench: %s\n", why);
    }
    if (system(arena_printf(arena, "rm -r %s", folder)) != 0)
        fprintf(stderr, "bench: %s is left behind\n", folder);
    arena_end(arena);
}
