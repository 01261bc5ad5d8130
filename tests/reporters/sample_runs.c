/* SPDX-License-Identifier: Apache-2.0 */
/* sample_runs.c - the runs themselves. */

#include "base/arena.h"
#include "base/clock.h"
#include "sample.h"

static const int64_t MS = NS_PER_MS;

/* A step that passes at once. Ends the step's clock. */
static struct step_outcome *passing_step(struct outcome *run, const char *name, const char *url,
                                         int64_t wait_ns)
{
    struct step_outcome *step = sample_step(run, name, VERDICT_PASS);
    struct tried *t = sample_try(run, step, VERDICT_PASS);
    sample_exchange(run, t, "GET", url, 200, "{\"code\":\"0000\"}", wait_ns);
    sample_finding(t, VERDICT_PASS, "status", "200", "200");
    step->duration_ns = run->started_ns + run->duration_ns - step->started_ns;
    return step;
}

static void end_step(const struct outcome *run, struct step_outcome *step)
{
    step->duration_ns = run->started_ns + run->duration_ns - step->started_ns;
}

const struct outcome *sample_passing(struct arena *arena)
{
    struct outcome *run = sample_run(arena, "login", "登录", VERDICT_PASS);
    passing_step(run, "public key", "https://localhost:8443/api/key", 12 * MS);
    struct step_outcome *step =
        passing_step(run, "sms code", "https://localhost:8443/api/sms", 30 * MS);
    struct tried *t = (struct tried *)&step->tries[0];
    struct captured *captures = arena_array(arena, 2, struct captured);
    captures[0] = (struct captured){.name = "token", .value = text_of("[redacted]")};
    captures[1] = (struct captured){.name = "name", .value = text_of("张三")};
    t->captures = captures;
    t->capture_count = 2;
    struct canary *canary = arena_make(arena, struct canary);
    *canary = (struct canary){.kind = "mobile", .value = text_of("19900000001")};
    run->canaries = canary;
    run->canary_count = 1;
    return run;
}

const struct outcome *sample_failing(struct arena *arena)
{
    static const char url[] = "https://localhost:8443/api/credit/identity";
    struct outcome *run = sample_run(arena, "credit-application", "授信申请", VERDICT_FAIL);
    passing_step(run, "login / sms code", "https://localhost:8443/api/sms", 20 * MS);
    struct step_outcome *step = sample_step(run, "identity", VERDICT_FAIL);
    struct tried *t = sample_try(run, step, VERDICT_FAIL);
    sample_exchange(run, t, "POST", url, 503, "busy", 5 * MS);
    struct finding *f = sample_finding(t, VERDICT_FAIL, "status", "200", "503");
    f->reason = REASON_STATUS;
    sample_break(run, step, t, PHASE_JUDGE, REASON_STATUS, "status: expected 200, actual 503");
    sample_pause(run, 500 * MS);
    t = sample_try(run, step, VERDICT_FAIL);
    struct exchange *e = sample_exchange(
        run, t, "POST", url, 200, "{\"code\":\"E1001\",\"message\":\"姓名不符\"}", 40 * MS);
    e->request_body = text_of("{\"name\":\"张三\"}");
    sample_finding(t, VERDICT_PASS, "status", "200", "200");
    f = sample_finding(t, VERDICT_FAIL, "jsonpath $.code", "equals \"0000\"",
                       "string \"E1001\"");
    f->message = "identity must match the card";
    sample_break(run, step, t, PHASE_JUDGE, REASON_ASSERTION,
                 "identity must match the card (jsonpath $.code: expected equals \"0000\", "
                 "actual string \"E1001\")");
    end_step(run, step);
    sample_step(run, "bank card", VERDICT_SKIPPED);
    sample_step(run, "decision", VERDICT_SKIPPED);
    step = passing_step(run, "withdraw test application",
                        "https://localhost:8443/api/credit/A-1", 3 * MS);
    ((struct step *)step->step)->always = true;
    return run;
}

