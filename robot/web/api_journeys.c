/* SPDX-License-Identifier: Apache-2.0 */
/* api_journeys.c - /api/journeys/NAME/...: how one journey is, over time and step by step. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/phase.h"
#include "store/read.h"
#include "web/api.h"

enum { SLOTS = 120 };

#define LEAST_SLOT_NS (60 * NS_PER_S)

struct question {
    struct run_filter filter;
    struct reader *reader;
    const char *why;
};

static bool ask(struct request *request, struct answer *answer, struct question *ret)
{
    *ret = (struct question){.why = ""};
    if (!api_filter(request, &ret->filter, answer))
        return false;
    ret->reader = request_reader(request, answer);
    return ret->reader != NULL;
}

/* About SLOTS of them, in whole minutes. */
static int64_t slot_of(const struct run_filter *filter)
{
    int64_t span = filter->to_utc_ns - filter->from_utc_ns;
    int64_t minutes = (span / SLOTS + LEAST_SLOT_NS - 1) / LEAST_SLOT_NS;
    return (minutes > 0 ? minutes : 1) * LEAST_SLOT_NS;
}

static void put_ns(struct json_out *out, const char *name, int64_t ns)
{
    if (ns >= 0)
        json_out_ms(out, name, ns);
    else
        json_out_null(out, name);
}

static void put_slot(struct json_out *out, const struct latency_row *row)
{
    json_out_open(out, NULL, '{');
    json_out_int(out, "at", row->at_utc_ns / NS_PER_S);
    json_out_int(out, "count", row->count);
    put_ns(out, "p50_ms", row->p50_ns);
    put_ns(out, "p95_ms", row->p95_ns);
    put_ns(out, "p99_ms", row->p99_ns);
    put_ns(out, "mean_ms", row->mean_ns);
    json_out_open(out, "phases_ms", '{');
    for (int p = 0; p < 6; p++)
        put_ns(out, phase_name((enum phase)p), row->phase_p50_ns[p]);
    json_out_close(out, '}');
    json_out_close(out, '}');
}

static bool put_series(struct request *request, struct question *q, struct json_out *out,
                       const char *step)
{
    const struct latency_row *rows;
    size_t count;
    struct latency_filter filter = {.journey = q->filter.journey,
                                    .environment = q->filter.environment,
                                    .variant = q->filter.variant,
                                    .step = step,
                                    .from_utc_ns = q->filter.from_utc_ns,
                                    .to_utc_ns = q->filter.to_utc_ns,
                                    .slot_ns = slot_of(&q->filter)};
    if (!read_latency(q->reader, &filter, request->arena, &rows, &count, &q->why))
        return false;
    json_out_open(out, NULL, '{');
    json_out_string(out, "step", step);
    json_out_open(out, "slots", '[');
    for (size_t i = 0; i < count; i++)
        put_slot(out, &rows[i]);
    json_out_close(out, ']');
    json_out_close(out, '}');
    return true;
}

/* A robot that is an hour old is not shown in twenty-three empty ones: the window begins where the
 * measurements do, and its slots are as fine as that allows. */
static bool begin_where_runs_do(struct request *request, struct question *q)
{
    const struct latency_row *rows;
    size_t count;
    struct latency_filter filter = {.journey = q->filter.journey,
                                    .environment = q->filter.environment,
                                    .variant = q->filter.variant,
                                    .from_utc_ns = q->filter.from_utc_ns,
                                    .to_utc_ns = q->filter.to_utc_ns,
                                    .slot_ns = slot_of(&q->filter)};
    if (!read_latency(q->reader, &filter, request->arena, &rows, &count, &q->why))
        return false;
    if (count > 0 && rows[0].at_utc_ns > q->filter.from_utc_ns)
        q->filter.from_utc_ns = rows[0].at_utc_ns;
    return true;
}

/* The whole journey first (step null), then each step in order, as the funnel knows them. */
void api_latency(struct request *request, struct answer *answer)
{
    struct question q;
    const struct funnel_row *steps;
    size_t count;
    if (!ask(request, answer, &q))
        return;
    bool well = begin_where_runs_do(request, &q) &&
                read_funnel(q.reader, q.filter.journey, q.filter.environment, q.filter.variant,
                            q.filter.from_utc_ns, q.filter.to_utc_ns, request->arena, &steps,
                            &count, &q.why);
    struct json_out out = answer_json(answer);
    json_out_open(&out, NULL, '{');
    json_out_int(&out, "from", q.filter.from_utc_ns / NS_PER_S);
    json_out_int(&out, "to", q.filter.to_utc_ns / NS_PER_S);
    json_out_int(&out, "slot", slot_of(&q.filter) / NS_PER_S);
    json_out_open(&out, "series", '[');
    well = well && put_series(request, &q, &out, NULL);
    for (size_t i = 0; well && i < count; i++)
        well = put_series(request, &q, &out, steps[i].step);
    json_out_close(&out, ']');
    json_out_close(&out, '}');
    if (!well)
        api_store_failed(request, answer, q.why);
}

