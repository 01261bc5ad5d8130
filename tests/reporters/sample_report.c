/* SPDX-License-Identifier: Apache-2.0 */
/* sample_report.c - the hostile run, and all runs together. */

#include "base/arena.h"
#include "base/clock.h"
#include "sample.h"

#include <string.h>

static const char hostile[] =
    "<script>alert('x')</script>]]>&amp;\"\x1b[31m\x01\xff\xfe\xE2\x80\xAE--><!-- %s ${x} \\";

const struct text sample_hostile_bytes = {.at = hostile, .length = sizeof hostile - 1};

/* Everything an app, or a file's author, may fill with bytes of choice. */
const struct outcome *sample_hostile(struct arena *arena)
{
    static const char binary[] = "\x89PNG\r\n\x1a\n\0\xff";
    static const struct certificate bad = {
        .subject = hostile, .issuer = hostile, .serial = hostile, .sha256 = hostile};
    struct outcome *run = sample_run(arena, "hostile", hostile, VERDICT_FAIL);
    struct step_outcome *step = sample_step(run, hostile, VERDICT_FAIL);
    struct tried *t = sample_try(run, step, VERDICT_FAIL);
    const char *url = arena_printf(arena, "https://localhost:8443/?%s", hostile);
    struct exchange *e = sample_exchange(run, t, "GET", url, 200, hostile, NS_PER_MS);
    run->variant = hostile;
    run->row = hostile;
    e->headers.items[0] =
        (struct header){.name = sample_hostile_bytes, .value = sample_hostile_bytes};
    e->request_body = sample_hostile_bytes;
    e->certificates = &bad;
    e->certificate_count = 1;
    e->tls_verify_error = hostile;
    e->protocol = hostile;
    e = sample_exchange(run, t, hostile, "https://localhost:8443/image", 200, "", NS_PER_MS);
    e->body = (struct text){.at = binary, .length = sizeof binary - 1};
    e->body_bytes = sizeof binary - 1;
    e->redirect_url = sample_hostile_bytes;
    struct finding *f = sample_finding(t, VERDICT_FAIL, hostile, hostile, hostile);
    f->message = hostile;
    struct captured *captured = arena_make(arena, struct captured);
    *captured = (struct captured){.name = hostile, .value = sample_hostile_bytes};
    t->captures = captured;
    t->capture_count = 1;
    sample_break(run, step, t, PHASE_JUDGE, REASON_ASSERTION, hostile);
    step->duration_ns = run->duration_ns;
    return run;
}

const struct report *sample_report_of(struct arena *arena,
                                      const struct outcome *const *outcomes, size_t count)
{
    struct report *report = arena_make(arena, struct report);
    *report = (struct report){
        .version = "0.1.0",
        .command_line = "xunjian run --env staging scenarios",
        .environment = "staging",
        .seed = 42,
        .started_utc_ns = INT64_C(1769846400) * NS_PER_S,
        .duration_ns = 3210 * NS_PER_MS,
        .outcomes = outcomes,
        .outcome_count = count,
    };
    for (size_t i = 0; i < count; i++)
        report->verdict_count[outcomes[i]->verdict]++;
    return report;
}

const struct report *sample_report(struct arena *arena)
{
    const struct outcome *const all[] = {
        sample_passing(arena),
        sample_failing(arena),
        sample_tls_verify(arena),
        sample_degraded(arena),
        sample_late(arena),
        sample_internal(arena),
        sample_cancelled(arena),
        sample_hostile(arena),
        sample_variant(arena, "control", -1),
        sample_variant(arena, "control", 2),
        sample_variant(arena, "instant", -1),
        sample_variant(arena, "instant", 1),
        sample_variant(arena, "instant", 3),
    };
    const struct outcome **kept =
        arena_array(arena, sizeof all / sizeof all[0], const struct outcome *);
    memcpy(kept, all, sizeof all);
    return sample_report_of(arena, kept, sizeof all / sizeof all[0]);
}