static const struct certificate *expired_chain(struct arena *arena)
{
    static const char *const names[] = {"localhost", "127.0.0.1"};
    struct certificate *chain = arena_array(arena, 2, struct certificate);
    chain[0] = (struct certificate){
        .subject = "CN=localhost",
        .issuer = "CN=Demo CA,O=巡检",
        .serial = "0a1b",
        .sha256 = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
        .key = "EC P-256",
        .signature = "ecdsa-with-SHA256",
        .names = names,
        .name_count = 2,
        .not_before_utc_ns = INT64_C(1735689600) * NS_PER_S,
        .not_after_utc_ns = INT64_C(1767225600) * NS_PER_S,
    };
    chain[1] = chain[0];
    chain[1].subject = "CN=Demo CA,O=巡检";
    chain[1].name_count = 0;
    chain[1].not_after_utc_ns = INT64_C(2082758400) * NS_PER_S;
    return chain;
}

const struct outcome *sample_tls_verify(struct arena *arena)
{
    struct outcome *run = sample_run(arena, "fund-purchase", "基金申购", VERDICT_FAIL);
    struct step_outcome *step = sample_step(run, "fund list", VERDICT_FAIL);
    struct tried *t = sample_try(run, step, VERDICT_FAIL);
    struct exchange *e =
        sample_exchange(run, t, "GET", "https://localhost:8443/api/funds", 0, "", 0);
    struct observation *saw = (struct observation *)t->saw;
    e->protocol = NULL;
    e->headers.count = 0;
    e->header_bytes = e->sent_bytes = 0;
    for (int p = PHASE_SEND; p < NETWORK_PHASES; p++)
        e->time.phase_ns[p] = saw->time.phase_ns[p] = -1;
    e->time.first_byte_ns = saw->time.first_byte_ns = -1;
    e->time.total_ns = saw->time.total_ns = 5 * MS;
    e->certificates = expired_chain(arena);
    e->certificate_count = 2;
    e->tls_verify_error = "certificate has expired";
    e->fault = (struct fault){.phase = PHASE_TLS,
                              .reason = REASON_TLS_VERIFY,
                              .message = "certificate has expired (2026-01-01)",
                              .detail = "for the log only"};
    saw->fault = e->fault;
    sample_break(run, step, t, PHASE_TLS, REASON_TLS_VERIFY, e->fault.message);
    end_step(run, step);
    sample_step(run, "purchase", VERDICT_SKIPPED);
    return run;
}

const struct outcome *sample_degraded(struct arena *arena)
{
    struct outcome *run = sample_run(arena, "repayment", "还款", VERDICT_DEGRADED);
    struct step_outcome *step = sample_step(run, "plan page", VERDICT_DEGRADED);
    struct tried *t = sample_try(run, step, VERDICT_DEGRADED);
    struct exchange *e =
        sample_exchange(run, t, "GET", "http://localhost:8080/plan", 301, "", 4 * MS);
    e->redirect_url = text_of("https://localhost:8443/plan");
    e = sample_exchange(run, t, "GET", "https://localhost:8443/plan", 302, "", 6 * MS);
    e->redirect_url = text_of("https://localhost:8443/h5/plan");
    e = sample_exchange(run, t, "GET", "https://localhost:8443/h5/plan", 200,
                        "<html>还款计划</html>", 820 * MS);
    e->protocol = "HTTP/2";
    e->reused = true;
    e->time.phase_ns[PHASE_DNS] = e->time.phase_ns[PHASE_CONNECT] =
        e->time.phase_ns[PHASE_TLS] = -1;
    e->time.uncertainty_ns = ((struct observation *)t->saw)->time.uncertainty_ns = 60 * MS;
    struct finding *f =
        sample_finding(t, VERDICT_DEGRADED, "budget wait", "at most 500ms", "830ms");
    f->phase = PHASE_WAIT;
    f->reason = REASON_BUDGET;
    f->soft = true;
    end_step(run, step);
    return run;
}

