/* SPDX-License-Identifier: Apache-2.0 */
/* metrics.h - samples to the Prometheus text format and to OpenMetrics. Pure.
 *
 * Families are opened one after the other, samples written below theirs; names, units and the suffixes
 * (_total, _created) that the two formats want differently are this file's business. Formats:
 * https://prometheus.io/docs/instrumenting/exposition_formats/ and OpenMetrics 1.0. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buffer;
struct histogram;
struct record;

enum metric_type { METRIC_GAUGE = 0, METRIC_COUNTER, METRIC_HISTOGRAM, METRIC_INFO };

struct label {
    const char *name, *value;
};

struct metrics {
    struct buffer *out;
    bool open_metrics;
    const char *family; /* the one open */
    enum metric_type type;
};

void metrics_begin(struct metrics *metrics, struct buffer *out, bool open_metrics);
/* Counters without _total, which is added. */
void metrics_family(struct metrics *metrics, const char *name, enum metric_type type,
                    const char *unit, const char *help);
/* `labels` end with a NULL name; NULL: none. */
void metrics_sample(struct metrics *metrics, const struct label *labels, double value);
void metrics_histogram(struct metrics *metrics, const struct label *labels,
                       const struct histogram *histogram);
void metrics_end(struct metrics *metrics); /* "# EOF" */

/* blackbox_exporter's families and our own about the newest run of each monitor, labelled journey,
 * environment, location, step. For /probe: one record, `probe` leaves these labels but step out. */
void metrics_records(struct metrics *metrics, const struct record *const *records, size_t count,
                     bool probe);
