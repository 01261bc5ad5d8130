/* SPDX-License-Identifier: Apache-2.0 */
/* What the robot says of itself: valid to promtool and to the strict parser, and true. */

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/histogram.h"
#include "reporters/wire/metrics.h"
#include "service/self_metrics.h"
#include "tests/shared/fed.h"

enum { MOST = 1 << 20 };

static struct arena *arena;

static void begin(void)
{
    arena = arena_new();
}

static void end(void)
{
    arena_end(arena);
}

TestSuite(self_metrics, .init = begin, .fini = end);

static struct text write_self(const struct self_figures *figures, bool open)
{
    struct buffer out;
    struct metrics m;
    buffer_init(&out, MOST);
    metrics_begin(&m, &out, open);
    self_metrics(&m, figures);
    metrics_end(&m);
    struct text copy = text_copy(arena, buffer_text(&out));
    buffer_done(&out);
    return copy;
}

static struct self_figures sample(void)
{
    static const struct deliver_figures channels[] = {
        {.channel = "oncall", .accepted = 3, .retried = 1, .latency_ns = 250 * NS_PER_MS},
        {.channel = "team \"b\"", .refused = 2},
    };
    struct histogram *lateness = arena_make(arena, struct histogram);
    histogram_init(lateness, arena);
    histogram_add(lateness, 2 * NS_PER_MS);
    histogram_add(lateness, 3 * NS_PER_S);
    return (struct self_figures){
        .version = "0.1.0",
        .now_utc_ns = 1000 * NS_PER_S,
        .process = process_figures_read(),
        .reload = {.successful = true, .success_utc_ns = 900 * NS_PER_S, .accepted = 2},
        .schedule = {.monitors = 7, .running = 2, .waiting = 1},
        .lateness = lateness,
        .loop_away_ns = 12 * NS_PER_MS,
        .loops = 2,
        .runs = {[VERDICT_PASS] = 5, [VERDICT_FAIL] = 1},
        .missed = 4,
        .monitors_ok = 6,
        .monitors_firing = 1,
        .store = {.runs_written = 6,
                  .write_ns = 1500 * NS_PER_MS,
                  .outbox_waiting = 1,
                  .outbox_oldest_utc_ns = 970 * NS_PER_S,
                  .file_bytes = 4096},
        .channels = channels,
        .channel_count = 2,
        .heartbeat = {.configured = true, .accepted = 9, .accepted_utc_ns = 999 * NS_PER_S},
        .connectivity = {.configured = true, .reachable = true, .tries = 3},
        .traces = {.configured = true, .sent = 100, .dropped = 1},
    };
}

Test(self_metrics, are_valid_in_both_formats_and_by_convention)
{
    struct self_figures figures = sample();
    struct fed fed = fed_to(arena, "/usr/bin/python3 tests/prometheus/read_metrics.py open",
                            write_self(&figures, true));
    cr_expect_eq(fed.code, 0, "%s", fed.words);
    fed = fed_to(arena, "promtool check metrics", write_self(&figures, false));
    cr_expect_eq(fed.code, 0, "promtool ended with %d: %s", fed.code, fed.words);
}

Test(self_metrics, say_what_the_figures_say)
{
    static const char *const lines[] = {
        "xunjian_build_info{version=\"0.1.0\"} 1\n",
        "xunjian_config_last_reload_successful 1\n",
        "xunjian_config_last_reload_success_timestamp_seconds 900\n",
        "xunjian_config_reloads_total{result=\"accepted\"} 2\n",
        "xunjian_monitors 7\n",
        "xunjian_runs_in_flight 2\n",
        "xunjian_runs_waiting 1\n",
        "xunjian_runs_total{verdict=\"fail\"} 1\n",
        "xunjian_starts_not_made_total{reason=\"missed\"} 4\n",
        "xunjian_start_lateness_seconds_bucket{le=\"0.0025\"} 1\n",
        "xunjian_start_lateness_seconds_count 2\n",
        "xunjian_loop_away_seconds 0.012\n",
        "xunjian_monitor_states{state=\"firing\"} 1\n",
        "xunjian_store_failing 0\n",
        "xunjian_store_write_seconds_total 1.5\n",
        "xunjian_outbox_oldest_age_seconds 30\n",
        "xunjian_messages_total{channel=\"oncall\",result=\"accepted\"} 3\n",
        "xunjian_messages_total{channel=\"team \\\"b\\\"\",result=\"refused\"} 2\n",
        "xunjian_message_latency_seconds{channel=\"oncall\"} 0.25\n",
        "xunjian_heartbeats_total{result=\"accepted\"} 9\n",
        "xunjian_connectivity_reachable 1\n",
        "xunjian_spans_total{result=\"dropped\"} 1\n",
    };
    struct self_figures figures = sample();
    const char *all = write_self(&figures, false).at;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        cr_expect_not_null(strstr(all, lines[i]), "%s in %s", lines[i], all);
}

Test(self_metrics, what_is_not_configured_is_not_told)
{
    struct self_figures figures = sample();
    figures.heartbeat.configured = figures.connectivity.configured = false;
    figures.traces.configured = false;
    figures.lateness = NULL;
    figures.channel_count = 0;
    figures.store.outbox_oldest_utc_ns = 0;
    const char *all = write_self(&figures, true).at;
    cr_expect_null(strstr(all, "heartbeat"));
    cr_expect_null(strstr(all, "connectivity"));
    cr_expect_null(strstr(all, "spans"));
    cr_expect_null(strstr(all, "lateness"));
    cr_expect_null(strstr(all, "xunjian_messages"));
    cr_expect_not_null(strstr(all, "xunjian_outbox_oldest_age_seconds 0\n"));
}

Test(self_metrics, the_system_knows_this_process)
{
    struct process_figures p = process_figures_read();
    cr_expect_gt(p.resident_bytes, 1 << 20);
    cr_expect_geq(p.virtual_bytes, p.resident_bytes);
    cr_expect_geq(p.cpu_ns, 0);
    cr_expect_geq(p.threads, 1);
    cr_expect_gt(p.most_descriptors, 3);
    int64_t now_ns = clock_now_utc_ns();
    cr_expect(p.started_utc_ns <= now_ns + NS_PER_S &&
                  p.started_utc_ns > now_ns - 600 * NS_PER_S,
              "began %lld s ago", (long long)((now_ns - p.started_utc_ns) / NS_PER_S));
    int again = dup(0);
    cr_expect_eq(process_figures_read().open_descriptors, p.open_descriptors + 1);
    close(again);
}
