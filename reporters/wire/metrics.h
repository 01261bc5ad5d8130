/* SPDX-License-Identifier: Apache-2.0 */
/* metrics.h - samples to the Prometheus text format and to OpenMetrics. Pure.
 *
 * Families are opened one after the other, samples written below theirs; names, units and the suffixes
 * (_total, _info) that the two formats want differently are this file's business. Formats:
 * https://prometheus.io/docs/instrumenting/exposition_formats/ (0.0.4) and OpenMetrics 1.0. */
#pragma once

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buffer;
struct histogram;
struct record;

enum metric_type { METRIC_GAUGE = 0, METRIC_COUNTER, METRIC_HISTOGRAM, METRIC_INFO };

struct label {
    const char *name, *value; /* value: any bytes; NULL or "": left out, which is the same */
};

struct metrics {
    struct buffer *out;
    bool open_metrics;
    const char *family; /* the one open, without suffix */
    const char *unit, *help;
    enum metric_type type;
    bool told; /* its HELP and TYPE are written, which its first sample does */
};

/* `out` that gets full holds no valid answer: its owner looks. */
void metrics_begin(struct metrics *metrics, struct buffer *out, bool open_metrics);
/* Counters without _total, info without _info, which are added. `unit`: the name's last word
 * ("seconds", "bytes"), or NULL. A family without a sample leaves no line. */
void metrics_family(struct metrics *metrics, const char *name, enum metric_type type,
                    const char *unit, const char *help);
/* `labels` end with a NULL name; NULL: none. */
void metrics_sample(struct metrics *metrics, const struct label *labels, double value);
/* The same for labels that many samples share, written once by metrics_labels; `more` may be NULL. */
void metrics_sample_of(struct metrics *metrics, struct text labels, const struct label *more,
                       double value);
/* In seconds, with the bounds of METRICS_BOUNDS. */
void metrics_histogram(struct metrics *metrics, const struct label *labels,
                       const struct histogram *histogram);
void metrics_end(struct metrics *metrics); /* OpenMetrics: "# EOF" */

/* Labels as they stand between braces: redacted, escaped, values cut after so many bytes, without
 * those that are empty. */
enum { METRICS_MOST_VALUE = 1024 };
void metrics_labels(const struct label *labels, struct buffer *out);

/* The buckets' upper bounds, ns: 100 us to 60 s. The same for ever: a bound that moves breaks every
 * query over time. */
extern const int64_t metrics_bounds_ns[];
extern const size_t metrics_bound_count;

/* blackbox_exporter's families and our own about the newest run of each monitor (of several records
 * of one, the worst), labelled journey, environment, location, variant, and step: none on what is said of
 * the whole journey. For /probe: one record, and as blackbox_exporter does it: no labels of the
 * target, no probe_ series of a step. */
void metrics_records(struct metrics *metrics, const struct record *const *records, size_t count,
                     bool probe);
