/* SPDX-License-Identifier: Apache-2.0 */
/* rollup.h - hours of a series, step by step, as counts and histograms; what outlives the runs.
 *
 * Made from the rows that are already there, some runs at a time, with a mark of how far it came in
 * the same transaction: a kill neither forgets nor doubles a run. Readers add the runs behind the
 * mark themselves, so a roll-up that lags changes no answer. */
#pragma once

#include "base/histogram.h"
#include "model/observation.h"

#include <stdbool.h>
#include <stdint.h>

struct buffer;
struct database;

#define ROLLUP_HOUR_NS INT64_C(3600000000000)

enum { ROLLUP_WHOLE_RUN = 0 /* instead of a step's name */, ROLLUP_RUNS = 64 };

/* What is counted and timed of a step, or of whole runs. */
struct tally {
    int64_t position;
    bool always;
    int64_t reached, passed, degraded, failed, internal;
    struct histogram total, phases[NETWORK_PHASES]; /* of what passed, degraded too */
};

void tally_init(struct tally *tally, struct arena *arena);

/* phase_ns: NETWORK_PHASES of them, -1 did not happen; NULL: none. */
void tally_add(struct tally *tally, int verdict, int64_t total_ns, const int64_t *phase_ns);

/* The histograms, one behind the other. */
void tally_encode(const struct tally *tally, struct buffer *out);
bool tally_decode(struct tally *tally, struct text bytes); /* adds; false: damaged */

/* Up to ROLLUP_RUNS runs behind the mark, in a transaction of its own. *ret_more: there are more.
 * False with db->why. */
bool rollup_some(struct database *db, bool *ret_more);

/* Runs up to this one are in the roll-ups. */
bool rollup_mark(struct database *db, int64_t *ret_run);
