/* SPDX-License-Identifier: Apache-2.0 */
/* calendar.c - days to dates and back (Howard Hinnant, "chrono-Compatible Low-Level Date
 * Algorithms"), offsets, and writing moments. */

#include "data/calendar.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"

static const int64_t CHINA_NS = 8 * (3600 * NS_PER_S), DAY_NS = 86400 * NS_PER_S;

bool calendar_is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int calendar_month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && calendar_is_leap(year) ? 29 : days[month - 1];
}

bool calendar_valid(struct date d)
{
    return d.year >= 1 && d.year <= 9999 && d.month >= 1 && d.month <= 12 && d.day >= 1 &&
           d.day <= calendar_month_days(d.year, d.month);
}

/* Years begin in March here, so that the leap day is the last of its year. */
int64_t calendar_days(struct date d)
{
    int64_t year = d.month <= 2 ? d.year - 1 : d.year;
    int64_t era = (year >= 0 ? year : year - 399) / 400, of_era = year - era * 400;
    int64_t of_year = (153 * (d.month > 2 ? d.month - 3 : d.month + 9) + 2) / 5 + d.day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

struct date calendar_date(int64_t days)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097, of_era = days - era * 146097;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * of_year + 2) / 153;
    return (struct date){
        .year = (int)(year + era * 400 + (month >= 10)),
        .month = (int)(month < 10 ? month + 3 : month - 9),
        .day = (int)(of_year - (153 * month + 2) / 5 + 1),
    };
}

struct date calendar_add_months(struct date d, int months)
{
    int64_t all = (int64_t)d.year * 12 + d.month - 1 + months;
    int64_t year = all >= 0 ? all / 12 : (all - 11) / 12;
    d.year = (int)year;
    d.month = (int)(all - year * 12) + 1;
    int last = calendar_month_days(d.year, d.month);
    if (d.day > last)
        d.day = last;
    return d;
}

int calendar_age(struct date birth, struct date on)
{
    bool had = on.month > birth.month || (on.month == birth.month && on.day >= birth.day);
    return on.year - birth.year - (had ? 0 : 1);
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0 ? 1 : 0);
}

struct date calendar_today(int64_t utc_ns)
{
    return calendar_date(floor_div(utc_ns + CHINA_NS, DAY_NS));
}

bool calendar_parse(struct text t, struct date *ret)
{
    long long year, month, day;
    if (t.length != 10 || t.at[4] != '-' || t.at[7] != '-' ||
        !text_to_int(text_slice(t, 0, 4), 1, 9999, &year) ||
        !text_to_int(text_slice(t, 5, 7), 1, 12, &month) ||
        !text_to_int(text_slice(t, 8, 10), 1, 31, &day))
        return false;
    struct date d = {.year = (int)year, .month = (int)month, .day = (int)day};
    if (t.at[0] == '+' || t.at[5] == '+' || t.at[8] == '+' || !calendar_valid(d))
        return false;
    *ret = d;
    return true;
}

char *calendar_text(struct arena *arena, struct date d)
{
    return arena_printf(arena, "%04d-%02d-%02d", d.year, d.month, d.day);
}

static bool add_part(struct text unit, long long number, struct offset *sum)
{
    static const struct {
        const char *name;
        int months;
        int64_t ns;
    } units[] = {
        {"s", 0, NS_PER_S},
        {"m", 0, 60 * NS_PER_S},
        {"h", 0, 3600 * NS_PER_S},
        {"d", 0, 86400 * NS_PER_S},
        {"w", 0, 7 * (86400 * NS_PER_S)},
        {"mo", 1, 0},
        {"y", 12, 0},
    };
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        int64_t ns;
        int months;
        if (!text_is(unit, units[i].name))
            continue;
        return !__builtin_mul_overflow(units[i].ns, (int64_t)number, &ns) &&
               !__builtin_mul_overflow(units[i].months, number, &months) &&
               !__builtin_add_overflow(sum->ns, ns, &sum->ns) &&
               !__builtin_add_overflow(sum->months, months, &sum->months);
    }
    return false;
}

