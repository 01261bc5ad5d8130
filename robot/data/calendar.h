/* SPDX-License-Identifier: Apache-2.0 */
/* calendar.h - dates of the Gregorian calendar and moments in China's time, by arithmetic alone.
 *
 * Not localtime(): that reads a zone file, and would make a robot in another country write other
 * dates into the same forms. China has one zone, +08:00, without summer time since 1992. */
#pragma once

#include "base/text.h"

#include <stdint.h>

struct arena;

struct date {
    int year, month, day; /* month and day from 1 */
};

/* A moment moved and written: what now() and date() share. */
struct offset {
    int months; /* calendar months: the day is cut to the month's last */
    int64_t ns; /* exact time on top of that */
};

bool calendar_is_leap(int year);
int calendar_month_days(int year, int month);
bool calendar_valid(struct date d); /* years 1 to 9999 */

int64_t calendar_days(struct date d); /* since 1970-01-01 */
struct date calendar_date(int64_t days);
struct date calendar_add_months(struct date d, int months);
/* Whole years lived on day `on`. Who was born on 29 February turns on 1 March in common years. */
int calendar_age(struct date birth, struct date on);

struct date calendar_today(int64_t utc_ns); /* in China */

/* YYYY-MM-DD, a day that exists. */
bool calendar_parse(struct text t, struct date *ret);
char *calendar_text(struct arena *arena, struct date d); /* YYYY-MM-DD */

/* "+1d", "-18y", "+1y-1d", "+30m": a sign, a number and s m h d w mo or y, repeated. */
bool offset_parse(struct text t, struct offset *ret);
/* False when it leaves the years 1700 to 2250. */
bool offset_apply(struct offset by, int64_t utc_ns, int64_t *ret_utc_ns);

/* strftime's %Y %y %m %d %j %H %M %S %F %T %z %s %%, and %L (milliseconds) and %Q (milliseconds
 * since 1970), in China's time. NULL when `format` has another %. */
char *calendar_format(struct arena *arena, struct text format, int64_t utc_ns);
