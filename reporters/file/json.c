/* SPDX-License-Identifier: Apache-2.0 */
/* json.c - all there is to know, for programs.
 *
 * The format is a promise, described in README.md and report.schema.json. What is added does not
 * change its name; what is renamed, removed or means something else does. */

#include "base/buffer.h"
#include "model/outcome.h"
#include "model/reporter.h"
#include "model/step_kind.h"
#include "reporters/file/clean.h"
#include "reporters/file/json_exchange.h"
#include "reporters/file/json_out.h"
#include "reporters/file/json_page.h"

#define FORMAT "xunjian.report/1"

static void put_breakpoint(const struct breakpoint *b, struct json_out *out)
{
    if (b->reason == REASON_NONE) {
        json_out_null(out, "breakpoint");
        return;
    }
    json_out_open(out, "breakpoint", '{');
    json_out_string(out, "step", b->step);
    json_out_string(out, "phase", phase_name(b->phase));
    json_out_string(out, "reason", reason_name(b->reason));
    json_out_string(out, "message", b->message);
    json_out_close(out, '}');
}

static void put_finding(const struct finding *f, struct json_out *out)
{
    json_out_open(out, NULL, '{');
    json_out_string(out, "check", f->check);
    json_out_string(out, "verdict", verdict_name(f->verdict));
    json_out_string(out, "phase", phase_name(f->phase));
    json_out_string(out, "reason", f->reason != REASON_NONE ? reason_name(f->reason) : NULL);
    json_out_string(out, "expected", f->expected);
    json_out_string(out, "actual", f->actual);
    json_out_string(out, "message", f->message);
    json_out_bool(out, "soft", f->soft);
    json_place(&f->at, out);
    json_out_close(out, '}');
}

static void put_lists(const struct tried *t, size_t body_bytes, struct json_out *out)
{
    json_out_open(out, "findings", '[');
    for (size_t i = 0; i < t->finding_count; i++)
        put_finding(&t->findings[i], out);
    json_out_close(out, ']');
    json_out_open(out, "captures", '[');
    for (size_t i = 0; i < t->capture_count; i++) {
        json_out_open(out, NULL, '{');
        json_out_string(out, "name", t->captures[i].name);
        json_out_text(out, "value", t->captures[i].value);
        json_out_close(out, '}');
    }
    json_out_close(out, ']');
    json_out_open(out, "addresses", '[');
    for (size_t i = 0; i < t->saw->address_count; i++)
        json_out_string(out, NULL, t->saw->addresses[i]);
    json_out_close(out, ']');
    json_out_open(out, "exchanges", '[');
    for (size_t i = 0; i < t->saw->exchange_count; i++)
        json_exchange(&t->saw->exchanges[i], body_bytes, out);
    json_out_close(out, ']');
}

static void put_try(const struct tried *t, struct json_out *out)
{
    size_t body_bytes = t->verdict == VERDICT_PASS ? BODY_BYTES_PASSED : BODY_BYTES_FAILED;
    json_out_open(out, NULL, '{');
    json_out_int(out, "repetition", t->repetition);
    json_out_int(out, "attempt", t->attempt);
    json_out_string(out, "verdict", verdict_name(t->verdict));
    put_breakpoint(&t->breakpoint, out);
    json_out_utc(out, "started", t->saw->started_utc_ns);
    json_timing(&t->saw->time, out);
    json_fault(&t->saw->fault, out);
    put_lists(t, body_bytes, out);
    json_page(t->saw, t->verdict != VERDICT_PASS, out);
    json_out_close(out, '}');
}

