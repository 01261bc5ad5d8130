/* SPDX-License-Identifier: Apache-2.0 */
/* evidence.h - what a run saw, as one file beside the database, named by its SHA-256.
 *
 * The JSON report of that one run (reporters/file/json.c), redacted and compressed. Kept of every
 * run that was not good, and of a good one of each series, at most EVIDENCE_EVERY_NS old: to render
 * each good run would cost more than to run it. */
#pragma once

#include "base/packed.h"

#include <stdint.h>

struct arena;
struct outcome;

#define EVIDENCE_EVERY_NS INT64_C(60000000000)

/* False when it is larger than PACKED_MOST_BYTES. */
bool evidence_of(struct arena *arena, const struct outcome *outcome, struct packed *ret);

/* PATH.artefacts/ab/abcdef....json.gz */
const char *evidence_path(struct arena *arena, const char *database, const char *name);

/* False with *ret_why when the file is gone or damaged. */
bool evidence_read(struct arena *arena, const char *database, const char *name,
                   struct text *ret, const char **ret_why);
