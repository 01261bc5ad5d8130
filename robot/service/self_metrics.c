/* SPDX-License-Identifier: Apache-2.0 */
/* self_metrics.c - figures to families, by Prometheus' conventions for names: seconds and bytes, times
 * as unix time, process_ as every client library has them. */

#include "service/self_metrics.h"
#include "base/clock.h"
#include "reporters/wire/metrics.h"

#define SECONDS "seconds"
#define BYTES   "bytes"

static double seconds(int64_t ns)
{
    return (double)ns / (double)NS_PER_S;
}

static void gauge(struct metrics *m, const char *name, const char *unit, const char *help,
                  double value)
{
    metrics_family(m, name, METRIC_GAUGE, unit, help);
    metrics_sample(m, NULL, value);
}

static void counter(struct metrics *m, const char *name, const char *unit, const char *help,
                    double value)
{
    metrics_family(m, name, METRIC_COUNTER, unit, help);
    metrics_sample(m, NULL, value);
}

/* One sample for each row of a family whose samples differ in one label. */
struct row {
    const char *value;
    int64_t count;
};

static void rows(struct metrics *m, const char *label, const struct row *all, size_t count)
{
    for (size_t i = 0; i < count; i++)
        metrics_sample(m, (struct label[]){{label, all[i].value}, {NULL, NULL}},
                       (double)all[i].count);
}

#define ROWS(m, label, all) rows(m, label, all, sizeof(all) / sizeof(all)[0])

static void tell_process(struct metrics *m, const struct process_figures *p)
{
    if (p->cpu_ns >= 0)
        counter(m, "process_cpu_seconds", SECONDS, "User and system CPU time",
                seconds(p->cpu_ns));
    if (p->resident_bytes >= 0)
        gauge(m, "process_resident_memory_bytes", BYTES, "Resident memory",
              (double)p->resident_bytes);
    if (p->virtual_bytes >= 0)
        gauge(m, "process_virtual_memory_bytes", BYTES, "Virtual memory",
              (double)p->virtual_bytes);
    if (p->open_descriptors >= 0)
        gauge(m, "process_open_fds", NULL, "Open file descriptors",
              (double)p->open_descriptors);
    if (p->most_descriptors >= 0)
        gauge(m, "process_max_fds", NULL, "Most file descriptors there may be",
              (double)p->most_descriptors);
    if (p->threads >= 0)
        gauge(m, "process_threads", NULL, "Threads", (double)p->threads);
    if (p->started_utc_ns >= 0)
        gauge(m, "process_start_time_seconds", SECONDS, "When the process began, unix time",
              seconds(p->started_utc_ns));
}

static void tell_config(struct metrics *m, const struct self_figures *f)
{
    const struct row reloads[] = {{"accepted", f->reload.accepted},
                                  {"refused", f->reload.refused}};
    metrics_family(m, "xunjian_build", METRIC_INFO, NULL, "Which version runs");
    metrics_sample(m, (struct label[]){{"version", f->version}, {NULL, NULL}}, 1);
    gauge(m, "xunjian_config_last_reload_successful", NULL,
          "Whether the newest configuration was accepted; else the one before still runs",
          f->reload.successful);
    gauge(m, "xunjian_config_last_reload_success_timestamp_seconds", SECONDS,
          "When the configuration that runs was read, unix time",
          seconds(f->reload.success_utc_ns));
    metrics_family(m, "xunjian_config_reloads", METRIC_COUNTER, NULL, "Configurations read");
    ROWS(m, "result", reloads);
}

static void tell_schedule(struct metrics *m, const struct self_figures *f)
{
    const struct row not_made[] = {
        {"overlap", f->overlapped}, {"missed", f->missed}, {"calendar", f->off_days}};
    gauge(m, "xunjian_monitors", NULL, "Journeys by environment that are scheduled",
          (double)f->schedule.monitors);
    gauge(m, "xunjian_runs_in_flight", NULL, "Runs under way", (double)f->schedule.running);
    gauge(m, "xunjian_runs_waiting", NULL, "Runs that are due and wait for a place",
          (double)f->schedule.waiting);
    metrics_family(m, "xunjian_runs", METRIC_COUNTER, NULL, "Runs that ended");
    for (int v = 0; v < VERDICT_COUNT; v++)
        metrics_sample(
            m, (struct label[]){{"verdict", verdict_name((enum verdict)v)}, {NULL, NULL}},
            (double)f->runs[v]);
    metrics_family(m, "xunjian_starts_not_made", METRIC_COUNTER, NULL,
                   "Starts that were due and not made: the last run was not over, too late, "
                   "not a day of the calendar");
    ROWS(m, "reason", not_made);
    metrics_family(m, "xunjian_start_lateness_seconds", METRIC_HISTOGRAM, SECONDS,
                   "From when a run was due to when it began");
    if (f->lateness != NULL)
        metrics_histogram(m, NULL, f->lateness);
    gauge(m, "xunjian_loops", NULL, "Event loops that carry runs", (double)f->loops);
    gauge(m, "xunjian_loop_away_seconds", SECONDS,
          "The longest any of them was away from its descriptors since the last scrape",
          seconds(f->loop_away_ns));
}

