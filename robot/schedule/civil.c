/* SPDX-License-Identifier: Apache-2.0 */
/* civil.c - local times as numbers; the days themselves are robot/data's. */

#include "schedule/civil.h"
#include "data/calendar.h"

enum { DAY_S = 86400 };

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

int64_t civil_days(struct day day)
{
    return calendar_days((struct date){.year = day.year, .month = day.month, .day = day.day});
}

struct day civil_day(int64_t days)
{
    struct date date = calendar_date(days);
    return (struct day){.year = date.year, .month = date.month, .day = date.day};
}

int civil_weekday(int64_t days)
{
    return (int)(days + 3 - floor_div(days + 3, 7) * 7); /* 1970-01-01 was a Thursday */
}

int64_t civil_to_s(struct civil civil)
{
    return civil_days(civil.day) * DAY_S + civil.hour * 3600 + civil.minute * 60 + civil.second;
}

struct civil civil_of_s(int64_t s)
{
    int64_t days = floor_div(s, DAY_S);
    int rest = (int)(s - days * DAY_S);
    return (struct civil){.day = civil_day(days),
                          .hour = rest / 3600,
                          .minute = rest % 3600 / 60,
                          .second = rest % 60,
                          .weekday = civil_weekday(days)};
}