const struct outcome *sample_late(struct arena *arena)
{
    struct outcome *run = sample_run(arena, "decision", "审批结果", VERDICT_PASS);
    struct step_outcome *step = sample_step(run, "decision", VERDICT_PASS);
    run->row = "row 2 (instant)";
    run->repetition = 3;
    for (int i = 0; i < 4; i++) {
        bool last = i == 3, reset = i == 1;
        struct tried *t = sample_try(run, step, last ? VERDICT_PASS : VERDICT_FAIL);
        t->repetition = i == 0 ? 1 : i == 3 ? 3 : 2;
        t->attempt = i == 2 ? 2 : 1;
        struct exchange *e = sample_exchange(
            run, t, "GET", "https://localhost:8443/api/decision", reset ? 0 : 200,
            last ? "{\"state\":\"APPROVED\"}" : "{\"state\":\"PENDING\"}", 15 * MS);
        if (reset) {
            e->fault = (struct fault){.phase = PHASE_RECEIVE,
                                      .reason = REASON_RESET,
                                      .message = "connection reset by peer"};
            ((struct observation *)t->saw)->fault = e->fault;
        } else {
            sample_finding(t, last ? VERDICT_PASS : VERDICT_FAIL, "jsonpath $.state",
                           "in [\"APPROVED\"]", last ? "\"APPROVED\"" : "\"PENDING\"");
        }
        sample_pause(run, last ? 0 : 200 * MS);
    }
    end_step(run, step);
    struct step_outcome *skipped = sample_step(run, "appeal", VERDICT_SKIPPED);
    skipped->skipped_because = "only_if was false";
    return run;
}

const struct outcome *sample_internal(struct arena *arena)
{
    struct outcome *run = sample_run(arena, "browser", "browser", VERDICT_INTERNAL);
    struct step_outcome *step = sample_step(run, "open", VERDICT_INTERNAL);
    struct tried *t = sample_try(run, step, VERDICT_INTERNAL);
    struct observation *saw = (struct observation *)t->saw;
    saw->fault = (struct fault){.phase = PHASE_ROBOT,
                                .reason = REASON_ROBOT,
                                .message = "could not make a socket: too many open files"};
    sample_break(run, step, t, PHASE_ROBOT, REASON_ROBOT, saw->fault.message);
    sample_pause(run, MS);
    end_step(run, step);
    return run;
}

const struct outcome *sample_cancelled(struct arena *arena)
{
    struct outcome *run = sample_run(arena, "slow", "slow", VERDICT_SKIPPED);
    passing_step(run, "first", "https://localhost:8443/first", 10 * MS);
    struct step_outcome *step = sample_step(run, "second", VERDICT_SKIPPED);
    step->skipped_because = NULL;
    struct tried *t = sample_try(run, step, VERDICT_SKIPPED);
    struct exchange *e =
        sample_exchange(run, t, "GET", "https://localhost:8443/second", 0, "", 90 * MS);
    e->fault =
        (struct fault){.phase = PHASE_WAIT, .reason = REASON_CANCELLED, .message = "cancelled"};
    ((struct observation *)t->saw)->fault = e->fault;
    sample_break(run, step, t, PHASE_WAIT, REASON_CANCELLED, "cancelled");
    end_step(run, step);
    run->cancelled = true;
    return run;
}

const struct outcome *sample_variant(struct arena *arena, const char *variant, int breaks)
{
    static const char *const names[] = {"open", "identity", "bank card", "decision"};
    bool fails = breaks >= 0;
    struct outcome *run =
        sample_run(arena, "pre-limit", "预授信", fails ? VERDICT_FAIL : VERDICT_PASS);
    run->variant = variant;
    for (int i = 0; i < 4; i++) {
        if (fails && i > breaks) {
            sample_step(run, names[i], VERDICT_SKIPPED);
        } else if (i != breaks) {
            passing_step(run, names[i], "https://localhost:8443/api/limit", (5 + i) * MS);
        } else {
            struct step_outcome *step = sample_step(run, names[i], VERDICT_FAIL);
            struct tried *t = sample_try(run, step, VERDICT_FAIL);
            sample_exchange(run, t, "GET", "https://localhost:8443/api/limit", 200,
                            "{\"code\":\"E9\"}", 8 * MS);
            sample_finding(t, VERDICT_FAIL, "jsonpath $.code", "equals \"0000\"", "\"E9\"");
            sample_break(run, step, t, PHASE_JUDGE, REASON_ASSERTION,
                         "jsonpath $.code: expected equals \"0000\", actual \"E9\"");
            end_step(run, step);
        }
    }
    return run;
}
