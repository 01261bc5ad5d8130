/* SPDX-License-Identifier: Apache-2.0 */
/* har.c - HTTP Archive 1.2 (http://www.softwareishard.com/blog/har-12-spec/): an entry an exchange.
 *
 * For the waterfall of a browser's developer tools. A run is a page, and so is each try of a
 * browser's step, so that the tools group by them; every attempt and every hop of a redirect has its
 * entry. Steps that speak no HTTP have no place in it. */

#include "base/arena.h"
#include "base/buffer.h"
#include "model/outcome.h"
#include "model/page_sight.h"
#include "model/reporter.h"
#include "reporters/file/clean.h"
#include "reporters/file/har_message.h"
#include "reporters/file/json_out.h"
#include "reporters/file/told.h"

#include <string.h>

static void put_phase(const char *name, int64_t ns, struct json_out *out)
{
    if (ns < 0)
        json_out_int(out, name, -1);
    else
        json_out_ms(out, name, ns);
}

static int64_t at_least_0(int64_t ns)
{
    return ns > 0 ? ns : 0;
}

/* HAR's connect includes ssl; blocked is what no phase accounts for; send, wait and receive must
 * not be -1. The sum without ssl is the entry's time. */
static void put_timings(const struct timing *t, int64_t *ret_time_ns, struct json_out *out)
{
    const int64_t *phase = t->phase_ns;
    int64_t connect = phase[PHASE_CONNECT], tls = phase[PHASE_TLS], told = 0;
    for (int p = 0; p < NETWORK_PHASES; p++)
        told += at_least_0(phase[p]);
    int64_t blocked = at_least_0(t->total_ns) - told;
    if (connect >= 0 || tls >= 0)
        connect = at_least_0(connect) + at_least_0(tls);
    *ret_time_ns = told + at_least_0(blocked);
    json_out_open(out, "timings", '{');
    put_phase("blocked", blocked > 0 ? blocked : -1, out);
    put_phase("dns", phase[PHASE_DNS], out);
    put_phase("connect", connect, out);
    put_phase("ssl", tls, out);
    put_phase("send", at_least_0(phase[PHASE_SEND]), out);
    put_phase("wait", at_least_0(phase[PHASE_WAIT]), out);
    put_phase("receive", at_least_0(phase[PHASE_RECEIVE]), out);
    json_out_close(out, '}');
}

static const char *comment_of(struct arena *arena, const struct step_outcome *step,
                              const struct tried *tried)
{
    if (step->try_count == 1)
        return arena_printf(arena, "%s: %s", step->name, verdict_name(tried->verdict));
    return arena_printf(arena, "%s, try %zu of %zu: %s", step->name,
                        (size_t)(tried - step->tries) + 1, step->try_count,
                        verdict_name(tried->verdict));
}

/* As Chromium's own developer tools write it: "document", "stylesheet", "xhr". */
static const char *resource_type(struct arena *arena, const char *resource)
{
    char *type = arena_strdup(arena, strcmp(resource, "Frame") == 0 ? "document" : resource);
    for (char *at = type; *at != '\0'; at++)
        if (*at >= 'A' && *at <= 'Z')
            *at = (char)(*at - 'A' + 'a');
    return type;
}

static void put_entry(const char *page, const char *comment, const struct exchange *e,
                      size_t body_bytes, struct json_out *out)
{
    struct arena *scratch = arena_new();
    int64_t time_ns = 0;
    json_out_open(out, NULL, '{');
    json_out_string(out, "pageref", page);
    json_out_utc(out, "startedDateTime", e->started_utc_ns);
    har_request(e, body_bytes, out);
    har_response(e, body_bytes, out);
    if (e->resource != NULL)
        json_out_string(out, "_resourceType", resource_type(scratch, e->resource));
    json_out_open(out, "cache", '{');
    json_out_close(out, '}');
    put_timings(&e->time, &time_ns, out);
    json_out_ms(out, "time", time_ns);
    if (e->remote_address != NULL) {
        json_out_string(out, "serverIPAddress", e->remote_address);
        json_out_string(out, "connection", arena_printf(scratch, "%d", e->remote_port));
    }
    har_messages(e, body_bytes, out);
    if (e->fault.reason != REASON_NONE)
        json_out_string(out, "_error",
                        arena_printf(scratch, "%s (%s): %s", phase_name(e->fault.phase),
                                     reason_name(e->fault.reason),
                                     e->fault.message != NULL ? e->fault.message : ""));
    json_out_string(out, "comment", comment);
    json_out_close(out, '}');
    arena_end(scratch);
}

static const char *page_id(struct arena *arena, size_t run)
{
    return arena_printf(arena, "run_%zu", run + 1);
}

