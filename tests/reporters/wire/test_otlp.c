/* SPDX-License-Identifier: Apache-2.0 */
/* Runs as traces: valid to OpenTelemetry's own types, joined to the app's by the ids that were sent. */

#include <criterion/criterion.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/redact.h"
#include "reporters/wire/otlp.h"
#include "tests/reporters/reading.h"
#include "tests/reporters/wire/sample_records.h"
#include "tests/shared/fed.h"

enum { MOST = 4 << 20 };

static struct arena *arena;

static void begin(void)
{
    arena = arena_new();
}

static void end(void)
{
    arena_end(arena);
}

TestSuite(otlp, .init = begin, .fini = end);

static struct text write_traces(const struct record *const *records, size_t count)
{
    struct buffer out;
    buffer_init(&out, MOST);
    otlp_traces(records, count, "0.1.0", &out);
    cr_assert_not(out.full);
    struct text copy = text_copy(arena, buffer_text(&out));
    buffer_done(&out);
    return copy;
}

static const struct json *read_trace(const struct record *record)
{
    struct json_error error;
    const struct json *root =
        json_parse(arena, write_traces(&record, 1), &json_default_limits, &error);
    cr_assert_not_null(root, "%s", error.message);
    return root;
}

Test(otlp, is_what_the_types_of_opentelemetry_say)
{
    struct record_list all = sample_records(arena);
    redact_add(text_of("hunter2"), "pw");
    struct text json = write_traces(all.items, all.count);
    struct fed fed = fed_to(arena,
                            "tests/npm.sh tests/otlp build/node/otlp && "
                            "node tests/otlp/check.mjs build/node/otlp/node_modules",
                            json);
    cr_expect_eq(fed.code, 0, "%s in %s", fed.words, json.at);
    cr_expect_null(strstr(json.at, "hunter2"), "%s", json.at);
}

#define SPAN(n) "resourceSpans/0/scopeSpans/0/spans/" #n "/"

Test(otlp, a_journey_is_the_root_and_a_step_the_span_its_requests_were_sent_with)
{
    static const struct reading_row rows[] = {
        {"resourceSpans/0/resource/attributes/0/value/stringValue", "\"xunjian\""},
        {SPAN(0) "name", "\"credit-application\""},
        {SPAN(0) "traceId", "\"4bf92f3577b34da6a3ce929d0e0e4736\""},
        {SPAN(0) "spanId", "\"a3ce929d0e0e4736\""},
        {SPAN(0) "parentSpanId", "(absent)"},
        {SPAN(0) "kind", "1"},
        {SPAN(0) "startTimeUnixNano", "\"1769846400123000000\""},
        {SPAN(0) "endTimeUnixNano", "\"1769846400423000000\""},
        {SPAN(0) "status/code", "2"},
        {SPAN(0) "status/message",
         "\"identity: judge (status): expected status 200, actual 503\""},
        {SPAN(0) "events/0/name", "\"skipped\""},
        {SPAN(0) "events/0/attributes/0/value/stringValue", "\"decision\""},
        {SPAN(1) "status", "{\"code\":0}"},
        {SPAN(1) "events", "[]"},
        {SPAN(2) "name", "\"identity\""},
        {SPAN(2) "spanId", "\"00f067aa0ba902b2\""},
        {SPAN(2) "parentSpanId", "\"a3ce929d0e0e4736\""},
        {SPAN(2) "kind", "3"},
        {SPAN(2) "events/0/timeUnixNano", "\"1769846400223000000\""},
        {SPAN(2) "events/1/timeUnixNano", "\"1769846400273000000\""},
        {SPAN(2) "events/2", "(absent)"},
        {SPAN(3) "name", "\"withdraw\""},
        {SPAN(4), "(absent)"},
    };
    const struct record *record = sample_record_failing(arena);
    reading_expect(arena, read_trace(record), rows, sizeof rows / sizeof rows[0]);
    cr_expect_eq(otlp_span_count(record), 4);
}

/* `key` of the span, as JSON; NULL when it has none. */
static const char *attribute(const struct json *trace, const char *span, const char *key)
{
    for (int i = 0;; i++) {
        const char *at = arena_printf(arena, "%sattributes/%d/", span, i);
        const char *name = reading_at(arena, trace, arena_printf(arena, "%skey", at));
        if (strcmp(name, "(absent)") == 0)
            return NULL;
        if (strcmp(name, arena_printf(arena, "\"%s\"", key)) == 0)
            return reading_at(arena, trace, arena_printf(arena, "%svalue", at));
    }
}

Test(otlp, a_request_is_told_by_the_conventions_for_http)
{
    static const struct {
        const char *key, *value;
    } rows[] = {
        {"http.request.method", "{\"stringValue\":\"POST\"}"},
        {"url.full", "{\"stringValue\":\"https://app.example.com:443/api/credit/identity\"}"},
        {"server.address", "{\"stringValue\":\"app.example.com\"}"},
        {"server.port", "{\"intValue\":\"443\"}"},
        {"http.response.status_code", "{\"intValue\":\"503\"}"},
        {"network.protocol.version", "{\"stringValue\":\"2\"}"},
        {"network.peer.address", "{\"stringValue\":\"127.0.0.1\"}"},
        {"tls.protocol.version", "{\"stringValue\":\"1.3\"}"},
        {"error.type", "{\"stringValue\":\"503\"}"},
        {"xunjian.breakpoint.phase", "{\"stringValue\":\"judge\"}"},
        {"xunjian.tries", "{\"intValue\":\"2\"}"},
        {"xunjian.wait_ns", "{\"intValue\":\"4000000\"}"},
        {"xunjian.uncertainty_ns", "{\"intValue\":\"50000\"}"},
    };
    const struct json *trace = read_trace(sample_record_failing(arena));
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        cr_expect_str_eq(attribute(trace, SPAN(2), rows[i].key), rows[i].value);
    trace = read_trace(sample_record_refused(arena));
    cr_expect_str_eq(attribute(trace, SPAN(1), "server.address"), "{\"stringValue\":\"::1\"}");
    cr_expect_str_eq(attribute(trace, SPAN(1), "server.port"), "{\"intValue\":\"8080\"}");
    cr_expect_str_eq(attribute(trace, SPAN(1), "error.type"), "{\"stringValue\":\"refused\"}");
    cr_expect_null(attribute(trace, SPAN(1), "http.response.status_code"));
}

Test(otlp, a_run_without_a_trace_id_is_left_out)
{
    struct record *record = (struct record *)sample_record_passing(arena);
    record->trace_id = NULL;
    cr_expect_str_eq(write_traces((const struct record *const *)&record, 1).at,
                     "{\"resourceSpans\":[]}");
    cr_expect_eq(otlp_span_count(record), 0);
}
