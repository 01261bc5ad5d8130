/* SPDX-License-Identifier: Apache-2.0 */
/* otlp.c - spans as JSON.
 *
 * A step's span id is the one its requests carried in traceparent, so that the app's own spans hang
 * below it. The root is sent to nobody; its id is the second half of the trace id, which the run drew
 * by chance, so that a trace sent twice has the same one. No query ever: that is where tokens are. */

#include "reporters/wire/otlp.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/encode.h"
#include "model/record.h"
#include "reporters/file/json_out.h"
#include "reporters/wire/otlp_attribute.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum span_kind { SPAN_INTERNAL = 1, SPAN_CLIENT = 3 };
enum {
    STATUS_UNSET = 0,
    STATUS_ERROR = 2,
    MOST_EVENTS = 128,
    MOST_MESSAGE = 4096,
    MOST_STATUS = 16 << 10
};

struct span {
    const struct record *record;
    const char *id, *parent, *name;
    enum span_kind kind;
    int64_t from_utc_ns, lasts_ns;
    enum verdict verdict;
    const struct breakpoint *breakpoint;
};

static void begin_span(struct json_out *out, const struct span *span)
{
    json_out_open(out, NULL, '{');
    json_out_string(out, "traceId", span->record->trace_id);
    json_out_string(out, "spanId", span->id);
    if (span->parent != NULL)
        json_out_string(out, "parentSpanId", span->parent);
    json_out_string(out, "name", span->name);
    json_out_int(out, "kind", span->kind);
    json_out_digits(out, "startTimeUnixNano", (uint64_t)span->from_utc_ns);
    json_out_digits(out, "endTimeUnixNano", (uint64_t)(span->from_utc_ns + span->lasts_ns));
}

/* "identity: judge (status): expected status 200, actual 503" */
static void write_status(struct json_out *out, const struct span *span)
{
    const struct breakpoint *b = span->breakpoint;
    bool wrong = span->verdict == VERDICT_FAIL || span->verdict == VERDICT_INTERNAL;
    json_out_open(out, "status", '{');
    json_out_int(out, "code", wrong ? STATUS_ERROR : STATUS_UNSET);
    if (wrong && b->reason != REASON_NONE) {
        struct buffer words;
        buffer_init(&words, MOST_STATUS);
        buffer_printf(&words, "%s: %s (%s)", b->step != NULL ? b->step : span->name,
                      phase_name(b->phase), reason_name(b->reason));
        if (b->message != NULL)
            buffer_printf(&words, ": %.*s",
                          TEXT_ARGS(utf8_cut(text_of(b->message), MOST_MESSAGE)));
        json_out_text(out, "message", buffer_text(&words));
        buffer_done(&words);
    }
    json_out_close(out, '}');
}

static void end_span(struct json_out *out, const struct span *span, size_t events_dropped)
{
    json_out_int(out, "droppedEventsCount", (int64_t)events_dropped);
    json_out_int(out, "droppedAttributesCount", 0);
    json_out_open(out, "links", '[');
    json_out_close(out, ']');
    json_out_int(out, "droppedLinksCount", 0);
    write_status(out, span);
    json_out_close(out, '}');
}

static void begin_event(struct json_out *out, const char *name, int64_t at_utc_ns)
{
    json_out_open(out, NULL, '{');
    json_out_digits(out, "timeUnixNano", (uint64_t)at_utc_ns);
    json_out_string(out, "name", name);
    json_out_int(out, "droppedAttributesCount", 0);
    json_out_open(out, "attributes", '[');
}

static void end_event(struct json_out *out)
{
    json_out_close(out, ']');
    json_out_close(out, '}');
}

/* Tries are told apart only where there were several: the span says what one had to say. */
static size_t write_tries(struct json_out *out, const struct record_step *step)
{
    size_t count = step->tries > 1 && step->attempts != NULL ? (size_t)step->tries : 0;
    size_t from = count > MOST_EVENTS ? count - MOST_EVENTS : 0;
    for (size_t i = from; i < count; i++) {
        const struct record_try *t = &step->attempts[i];
        begin_event(out, "attempt", t->started_utc_ns);
        otlp_int(out, "xunjian.attempt", (int64_t)i + 1);
        otlp_string(out, "xunjian.verdict", verdict_name(t->verdict));
        if (t->total_ns >= 0)
            otlp_int(out, "xunjian.duration_ns", t->total_ns);
        if (t->status != 0)
            otlp_int(out, "http.response.status_code", t->status);
        if (t->reason != REASON_NONE) {
            otlp_string(out, "xunjian.breakpoint.phase", phase_name(t->phase));
            otlp_string(out, "xunjian.breakpoint.reason", reason_name(t->reason));
        }
        end_event(out);
    }
    return from;
}