static void put_page(const struct outcome *outcome, const char *id, struct json_out *out)
{
    struct arena *scratch = arena_new();
    const char *where = told_breakpoint(scratch, outcome->journey, &outcome->breakpoint);
    json_out_open(out, NULL, '{');
    json_out_utc(out, "startedDateTime", outcome->started_utc_ns);
    json_out_string(out, "id", id);
    json_out_string(out, "title", told_run(scratch, outcome));
    json_out_open(out, "pageTimings", '{');
    json_out_ms(out, "onLoad", outcome->duration_ns);
    json_out_close(out, '}');
    json_out_string(out, "comment",
                    where != NULL ? arena_printf(scratch, "breakpoint: %s", where)
                                  : verdict_name(outcome->verdict));
    json_out_close(out, '}');
    arena_end(scratch);
}

/* A browser's try is a page of its own: "run_1_step_2_try_1". */
static const char *try_page(struct arena *arena, const struct step_outcome *step,
                            const struct tried *tried, const char *run)
{
    if (tried->saw->page == NULL)
        return run;
    return arena_printf(arena, "%s_step_%zu_try_%zu", run, step->step->index + 1,
                        (size_t)(tried - step->tries) + 1);
}

/* HAR counts from the page's start; the metrics from the navigation's, which is its document's. */
static void put_page_timing(const char *name, const struct observation *saw, int64_t ns,
                            struct json_out *out)
{
    const struct exchange *document = saw->page->document;
    if (saw->page->metrics == NULL || ns < 0)
        json_out_int(out, name, -1);
    else
        json_out_ms(out, name,
                    ns + (document != NULL ? document->started_ns - saw->started_ns : 0));
}

static void put_browser_page(const struct outcome *outcome, const struct step_outcome *step,
                             const struct tried *tried, const char *run, struct json_out *out)
{
    struct arena *scratch = arena_new();
    const struct observation *saw = tried->saw;
    const struct page_metrics *metrics = saw->page->metrics;
    json_out_open(out, NULL, '{');
    json_out_utc(out, "startedDateTime", saw->started_utc_ns);
    json_out_string(out, "id", try_page(scratch, step, tried, run));
    json_out_string(out, "title",
                    arena_printf(scratch, "%s: %s", told_run(scratch, outcome), step->name));
    json_out_open(out, "pageTimings", '{');
    put_page_timing("onContentLoad", saw, metrics != NULL ? metrics->dom_ns : -1, out);
    put_page_timing("onLoad", saw, metrics != NULL ? metrics->load_ns : -1, out);
    json_out_close(out, '}');
    json_out_text(out, "comment", saw->page->url);
    json_out_close(out, '}');
    arena_end(scratch);
}

static void put_pages(const struct outcome *outcome, const char *run, struct json_out *out)
{
    put_page(outcome, run, out);
    for (size_t s = 0; s < outcome->step_count; s++)
        for (size_t t = 0; t < outcome->steps[s].try_count; t++)
            if (outcome->steps[s].tries[t].saw->page != NULL)
                put_browser_page(outcome, &outcome->steps[s], &outcome->steps[s].tries[t], run,
                                 out);
}

static void put_try(const struct step_outcome *step, const struct tried *tried, const char *run,
                    struct json_out *out)
{
    struct arena *scratch = arena_new();
    const char *page = try_page(scratch, step, tried, run);
    size_t body_bytes = tried->verdict == VERDICT_PASS ? BODY_BYTES_PASSED : BODY_BYTES_FAILED;
    const char *comment = comment_of(scratch, step, tried);
    for (size_t i = 0; i < tried->saw->exchange_count; i++)
        if (tried->saw->exchanges[i].method != NULL)
            put_entry(page, comment, &tried->saw->exchanges[i], body_bytes, out);
    arena_end(scratch);
}

static void put_entries(const struct outcome *outcome, const char *page, struct json_out *out)
{
    for (size_t s = 0; s < outcome->step_count; s++)
        for (size_t t = 0; t < outcome->steps[s].try_count; t++)
            put_try(&outcome->steps[s], &outcome->steps[s].tries[t], page, out);
}

static void render(const struct report *report, struct buffer *to)
{
    struct json_out out = {.to = to};
    struct arena *scratch = arena_new();
    json_out_open(&out, NULL, '{');
    json_out_open(&out, "log", '{');
    json_out_string(&out, "version", "1.2");
    json_out_open(&out, "creator", '{');
    json_out_string(&out, "name", "xunjian");
    json_out_string(&out, "version", report->version);
    json_out_close(&out, '}');
    json_out_open(&out, "pages", '[');
    for (size_t i = 0; i < report->outcome_count; i++)
        put_pages(report->outcomes[i], page_id(scratch, i), &out);
    json_out_close(&out, ']');
    json_out_open(&out, "entries", '[');
    for (size_t i = 0; i < report->outcome_count; i++)
        put_entries(report->outcomes[i], page_id(scratch, i), &out);
    json_out_close(&out, ']');
    json_out_close(&out, '}');
    json_out_close(&out, '}');
    buffer_add_char(to, '\n');
    arena_end(scratch);
}

const struct reporter reporter_har = {
    .name = "har",
    .text = "HTTP Archive 1.2: every exchange, for a browser's developer tools",
    .extension = "har",
    .render = render,
};
