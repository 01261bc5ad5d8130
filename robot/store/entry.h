/* SPDX-License-Identifier: Apache-2.0 */
/* entry.h - a round as it will be written: records, failed findings, evidence; no outcome any more.
 *
 * Made on the writer's thread while the outcomes live; holds no secret; waits here until the disk
 * takes it. */
#pragma once

#include "base/packed.h"
#include "model/finding.h"
#include "model/record.h"
#include "store/numbers.h"

struct page_visit;

struct entry_finding {
    int64_t position; /* of its step */
    struct finding finding;
};

struct entry_run {
    int64_t id; /* its row's */
    const struct record *record;
    struct series *series;
    const struct entry_finding *findings;
    size_t finding_count;
    const struct page_visit *visits; /* each route once */
    size_t visit_count;
    struct packed evidence;        /* name "": none */
    const struct packed *pictures; /* that the evidence names */
    size_t picture_count;
    bool evidence_lost;  /* given up while the disk was away */
    int64_t good_before; /* the run whose evidence it takes the place of; 0: none */
};

struct entry {
    struct entry *next;
    struct arena *arena;
    struct entry_run *runs;
    size_t run_count;
    const struct record *worst;
    const char *state; /* alerts_state after it was judged; in the arena */
    bool judge_only;   /* there was no room for its rows: they are dropped */
    bool told;         /* the listener has heard of it, though it is not on disk */
};

/* Ends the round with its outcomes. `*last_run` is the newest run's number, counted on. Without `room`
 * no evidence is made, and the runs say so. */
struct entry *entry_of(struct round *round, struct numbers *numbers, int64_t *last_run,
                       bool room);
void entry_end(struct entry *entry);

/* Bytes of evidence it holds. */
size_t entry_evidence_bytes(const struct entry *entry);

/* Ends a round nobody looked at. */
void round_end(struct round *round);
