/* SPDX-License-Identifier: Apache-2.0 */
/* lint_config.h - a configuration with all it leads to: calendars, environments, journeys. */
#pragma once

struct buffer;

/* Tells every mistake on standard error; a summary for when there is none goes to `out`. `environment`
 * instead of those the configuration names, unless NULL. Returns the exit code. */
int lint_config(const char *path, const char *environment, struct buffer *out);

/* The same for NAME.calendar.yaml. */
int lint_calendar(const char *path, struct buffer *out);
