/* SPDX-License-Identifier: Apache-2.0 */
/* record.c - copying what is to be kept out of an outcome, before its plan and bodies go. */

#include "model/record.h"
#include "base/arena.h"
#include "base/must.h"
#include "base/units.h"
#include "model/step_kind.h"

#include <string.h>

const char *run_cause_name(enum run_cause cause)
{
    static const char *const names[CAUSE_COUNT] = {
        [CAUSE_SCHEDULE] = "schedule",
        [CAUSE_RETEST] = "retest",
        [CAUSE_BY_HAND] = "by_hand",
        [CAUSE_PROBE] = "probe",
    };
    must((unsigned)cause < CAUSE_COUNT);
    return names[cause];
}

static struct breakpoint copy_breakpoint(struct arena *arena, const struct breakpoint *from)
{
    struct breakpoint kept = *from;
    kept.step = arena_strdup(arena, from->step);
    kept.message = arena_strdup(arena, from->message);
    return kept;
}

static struct text after(struct text t, const char *mark)
{
    ptrdiff_t at = text_find(t, text_of(mark), 0);
    return at < 0 ? t : text_slice(t, (size_t)at + strlen(mark), t.length);
}

static size_t first_of(struct text t, const char *stops)
{
    size_t i = 0;
    while (i < t.length && strchr(stops, t.at[i]) == NULL)
        i++;
    return i;
}

static const char *default_port(struct text url)
{
    return text_starts_with(url, text_of("https:"))  ? ":443"
           : text_starts_with(url, text_of("http:")) ? ":80"
                                                     : "";
}

/* Exchanges carry their URL as the transport sent it: parsed once, without user and password. */
static void keep_place(struct arena *arena, const struct exchange *e, struct record_step *kept)
{
    struct text rest = after(e->url, "://");
    struct text host = text_slice(rest, 0, first_of(rest, "/?#"));
    struct text path = text_slice(rest, host.length, rest.length);
    path = text_slice(path, 0, first_of(path, "?#"));
    ptrdiff_t bracket = text_find(host, text_of("]"), 0);
    bool port = text_find(host, text_of(":"), bracket < 0 ? 0 : (size_t)bracket) >= 0;
    if (host.length == 0)
        return;
    if (rest.length < e->url.length)
        kept->scheme = text_string(arena, text_slice(e->url, 0, first_of(e->url, ":")));
    kept->host =
        arena_printf(arena, "%.*s%s", TEXT_ARGS(host), port ? "" : default_port(e->url));
    if (e->method == NULL)
        kept->endpoint = text_string(arena, e->url);
    else
        kept->endpoint = arena_printf(arena, "%s %.*s", e->method,
                                      TEXT_ARGS(path.length > 0 ? path : text_of("/")));
}

static void keep_certificate(struct arena *arena, const struct exchange *e,
                             struct record_step *kept)
{
    for (size_t i = 0; i < e->certificate_count; i++) {
        const struct certificate *c = &e->certificates[i];
        if (c->not_after_utc_ns == 0 ||
            (kept->certificate_not_after_utc_ns != 0 &&
             c->not_after_utc_ns >= kept->certificate_not_after_utc_ns))
            continue;
        kept->certificate_not_after_utc_ns = c->not_after_utc_ns;
        kept->certificate_subject = arena_strdup(arena, c->subject);
    }
}

static void keep_answer(struct arena *arena, const struct observation *saw,
                        struct record_step *kept)
{
    const struct exchange *e = observation_answer(saw);
    if (e == NULL)
        return;
    kept->method = arena_strdup(arena, e->method);
    kept->protocol = arena_strdup(arena, e->protocol);
    kept->remote_address = arena_strdup(arena, e->remote_address);
    kept->tls_version = arena_strdup(arena, e->tls_version);
    kept->status = e->status;
    kept->redirects = (int)saw->exchange_count - 1;
    kept->body_bytes = e->body_bytes;
    kept->wire_bytes = e->wire_bytes;
    kept->sent_bytes = e->sent_bytes;
    kept->header_bytes = e->header_bytes;
    keep_place(arena, e, kept);
    keep_certificate(arena, e, kept);
}

static bool asks_by_regex(const char *check)
{
    return strncmp(check, "regex", 5) == 0 || strncmp(check, "body", 4) == 0;
}

