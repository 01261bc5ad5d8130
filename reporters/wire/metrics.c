/* SPDX-License-Identifier: Apache-2.0 */
/* metrics.c - families and samples, in one of two notations.
 *
 * The same series under both, as client_golang has it: what Prometheus scrapes as OpenMetrics and a
 * person reads as text must not be two things. Where they differ: the name behind HELP and TYPE (a
 * counter's is without _total in OpenMetrics), UNIT and EOF, and whole numbers in `le` (1.0). */

#include "reporters/wire/metrics.h"
#include "base/buffer.h"
#include "base/encode.h"
#include "base/histogram.h"
#include "base/must.h"
#include "reporters/file/clean.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MS INT64_C(1000000)
const int64_t metrics_bounds_ns[] = {
    MS / 10,   MS / 4,    MS / 2,    MS,         5 * MS / 2, 5 * MS,
    10 * MS,   25 * MS,   50 * MS,   100 * MS,   250 * MS,   500 * MS,
    1000 * MS, 2500 * MS, 5000 * MS, 10000 * MS, 30000 * MS, 60000 * MS,
};
const size_t metrics_bound_count = sizeof metrics_bounds_ns / sizeof metrics_bounds_ns[0];

void metrics_begin(struct metrics *metrics, struct buffer *out, bool open_metrics)
{
    *metrics = (struct metrics){.out = out, .open_metrics = open_metrics};
}

void metrics_family(struct metrics *metrics, const char *name, enum metric_type type,
                    const char *unit, const char *help)
{
    metrics->family = name;
    metrics->type = type;
    metrics->unit = unit;
    metrics->help = help;
    metrics->told = false;
}

static const char *suffix_of(enum metric_type type)
{
    switch (type) {
    case METRIC_COUNTER:
        return "_total";
    case METRIC_INFO:
        return "_info";
    case METRIC_GAUGE:
    case METRIC_HISTOGRAM:
        break;
    }
    return "";
}

/* The text format knows no info: there it is a gauge that is 1. */
static const char *type_name(const struct metrics *metrics)
{
    switch (metrics->type) {
    case METRIC_GAUGE:
        return "gauge";
    case METRIC_COUNTER:
        return "counter";
    case METRIC_HISTOGRAM:
        return "histogram";
    case METRIC_INFO:
        break;
    }
    return metrics->open_metrics ? "info" : "gauge";
}

/* Both formats escape \ and the line's end; OpenMetrics a quotation mark, too, and in label values
 * both do. */
static void add_escaped(struct text t, bool quotes, struct buffer *out)
{
    size_t from = 0;
    for (size_t i = 0; i < t.length; i++) {
        char c = t.at[i];
        if (c != '\\' && c != '\n' && (c != '"' || !quotes))
            continue;
        buffer_add_text(out, text_slice(t, from, i));
        buffer_add_string(out, c == '\\' ? "\\\\" : c == '\n' ? "\\n" : "\\\"");
        from = i + 1;
    }
    buffer_add_text(out, text_slice(t, from, t.length));
}

static void tell_family(struct metrics *metrics)
{
    const char *suffix = metrics->open_metrics ? "" : suffix_of(metrics->type);
    must(metrics->family != NULL);
    if (metrics->told)
        return;
    metrics->told = true;
    buffer_printf(metrics->out, "# HELP %s%s ", metrics->family, suffix);
    add_escaped(text_of(metrics->help), metrics->open_metrics, metrics->out);
    buffer_printf(metrics->out, "\n# TYPE %s%s %s\n", metrics->family, suffix,
                  type_name(metrics));
    if (metrics->open_metrics && metrics->unit != NULL)
        buffer_printf(metrics->out, "# UNIT %s %s\n", metrics->family, metrics->unit);
}

/* Foreign bytes become UTF-8, without which a whole scrape is refused. */
static void add_value_utf8(struct text t, struct buffer *out)
{
    size_t step;
    for (size_t i = 0; i < t.length; i += step) {
        step = utf8_next(t, i, NULL);
        if (step > 0)
            add_escaped(text_slice(t, i, i + step), true, out);
        else
            buffer_add_string(out, "\xEF\xBF\xBD");
        step = step == 0 ? 1 : step;
    }
}

