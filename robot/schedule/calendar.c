/* SPDX-License-Identifier: Apache-2.0 */
/* calendar.c - is that day one of them: the exceptions first, then the rule for weekdays. */

#include "schedule/calendar.h"
#include "base/must.h"
#include "data/calendar.h"

#include <stddef.h>
#include <string.h>

enum { EVERY_DAY = 0x7F, MONDAY_TO_FRIDAY = 0x1F };

static const struct calendar builtin[] = {
    {.name = "always", .title = "every day", .source = "", .weekdays = EVERY_DAY},
    {.name = "weekdays",
     .title = "Monday to Friday",
     .source = "",
     .weekdays = MONDAY_TO_FRIDAY},
};

static bool is_among(const int32_t *days, int64_t count, int32_t day)
{
    int64_t from = 0, to = count;
    while (from < to) {
        int64_t middle = from + (to - from) / 2;
        if (days[middle] < day)
            from = middle + 1;
        else
            to = middle;
    }
    return from < count && days[from] == day;
}

/* 1970-01-01 was a Thursday. */
static unsigned weekday_bit(int32_t days)
{
    return 1U << (((days % 7) + 7 + 3) % 7);
}

enum calendar_answer calendar_has(const struct calendar *calendar, struct day day)
{
    const struct date date = {.year = day.year, .month = day.month, .day = day.day};
    must(calendar_valid(date));
    bool bounded = calendar->first_year != 0;
    if (bounded && (day.year < calendar->first_year || day.year > calendar->last_year))
        return CALENDAR_UNKNOWN;
    int32_t days = (int32_t)calendar_days(date);
    if (is_among(calendar->added, calendar->added_count, days))
        return CALENDAR_YES;
    if (is_among(calendar->removed, calendar->removed_count, days))
        return CALENDAR_NO;
    return (calendar->weekdays & weekday_bit(days)) != 0 ? CALENDAR_YES : CALENDAR_NO;
}

const struct calendar *calendar_builtin(const char *name)
{
    for (size_t i = 0; i < sizeof builtin / sizeof builtin[0]; i++)
        if (strcmp(builtin[i].name, name) == 0)
            return &builtin[i];
    return NULL;
}