bool offset_parse(struct text t, struct offset *ret)
{
    struct offset sum = {0};
    size_t i = 0;
    while (i < t.length) {
        if (t.at[i] != '+' && t.at[i] != '-')
            return false;
        size_t digits = i + 1;
        while (digits < t.length && t.at[digits] >= '0' && t.at[digits] <= '9')
            digits++;
        size_t end = digits;
        while (end < t.length && t.at[end] >= 'a' && t.at[end] <= 'z')
            end++;
        long long number;
        if (!text_to_int(text_slice(t, i, digits), -1000000000, 1000000000, &number) ||
            !add_part(text_slice(t, digits, end), number, &sum))
            return false;
        i = end;
    }
    if (t.length == 0)
        return false;
    *ret = sum;
    return true;
}

/* What int64_t nanoseconds can hold, with room. */
static bool is_representable(struct date d)
{
    return d.year >= 1700 && d.year <= 2250;
}

bool offset_apply(struct offset by, int64_t utc_ns, int64_t *ret_utc_ns)
{
    int64_t local = utc_ns + CHINA_NS, day = floor_div(local, DAY_NS), moved;
    if (by.months > 120000 || by.months < -120000)
        return false;
    struct date d = calendar_add_months(calendar_date(day), by.months);
    if (!is_representable(d) ||
        __builtin_add_overflow(calendar_days(d) * DAY_NS + (local - day * DAY_NS), by.ns,
                               &moved) ||
        !is_representable(calendar_date(floor_div(moved, DAY_NS))))
        return false;
    *ret_utc_ns = moved - CHINA_NS;
    return true;
}

/* One of the directives that are a number; false when there is no such. */
static bool write_number(struct buffer *out, char directive, int64_t utc_ns)
{
    int64_t local = utc_ns + CHINA_NS, day = floor_div(local, DAY_NS);
    int64_t second = (local - day * DAY_NS) / NS_PER_S, ms = floor_div(utc_ns, NS_PER_MS);
    struct date d = calendar_date(day), new_year = {.year = d.year, .month = 1, .day = 1};
    switch (directive) {
    case 'Y':
        return buffer_printf(out, "%04d", d.year);
    case 'y':
        return buffer_printf(out, "%02d", d.year % 100);
    case 'm':
        return buffer_printf(out, "%02d", d.month);
    case 'd':
        return buffer_printf(out, "%02d", d.day);
    case 'j':
        return buffer_printf(out, "%03d", (int)(day - calendar_days(new_year)) + 1);
    case 'H':
        return buffer_printf(out, "%02d", (int)(second / 3600));
    case 'M':
        return buffer_printf(out, "%02d", (int)(second / 60 % 60));
    case 'S':
        return buffer_printf(out, "%02d", (int)(second % 60));
    case 'L':
        return buffer_printf(out, "%03d", (int)(ms - floor_div(ms, 1000) * 1000));
    case 'Q':
        return buffer_printf(out, "%lld", (long long)ms);
    case 's':
        return buffer_printf(out, "%lld", (long long)floor_div(utc_ns, NS_PER_S));
    default:
        return false;
    }
}

static bool write_format(struct buffer *out, struct text format, int64_t utc_ns)
{
    bool good = true;
    for (size_t i = 0; good && i < format.length; i++) {
        char c = format.at[i];
        char directive = '\0';
        if (c == '%' && i + 1 < format.length)
            directive = format.at[++i];
        if (c != '%')
            good = buffer_add_char(out, c);
        else if (directive == '%')
            good = buffer_add_char(out, '%');
        else if (directive == 'z')
            good = buffer_add_string(out, "+0800");
        else if (directive == 'F')
            good = write_format(out, text_of("%Y-%m-%d"), utc_ns);
        else if (directive == 'T')
            good = write_format(out, text_of("%H:%M:%S"), utc_ns);
        else
            good = write_number(out, directive, utc_ns);
    }
    return good;
}

char *calendar_format(struct arena *arena, struct text format, int64_t utc_ns)
{
    enum { LONGEST = 4096 };
    struct buffer out;
    buffer_init(&out, LONGEST);
    char *written = NULL;
    if (write_format(&out, format, utc_ns))
        written = text_string(arena, buffer_text(&out));
    buffer_done(&out);
    return written;
}
