/* SPDX-License-Identifier: Apache-2.0 */
/* clean.c - one look at all strings of a record together; string by string only when it found some.
 *
 * Thousands of records a second pass here, and nearly none holds a secret. */

#include "store/clean.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/redact.h"
#include "model/finding.h"
#include "model/record.h"

enum { MOST_STRING = 1 << 20, MOST_TOGETHER = 16 << 20 };

const char *clean_string(struct arena *arena, const char *string)
{
    if (string == NULL || !redact_contains(text_of(string)))
        return string;
    struct buffer clean;
    buffer_init(&clean, MOST_STRING);
    redact_text(text_of(string), &clean);
    const char *kept = clean.full ? "[redacted]" : text_string(arena, buffer_text(&clean));
    buffer_done(&clean);
    return kept;
}

enum { RUN_STRINGS = 12, STEP_STRINGS = 13 };

/* Names of journeys and steps come from files that may hold templates, so they are looked at, too. */
static void run_strings(struct record *r, const char **ret[RUN_STRINGS])
{
    const char **all[RUN_STRINGS] = {
        &r->journey,     &r->title,   &r->owner,           &r->business, &r->variant,
        &r->environment, &r->row,     &r->breakpoint.step, &r->location, &r->breakpoint.message,
        &r->message,     &r->trace_id};
    for (size_t i = 0; i < RUN_STRINGS; i++)
        ret[i] = all[i];
}

static void step_strings(struct record_step *s, const char **ret[STEP_STRINGS])
{
    const char **all[STEP_STRINGS] = {&s->name,
                                      &s->kind,
                                      &s->skipped_because,
                                      &s->breakpoint.step,
                                      &s->breakpoint.message,
                                      &s->method,
                                      &s->protocol,
                                      &s->remote_address,
                                      &s->tls_version,
                                      &s->host,
                                      &s->endpoint,
                                      &s->certificate_subject,
                                      &s->span_id};
    for (size_t i = 0; i < STEP_STRINGS; i++)
        ret[i] = all[i];
}

static void join(struct buffer *all, const char **strings[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (*strings[i] != NULL) {
            buffer_add_string(all, *strings[i]);
            buffer_add_char(all, '\n');
        }
}

static bool holds_secret(struct record *record)
{
    struct buffer all;
    const char **of_run[RUN_STRINGS], **of_step[STEP_STRINGS];
    buffer_init(&all, MOST_TOGETHER);
    run_strings(record, of_run);
    join(&all, of_run, RUN_STRINGS);
    for (size_t i = 0; i < record->step_count; i++) {
        step_strings((struct record_step *)&record->steps[i], of_step);
        join(&all, of_step, STEP_STRINGS);
    }
    bool holds = all.full || redact_contains(buffer_text(&all));
    buffer_done(&all);
    return holds;
}

void clean_record(struct record *record)
{
    const char **of_run[RUN_STRINGS], **of_step[STEP_STRINGS];
    if (!holds_secret(record))
        return;
    run_strings(record, of_run);
    for (size_t i = 0; i < RUN_STRINGS; i++)
        *of_run[i] = clean_string(record->arena, *of_run[i]);
    for (size_t s = 0; s < record->step_count; s++) {
        step_strings((struct record_step *)&record->steps[s], of_step);
        for (size_t i = 0; i < STEP_STRINGS; i++)
            *of_step[i] = clean_string(record->arena, *of_step[i]);
    }
}

static const char *keep(struct arena *arena, const char *string)
{
    const char *clean = clean_string(arena, string);
    return clean == string ? arena_strdup(arena, string) : clean;
}

struct finding clean_finding(struct arena *arena, const struct finding *finding)
{
    struct finding kept = *finding;
    kept.check = keep(arena, finding->check);
    kept.expected = keep(arena, finding->expected);
    kept.actual = keep(arena, finding->actual);
    kept.message = keep(arena, finding->message);
    if (finding->at.source != NULL) {
        struct source *source = arena_make(arena, struct source);
        source->name = arena_strdup(arena, finding->at.source->name);
        kept.at.source = source;
    }
    return kept;
}
