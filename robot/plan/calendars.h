/* SPDX-License-Identifier: Apache-2.0 */
/* calendars.h - files of days and files of time zones: what schedules are told in, from the disk. */
#pragma once

#include "base/diag.h"

struct arena;
struct calendar;
struct field_table;
struct zone;

/* NAME.calendar.yaml. NULL with every mistake in `diags`; `at` is whoever names the file. */
const struct calendar *calendar_load(struct arena *arena, const char *path, struct place at,
                                     struct diags *diags);

/* The same of bytes that are there; `source` must live as long. */
const struct calendar *calendar_read(struct arena *arena, const struct source *source,
                                     struct diags *diags);

/* A time zone of the system's, such as Asia/Shanghai. NULL with *ret_why; no name leads out of the
 * system's folder. */
const struct zone *zone_load(struct arena *arena, const char *name, const char **ret_why);

/* The keys of such a file, for its schema and its reference page. */
const struct field_table *calendar_table(void);
