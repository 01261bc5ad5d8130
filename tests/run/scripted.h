/* SPDX-License-Identifier: Apache-2.0 */
/* scripted.h - a second implementation of the transport shape, whose answers are written in the
 * journey: `fake: "503 200"`. The runner around it is the real one.
 *
 * Words, one for each attempt of the step, the last one again and again: a status; `hang` never
 * answers; `reset` breaks in the wait; `big` a heavy body; anything beginning with { is the body of
 * a 200. Each is told through the loop, as a real transport would. */
#pragma once

#include "model/outcome.h"

struct arena;
struct map;

/* Runs the journey in `yaml` (steps may use fake, wait is not there) with these settings. The
 * outcome's arena is the caller's. `cancel_after` attempts have begun the run is cancelled; 0:
 * never. */
struct outcome *scripted_run(const char *yaml, int cancel_after);

/* How often the heavy function slow(TEXT) was called in the run before, and how often of those on
 * the loop's thread. It gives its argument back: slow('cancel') when the run was cancelled while it
 * was at work, slow('late') when the step's time is over. */
int scripted_slow_calls(void);
int scripted_slow_on_loop(void);

/* Attempts of all steps in the run before, in order: "step step step". */
const char *scripted_log(void);

/* The verdict of the step of that name, as its word; "none" when there is no such step. */
const char *scripted_step(const struct outcome *outcome, const char *name);