static bool regex_failed(const struct tried *tried)
{
    for (size_t i = 0; i < tried->finding_count; i++)
        if (tried->findings[i].verdict == VERDICT_FAIL &&
            asks_by_regex(tried->findings[i].check))
            return true;
    return false;
}

static const struct record_try *keep_tries(struct arena *arena, const struct step_outcome *step)
{
    struct record_try *kept = arena_array(arena, step->try_count, struct record_try);
    for (size_t i = 0; i < step->try_count; i++) {
        const struct tried *t = &step->tries[i];
        const struct exchange *e = t->saw != NULL ? observation_answer(t->saw) : NULL;
        kept[i] = (struct record_try){
            .started_utc_ns = t->saw != NULL ? t->saw->started_utc_ns : step->started_utc_ns,
            .total_ns = t->saw != NULL ? t->saw->time.total_ns : -1,
            .status = e != NULL ? e->status : 0,
            .verdict = t->verdict,
            .phase = t->breakpoint.phase,
            .reason = t->breakpoint.reason,
        };
    }
    return kept;
}

static void keep_step(struct arena *arena, const struct step_outcome *step,
                      struct record_step *kept)
{
    *kept = (struct record_step){
        .name = arena_strdup(arena, step->name),
        .kind = arena_strdup(arena, step->step->kind != NULL ? step->step->kind->name : NULL),
        .verdict = step->verdict,
        .skipped_because = arena_strdup(arena, step->skipped_because),
        .started_utc_ns = step->started_utc_ns,
        .duration_ns = step->duration_ns,
        .time = timing_none(),
        .always = step->step->always,
        .tries = (int)step->try_count,
        .span_id = arena_strdup(arena, step->span_id),
        .breakpoint = copy_breakpoint(arena, &step->breakpoint),
    };
    if (step->try_count == 0)
        return;
    kept->attempts = keep_tries(arena, step);
    const struct tried *decided = &step->tries[step->try_count - 1];
    kept->regex_failed = regex_failed(decided);
    if (decided->saw == NULL)
        return;
    kept->time = decided->saw->time;
    keep_answer(arena, decided->saw, kept);
}

static int64_t phase_time(const struct timing *time, const char *name)
{
    for (int p = 0; p < NETWORK_PHASES; p++)
        if (strcmp(name, phase_name((enum phase)p)) == 0)
            return time->phase_ns[p];
    return strcmp(name, "first_byte") == 0 ? time->first_byte_ns : time->total_ns;
}

/* A finding about time whose margin is within the uncertainty. A budget's own findings are only ever
 * degraded when proven (robot/run/budget.c); an assertion on `time` is not so careful. */
static bool unproven(const struct finding *f, const struct timing *time)
{
    int64_t limit;
    if (strncmp(f->check, "time ", 5) != 0 || f->expected == NULL)
        return false;
    struct text words = text_of(f->expected);
    while (words.length > 0 && strchr("\"] ", words.at[words.length - 1]) != NULL)
        words.length--;
    size_t from = words.length;
    while (from > 0 && strchr("\"[ ,", words.at[from - 1]) == NULL)
        from--;
    if (!duration_parse(text_slice(words, from, words.length), &limit))
        return false;
    int64_t over = phase_time(time, f->check + 5) - limit;
    return over >= 0 && over <= time->uncertainty_ns;
}

static bool step_unproven(const struct step_outcome *step)
{
    const struct tried *t = step->try_count > 0 ? &step->tries[step->try_count - 1] : NULL;
    size_t bad = 0;
    if (t == NULL || t->saw == NULL || t->saw->fault.reason != REASON_NONE)
        return false;
    for (size_t i = 0; i < t->finding_count; i++) {
        if (t->findings[i].verdict == VERDICT_PASS)
            continue;
        if (!unproven(&t->findings[i], &t->saw->time))
            return false;
        bad++;
    }
    return bad > 0;
}

static bool is_uncertain(const struct outcome *outcome)
{
    size_t bad = 0;
    if (outcome->verdict != VERDICT_FAIL && outcome->verdict != VERDICT_DEGRADED)
        return false;
    for (size_t i = 0; i < outcome->step_count; i++) {
        enum verdict verdict = outcome->steps[i].verdict;
        if (verdict != VERDICT_FAIL && verdict != VERDICT_DEGRADED)
            continue;
        if (!step_unproven(&outcome->steps[i]))
            return false;
        bad++;
    }
    return bad > 0;
}

