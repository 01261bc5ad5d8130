/* SPDX-License-Identifier: Apache-2.0 */
/* zone_rule.c - "CET-1CEST,M3.5.0,M10.5.0/3": read, and asked for an offset. */

#include "schedule/zone_rule.h"
#include "data/calendar.h"
#include "schedule/civil.h"

enum { DAY_S = 86400, MOST_HOURS = 167 };

/* --- reading: each takes from the front of *t ------------------------------------------------ */

static bool take(struct text *t, char c)
{
    if (t->length == 0 || t->at[0] != c)
        return false;
    *t = text_slice(*t, 1, t->length);
    return true;
}

static bool take_number(struct text *t, int least, int most, int *ret)
{
    int value = 0;
    size_t n = 0;
    for (; n < t->length && n < 4 && t->at[n] >= '0' && t->at[n] <= '9'; n++)
        value = value * 10 + (t->at[n] - '0');
    *t = text_slice(*t, n, t->length);
    *ret = value;
    return n > 0 && value >= least && value <= most;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* "CET" or "<+1030>". */
static bool take_name(struct text *t)
{
    size_t n = 0;
    if (take(t, '<')) {
        while (n < t->length && t->at[n] != '>')
            n++;
        *t = text_slice(*t, n, t->length);
        return take(t, '>');
    }
    while (n < t->length && is_letter(t->at[n]))
        n++;
    *t = text_slice(*t, n, t->length);
    return n >= 3;
}

/* [+-]hh[:mm[:ss]] */
static bool take_time(struct text *t, int32_t *ret)
{
    int sign = take(t, '-') ? -1 : 1, hours, minutes = 0, seconds = 0;
    if (sign > 0)
        take(t, '+');
    if (!take_number(t, 0, MOST_HOURS, &hours))
        return false;
    if (take(t, ':') && !take_number(t, 0, 59, &minutes))
        return false;
    if (take(t, ':') && !take_number(t, 0, 59, &seconds))
        return false;
    *ret = sign * (hours * 3600 + minutes * 60 + seconds);
    return true;
}

static bool take_date(struct text *t, struct zone_date *ret)
{
    bool right;
    if (!take(t, ','))
        return false;
    if (take(t, 'M')) {
        ret->kind = ZONE_DATE_MONTH;
        right = take_number(t, 1, 12, &ret->month) && take(t, '.') &&
                take_number(t, 1, 5, &ret->week) && take(t, '.') &&
                take_number(t, 0, 6, &ret->day);
    } else if (take(t, 'J')) {
        ret->kind = ZONE_DATE_JULIAN;
        right = take_number(t, 1, 365, &ret->day);
    } else {
        ret->kind = ZONE_DATE_DAY;
        right = take_number(t, 0, 365, &ret->day);
    }
    ret->time_s = 2 * 3600;
    return right && (!take(t, '/') || take_time(t, &ret->time_s));
}

bool zone_rule_parse(struct text footer, struct zone_rule *ret)
{
    struct zone_rule rule = {0};
    if (!take_name(&footer) || !take_time(&footer, &rule.standard_s))
        return false;
    rule.standard_s = -rule.standard_s; /* POSIX counts west of Greenwich */
    if (footer.length > 0) {
        rule.has_summer = true;
        if (!take_name(&footer))
            return false;
        rule.summer_s = rule.standard_s + 3600;
        if (footer.length > 0 && footer.at[0] != ',') {
            if (!take_time(&footer, &rule.summer_s))
                return false;
            rule.summer_s = -rule.summer_s;
        }
        if (!take_date(&footer, &rule.begin) || !take_date(&footer, &rule.end))
            return false;
    }
    *ret = rule;
    return footer.length == 0;
}

/* --- asking ---------------------------------------------------------------------------------- */

/* Local seconds since 1970 at which the date comes in that year. */
static int64_t date_in(const struct zone_date *date, int year)
{
    int64_t new_year = civil_days((struct day){.year = year, .month = 1, .day = 1});
    int64_t days;
    if (date->kind == ZONE_DATE_DAY) {
        days = new_year + date->day;
    } else if (date->kind == ZONE_DATE_JULIAN) {
        days = new_year + date->day - 1 + (calendar_is_leap(year) && date->day >= 60);
    } else {
        int64_t first = civil_days((struct day){.year = year, .month = date->month, .day = 1});
        int sunday_first = (civil_weekday(first) + 1) % 7; /* 0 = Sunday, as in the rule */
        int day = 1 + (date->day - sunday_first + 7) % 7 + (date->week - 1) * 7;
        while (day > calendar_month_days(year, date->month))
            day -= 7;
        days = first + day - 1;
    }
    return days * DAY_S + date->time_s;
}

int32_t zone_rule_offset(const struct zone_rule *rule, int64_t utc_s)
{
    if (!rule->has_summer)
        return rule->standard_s;
    int year = civil_of_s(utc_s + rule->standard_s).day.year;
    int64_t begin_s = date_in(&rule->begin, year) - rule->standard_s;
    int64_t end_s = date_in(&rule->end, year) - rule->summer_s;
    bool summer =
        begin_s < end_s ? utc_s >= begin_s && utc_s < end_s : utc_s >= begin_s || utc_s < end_s;
    return summer ? rule->summer_s : rule->standard_s;
}
