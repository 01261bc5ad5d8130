/* SPDX-License-Identifier: Apache-2.0 */
/* sample_records.c - runs on a clock of their own. */

#include "sample_records.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/must.h"

#include <stdlib.h>

enum { MOST_STEPS = 6, MOST_TRIES = 4 };

static const int64_t BEGAN_UTC_NS = INT64_C(1769846400) * NS_PER_S + 123 * NS_PER_MS;

static struct record *record_new(struct arena *arena, const char *journey, enum verdict verdict)
{
    static const char *const tags[] = {"sample", NULL};
    struct record *r = arena_make(arena, struct record);
    *r = (struct record){
        .arena = arena,
        .run_id = arena_printf(arena, "run-%s", journey),
        .trace_id = "4bf92f3577b34da6a3ce929d0e0e4736",
        .journey = journey,
        .title = "授信申请",
        .owner = "credit-team",
        .business = "credit",
        .tags = tags,
        .environment = "staging",
        .location = "beijing-1",
        .started_utc_ns = BEGAN_UTC_NS,
        .verdict = verdict,
        .message = "",
        .steps = arena_array(arena, MOST_STEPS, struct record_step),
    };
    return r;
}

/* A step of 100 ms: 10 dns, 20 connect, 30 tls when asked, then send, wait, receive. */
static struct record_step *step_add(struct record *r, const char *name, const char *kind,
                                    enum verdict verdict)
{
    must(r->step_count < MOST_STEPS);
    struct record_step *s = (struct record_step *)&r->steps[r->step_count++];
    *s = (struct record_step){
        .name = name,
        .kind = kind,
        .verdict = verdict,
        .started_utc_ns = r->started_utc_ns + r->duration_ns,
        .time = timing_none(),
    };
    if (verdict == VERDICT_SKIPPED) {
        s->skipped_because = "an earlier step failed";
        return s;
    }
    s->duration_ns = 100 * NS_PER_MS;
    s->time.phase_ns[PHASE_DNS] = 10 * NS_PER_MS;
    s->span_id = arena_printf(r->arena, "00f067aa0ba902b%zu", r->step_count);
    s->attempts = arena_array(r->arena, MOST_TRIES, struct record_try);
    r->duration_ns += s->duration_ns;
    return s;
}

static void try_add(struct record_step *s, int status, enum verdict verdict, enum phase phase,
                    enum reason reason)
{
    must(s->tries < MOST_TRIES);
    struct record_try *t = (struct record_try *)&s->attempts[s->tries];
    *t = (struct record_try){
        .started_utc_ns = s->started_utc_ns + 50 * NS_PER_MS * s->tries,
        .total_ns = 45 * NS_PER_MS,
        .status = status,
        .verdict = verdict,
        .phase = phase,
        .reason = reason,
    };
    s->tries++;
    s->breakpoint = (struct breakpoint){.step = s->name, .phase = phase, .reason = reason};
}

static struct record_step *http_add(struct record *r, const char *name, const char *endpoint,
                                    int status, bool tls)
{
    struct record_step *s =
        step_add(r, name, "http", status < 400 ? VERDICT_PASS : VERDICT_FAIL);
    s->method = "POST";
    s->protocol = tls ? "HTTP/2" : "HTTP/1.1";
    s->remote_address = "127.0.0.1";
    s->scheme = tls ? "https" : "http";
    s->host = tls ? "app.example.com:443" : "app.example.com:80";
    s->endpoint = endpoint;
    s->status = status;
    s->body_bytes = 2000;
    s->wire_bytes = 900;
    s->time.phase_ns[PHASE_CONNECT] = 20 * NS_PER_MS;
    s->time.phase_ns[PHASE_TLS] = tls ? 30 * NS_PER_MS : -1;
    s->time.phase_ns[PHASE_SEND] = 1 * NS_PER_MS;
    s->time.phase_ns[PHASE_WAIT] = 4 * NS_PER_MS;
    s->time.phase_ns[PHASE_RECEIVE] = 2 * NS_PER_MS;
    s->time.first_byte_ns = 65 * NS_PER_MS;
    s->time.total_ns = 67 * NS_PER_MS;
    s->time.uncertainty_ns = 50 * NS_PER_US;
    if (tls) {
        s->tls_version = "TLSv1.3";
        s->certificate_not_after_utc_ns = INT64_C(1800000000) * NS_PER_S;
    }
    return s;
}

