/* SPDX-License-Identifier: Apache-2.0 */
/* rows.c - one insert for each run, step and broken finding. */

#include "store/rows.h"
#include "base/arena.h"
#include "graph/visits.h"
#include "store/database.h"
#include "store/entry.h"
#include "store/evidence.h"
#include "store/pictures.h"

#include <stdio.h>

static bool write_file(struct database *db, struct arena *arena, const char *path,
                       const struct packed *packed)
{
    const char *why;
    if (packed_write(arena, path, packed, &why))
        return true;
    snprintf(db->why, sizeof db->why, "%s: %s", path, why);
    return false;
}

static bool write_files(struct database *db, struct arena *arena, const struct entry_run *run)
{
    bool right = run->evidence.name[0] == '\0' ||
                 write_file(db, arena, evidence_path(arena, db->path, run->evidence.name),
                            &run->evidence);
    for (size_t i = 0; right && i < run->picture_count; i++)
        right = write_file(db, arena, picture_path(arena, db->path, run->pictures[i].name),
                           &run->pictures[i]);
    return right;
}

bool rows_write_evidence(struct database *db, struct arena *arena, const struct entry *entry)
{
    bool right = true;
    for (size_t i = 0; right && i < entry->run_count; i++)
        right = write_files(db, arena, &entry->runs[i]);
    return right;
}

static const char *broken_phase(const struct breakpoint *b)
{
    return b->reason != REASON_NONE ? phase_name(b->phase) : NULL;
}

static const char *broken_reason(const struct breakpoint *b)
{
    return b->reason != REASON_NONE ? reason_name(b->reason) : NULL;
}

static int64_t flags_of(const struct entry_run *run)
{
    const struct record *r = run->record;
    return (r->cancelled ? RUN_CANCELLED : 0) | (r->cleanup_failed ? RUN_CLEANUP_FAILED : 0) |
           (r->uncertain ? RUN_UNCERTAIN : 0) | (run->evidence_lost ? RUN_EVIDENCE_LOST : 0) |
           (r->cause == CAUSE_RETEST ? RUN_RETEST : 0);
}

static bool write_run(struct database *db, const struct entry_run *run)
{
    const struct record *r = run->record;
    const struct breakpoint *b = &r->breakpoint;
    const char *evidence = run->evidence.name[0] != '\0' ? run->evidence.name : NULL;
    const char *message = r->message[0] != '\0' ? r->message : NULL;
    return database_run(
        db,
        "INSERT OR IGNORE INTO runs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        "isisiiiiiissssss", run->id, r->run_id, run->series->id, r->row, (int64_t)r->cause,
        r->due_utc_ns, r->started_utc_ns, r->duration_ns, (int64_t)r->verdict, flags_of(run),
        b->reason != REASON_NONE ? b->step : NULL, broken_phase(b), broken_reason(b), message,
        r->trace_id, evidence);
}

static bool write_step(struct database *db, int64_t run, int64_t position, int64_t name,
                       const struct record_step *s)
{
    const int64_t *p = s->time.phase_ns;
    const struct breakpoint *b = &s->breakpoint;
    return database_run(
        db,
        "INSERT OR REPLACE INTO steps VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
        " ?, ?, ?, ?, ?, ?)",
        "iiiiiniiinnnnnnnnisssss", run, position, name, (int64_t)s->verdict, (int64_t)s->always,
        s->started_utc_ns > 0 ? s->started_utc_ns : INT64_C(-1), s->duration_ns,
        (int64_t)s->tries, (int64_t)s->status, p[PHASE_DNS], p[PHASE_CONNECT], p[PHASE_TLS],
        p[PHASE_SEND], p[PHASE_WAIT], p[PHASE_RECEIVE], s->time.first_byte_ns, s->time.total_ns,
        s->time.uncertainty_ns, s->host, s->endpoint, broken_phase(b), broken_reason(b),
        b->reason != REASON_NONE ? b->message : s->skipped_because);
}

static bool write_finding(struct database *db, int64_t run, int64_t n,
                          const struct entry_finding *at)
{
    const struct finding *f = &at->finding;
    return database_run(
        db, "INSERT OR REPLACE INTO findings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        "iiiissssssisi", run, at->position, n, (int64_t)f->verdict, phase_name(f->phase),
        reason_name(f->reason), f->check, f->expected, f->actual, f->message, (int64_t)f->soft,
        f->at.source != NULL ? f->at.source->name : NULL, (int64_t)f->at.line);
}

static bool write_pictures(struct database *db, const struct entry_run *run)
{
    bool right = true;
    for (size_t i = 0; right && i < run->picture_count; i++)
        right = database_run(db, "INSERT OR REPLACE INTO pictures VALUES (?, ?, ?, 0)", "sii",
                             run->pictures[i].name, run->id,
                             (int64_t)run->pictures[i].bytes.length);
    return right;
}

/* The good run before gives up its evidence; the file goes with retention's next slice. */
static bool write_artefact(struct database *db, const struct entry_run *run)
{
    const struct record *r = run->record;
    if (run->evidence.name[0] == '\0')
        return true;
    if (!database_run(db, "INSERT OR REPLACE INTO artefacts VALUES (?, ?, ?, ?)", "siii",
                      run->evidence.name, (int64_t)run->evidence.bytes.length, run->id,
                      r->started_utc_ns))
        return false;
    if (r->verdict != VERDICT_PASS)
        return true;
    return database_run(db, "INSERT OR REPLACE INTO newest_good VALUES (?, ?, ?)", "iii",
                        run->series->id, run->id, r->started_utc_ns) &&
           (run->good_before == 0 ||
            (database_run(db, "UPDATE runs SET evidence = NULL WHERE id = ?", "i",
                          run->good_before) &&
             database_run(db, "UPDATE artefacts SET started_utc_ns = 0 WHERE run = ?", "i",
                          run->good_before)));
}

static bool write_visit(struct database *db, const struct entry_run *run,
                        const struct page_visit *visit)
{
    return database_run(db, "INSERT OR REPLACE INTO visits VALUES (?, ?, ?, ?)", "isii",
                        run->series->id, visit->route, run->id, (int64_t)visit->verdict);
}

static bool write_one(struct database *db, struct numbers *numbers, const struct entry_run *run)
{
    const struct record *r = run->record;
    bool right = write_run(db, run) && write_artefact(db, run) && write_pictures(db, run);
    for (size_t i = 0; right && i < r->step_count; i++)
        right = write_step(db, run->id, (int64_t)i, numbers_name(numbers, r->steps[i].name),
                           &r->steps[i]);
    for (size_t i = 0; right && i < run->finding_count; i++)
        right = write_finding(db, run->id, (int64_t)i, &run->findings[i]);
    for (size_t i = 0; right && i < run->visit_count; i++)
        right = write_visit(db, run, &run->visits[i]);
    return right;
}

bool rows_write(struct database *db, struct numbers *numbers, const struct entry *entry)
{
    bool right = true;
    for (size_t i = 0; right && i < entry->run_count; i++)
        right = write_one(db, numbers, &entry->runs[i]);
    return right;
}
