/* SPDX-License-Identifier: Apache-2.0 */
/* date.c - now() and date(): the moment of the call, moved and written.
 *
 * The time comes in with the call; formats are in China's time (see calendar.h), because that is
 * what a person in front of such an app types and reads. Only the default, RFC 3339, is UTC. */

#include "base/arena.h"
#include "base/clock.h"
#include "base/units.h"
#include "data/argument.h"
#include "data/calendar.h"
#include "document/json.h"

static const char wrong_offset[] =
    "argument %zu: expected an offset such as \"+1d\", \"-18y\" or \"+1mo-1d\" (units s m h d w mo "
    "y)";

static bool is_offset(struct text t)
{
    return t.length > 0 && (t.at[0] == '+' || t.at[0] == '-');
}

/* Reads (format, offset) or (offset): the format stays empty when there is none. */
static bool read_arguments(struct generator_call *call, int64_t from_utc_ns,
                           struct text *ret_format, int64_t *ret_utc_ns)
{
    size_t at = argument_given(call, 0) && is_offset(argument_text(call, 0)) ? 0 : 1;
    struct offset offset = {0};
    *ret_utc_ns = from_utc_ns;
    *ret_format = at == 1 ? argument_text(call, 0) : text_of("");
    if (!argument_given(call, at) || argument_text(call, at).length == 0)
        return true;
    if (!offset_parse(argument_text(call, at), &offset)) {
        argument_fail(call, wrong_offset, at + 1);
        return false;
    }
    if (!offset_apply(offset, from_utc_ns, ret_utc_ns)) {
        argument_fail(call, "argument %zu: leads out of the years 1700 to 2250", at + 1);
        return false;
    }
    return true;
}

static const struct json *written(struct generator_call *call, struct text format,
                                  int64_t utc_ns)
{
    char *text = calendar_format(call->arena, format, utc_ns);
    if (text == NULL)
        return argument_fail(call, "argument 1: expected a format of %%Y %%y %%m %%d %%j %%H "
                                   "%%M %%S %%L %%F %%T %%z %%s %%Q %%%%");
    return argument_string(call, text_of(text));
}

static const struct json *make_now(struct generator_call *call)
{
    struct text format;
    int64_t at;
    if (!read_arguments(call, call->now_utc_ns, &format, &at))
        return NULL;
    if (format.length == 0)
        return argument_string(call, text_of(utc_text(call->arena, at)));
    if (text_is(format, "ms"))
        return json_int(call->arena, at / NS_PER_MS);
    if (text_is(format, "s"))
        return json_int(call->arena, at / NS_PER_S);
    return written(call, format, at);
}

static const struct json *make_date(struct generator_call *call)
{
    struct text format;
    int64_t from = call->now_utc_ns, at;
    struct date of;
    if (argument_given(call, 2)) {
        if (!calendar_parse(argument_text(call, 2), &of))
            return argument_fail(call, "argument 3: expected a date as YYYY-MM-DD");
        if (of.year < 1700 || of.year > 2250)
            return argument_fail(call, "argument 3: expected a year from 1700 to 2250");
        from = (calendar_days(of) * 24 - 8) * 3600 * NS_PER_S; /* midnight in China */
    }
    if (!read_arguments(call, from, &format, &at))
        return NULL;
    return written(call, format.length > 0 ? format : text_of("%F"), at);
}

struct row {
    const char *value; /* NULL: `days` from today */
    int days;
    bool valid;
    const char *why;
};

static const struct row rows[] = {
    {NULL, 0, true, "today"},
    {NULL, -1, true, "yesterday"},
    {NULL, 1, true, "tomorrow: a date, but in the future"},
    {"2024-02-29", 0, true, "29 February of a leap year"},
    {"2023-02-29", 0, false, "29 February of a common year"},
    {"2000-02-29", 0, true, "29 February of a century divisible by 400"},
    {"1900-02-29", 0, false, "29 February of a century not divisible by 400"},
    {"2024-04-31", 0, false, "31 April"},
    {"2024-12-31", 0, true, "the last day of a leap year, its 366th"},
    {"2024-13-01", 0, false, "month 13"},
    {"2024-00-10", 0, false, "month 0"},
    {"2024-01-00", 0, false, "day 0"},
    {"2024-01-32", 0, false, "day 32"},
    {"1969-12-31", 0, true, "before 1970: negative in Unix time"},
    {"1986-05-04", 0, true, "summer time began: old zone tables lack its midnight"},
    {"2038-01-20", 0, true, "past the end of 32-bit Unix time"},
    {"9999-12-31", 0, true, "used as 'never expires'"},
    {"0000-01-01", 0, false, "year 0"},
    {"10000-01-01", 0, false, "five digits of year"},
    {"2024-1-2", 0, false, "without leading zeros"},
    {"20240102", 0, false, "without separators"},
    {"2024/01/02", 0, false, "slashes"},
    {"01-02-2024", 0, false, "day and month first: nobody knows which"},
    {"2024年01月02日", 0, false, "in Chinese"},
    {"2024-01-02T00:00:00Z", 0, false, "with a time: another day in China if midnight is UTC"},
    {"２０２４-０１-０２", 0, false, "full-width digits"},
    {"", 0, false, "empty"},
};

static const struct json *boundary_date(struct generator_call *call, size_t row)
{
    if (row >= sizeof rows / sizeof *rows)
        return NULL;
    const struct row *r = &rows[row];
    struct text value = text_of(r->value);
    if (r->value == NULL) {
        int64_t day = calendar_days(calendar_today(call->now_utc_ns)) + r->days;
        value = text_of(calendar_text(call->arena, calendar_date(day)));
    }
    return argument_row(call, value, r->valid, r->why);
}

const struct generator generator_date = {
    .name = "date",
    .usage = "date(format, offset, from)",
    .text =
        "today, or another date, in China's time as %F; offset \"+1d\" \"-18y\" \"+1mo\" may "
        "stand alone",
    .most = 3,
    .make = make_date,
    .boundary = boundary_date,
};

const struct generator generator_now = {
    .name = "now",
    .usage = "now(format, offset)",
    .text = "the time as RFC 3339 in UTC, as \"ms\" or \"s\" since 1970, or as a format like "
            "\"%Y%m%d%H%M%S\" in China's time",
    .most = 2,
    .make = make_now,
};