static void write_step(struct json_out *out, const struct record *record,
                       const struct record_step *step, const char *root)
{
    bool outside = step->kind != NULL && strcmp(step->kind, "wait") != 0;
    const struct span span = {
        .record = record,
        .id = step->span_id,
        .parent = root,
        .name = step->name,
        .kind = outside ? SPAN_CLIENT : SPAN_INTERNAL,
        .from_utc_ns = step->started_utc_ns,
        .lasts_ns = step->duration_ns,
        .verdict = step->verdict,
        .breakpoint = &step->breakpoint,
    };
    begin_span(out, &span);
    json_out_open(out, "attributes", '[');
    otlp_step(out, step);
    json_out_close(out, ']');
    json_out_open(out, "events", '[');
    size_t dropped = write_tries(out, step);
    json_out_close(out, ']');
    end_span(out, &span, dropped);
}

static bool is_span(const struct record_step *step)
{
    return step->tries > 0 && step->span_id != NULL;
}

/* What did not run is told on the root, at its end. */
static void write_skipped(struct json_out *out, const struct record *record)
{
    for (size_t i = 0; i < record->step_count; i++) {
        const struct record_step *step = &record->steps[i];
        if (is_span(step))
            continue;
        begin_event(out, "skipped", record->started_utc_ns + record->duration_ns);
        otlp_string(out, "xunjian.step", step->name);
        otlp_string(out, "xunjian.because", step->skipped_because);
        end_event(out);
    }
}

static void write_root(struct json_out *out, const struct record *record, const char *root)
{
    const struct span span = {
        .record = record,
        .id = root,
        .name = record->journey,
        .kind = SPAN_INTERNAL,
        .from_utc_ns = record->started_utc_ns,
        .lasts_ns = record->duration_ns,
        .verdict = record->verdict,
        .breakpoint = &record->breakpoint,
    };
    begin_span(out, &span);
    json_out_open(out, "attributes", '[');
    otlp_journey(out, record);
    json_out_close(out, ']');
    json_out_open(out, "events", '[');
    write_skipped(out, record);
    json_out_close(out, ']');
    end_span(out, &span, 0);
}

static void write_resource(struct json_out *out, const struct record *record,
                           const char *version)
{
    json_out_open(out, "resource", '{');
    json_out_int(out, "droppedAttributesCount", 0);
    json_out_open(out, "attributes", '[');
    otlp_string(out, "service.name", "xunjian");
    otlp_string(out, "service.version", version);
    otlp_string(out, "service.instance.id", record->location);
    otlp_string(out, "deployment.environment", record->environment);
    otlp_string(out, "xunjian.journey", record->journey);
    json_out_close(out, ']');
    json_out_close(out, '}');
}

static bool has_trace(const struct record *record)
{
    return record->trace_id != NULL && strlen(record->trace_id) == 32;
}

static void write_record(struct json_out *out, const struct record *record, const char *version)
{
    const char *root = record->trace_id + 16;
    json_out_open(out, NULL, '{');
    write_resource(out, record, version);
    json_out_open(out, "scopeSpans", '[');
    json_out_open(out, NULL, '{');
    json_out_open(out, "scope", '{');
    json_out_string(out, "name", "xunjian");
    json_out_string(out, "version", version);
    json_out_close(out, '}');
    json_out_open(out, "spans", '[');
    write_root(out, record, root);
    for (size_t i = 0; i < record->step_count; i++)
        if (is_span(&record->steps[i]))
            write_step(out, record, &record->steps[i], root);
    json_out_close(out, ']');
    json_out_close(out, '}');
    json_out_close(out, ']');
    json_out_close(out, '}');
}

void otlp_traces(const struct record *const *records, size_t count, const char *version,
                 struct buffer *to)
{
    struct json_out out = {.to = to};
    json_out_open(&out, NULL, '{');
    json_out_open(&out, "resourceSpans", '[');
    for (size_t i = 0; i < count; i++)
        if (has_trace(records[i]))
            write_record(&out, records[i], version);
    json_out_close(&out, ']');
    json_out_close(&out, '}');
}

size_t otlp_span_count(const struct record *record)
{
    size_t count = has_trace(record);
    for (size_t i = 0; has_trace(record) && i < record->step_count; i++)
        count += is_span(&record->steps[i]);
    return count;
}
