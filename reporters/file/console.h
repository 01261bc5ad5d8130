/* SPDX-License-Identifier: Apache-2.0 */
/* console.h - what a person reads while journeys run, and after.
 *
 * Pure: the command writes the bytes. The line `breakpoint: JOURNEY / STEP / PHASE (REASON)` is a
 * promise: people and scripts look for it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct buffer;
struct outcome;
struct report;
struct step_outcome;

struct console_style {
    bool colour;
    bool quiet;   /* only failures and the summary */
    bool verbose; /* every try, every finding, every phase */
};

/* One step that has ended. */
void console_step(const struct step_outcome *step, const struct console_style *style,
                  struct buffer *out);

/* A finished run: its line, its steps, and where and why it stopped. */
void console_run(const struct outcome *outcome, const struct console_style *style,
                 struct buffer *out);

/* How many journeys ended how, and how long it took. */
void console_summary(const struct report *report, const struct console_style *style,
                     struct buffer *out);

/* The live line of a run under way, at most `columns` - 1 wide, so that no terminal wraps it: no
 * newline. `step` is the last that ended, `done` of `steps`. */
void console_live(const char *journey, const char *step, size_t done, size_t steps,
                  size_t columns, const struct console_style *style, struct buffer *out);