static void tell_alerts(struct metrics *m, const struct self_figures *f)
{
    const struct row states[] = {
        {"ok", f->monitors_ok},           {"failing", f->monitors_failing},
        {"firing", f->monitors_firing},   {"flapping", f->monitors_flapping},
        {"muted", f->monitors_muted},     {"held", f->monitors_held},
        {"unknown", f->monitors_unknown},
    };
    metrics_family(m, "xunjian_monitor_states", METRIC_GAUGE, NULL,
                   "Monitors by their alert's state");
    ROWS(m, "state", states);
}

static void tell_store(struct metrics *m, const struct store_figures *s, int64_t now_utc_ns)
{
    int64_t age_ns = s->outbox_oldest_utc_ns > 0 ? now_utc_ns - s->outbox_oldest_utc_ns : 0;
    gauge(m, "xunjian_store_failing", NULL, "Whether the store's file cannot be written",
          s->failing);
    gauge(m, "xunjian_store_rounds_waiting", NULL, "Rounds of runs waiting for the writer",
          (double)s->rounds_waiting);
    counter(m, "xunjian_store_rounds_dropped", NULL, "Rounds lost because too many waited",
            (double)s->rounds_dropped);
    counter(m, "xunjian_store_runs_written", NULL, "Runs written", (double)s->runs_written);
    counter(m, "xunjian_store_transactions", NULL, "Transactions committed",
            (double)s->transactions);
    counter(m, "xunjian_store_write_seconds", SECONDS, "Time spent in transactions",
            seconds(s->write_ns));
    gauge(m, "xunjian_store_file_bytes", BYTES, "Size of the store's file",
          (double)s->file_bytes);
    gauge(m, "xunjian_outbox_waiting", NULL, "Messages not yet accepted by their channel",
          (double)s->outbox_waiting);
    gauge(m, "xunjian_outbox_oldest_age_seconds", SECONDS, "Age of the oldest of them",
          seconds(age_ns > 0 ? age_ns : 0));
    gauge(m, "xunjian_outbox_dead", NULL, "Messages given up", (double)s->outbox_dead);
}

static void tell_channels(struct metrics *m, const struct self_figures *f)
{
    metrics_family(m, "xunjian_messages", METRIC_COUNTER, NULL,
                   "Attempts to send a message, by what became of them");
    for (size_t i = 0; i < f->channel_count; i++) {
        const struct deliver_figures *c = &f->channels[i];
        const struct row results[] = {
            {"accepted", c->accepted}, {"retried", c->retried}, {"refused", c->refused}};
        for (size_t k = 0; k < sizeof results / sizeof results[0]; k++)
            metrics_sample(m,
                           (struct label[]){{"channel", c->channel},
                                            {"result", results[k].value},
                                            {NULL, NULL}},
                           (double)results[k].count);
    }
    metrics_family(m, "xunjian_message_latency_seconds", METRIC_GAUGE, SECONDS,
                   "How long the channel's newest attempt took");
    for (size_t i = 0; i < f->channel_count; i++)
        metrics_sample(m, (struct label[]){{"channel", f->channels[i].channel}, {NULL, NULL}},
                       seconds(f->channels[i].latency_ns));
}

static void tell_heartbeat(struct metrics *m, const struct heartbeat_figures *h)
{
    const struct row beats[] = {
        {"accepted", h->accepted}, {"failed", h->failed}, {"withheld", h->withheld}};
    if (!h->configured)
        return;
    metrics_family(m, "xunjian_heartbeats", METRIC_COUNTER, NULL,
                   "Beats of the dead man's switch; withheld: the robot did not get on");
    ROWS(m, "result", beats);
    gauge(m, "xunjian_heartbeat_last_success_timestamp_seconds", SECONDS,
          "When one was heard last, unix time; 0: never", seconds(h->accepted_utc_ns));
}

static void tell_outside(struct metrics *m, const struct self_figures *f)
{
    const struct traces_figures *t = &f->traces;
    const struct row spans[] = {
        {"sent", t->sent}, {"dropped", t->dropped}, {"refused", t->refused}};
    if (f->connectivity.configured) {
        gauge(m, "xunjian_connectivity_reachable", NULL,
              "Whether one of the robot's own targets answers", f->connectivity.reachable);
        counter(m, "xunjian_connectivity_tries", NULL, "Times the targets were tried",
                (double)f->connectivity.tries);
        counter(m, "xunjian_connectivity_failures", NULL, "Times none of them answered",
                (double)f->connectivity.failures);
    }
    if (!t->configured)
        return;
    metrics_family(m, "xunjian_spans", METRIC_COUNTER, NULL, "Spans of traces");
    ROWS(m, "result", spans);
    gauge(m, "xunjian_spans_waiting", NULL, "Spans waiting for the collector",
          (double)t->waiting);
    counter(m, "xunjian_spans_retries", NULL, "Requests that had to be tried again",
            (double)t->failures);
}

void self_metrics(struct metrics *metrics, const struct self_figures *figures)
{
    tell_process(metrics, &figures->process);
    tell_config(metrics, figures);
    tell_schedule(metrics, figures);
    tell_alerts(metrics, figures);
    tell_store(metrics, &figures->store, figures->now_utc_ns);
    tell_channels(metrics, figures);
    tell_heartbeat(metrics, &figures->heartbeat);
    tell_outside(metrics, figures);
}
