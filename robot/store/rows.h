/* SPDX-License-Identifier: Apache-2.0 */
/* rows.h - an entry into the tables, within the writer's transaction. */
#pragma once

#include <stdbool.h>

struct arena;
struct database;
struct entry;
struct numbers;

enum run_flag {
    RUN_CANCELLED = 1 << 0,
    RUN_CLEANUP_FAILED = 1 << 1,
    RUN_UNCERTAIN = 1 << 2,
    RUN_EVIDENCE_LOST = 1 << 3, /* there was no room for it while the disk was away */
    RUN_RETEST = 1 << 4,        /* made because one had failed: in no count but breakpoints */
    RUN_NOT_COUNTED = RUN_CANCELLED | RUN_RETEST, /* 17: as the questions' SQL has it */
};

/* Writes the evidence' files, before the transaction that names them. False with db->why. */
bool rows_write_evidence(struct database *db, struct arena *arena, const struct entry *entry);

bool rows_write(struct database *db, struct numbers *numbers, const struct entry *entry);
