/* SPDX-License-Identifier: Apache-2.0 */
/* cron.c - the five fields of crontab(5), read into sets of bits.
 *
 * Days follow crontab(5): when both day fields are restricted, one of them is enough. Words for the
 * whole (@daily) are taken, @reboot is not: a schedule has no boot. */

#include "schedule/cron.h"
#include "base/arena.h"
#include "data/calendar.h"
#include "schedule/civil.h"
#include "schedule/cron_fields.h"

static const char *const months[] = {"JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL",
                                     "AUG", "SEP", "OCT", "NOV", "DEC", NULL};
static const char *const weekdays[] = {"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT", NULL};

static const struct {
    const char *word, *fields;
} words[] = {{"@yearly", "0 0 1 1 *"}, {"@annually", "0 0 1 1 *"}, {"@monthly", "0 0 1 * *"},
             {"@weekly", "0 0 * * 0"}, {"@daily", "0 0 * * *"},    {"@midnight", "0 0 * * *"},
             {"@hourly", "0 * * * *"}};

struct kind {
    const char *name;
    int least, most;
    const char *const *names; /* names[0] stands for `least` */
};
static const struct kind kinds[CRON_FIELDS] = {{"minute", 0, 59, NULL},
                                               {"hour", 0, 23, NULL},
                                               {"day of month", 1, 31, NULL},
                                               {"month", 1, 12, months},
                                               {"day of week", 0, 7, weekdays}};

struct scan {
    struct arena *arena;
    struct text text;
    size_t at;
    const char *why;
};

static bool wrong(struct scan *scan, const char *why)
{
    scan->why = why;
    return false;
}