void metrics_labels(const struct label *labels, struct buffer *out)
{
    const char *comma = "";
    for (const struct label *l = labels; l != NULL && l->name != NULL; l++) {
        struct clean clean;
        if (l->value == NULL || l->value[0] == '\0')
            continue;
        clean_init(&clean, text_of(l->value));
        struct text value = utf8_cut(clean.text, METRICS_MOST_VALUE);
        buffer_printf(out, "%s%s=\"", comma, l->name);
        if (utf8_valid(value))
            add_escaped(value, true, out);
        else
            add_value_utf8(value, out);
        buffer_add_char(out, '"');
        clean_done(&clean);
        comma = ",";
    }
}

/* The shortest that reads back as the same number. */
static void add_number(double value, struct buffer *out)
{
    char digits[32];
    if (isnan(value)) {
        buffer_add_string(out, "NaN");
        return;
    }
    if (isinf(value)) {
        buffer_add_string(out, value > 0 ? "+Inf" : "-Inf");
        return;
    }
    if (fabs(value) < 1e15 && value == floor(value)) {
        buffer_printf(out, "%lld", (long long)value);
        return;
    }
    for (int precision = 15; precision <= 17; precision++) {
        snprintf(digits, sizeof digits, "%.*g", precision, value);
        if (strtod(digits, NULL) == value)
            break;
    }
    buffer_add_string(out, digits);
}

static void sample(struct metrics *metrics, const char *suffix, struct text labels,
                   struct text more, double value)
{
    struct buffer *out = metrics->out;
    tell_family(metrics);
    buffer_add_string(out, metrics->family);
    buffer_add_string(out, suffix);
    if (labels.length + more.length > 0) {
        buffer_add_char(out, '{');
        buffer_add_text(out, labels);
        if (labels.length > 0 && more.length > 0)
            buffer_add_char(out, ',');
        buffer_add_text(out, more);
        buffer_add_char(out, '}');
    }
    buffer_add_char(out, ' ');
    add_number(value, out);
    buffer_add_char(out, '\n');
}

enum { MOST_LABELS = 64 << 10 };

void metrics_sample_of(struct metrics *metrics, struct text labels, const struct label *more,
                       double value)
{
    struct buffer own;
    must(metrics->type != METRIC_HISTOGRAM);
    must(metrics->type != METRIC_INFO || value == 1);
    if (more == NULL) {
        sample(metrics, suffix_of(metrics->type), labels, (struct text){0}, value);
        return;
    }
    buffer_init(&own, MOST_LABELS);
    metrics_labels(more, &own);
    sample(metrics, suffix_of(metrics->type), labels, buffer_text(&own), value);
    buffer_done(&own);
}

void metrics_sample(struct metrics *metrics, const struct label *labels, double value)
{
    metrics_sample_of(metrics, (struct text){0}, labels, value);
}

static double seconds(int64_t ns)
{
    return (double)ns / 1e9;
}

static void add_bucket(struct metrics *metrics, struct text labels, const char *bound,
                       uint64_t count)
{
    char le[48];
    bool whole = strpbrk(bound, ".e+") == NULL;
    snprintf(le, sizeof le, "le=\"%s%s\"", bound, whole && metrics->open_metrics ? ".0" : "");
    sample(metrics, "_bucket", labels, text_of(le), (double)count);
}

void metrics_histogram(struct metrics *metrics, const struct label *labels,
                       const struct histogram *histogram)
{
    struct buffer own;
    struct text none = {0};
    must(metrics->type == METRIC_HISTOGRAM);
    buffer_init(&own, MOST_LABELS);
    metrics_labels(labels, &own);
    for (size_t i = 0; i < metrics_bound_count; i++) {
        char bound[32];
        snprintf(bound, sizeof bound, "%.15g", seconds(metrics_bounds_ns[i]));
        add_bucket(metrics, buffer_text(&own), bound,
                   histogram_count_to(histogram, metrics_bounds_ns[i]));
    }
    add_bucket(metrics, buffer_text(&own), "+Inf", histogram->count);
    sample(metrics, "_sum", buffer_text(&own), none, seconds(histogram->sum_ns));
    sample(metrics, "_count", buffer_text(&own), none, (double)histogram->count);
    buffer_done(&own);
}

void metrics_end(struct metrics *metrics)
{
    if (metrics->open_metrics)
        buffer_add_string(metrics->out, "# EOF\n");
}
