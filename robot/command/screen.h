/* SPDX-License-Identifier: Apache-2.0 */
/* screen.h - the terminal while journeys run.
 *
 * On a terminal the last lines show the runs under way and are rewritten in place; in a pipe each
 * finished run is printed once, whole, so that runs side by side do not mix. */
#pragma once

#include "reporters/file/console.h"

struct event;
struct screen;

/* Whether to colour that descriptor: a terminal, and NO_COLOR (https://no-color.org) not set. */
bool screen_colour(int fd);

/* `wordless`: nothing goes to standard output; runs that fail are told on standard error. */
struct screen *screen_new(const struct console_style *style, bool wordless);
bool screen_is_live(const struct screen *screen);
void screen_event(struct screen *screen, const struct event *event);
void screen_refresh(struct screen *screen);

/* Prints the summary and frees. False when something could not be written to standard output. */
bool screen_end(struct screen *screen, const struct report *report);
