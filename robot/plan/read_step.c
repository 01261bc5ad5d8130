/* SPDX-License-Identifier: Apache-2.0 */
/* read_step.c - the keys of a step: one for each step kind, then the modifiers. */

#include "base/arena.h"
#include "base/clock.h"
#include "base/must.h"
#include "document/bind.h"
#include "document/node.h"
#include "model/step_kind.h"
#include "plan/loader.h"
#include "plan/question_schema.h"
#include "plan/weight.h"

#include <string.h>

enum { MODIFIER_ROOM = 24 }; /* rows for modifiers, and the one that ends the table */

static bool read_kind(struct reading *reading, const struct node *node,
                      const struct field *field, void *into)
{
    struct step *step = into;
    const struct step_kind *kind = field->member;
    if (kind->fields == NULL) {
        diag_add(reading->diags, node->at, "%s", kind->absent);
        return false;
    }
    void *params = arena_alloc(reading->arena, kind->fields->size);
    int before = reading->diags->count;
    const struct loader *loader = reading->owner;
    size_t heavy_before = loader->heavy;
    step->kind = kind;
    step->params = params; /* what was right in it is checked on, even when something was not */
    if (bind_fields(reading, node, kind->fields, params) && kind->check != NULL)
        kind->check(reading, node, params);
    step->heavy = loader->heavy > heavy_before;
    return reading->diags->count == before;
}

static const struct custom_type kind_type = {
    .name = "step kind", .read = read_kind, .schema = kind_schema};

static const struct field retry_fields[] = {
    {.name = "count",
     .type = FIELD_COUNT,
     .at = offsetof(struct retry, count),
     .least = 1,
     .most = 10,
     .fallback = "1",
     .text = "attempts after the first"},
    {.name = "interval",
     .type = FIELD_DURATION,
     .at = offsetof(struct retry, interval_ns),
     .fallback = "500ms",
     .text = "pause before each new attempt"},
    {.name = "backoff",
     .type = FIELD_WORD,
     .at = offsetof(struct retry, backoff),
     .fallback = "fixed",
     .text = "how the pause grows",
     .words =
         (const struct word[]){
             {.name = "fixed", .value = BACKOFF_FIXED, .text = "not at all"},
             {.name = "linear", .value = BACKOFF_LINEAR, .text = "1, 2, 3 times the interval"},
             {.name = "exponential", .value = BACKOFF_EXPONENTIAL, .text = "1, 2, 4 times it"},
             {0}}},
    {.name = "max_interval",
     .type = FIELD_DURATION,
     .at = offsetof(struct retry, most_ns),
     .fallback = "30s",
     .text = "the pause grows no further than this"},
    {.name = "for",
     .type = FIELD_WORDS,
     .at = offsetof(struct retry, causes),
     .fallback = "[timeout, connect, 5xx]",
     .text = "what is worth another attempt",
     .words =
         (const struct word[]){
             {.name = "timeout", .value = RETRY_TIMEOUT, .text = "a deadline passed"},
             {.name = "connect",
              .value = RETRY_CONNECT,
              .text = "dns, connect or tls failed, or the connection ended before an answer"},
             {.name = "4xx", .value = RETRY_4XX, .text = "the status was 400 to 499"},
             {.name = "5xx", .value = RETRY_5XX, .text = "the status was 500 to 599"},
             {.name = "assertion",
              .value = RETRY_ASSERTION,
              .text = "an assertion other than the status, or a capture, failed"},
             {.name = "any", .value = RETRY_ANY, .text = "any failure"},
             {0}}},
    {0},
};
static const struct field_table retry_table = {
    .name = "retry",
    .text = "when a failed step is tried again; every attempt is kept",
    .size = sizeof(struct retry),
    .fields = retry_fields,
    .shorthand = "count"};

static const struct field *copy_fields(struct arena *arena, const struct field *from, size_t n)
{
    struct field *copy = arena_array(arena, n + 1, struct field);
    memcpy(copy, from, n * sizeof *copy);
    return copy;
}

static const struct field_table *repeat_table(struct arena *arena,
                                              const struct field_table *assertion)
{
    const struct field fields[] = {
        {.name = "until",
         .type = FIELD_LIST,
         .of = assertion,
         .single = true,
         .required = true,
         .least = 1,
         .at = offsetof(struct repeat, until.items),
         .count_at = offsetof(struct repeat, until.count),
         .text = "what ends the polling: all of these hold"},
        {.name = "interval",
         .type = FIELD_DURATION,
         .at = offsetof(struct repeat, interval_ns),
         .fallback = "500ms",
         .text = "pause between two polls"},
        {.name = "limit",
         .type = FIELD_DURATION,
         .at = offsetof(struct repeat, limit_ns),
         .fallback = "30s",
         .text = "when it has not happened by then, the step fails"},
        {.name = "times",
         .type = FIELD_COUNT,
         .at = offsetof(struct repeat, times),
         .fallback = "0",
         .text = "polls at most; 0: as many as the limit allows"},
    };
    struct field_table *table = arena_make(arena, struct field_table);
    *table = (struct field_table){
        .name = "repeat",
        .text = "polling: the step again and again until something holds",
        .size = sizeof(struct repeat),
        .fields = copy_fields(arena, fields, sizeof fields / sizeof fields[0])};
    return table;
}

