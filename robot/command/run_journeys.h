/* SPDX-License-Identifier: Apache-2.0 */
/* run_journeys.h - what `run` does, for the commands that do it and then something more. */
#pragma once

struct arena;
struct report;
struct run_options;

/* When all runs have ended, while their outcomes are there: `code` is what `run` would exit with. Returns the
 * exit code. Not called when nothing ran. */
typedef int run_after_fn(void *thing, const struct report *report, int code);

/* Loads the journeys, runs them, writes their reports, tells of them. `options` are settled. `after` may be
 * NULL. Returns an exit code. */
int run_journeys(const struct run_options *options, struct arena *arena, const char *typed,
                 const char *const *paths, run_after_fn *after, void *thing);

/* The command line for reports: as it was typed, but for the values of --set. */
const char *run_typed(struct arena *arena, int argc, char **argv);