void api_funnel(struct request *request, struct answer *answer)
{
    struct question q;
    const struct funnel_row *rows;
    size_t count;
    if (!ask(request, answer, &q))
        return;
    if (!read_funnel(q.reader, q.filter.journey, q.filter.environment, q.filter.variant,
                     q.filter.from_utc_ns, q.filter.to_utc_ns, request->arena, &rows, &count,
                     &q.why)) {
        api_store_failed(request, answer, q.why);
        return;
    }
    struct json_out out = answer_json(answer);
    json_out_open(&out, NULL, '{');
    json_out_utc(&out, "from", q.filter.from_utc_ns);
    json_out_utc(&out, "to", q.filter.to_utc_ns);
    json_out_open(&out, "steps", '[');
    for (size_t i = 0; i < count; i++) {
        json_out_open(&out, NULL, '{');
        json_out_string(&out, "step", rows[i].step);
        json_out_int(&out, "reached", rows[i].reached);
        json_out_int(&out, "passed", rows[i].passed);
        json_out_int(&out, "reached_before", rows[i].reached_before);
        json_out_int(&out, "passed_before", rows[i].passed_before);
        json_out_close(&out, '}');
    }
    json_out_close(&out, ']');
    json_out_close(&out, '}');
}

void api_breakpoints(struct request *request, struct answer *answer)
{
    struct question q;
    const struct breakpoint_row *rows;
    size_t count;
    if (!ask(request, answer, &q))
        return;
    if (!read_breakpoints(q.reader, &q.filter, request->arena, &rows, &count, &q.why)) {
        api_store_failed(request, answer, q.why);
        return;
    }
    struct json_out out = answer_json(answer);
    json_out_open(&out, NULL, '{');
    json_out_open(&out, "breakpoints", '[');
    for (size_t i = 0; i < count; i++) {
        json_out_open(&out, NULL, '{');
        json_out_string(&out, "environment", rows[i].environment);
        json_out_string(&out, "step", rows[i].step);
        json_out_string(&out, "phase", rows[i].phase);
        json_out_string(&out, "reason", rows[i].reason);
        json_out_string(&out, "message", rows[i].message);
        json_out_int(&out, "count", rows[i].count);
        json_out_utc(&out, "first", rows[i].first_utc_ns);
        json_out_utc(&out, "last", rows[i].last_utc_ns);
        json_out_string(&out, "last_run", rows[i].last_run);
        json_out_close(&out, '}');
    }
    json_out_close(&out, ']');
    json_out_close(&out, '}');
}

void api_variants(struct request *request, struct answer *answer)
{
    struct question q;
    const struct uptime_row *rows;
    size_t count;
    if (!ask(request, answer, &q))
        return;
    if (!read_uptime(q.reader, &q.filter, true, request->arena, &rows, &count, &q.why)) {
        api_store_failed(request, answer, q.why);
        return;
    }
    struct json_out out = answer_json(answer);
    json_out_open(&out, NULL, '{');
    json_out_open(&out, "variants", '[');
    for (size_t i = 0; i < count; i++) {
        json_out_open(&out, NULL, '{');
        json_out_string(&out, "variant", rows[i].variant);
        json_out_string(&out, "environment", rows[i].environment);
        json_out_int(&out, "runs", rows[i].runs);
        json_out_int(&out, "good", rows[i].good);
        json_out_int(&out, "degraded", rows[i].degraded);
        json_out_int(&out, "failed", rows[i].failed);
        json_out_int(&out, "internal", rows[i].internal);
        put_ns(&out, "p50_ms", rows[i].p50_ns);
        put_ns(&out, "p95_ms", rows[i].p95_ns);
        put_ns(&out, "p99_ms", rows[i].p99_ns);
        json_out_close(&out, '}');
    }
    json_out_close(&out, ']');
    json_out_close(&out, '}');
}