const struct record *sample_record_passing(struct arena *arena)
{
    struct record *r = record_new(arena, "login", VERDICT_PASS);
    struct record_step *s = http_add(r, "sms code", "POST /api/sms/code", 200, true);
    try_add(s, 200, VERDICT_PASS, 0, REASON_NONE);
    s->redirects = 1;
    s = http_add(r, "login", "POST /api/login", 201, true);
    try_add(s, 201, VERDICT_PASS, 0, REASON_NONE);
    s->redirects = 2;
    s->certificate_not_after_utc_ns -= 86400 * NS_PER_S;
    return r;
}

const struct record *sample_record_failing(struct arena *arena)
{
    struct record *r = record_new(arena, "credit-application", VERDICT_FAIL);
    struct record_step *s = http_add(r, "login / login", "POST /api/login", 200, true);
    try_add(s, 200, VERDICT_PASS, 0, REASON_NONE);
    s = http_add(r, "identity", "POST /api/credit/identity", 503, true);
    try_add(s, 502, VERDICT_FAIL, PHASE_JUDGE, REASON_STATUS);
    try_add(s, 503, VERDICT_FAIL, PHASE_JUDGE, REASON_STATUS);
    s->breakpoint.message = "expected status 200, actual 503";
    s->regex_failed = true;
    r->breakpoint = s->breakpoint;
    r->message = s->breakpoint.message;
    step_add(r, "decision", "http", VERDICT_SKIPPED);
    s = http_add(r, "withdraw", "DELETE /api/credit/7", 500, true);
    s->method = "DELETE";
    try_add(s, 500, VERDICT_FAIL, PHASE_JUDGE, REASON_STATUS);
    r->cleanup_failed = true;
    return r;
}

const struct record *sample_record_refused(struct arena *arena)
{
    struct record *r = record_new(arena, "repay", VERDICT_FAIL);
    struct record_step *s = step_add(r, "pay", "http", VERDICT_FAIL);
    s->method = "GET";
    s->scheme = "http";
    s->host = "[::1]:8080";
    s->endpoint = "GET /api/repay/\"7\"";
    try_add(s, 0, VERDICT_FAIL, PHASE_CONNECT, REASON_REFUSED);
    s->breakpoint.message = "connection refused";
    r->breakpoint = s->breakpoint;
    r->environment = "";
    r->owner = NULL;
    r->business = NULL;
    return r;
}

const struct record *sample_record_internal(struct arena *arena)
{
    struct record *r = record_new(arena, "fund", VERDICT_INTERNAL);
    struct record_step *s = step_add(r, "open", "http", VERDICT_INTERNAL);
    try_add(s, 0, VERDICT_INTERNAL, PHASE_ROBOT, REASON_ROBOT);
    r->breakpoint = s->breakpoint;
    return r;
}

const struct record *sample_record_hostile(struct arena *arena)
{
    struct record *r = record_new(arena, "login", VERDICT_DEGRADED);
    struct record_step *s;
    r->variant = "b\"\\\n{}";
    r->location = "hunter2-room";
    s = http_add(r, "pay", "GET /</script>", 200, false);
    try_add(s, 200, VERDICT_PASS, 0, REASON_NONE);
    s = http_add(r, "pay", "GET /hunter2/\xFF", 302, false);
    try_add(s, 302, VERDICT_PASS, 0, REASON_NONE);
    s = http_add(r, "pay (2)", "GET /", 200, false);
    try_add(s, 200, VERDICT_PASS, 0, REASON_NONE);
    return r;
}

const struct record *sample_record_probes(struct arena *arena)
{
    struct record *r = record_new(arena, "ports", VERDICT_PASS);
    struct record_step *s = step_add(r, "name", "dns", VERDICT_PASS);
    try_add(s, 0, VERDICT_PASS, 0, REASON_NONE);
    s = step_add(r, "handshake", "tls", VERDICT_PASS);
    try_add(s, 0, VERDICT_PASS, 0, REASON_NONE);
    s->tls_version = "TLSv1.2";
    s->remote_address = "::1";
    s->certificate_not_after_utc_ns = INT64_C(1700000000) * NS_PER_S;
    return r;
}

struct record_list sample_records(struct arena *arena)
{
    return (struct record_list){
        .items = {sample_record_passing(arena), sample_record_failing(arena),
                  sample_record_refused(arena), sample_record_internal(arena),
                  sample_record_hostile(arena), sample_record_probes(arena)},
        .count = 6,
    };
}
