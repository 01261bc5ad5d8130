/* SPDX-License-Identifier: Apache-2.0 */
/* units.c - reading and writing durations, sizes and moments. */

#include "base/units.h"
#include "base/arena.h"
#include "base/clock.h"

#include <stdio.h>
#include <time.h>

struct unit {
    const char *name;
    int64_t size;
};

static const struct unit durations[] = {
    {.name = "ns", .size = 1},
    {.name = "us", .size = NS_PER_US},
    {.name = "ms", .size = NS_PER_MS},
    {.name = "s", .size = NS_PER_S},
    {.name = "m", .size = 60 * NS_PER_S},
    {.name = "h", .size = 3600 * NS_PER_S},
    {.name = "d", .size = 86400 * NS_PER_S},
    {.name = NULL},
};

static const struct unit sizes[] = {
    {.name = "B", .size = 1},
    {.name = "KB", .size = 1 << 10},
    {.name = "MB", .size = 1 << 20},
    {.name = "GB", .size = 1 << 30},
    {.name = NULL},
};

static const int64_t LONGEST_NS = 3650 * 86400 * NS_PER_S;

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static const struct unit *unit_named(const struct unit *units, struct text name)
{
    for (; units->name != NULL; units++)
        if (text_is(name, units->name))
            return units;
    return NULL;
}

/* Reads NUMBER UNIT at *from and moves past both. Fractions are read to nine digits. */
static bool read_part(struct text t, size_t *from, const struct unit *units, double *ret)
{
    size_t i = *from, digits = 0;
    double number = 0, scale = 1;
    for (; i < t.length && is_digit(t.at[i]); i++, digits++)
        number = number * 10 + (t.at[i] - '0');
    if (i < t.length && t.at[i] == '.')
        for (i++; i < t.length && is_digit(t.at[i]); i++, digits++)
            number += (t.at[i] - '0') * (scale /= 10);
    if (digits == 0 || digits > 18)
        return false;
    size_t end = i;
    while (end < t.length && !is_digit(t.at[end]) && t.at[end] != '.')
        end++;
    const struct unit *unit = unit_named(units, text_slice(t, i, end));
    if (unit == NULL)
        return false;
    *ret = number * (double)unit->size;
    *from = end;
    return true;
}

static bool read_sum(struct text t, double *ret)
{
    double sum = 0;
    size_t i = 0;
    while (i < t.length) {
        double part;
        if (!read_part(t, &i, durations, &part))
            return false;
        sum += part;
    }
    *ret = sum;
    return t.length > 0;
}

bool duration_parse(struct text t, int64_t *ret_ns)
{
    double sum;
    if (!read_sum(t, &sum) || sum > (double)LONGEST_NS)
        return false;
    *ret_ns = (int64_t)(sum + 0.5);
    return true;
}

bool duration_is_too_long(struct text t)
{
    double sum;
    return read_sum(t, &sum) && sum > (double)LONGEST_NS;
}

char *duration_text(struct arena *arena, int64_t ns)
{
    double value = (double)ns;
    if (ns < 0)
        return arena_printf(arena, "%.4gms", value / 1e6);
    if (ns < NS_PER_MS)
        return arena_printf(arena, "%.4gus", value / 1e3);
    if (ns < NS_PER_S)
        return arena_printf(arena, "%.4gms", value / 1e6);
    if (ns < 100 * NS_PER_S)
        return arena_printf(arena, "%.4gs", value / 1e9);
    return arena_printf(arena, "%lldm%02llds", (long long)(ns / NS_PER_S / 60),
                        (long long)(ns / NS_PER_S % 60));
}

bool size_parse(struct text t, int64_t *ret_bytes)
{
    long long plain;
    double value;
    size_t i = 0;
    if (text_to_int(t, 0, INT64_MAX, &plain)) {
        *ret_bytes = plain;
        return true;
    }
    if (!read_part(t, &i, sizes, &value) || i != t.length || value > 1e15)
        return false;
    *ret_bytes = (int64_t)(value + 0.5);
    return true;
}

char *utc_text(struct arena *arena, int64_t utc_ns)
{
    int64_t part = utc_ns % NS_PER_S + (utc_ns % NS_PER_S < 0 ? NS_PER_S : 0); /* before 1970 */
    time_t seconds = (time_t)((utc_ns - part) / NS_PER_S);
    struct tm at;
    gmtime_r(&seconds, &at);
    return arena_printf(arena, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", at.tm_year + 1900,
                        at.tm_mon + 1, at.tm_mday, at.tm_hour, at.tm_min, at.tm_sec,
                        (int)(part / NS_PER_MS));
}