/* The modifiers whose own keys do not depend on the vocabulary. */
static const struct field plain_modifiers[] = {
    {.name = "name",
     .type = FIELD_TEXT,
     .at = offsetof(struct step, name),
     .text = "what the step is called in reports; without it, its kind and number"},
    {.name = "retry",
     .type = FIELD_POINTER,
     .at = offsetof(struct step, retry),
     .of = &retry_table,
     .text = "when a failed step is tried again"},
    {.name = "budget",
     .type = FIELD_POINTER,
     .at = offsetof(struct step, budget),
     .of = &budget_table,
     .text = "how long each phase may take"},
    {.name = "timeout",
     .type = FIELD_DURATION,
     .at = offsetof(struct step, timeout_ns),
     .least = NS_PER_MS,
     .fallback = "10s",
     .text = "one attempt ends after this; the journey's own time-out may end it sooner"},
    {.name = "always",
     .type = FIELD_FLAG,
     .at = offsetof(struct step, always),
     .text = "clean-up: runs after a failure and after a time-out, too"},
    {.name = "soft",
     .type = FIELD_FLAG,
     .at = offsetof(struct step, soft),
     .text = "its failure degrades the journey instead of ending it"},
    {.name = "with",
     .type = FIELD_MAP,
     .at = offsetof(struct step, with.items),
     .count_at = offsetof(struct step, with.count),
     .of = &binding_table,
     .text = "variables given to the included journey"},
    {.name = "returns",
     .type = FIELD_TEXTS,
     .at = offsetof(struct step, returns),
     .text = "variables of the included journey that this one gets back"},
    {.name = "tags",
     .type = FIELD_TEXTS,
     .at = offsetof(struct step, tags),
     .text = "free words"},
};

static struct field conditions(const char *name, size_t at, size_t count_at,
                               const struct field_table *assertion, const char *text)
{
    return (struct field){.name = name,
                          .type = FIELD_LIST,
                          .at = at,
                          .count_at = count_at,
                          .of = assertion,
                          .single = true,
                          .text = text};
}

/* Writes the rows of all modifiers; returns how many. */
static size_t modifier_fields(struct field *to, const struct field_table *assertion,
                              const struct field_table *capture,
                              const struct field_table *repeat)
{
    struct field *from = to;
    *to++ = conditions("assert", offsetof(struct step, asserts.items),
                       offsetof(struct step, asserts.count), assertion,
                       "what must be true of what the step saw");
    *to++ = (struct field){.name = "capture",
                           .type = FIELD_MAP,
                           .at = offsetof(struct step, captures),
                           .count_at = offsetof(struct step, capture_count),
                           .of = capture,
                           .text = "variables set from what the step saw"};
    *to++ = conditions("only_if", offsetof(struct step, only_if.items),
                       offsetof(struct step, only_if.count), assertion,
                       "the step is skipped unless these hold");
    *to++ = conditions("skip_if", offsetof(struct step, skip_if.items),
                       offsetof(struct step, skip_if.count), assertion,
                       "the step is skipped when these hold");
    *to++ = (struct field){.name = "repeat",
                           .type = FIELD_POINTER,
                           .at = offsetof(struct step, repeat),
                           .of = repeat,
                           .text = "polling until something holds"};
    memcpy(to, plain_modifiers, sizeof plain_modifiers);
    return (size_t)(to - from) + sizeof plain_modifiers / sizeof plain_modifiers[0];
}

static void check_step(struct reading *reading, const struct node *at, void *into)
{
    struct step *step = into;
    step->heavy_to_ask = weight_assertions(&step->only_if) || weight_assertions(&step->skip_if);
    step->heavy_to_judge = weight_judging(step);
    if ((step->with.count > 0 || step->returns != NULL) && step->kind->fields != &include_table)
        diag_add(reading->diags, at->at, "with and returns belong to an include");
    if (step->felt != NULL && strcmp(step->kind->name, "browser") != 0)
        diag_add(reading->diags, at->at, "felt belongs to a step in a browser");
    if (budget_asks_page(step->budget) && strcmp(step->kind->name, "browser") != 0)
        diag_add(
            reading->diags, at->at,
            "a budget of fcp, lcp, cls, interaction, long_task, blocked, frame_rate, dropped_frames, "
            "stall, load, ready, requests or bytes belongs to a step in a browser");
}

const struct field_table *step_table(struct arena *arena, const struct vocabulary *v,
                                     const struct field_table *assertion,
                                     const struct field_table *felt)
{
    size_t kinds = 0;
    while (v->step_kinds[kinds] != NULL)
        kinds++;
    struct field *fields = arena_array(arena, kinds + MODIFIER_ROOM, struct field);
    const char **names = arena_array(arena, kinds + 1, const char *);
    for (size_t i = 0; i < kinds; i++) {
        names[i] = v->step_kinds[i]->name;
        fields[i] = (struct field){.name = names[i],
                                   .type = FIELD_CUSTOM,
                                   .custom = &kind_type,
                                   .member = v->step_kinds[i],
                                   .of = v->step_kinds[i]->fields,
                                   .text = v->step_kinds[i]->text};
    }
    size_t n = modifier_fields(fields + kinds, assertion, capture_table(arena, v),
                               repeat_table(arena, assertion));
    fields[kinds + n++] =
        (struct field){.name = "felt",
                       .type = FIELD_POINTER,
                       .at = offsetof(struct step, felt),
                       .of = felt,
                       .text = "in a browser: what each check of how a page feels does"};
    must(n < MODIFIER_ROOM);
    struct field_choice *choice = arena_array(arena, 2, struct field_choice);
    choice[0] = (struct field_choice){.names = names, .what = "step kind", .required = true};
    struct field_table *table = arena_make(arena, struct field_table);
    *table =
        (struct field_table){.name = "step",
                             .text = "one thing a customer does: a step kind and modifiers",
                             .size = sizeof(struct step),
                             .fields = fields,
                             .choices = choice,
                             .place_at = offsetof(struct step, at),
                             .check = check_step};
    return table;
}
