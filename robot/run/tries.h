/* SPDX-License-Identifier: Apache-2.0 */
/* tries.h - the book-keeping of a run: every try of every step, and what follows from it. */
#pragma once

#include "run/state.h"

enum again { TRY_NO_MORE = 0, TRY_RETRY, TRY_REPEAT };

void tries_begin_step(struct run *run, const struct step *step);
/* Records the present try (run->saw, run->judgement) and gives the step its verdict so far. */
const struct tried *tries_add(struct run *run);
/* Whether the step is tried again, and after what pause. Turns a poll whose limit is over into a
 * failure of the step. */
enum again tries_again(struct run *run, const struct tried *tried, int64_t *ret_pause_ns);
/* The step ends outside of a try: in a pause. */
void tries_stop_step(struct run *run, const struct fault *fault);
/* Sets the captured variables of the last try. */
void tries_capture(struct run *run);
/* Closes the step's book and folds its verdict into the run's. */
void tries_end_step(struct run *run);

void tries_skip_step(struct run *run, const struct step *step, const char *why);
/* The step fails before any try: its conditions or its include could not be evaluated. */
void tries_fail_step(struct run *run, const struct step *step, const struct fault *fault);
