/* SPDX-License-Identifier: Apache-2.0 */
/* sample.c - the building blocks: a run on a clock of its own. */

#include "sample.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/must.h"
#include "model/step_kind.h"

#include <string.h>

enum { MOST_STEPS = 12, MOST_TRIES = 6, MOST_EXCHANGES = 4, MOST_FINDINGS = 4 };

static const int64_t BEGAN_UTC_NS = INT64_C(1769846400) * NS_PER_S; /* 2026-01-31T08:00:00Z */
static const int64_t BEGAN_NS = 1000 * NS_PER_S, PACE_NS = 2 * NS_PER_MS;

static const struct source file = {.name = "scenarios/sample.journey.yaml"};
static const struct step_kind http = {.name = "http"};

static void pass_time(struct outcome *run, int64_t ns)
{
    run->duration_ns += ns;
}

static int64_t now(const struct outcome *run)
{
    return run->started_ns + run->duration_ns;
}

static int64_t now_utc(const struct outcome *run)
{
    return run->started_utc_ns + run->duration_ns;
}

struct outcome *sample_run(struct arena *arena, const char *name, const char *title,
                           enum verdict verdict)
{
    static const char *const tags[] = {"sample", NULL};
    struct journey *journey = arena_make(arena, struct journey);
    struct outcome *run = arena_make(arena, struct outcome);
    *journey = (struct journey){
        .name = name, .title = title, .owner = "app-team", .file = file.name, .tags = tags};
    *run = (struct outcome){
        .arena = arena,
        .journey = journey,
        .run_id = arena_printf(arena, "run-%s", name),
        .trace_id = "4bf92f3577b34da6a3ce929d0e0e4736",
        .environment = "staging",
        .seed = 42,
        .repetition = 1,
        .started_ns = BEGAN_NS,
        .started_utc_ns = BEGAN_UTC_NS,
        .verdict = verdict,
        .steps = arena_array(arena, MOST_STEPS, struct step_outcome),
    };
    return run;
}

struct step_outcome *sample_step(struct outcome *run, const char *name, enum verdict verdict)
{
    must(run->step_count < MOST_STEPS);
    struct step *step = arena_make(run->arena, struct step);
    struct step_outcome *o = (struct step_outcome *)&run->steps[run->step_count];
    *step = (struct step){.name = name, .index = run->step_count, .kind = &http};
    step->at = (struct place){
        .source = &file, .line = 10 + 10 * (int)run->step_count, .column = 5, .length = 1};
    *o = (struct step_outcome){
        .step = step,
        .name = name,
        .verdict = verdict,
        .started_ns = now(run),
        .started_utc_ns = now_utc(run),
        .tries = arena_array(run->arena, MOST_TRIES, struct tried),
    };
    if (verdict == VERDICT_SKIPPED)
        o->skipped_because = "an earlier step failed";
    run->step_count++;
    return o;
}

struct tried *sample_try(struct outcome *run, struct step_outcome *step, enum verdict verdict)
{
    must(step->try_count < MOST_TRIES);
    struct tried *t = (struct tried *)&step->tries[step->try_count++];
    struct observation *saw = arena_make(run->arena, struct observation);
    *saw = (struct observation){
        .kind = "http",
        .started_ns = now(run),
        .started_utc_ns = now_utc(run),
        .exchanges = arena_array(run->arena, MOST_EXCHANGES, struct exchange),
        .time = timing_none(),
    };
    *t = (struct tried){
        .saw = saw,
        .findings = arena_array(run->arena, MOST_FINDINGS, struct finding),
        .verdict = verdict,
        .repetition = 1,
        .attempt = (int)step->try_count,
    };
    return t;
}

static struct headers headers_of(struct arena *arena, const char *name, const char *value)
{
    struct header *h = arena_make(arena, struct header);
    *h = (struct header){.name = text_of(name), .value = text_of(value)};
    return (struct headers){.items = h, .count = 1};
}

static struct timing timing_of(bool tls, int64_t wait_ns)
{
    struct timing t = {.phase_ns = {NS_PER_MS, PACE_NS, tls ? PACE_NS : -1, PACE_NS / 20,
                                    wait_ns, NS_PER_MS / 2},
                       .uncertainty_ns = 20 * NS_PER_US};
    for (int p = 0; p < NETWORK_PHASES; p++)
        t.total_ns += t.phase_ns[p] > 0 ? t.phase_ns[p] : 0;
    t.first_byte_ns = t.total_ns - t.phase_ns[PHASE_RECEIVE];
    return t;
}

struct exchange *sample_exchange(struct outcome *run, struct tried *tried, const char *method,
                                 const char *url, int status, const char *body, int64_t wait_ns)
{
    struct observation *saw = (struct observation *)tried->saw;
    must(saw->exchange_count < MOST_EXCHANGES);
    struct exchange *e = &saw->exchanges[saw->exchange_count++];
    bool tls = strncmp(url, "https", 5) == 0;
    *e = (struct exchange){
        .started_ns = now(run),
        .started_utc_ns = now_utc(run),
        .method = method,
        .url = text_of(url),
        .request_headers = headers_of(run->arena, "User-Agent", "xunjian/0.1.0"),
        .status = status,
        .protocol = "HTTP/1.1",
        .headers = headers_of(run->arena, "Content-Type", "application/json"),
        .body = text_of(body),
        .body_bytes = (int64_t)strlen(body),
        .wire_bytes = (int64_t)strlen(body),
        .header_bytes = 120,
        .sent_bytes = 210,
        .remote_address = "127.0.0.1",
        .remote_port = 8443,
        .tls_version = tls ? "TLSv1.3" : NULL,
        .tls_cipher = tls ? "TLS_AES_256_GCM_SHA384" : NULL,
        .time = timing_of(tls, wait_ns),
    };
    timing_add(&saw->time, &e->time);
    pass_time(run, e->time.total_ns);
    return e;
}

struct finding *sample_finding(struct tried *tried, enum verdict verdict, const char *check,
                               const char *expected, const char *actual)
{
    must(tried->finding_count < MOST_FINDINGS);
    struct finding *f = (struct finding *)&tried->findings[tried->finding_count++];
    *f = (struct finding){
        .verdict = verdict,
        .phase = PHASE_JUDGE,
        .reason = verdict == VERDICT_PASS ? REASON_NONE : REASON_ASSERTION,
        .check = check,
        .expected = expected,
        .actual = actual,
        .at = {.source = &file,
               .line = 20 + (int)tried->finding_count,
               .column = 9,
               .length = 4},
    };
    return f;
}

void sample_break(struct outcome *run, struct step_outcome *step, struct tried *tried,
                  enum phase phase, enum reason reason, const char *message)
{
    struct breakpoint b = {
        .step = step->name, .phase = phase, .reason = reason, .message = message};
    step->breakpoint = b;
    if (tried != NULL)
        tried->breakpoint = b;
    run->breakpoint = b;
}

void sample_pause(struct outcome *run, int64_t ns)
{
    pass_time(run, ns);
}