static char peek(const struct scan *scan)
{
    return scan->at < scan->text.length ? scan->text.at[scan->at] : '\0';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool scan_name(struct scan *scan, const struct kind *kind, int *ret)
{
    struct text three = text_slice(scan->text, scan->at, scan->at + 3);
    for (int i = 0; kind->names != NULL && kind->names[i] != NULL; i++) {
        if (!text_equal_ignoring_case(three, text_of(kind->names[i])))
            continue;
        scan->at += 3;
        *ret = kind->least + i;
        return true;
    }
    return wrong(scan, arena_printf(scan->arena, "%s: expected a number%s or *", kind->name,
                                    kind->names != NULL ? ", a name" : ""));
}

static bool scan_value(struct scan *scan, const struct kind *kind, int *ret)
{
    size_t begin = scan->at;
    int value = 0;
    if (!is_digit(peek(scan)))
        return scan_name(scan, kind, ret);
    for (; is_digit(peek(scan)) && scan->at < begin + 4; scan->at++)
        value = value * 10 + (peek(scan) - '0');
    *ret = value;
    if (value >= kind->least && value <= kind->most)
        return true;
    scan->at = begin;
    return wrong(scan, arena_printf(scan->arena, "%s: expected a number from %d to %d",
                                    kind->name, kind->least, kind->most));
}

static bool scan_step(struct scan *scan, const struct kind *kind, int *ret)
{
    size_t begin = scan->at;
    *ret = 1;
    if (peek(scan) != '/')
        return true;
    scan->at++;
    for (*ret = 0; is_digit(peek(scan)) && scan->at < begin + 4; scan->at++)
        *ret = *ret * 10 + (peek(scan) - '0');
    if (*ret >= 1 && *ret <= kind->most)
        return true;
    return wrong(scan, arena_printf(scan->arena, "%s: expected a step from 1 to %d after /",
                                    kind->name, kind->most));
}

/* "*", "5", "1-5", each with "/2". */
static bool scan_item(struct scan *scan, const struct kind *kind, uint64_t *bits)
{
    int from = kind->least, to = kind->most, step;
    bool single = false;
    if (peek(scan) == '*') {
        scan->at++;
    } else {
        if (!scan_value(scan, kind, &from))
            return false;
        to = from;
        single = true;
        if (peek(scan) == '-') {
            scan->at++;
            if (!scan_value(scan, kind, &to))
                return false;
            if (to == 0 && kind->names == weekdays)
                to = 7; /* SAT-SUN: a week may end with Sunday */
            single = false;
        }
    }
    bool stepped = peek(scan) == '/';
    if (!scan_step(scan, kind, &step))
        return false;
    if (to < from)
        return wrong(
            scan, arena_printf(scan->arena, "%s: the range ends before it begins", kind->name));
    if (single && stepped)
        to = kind->most; /* 5/15: from 5 on */
    for (int i = from; i <= to; i += step)
        *bits |= (uint64_t)1 << i;
    return true;
}

static bool scan_field(struct scan *scan, const struct kind *kind, struct cron_field *ret)
{
    ret->star = peek(scan) == '*';
    for (;;) {
        if (!scan_item(scan, kind, &ret->bits))
            return false;
        if (peek(scan) != ',')
            break;
        scan->at++;
    }
    char c = peek(scan);
    if (c == ' ' || c == '\t' || c == '\0')
        return true;
    return wrong(scan, arena_printf(scan->arena, "%s: unexpected '%c'", kind->name, c));
}

static bool skip_blanks(struct scan *scan)
{
    while (peek(scan) == ' ' || peek(scan) == '\t')
        scan->at++;
    return scan->at < scan->text.length;
}

static bool scan_all(struct scan *scan, struct cron *cron)
{
    for (int i = 0; i < CRON_FIELDS; i++) {
        if (!skip_blanks(scan))
            return wrong(scan,
                         arena_printf(scan->arena, "expected five fields, the %s is missing",
                                      kinds[i].name));
        if (!scan_field(scan, &kinds[i], &cron->fields[i]))
            return false;
    }
    if (skip_blanks(scan))
        return wrong(scan, "expected five fields, there are more");
    if ((cron->fields[CRON_WEEKDAY].bits >> 7 & 1) != 0) /* 7 is Sunday, too */
        cron->fields[CRON_WEEKDAY].bits |= 1;
    return true;
}

/* 30 February never comes; 29 February does. */
static bool ever_comes(const struct cron *cron)
{
    if (!cron->fields[CRON_WEEKDAY].star)
        return true;
    for (int month = 1; month <= 12; month++)
        for (int day = 1; day <= calendar_month_days(2024, month); day++)
            if (cron_has(cron, CRON_MONTH, month) && cron_has(cron, CRON_DAY, day))
                return true;
    return false;
}

const struct cron *cron_parse(struct arena *arena, struct text text, int *ret_column,
                              const char **ret_why)
{
    struct cron *cron = arena_make(arena, struct cron);
    struct scan scan = {.arena = arena, .text = text};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (text_equal_ignoring_case(text_trim(text), text_of(words[i].word)))
            scan.text = text_of(words[i].fields);
    bool right = scan_all(&scan, cron);
    if (right && !ever_comes(cron)) {
        scan.at = 0;
        right = wrong(&scan, "no such day ever comes");
    }
    *ret_column = (int)scan.at;
    *ret_why = scan.why;
    return right ? cron : NULL;
}

bool cron_has(const struct cron *cron, enum cron_kind kind, int value)
{
    return (cron->fields[kind].bits >> value & 1) != 0;
}

bool cron_has_day(const struct cron *cron, struct day day)
{
    int weekday = (civil_weekday(civil_days(day)) + 1) % 7; /* 0 = Sunday */
    bool by_month_day = cron_has(cron, CRON_DAY, day.day);
    bool by_weekday = cron_has(cron, CRON_WEEKDAY, weekday);
    if (!cron_has(cron, CRON_MONTH, day.month))
        return false;
    if (cron->fields[CRON_DAY].star || cron->fields[CRON_WEEKDAY].star)
        return by_month_day && by_weekday;
    return by_month_day || by_weekday;
}
