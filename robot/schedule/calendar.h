/* SPDX-License-Identifier: Apache-2.0 */
/* calendar.h - sets of days: working days, holidays, trading days. Pure.
 *
 * Read by robot/plan from data files (scenarios/calendars/NAME.calendar.yaml) that say where they
 * have it from and which years they cover. Outside of these years nobody knows. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct arena;

enum { CALENDAR_MOST_YEARS = 50 };

/* A day of the proleptic Gregorian calendar. */
struct day {
    int year, month, day; /* month and day from 1 */
};

struct calendar {
    const char *name, *title, *source; /* source: the announcement or law it is taken from */
    const char *zone;                  /* whose midnights part its days; NULL: the schedule's */
    int first_year, last_year; /* covered, both included; 0, 0: all years (always, weekdays) */
    unsigned weekdays;         /* bit 0 = Monday: the rule without exceptions */
    const int32_t *added, *removed; /* exceptions: days since 1970-01-01, sorted */
    int64_t added_count, removed_count;
};

enum calendar_answer { CALENDAR_NO = 0, CALENDAR_YES, CALENDAR_UNKNOWN /* past its years */ };

enum calendar_answer calendar_has(const struct calendar *calendar, struct day day);

/* "always" and "weekdays" need no file; NULL: not one of these. */
const struct calendar *calendar_builtin(const char *name);