static const char *finding_words(struct arena *arena, const struct finding *f)
{
    if (f->message != NULL)
        return arena_strdup(arena, f->message);
    return arena_printf(arena, "%s: expected %s, actual %s", f->check,
                        f->expected != NULL ? f->expected : "something",
                        f->actual != NULL ? f->actual : "nothing");
}

static const char *message_of(struct arena *arena, const struct outcome *outcome)
{
    if (outcome->breakpoint.reason != REASON_NONE && outcome->breakpoint.message != NULL)
        return arena_strdup(arena, outcome->breakpoint.message);
    for (size_t i = 0; i < outcome->step_count; i++) {
        const struct step_outcome *step = &outcome->steps[i];
        const struct tried *t = step->try_count > 0 ? &step->tries[step->try_count - 1] : NULL;
        for (size_t f = 0; t != NULL && f < t->finding_count; f++)
            if (t->findings[f].verdict != VERDICT_PASS)
                return finding_words(arena, &t->findings[f]);
    }
    return "";
}

static const char *const *copy_list(struct arena *arena, const char *const *from)
{
    size_t count = 0;
    while (from != NULL && from[count] != NULL)
        count++;
    const char **kept = arena_array(arena, count + 1, const char *);
    for (size_t i = 0; i < count; i++)
        kept[i] = arena_strdup(arena, from[i]);
    return kept;
}

/* A page stays where it was loaded from: a step in it that asks nothing of the network is there, too, and
 * what breaks in it shares that place with all else that breaks there. */
static void keep_page_places(struct record_step *steps, size_t count)
{
    const char *host = NULL;
    for (size_t i = 0; i < count; i++) {
        if (steps[i].kind == NULL || strcmp(steps[i].kind, "browser") != 0 ||
            steps[i].verdict == VERDICT_SKIPPED)
            continue;
        if (steps[i].host == NULL)
            steps[i].host = host;
        host = steps[i].host;
    }
}

struct record *record_of(struct arena *arena, const struct outcome *outcome,
                         const struct round *round)
{
    const struct journey *journey = outcome->journey;
    struct record *record = arena_make(arena, struct record);
    struct record_step *steps = arena_array(arena, outcome->step_count, struct record_step);
    for (size_t i = 0; i < outcome->step_count; i++)
        keep_step(arena, &outcome->steps[i], &steps[i]);
    keep_page_places(steps, outcome->step_count);
    const char *environment =
        outcome->environment != NULL ? outcome->environment : round->environment;
    *record = (struct record){
        .arena = arena,
        .run_id = arena_strdup(arena, outcome->run_id),
        .trace_id = arena_strdup(arena, outcome->trace_id),
        .journey = arena_strdup(arena, journey->name),
        .title = arena_strdup(arena, journey->title != NULL ? journey->title : journey->name),
        .owner = arena_strdup(arena, journey->owner),
        .business = arena_strdup(arena, journey->business),
        .tags = copy_list(arena, journey->tags),
        .environment = arena_strdup(arena, environment != NULL ? environment : ""),
        .location = arena_strdup(arena, round->location != NULL ? round->location : ""),
        .variant = arena_strdup(arena, outcome->variant),
        .row = arena_strdup(arena, outcome->row),
        .cause = round->cause,
        .due_utc_ns = round->due_utc_ns,
        .started_utc_ns = outcome->started_utc_ns,
        .duration_ns = outcome->duration_ns,
        .verdict = outcome->verdict,
        .breakpoint = copy_breakpoint(arena, &outcome->breakpoint),
        .cancelled = outcome->cancelled,
        .cleanup_failed = outcome->cleanup_failed,
        .uncertain = is_uncertain(outcome),
        .message = message_of(arena, outcome),
        .steps = steps,
        .step_count = outcome->step_count,
    };
    return record;
}

const struct record *record_worst(const struct record *const *records, size_t count)
{
    const struct record *worst = NULL;
    for (size_t i = 0; i < count; i++)
        if (worst == NULL ||
            (worst->verdict != records[i]->verdict &&
             verdict_worse(worst->verdict, records[i]->verdict) == records[i]->verdict))
            worst = records[i];
    return worst;
}

const struct record_step *record_broken_step(const struct record *record)
{
    if (record->breakpoint.reason == REASON_NONE || record->breakpoint.step == NULL)
        return NULL;
    for (size_t i = 0; i < record->step_count; i++)
        if (strcmp(record->steps[i].name, record->breakpoint.step) == 0)
            return &record->steps[i];
    return NULL;
}
