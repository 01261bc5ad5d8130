/* SPDX-License-Identifier: Apache-2.0 */
/* entry.c - what is kept of each outcome of a round. */

#include "store/entry.h"
#include "base/arena.h"
#include "base/map.h"
#include "graph/visits.h"
#include "store/clean.h"
#include "store/evidence.h"
#include "store/pictures.h"

enum { MOST_VISITS = 500 };

void round_end(struct round *round)
{
    for (size_t i = 0; i < round->outcome_count; i++)
        arena_end(round->outcomes[i]->arena);
    if (round->release != NULL)
        round->release(round->thing);
    arena_end(round->arena);
}

static const struct tried *deciding(const struct step_outcome *step)
{
    return step->try_count > 0 ? &step->tries[step->try_count - 1] : NULL;
}

static size_t count_broken(const struct outcome *outcome)
{
    size_t count = 0;
    for (size_t i = 0; i < outcome->step_count; i++) {
        const struct tried *t = deciding(&outcome->steps[i]);
        for (size_t f = 0; t != NULL && f < t->finding_count; f++)
            count += t->findings[f].verdict != VERDICT_PASS;
    }
    return count;
}

static void keep_findings(struct arena *arena, const struct outcome *outcome,
                          struct entry_run *run)
{
    size_t count = count_broken(outcome), n = 0;
    struct entry_finding *kept = arena_array(arena, count, struct entry_finding);
    for (size_t i = 0; n < count && i < outcome->step_count; i++) {
        const struct tried *t = deciding(&outcome->steps[i]);
        for (size_t f = 0; t != NULL && f < t->finding_count; f++)
            if (t->findings[f].verdict != VERDICT_PASS)
                kept[n++] =
                    (struct entry_finding){(int64_t)i, clean_finding(arena, &t->findings[f])};
    }
    run->findings = kept;
    run->finding_count = count;
}

/* Each page once, as it was at its worst; a run that was cancelled says nothing of the page it was on. */
static void keep_visits(struct arena *arena, const struct outcome *outcome,
                        struct entry_run *run)
{
    const struct page_visit *visits;
    size_t count = visits_of(arena, outcome, &visits);
    struct map known;
    if (count == 0 || run->record->cancelled)
        return;
    struct page_visit *kept = arena_array(arena, count, struct page_visit);
    map_init(&known, arena);
    for (size_t i = 0; i < count; i++) {
        struct page_visit *before = map_get(&known, text_of(visits[i].route));
        bool expected = visits[i].refused && visits[i].verdict == VERDICT_PASS;
        if (before != NULL)
            before->verdict = verdict_worse(before->verdict, visits[i].verdict);
        if (expected || before != NULL || run->visit_count == MOST_VISITS)
            continue;
        struct page_visit *visit = &kept[run->visit_count++];
        *visit = visits[i];
        visit->route = clean_string(arena, visit->route);
        map_put(&known, text_of(visits[i].route), visit);
    }
    run->visits = kept;
}

/* A good run's evidence takes the place of the one before. */
static bool wants_evidence(const struct record *record, const struct series *series)
{
    if (record->verdict != VERDICT_PASS)
        return !record->cancelled;
    return series->was_bad || series->good_run == 0 ||
           record->started_utc_ns - series->good_started_utc_ns >= EVIDENCE_EVERY_NS;
}

static void keep_evidence(struct arena *arena, const struct outcome *outcome,
                          struct entry_run *run, bool room)
{
    struct series *series = run->series;
    bool good = run->record->verdict == VERDICT_PASS;
    bool wanted = wants_evidence(run->record, series);
    bool made = wanted && room && evidence_of(arena, outcome, &run->evidence);
    run->evidence_lost = wanted && !made;
    if (made)
        run->picture_count = pictures_of(arena, outcome, &run->pictures);
    if (made && good) {
        run->good_before = series->good_run;
        series->good_run = run->id;
        series->good_started_utc_ns = run->record->started_utc_ns;
    }
    if (!run->record->cancelled)
        series->was_bad = !good;
}

struct entry *entry_of(struct round *round, struct numbers *numbers, int64_t *last_run,
                       bool room)
{
    struct arena *arena = arena_new();
    struct entry *entry = arena_make(arena, struct entry);
    const struct record **records =
        arena_array(arena, round->outcome_count, const struct record *);
    *entry = (struct entry){
        .arena = arena,
        .runs = arena_array(arena, round->outcome_count, struct entry_run),
        .run_count = round->outcome_count,
    };
    for (size_t i = 0; i < round->outcome_count; i++) {
        struct record *record = record_of(arena, round->outcomes[i], round);
        struct entry_run *run = &entry->runs[i];
        clean_record(record);
        records[i] = record;
        run->id = ++*last_run;
        run->record = record;
        run->series = numbers_series(numbers, record);
        keep_findings(arena, round->outcomes[i], run);
        keep_visits(arena, round->outcomes[i], run);
        keep_evidence(arena, round->outcomes[i], run, room);
    }
    entry->worst = record_worst(records, entry->run_count);
    round_end(round);
    return entry;
}

void entry_end(struct entry *entry)
{
    arena_end(entry->arena);
}

size_t entry_evidence_bytes(const struct entry *entry)
{
    size_t bytes = 0;
    for (size_t i = 0; i < entry->run_count; i++) {
        bytes += entry->runs[i].evidence.bytes.length;
        for (size_t p = 0; p < entry->runs[i].picture_count; p++)
            bytes += entry->runs[i].pictures[p].bytes.length;
    }
    return bytes;
}
