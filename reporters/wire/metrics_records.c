/* SPDX-License-Identifier: Apache-2.0 */
/* metrics_records.c - the newest runs as samples: who they speak of, under which labels.
 *
 * A scrape with one series twice is refused as a whole, so each comes once by construction: of
 * several runs of one monitor the worst speaks, and steps of one name are numbered. Labels are
 * written once for the two dozen families that carry them. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/must.h"
#include "reporters/wire/metrics_subject.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_LABELS = 64 << 10 };

static int compare(const char *a, const char *b)
{
    return strcmp(a != NULL ? a : "", b != NULL ? b : "");
}

static int compare_monitors(const struct record *a, const struct record *b)
{
    int order = compare(a->journey, b->journey);
    if (order == 0)
        order = compare(a->environment, b->environment);
    if (order == 0)
        order = compare(a->location, b->location);
    return order != 0 ? order : compare(a->variant, b->variant);
}

struct entry {
    const struct record *record;
    size_t index;
};

/* The worst of a monitor's runs comes first, of equals the first given. */
static int compare_entries(const void *left, const void *right)
{
    const struct entry *a = left, *b = right;
    int order = compare_monitors(a->record, b->record);
    enum verdict of_a = a->record->verdict, of_b = b->record->verdict;
    if (order == 0 && of_a != of_b)
        order = verdict_worse(of_a, of_b) == of_a ? -1 : 1;
    return order != 0 ? order : (a->index > b->index) - (a->index < b->index);
}

/* One record for each monitor. */
static size_t choose(struct arena *arena, const struct record *const *records, size_t count,
                     const struct record ***ret)
{
    struct entry *all = arena_array(arena, count + 1, struct entry);
    const struct record **chosen = arena_array(arena, count + 1, const struct record *);
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        all[i] = (struct entry){.record = records[i], .index = i};
    qsort(all, count, sizeof *all, compare_entries);
    for (size_t i = 0; i < count; i++)
        if (n == 0 || compare_monitors(chosen[n - 1], all[i].record) != 0)
            chosen[n++] = all[i].record;
    *ret = chosen;
    return n;
}

static bool is_taken(const struct record *record, size_t index, const char *const *given,
                     const char *name)
{
    for (size_t i = 0; i < record->step_count; i++)
        if (i < index ? strcmp(given[i], name) == 0
                      : i > index && strcmp(record->steps[i].name, name) == 0)
            return true;
    return false;
}

/* "pay", then "pay (2)": an include may be there twice. */
static const char *name_step(struct arena *arena, const struct record *record, size_t index,
                             const char *const *given)
{
    const char *name = record->steps[index].name;
    bool again = false;
    for (size_t i = 0; i < index && !again; i++)
        again = strcmp(given[i], name) == 0;
    for (int number = 2; again; number++) {
        name = arena_printf(arena, "%s (%d)", record->steps[index].name, number);
        again = is_taken(record, index, given, name);
    }
    return name;
}

static struct text write_labels(struct arena *arena, const struct record *record,
                                const char *step, bool probe)
{
    struct buffer out;
    const struct label labels[] = {
        {"journey", probe ? NULL : record->journey},
        {"environment", probe ? NULL : record->environment},
        {"location", probe ? NULL : record->location},
        {"variant", record->variant},
        {"step", step},
        {NULL, NULL},
    };
    buffer_init(&out, MOST_LABELS);
    metrics_labels(labels, &out);
    struct text copy = text_copy(arena, buffer_text(&out));
    buffer_done(&out);
    return copy;
}

static bool is_http(const struct record_step *step)
{
    return step->tries > 0 && step->kind != NULL && strcmp(step->kind, "http") == 0;
}

static struct subject step_subject(const struct record *record, const struct record_step *step)
{
    return (struct subject){
        .record = record,
        .step = step,
        .answer = step,
        .time = step->time,
        .verdict = step->verdict,
        .http = is_http(step),
    };
}

/* The step it broke at, else the last one that got an answer. */
static const struct record_step *answer_of(const struct record *record)
{
    const struct record_step *last = NULL;
    for (size_t i = 0; i < record->step_count; i++) {
        const struct record_step *step = &record->steps[i];
        bool broke =
            record->breakpoint.step != NULL && strcmp(step->name, record->breakpoint.step) == 0;
        if (step->tries > 0 && broke)
            return step;
        if (step->status != 0 || step->tls_version != NULL)
            last = step;
    }
    return last;
}

static struct subject journey_subject(const struct record *record)
{
    struct subject s = {
        .record = record,
        .answer = answer_of(record),
        .time = timing_none(),
        .verdict = record->verdict,
    };
    for (size_t i = 0; i < record->step_count; i++)
        if (record->steps[i].tries > 0) {
            timing_add(&s.time, &record->steps[i].time);
            s.http |= is_http(&record->steps[i]);
        }
    return s;
}

static struct subjects subjects_of(struct arena *arena, const struct record *const *records,
                                   size_t count, bool probe)
{
    size_t most = count, n = 0;
    for (size_t i = 0; i < count; i++)
        most += records[i]->step_count;
    struct subject *items = arena_array(arena, most + 1, struct subject);
    for (size_t i = 0; i < count; i++) {
        const struct record *record = records[i];
        const char **names = arena_array(arena, record->step_count + 1, const char *);
        items[n] = journey_subject(record);
        items[n++].labels = write_labels(arena, record, NULL, probe);
        for (size_t k = 0; k < record->step_count; k++) {
            names[k] = name_step(arena, record, k, names);
            items[n] = step_subject(record, &record->steps[k]);
            items[n++].labels = write_labels(arena, record, names[k], probe);
        }
    }
    return (struct subjects){.items = items, .count = n};
}

static void tell(struct metrics *metrics, const struct metric_family *families,
                 const struct subjects *subjects, bool journeys_only)
{
    for (const struct metric_family *f = families; f->name != NULL; f++) {
        metrics_family(metrics, f->name, f->type, f->unit, f->help);
        for (size_t i = 0; i < subjects->count; i++)
            if (!journeys_only || subjects->items[i].step == NULL)
                f->tell(metrics, &subjects->items[i]);
    }
}

void metrics_records(struct metrics *metrics, const struct record *const *records, size_t count,
                     bool probe)
{
    struct arena *arena = arena_new();
    const struct record **chosen;
    must(!probe || count <= 1);
    size_t n = choose(arena, records, count, &chosen);
    struct subjects subjects = subjects_of(arena, chosen, n, probe);
    tell(metrics, metrics_blackbox, &subjects, probe);
    tell(metrics, metrics_own, &subjects, false);
    arena_end(arena);
}
