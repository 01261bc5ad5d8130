/* SPDX-License-Identifier: Apache-2.0 */
/* told.h - what every reporter tells in the same words. */
#pragma once

#include "model/outcome.h"

struct arena;
struct buffer;

/* "credit-application [instant] row 2 (139...) #3": which run of which journey. */
const char *told_run(struct arena *arena, const struct outcome *outcome);

/* "JOURNEY / STEP / PHASE (REASON)"; NULL when there is none. */
const char *told_breakpoint(struct arena *arena, const struct journey *journey,
                            const struct breakpoint *breakpoint);

/* What a step's end means to its run, and so to a gate: a soft step or a clean-up that broke is a
 * warning. */
enum verdict told_standing(const struct step_outcome *step);

/* A step that was begun, as against one that was passed over. */
bool told_begun(const struct step_outcome *step);

/* Why a step that is told as skipped did not run, or not to its end. */
const char *told_skipped(const struct step_outcome *step);

/* Nanoseconds as decimal seconds, to the microsecond: "0.556200". */
void told_seconds(int64_t ns, struct buffer *out);