static void put_step(const struct step_outcome *s, struct json_out *out)
{
    bool begun = s->try_count > 0 || s->verdict != VERDICT_SKIPPED;
    json_out_open(out, NULL, '{');
    json_out_string(out, "name", s->name);
    json_out_string(out, "kind", s->step->kind != NULL ? s->step->kind->name : NULL);
    json_place(&s->step->at, out);
    json_out_bool(out, "always", s->step->always);
    json_out_bool(out, "soft", s->step->soft);
    json_out_string(out, "verdict", verdict_name(s->verdict));
    json_out_string(out, "skipped_because", s->skipped_because);
    if (begun)
        json_out_utc(out, "started", s->started_utc_ns);
    else
        json_out_null(out, "started");
    json_out_int(out, "duration_ns", s->duration_ns);
    put_breakpoint(&s->breakpoint, out);
    json_out_open(out, "tries", '[');
    for (size_t i = 0; i < s->try_count; i++)
        put_try(&s->tries[i], out);
    json_out_close(out, ']');
    json_out_close(out, '}');
}

static void put_journey(const struct journey *journey, struct json_out *out)
{
    json_out_string(out, "journey", journey->name);
    json_out_string(out, "title", journey->title);
    json_out_string(out, "owner", journey->owner);
    json_out_string(out, "business", journey->business);
    json_out_string(out, "file", journey->file);
    json_out_open(out, "tags", '[');
    for (const char *const *tag = journey->tags; tag != NULL && *tag != NULL; tag++)
        json_out_string(out, NULL, *tag);
    json_out_close(out, ']');
}

static void put_run(const struct outcome *o, struct json_out *out)
{
    json_out_open(out, NULL, '{');
    json_out_string(out, "run_id", o->run_id);
    json_out_string(out, "trace_id", o->trace_id);
    put_journey(o->journey, out);
    json_out_string(out, "environment", o->environment);
    json_out_string(out, "variant", o->variant);
    json_out_string(out, "row", o->row);
    json_out_int(out, "repetition", o->repetition);
    json_out_digits(out, "seed", o->seed);
    json_out_utc(out, "started", o->started_utc_ns);
    json_out_int(out, "duration_ns", o->duration_ns);
    json_out_string(out, "verdict", verdict_name(o->verdict));
    put_breakpoint(&o->breakpoint, out);
    json_out_bool(out, "cancelled", o->cancelled);
    json_out_bool(out, "cleanup_failed", o->cleanup_failed);
    json_out_open(out, "canaries", '[');
    for (size_t i = 0; i < o->canary_count; i++) {
        json_out_open(out, NULL, '{');
        json_out_string(out, "kind", o->canaries[i].kind);
        json_out_close(out, '}');
    }
    json_out_close(out, ']');
    json_out_open(out, "steps", '[');
    for (size_t i = 0; i < o->step_count; i++)
        put_step(&o->steps[i], out);
    json_out_close(out, ']');
    json_out_close(out, '}');
}

static void render(const struct report *report, struct buffer *to)
{
    struct json_out out = {.to = to};
    json_out_open(&out, NULL, '{');
    json_out_string(&out, "format", FORMAT);
    json_out_string(&out, "robot_version", report->version);
    json_out_string(&out, "command_line", report->command_line);
    json_out_string(&out, "environment", report->environment);
    json_out_digits(&out, "seed", report->seed);
    json_out_utc(&out, "started", report->started_utc_ns);
    json_out_int(&out, "duration_ns", report->duration_ns);
    json_out_bool(&out, "interrupted", report->interrupted);
    json_out_int(&out, "not_run", (int64_t)report->not_run);
    json_out_open(&out, "verdicts", '{');
    for (int v = 0; v < VERDICT_COUNT; v++)
        json_out_int(&out, verdict_name((enum verdict)v), (int64_t)report->verdict_count[v]);
    json_out_close(&out, '}');
    json_out_open(&out, "runs", '[');
    for (size_t i = 0; i < report->outcome_count; i++)
        put_run(report->outcomes[i], &out);
    json_out_close(&out, ']');
    json_out_close(&out, '}');
    buffer_add_char(to, '\n');
}

const struct reporter reporter_json = {
    .name = "json",
    .text = "everything, for programs: format " FORMAT " (see reporters/report.schema.json)",
    .extension = "json",
    .render = render,
};
