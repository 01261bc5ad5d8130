/* SPDX-License-Identifier: Apache-2.0 */
/* moment.c - reading by shape: a digit for each 9, other characters as they stand there. */

#include "query/moment.h"

struct reading {
    struct text text;
    size_t at;
};

static bool is_digit(const struct reading *r, size_t at)
{
    return at < r->text.length && r->text.at[at] >= '0' && r->text.at[at] <= '9';
}

static bool skip(struct reading *r, char c)
{
    bool there = r->at < r->text.length && r->text.at[r->at] == c;
    r->at += there;
    return there;
}

/* `count` digits that make a number of [least, most]. */
static bool number(struct reading *r, int count, int least, int most, int *ret)
{
    int value = 0;
    for (int i = 0; i < count; i++, r->at++) {
        if (!is_digit(r, r->at))
            return false;
        value = value * 10 + (r->text.at[r->at] - '0');
    }
    *ret = value;
    return value >= least && value <= most;
}

/* The Gregorian calendar, from 1970-01-01, with years that begin in March: its leap day is last. */
static int64_t days_since_1970(int year, int month, int day)
{
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return y * 365 + y / 4 - y / 100 + y / 400 + day_of_year - 719468;
}

static bool read_date(struct reading *r, int64_t *ret_days)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year, month, day;
    if (!number(r, 4, 1, 9999, &year) || !skip(r, '-') || !number(r, 2, 1, 12, &month) ||
        !skip(r, '-') || !number(r, 2, 1, 31, &day))
        return false;
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    *ret_days = days_since_1970(year, month, day);
    return day <= days[month - 1] + (leap && month == 2);
}

static bool read_time(struct reading *r, struct moment *ret)
{
    int hour, minute, second = 0;
    if (!number(r, 2, 0, 23, &hour) || !skip(r, ':') || !number(r, 2, 0, 59, &minute))
        return false;
    if (skip(r, ':') && !number(r, 2, 0, 60, &second))
        return false;
    if (skip(r, '.')) {
        size_t from = r->at;
        while (is_digit(r, r->at))
            r->at++;
        if (r->at == from)
            return false;
        ret->fraction = text_slice(r->text, from, r->at);
    }
    ret->wall_seconds += hour * 3600 + minute * 60 + second;
    return true;
}

static bool read_zone(struct reading *r, struct moment *ret)
{
    int hours, minutes;
    ret->seconds = ret->wall_seconds;
    ret->zoned = r->at < r->text.length;
    if (!ret->zoned || skip(r, 'Z') || skip(r, 'z'))
        return true;
    bool west = skip(r, '-');
    if (!west && !skip(r, '+'))
        return false;
    if (!number(r, 2, 0, 23, &hours))
        return false;
    skip(r, ':');
    if (!number(r, 2, 0, 59, &minutes))
        return false;
    int64_t offset = hours * 3600 + minutes * 60;
    ret->seconds += west ? offset : -offset;
    return true;
}

bool moment_read(struct text t, struct moment *ret)
{
    struct reading r = {.text = t};
    struct moment read = {0};
    int64_t days;
    if (!read_date(&r, &days))
        return false;
    read.wall_seconds = days * 86400;
    read.has_time = skip(&r, 'T') || skip(&r, 't') || skip(&r, ' ');
    if (read.has_time && !read_time(&r, &read))
        return false;
    if (!read.has_time)
        read.seconds = read.wall_seconds;
    else if (!read_zone(&r, &read))
        return false;
    if (r.at < t.length)
        return false;
    *ret = read;
    return true;
}

/* .5 is .50 */
static int compare_fractions(struct text a, struct text b)
{
    for (size_t i = 0; i < a.length || i < b.length; i++) {
        char x = i < a.length ? a.at[i] : '0', y = i < b.length ? b.at[i] : '0';
        if (x != y)
            return x < y ? -1 : 1;
    }
    return 0;
}

bool moment_compare(const struct moment *a, const struct moment *b, int *ret)
{
    bool as_written = !a->has_time || !b->has_time;
    if (!as_written && a->zoned != b->zoned)
        return false;
    int64_t x = as_written ? a->wall_seconds : a->seconds;
    int64_t y = as_written ? b->wall_seconds : b->seconds;
    *ret = x != y ? (x < y ? -1 : 1) : compare_fractions(a->fraction, b->fraction);
    return true;
}
