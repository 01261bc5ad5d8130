/* SPDX-License-Identifier: Apache-2.0 */
/* Zones against the C library's, and cron against somebody who looks at the clock on the wall every
 * minute. */

#include "base/arena.h"
#include "schedule/civil.h"
#include "schedule/cron.h"
#include "tests/schedule/zones.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static const int64_t ns_per_s = 1000000000;
static const char *const zones[] = {
    "America/New_York",  "Europe/London",     "Europe/Dublin",  "Australia/Lord_Howe",
    "Asia/Shanghai",     "Pacific/Apia",      "Asia/Kolkata",   "America/St_Johns",
    "Africa/Casablanca", "America/Sao_Paulo", "America/Havana", "Asia/Gaza",
    "Pacific/Kiritimati"};
enum { ZONES = sizeof zones / sizeof *zones };

/* SplitMix64. */
static uint64_t next_random(uint64_t *state)
{
    uint64_t x = *state += 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

static void compare_with_library(const struct zone *zone, const char *name, int64_t utc_s)
{
    struct tm tm;
    time_t when = (time_t)utc_s;
    int64_t first, last;
    struct civil c = zone_civil(zone, utc_s * ns_per_s);
    cr_assert_not_null(localtime_r(&when, &tm));
    bool same = tm.tm_year + 1900 == c.day.year && tm.tm_mon + 1 == c.day.month &&
                tm.tm_mday == c.day.day && tm.tm_hour == c.hour && tm.tm_min == c.minute &&
                tm.tm_sec == c.second && (tm.tm_wday + 6) % 7 == c.weekday;
    if (!same)
        cr_assert_fail("%s at %lld: the library says %s, we say %02d:%02d:%02d", name,
                       (long long)utc_s, asctime(&tm), c.hour, c.minute, c.second);
    int found = zone_moments(zone, c, &first, &last);
    if (found == 0 || (first != utc_s * ns_per_s && last != utc_s * ns_per_s))
        cr_assert_fail("%s at %lld: not among the %d moments of its own local time", name,
                       (long long)utc_s, found);
}

Test(oracles, local_times_are_those_of_the_c_library_and_lead_back)
{
    struct arena *arena = arena_new();
    uint64_t state = 1;
    for (size_t i = 0; i < ZONES; i++) {
        const struct zone *zone = zone_of(arena, zones[i]);
        setenv("TZ", zones[i], 1);
        tzset();
        for (int k = 0; k < 5000; k++) /* 1975 to 2099 */
            compare_with_library(zone, zones[i],
                                 157766400 + (int64_t)(next_random(&state) % 3944678400u));
    }
    arena_end(arena);
}

/* --- cron ----------------------------------------------------------------------------------------- */

/* Looks at the clock at each minute. A line by the clock fires whenever it shows a wanted time; one
 * with fixed times when it shows or has passed over one for the first time. */
struct watcher {
    const struct cron *cron;
    const struct zone *zone;
    bool by_clock;
    int64_t seen_local_s;        /* the latest time the clock has shown */
    int64_t asked_ns, answer_ns; /* of the line: its first time after that one */
};

/* Is one of the minutes in [from, to) of local time wanted? All that is taken from a line is what it
 * does in UTC, where clocks are never changed. */
static bool wanted(struct watcher *watcher, int64_t from_local_s, int64_t to_local_s)
{
    int64_t after_ns = from_local_s * ns_per_s - 1;
    if (after_ns < watcher->asked_ns || after_ns >= watcher->answer_ns) {
        watcher->asked_ns = after_ns;
        watcher->answer_ns = cron_next(watcher->cron, NULL, after_ns);
    }
    return watcher->answer_ns < to_local_s * ns_per_s;
}

static bool fires(struct watcher *watcher, int64_t utc_s)
{
    int64_t local_s = civil_to_s(zone_civil(watcher->zone, utc_s * ns_per_s));
    int64_t from_s = watcher->seen_local_s + 60;
    if (watcher->by_clock)
        return wanted(watcher, local_s, local_s + 60);
    if (local_s < from_s)
        return false; /* shown before */
    watcher->seen_local_s = local_s;
    return wanted(watcher, from_s, local_s + 60);
}

static void compare_with_watcher(struct watcher watcher, const char *line, const char *name,
                                 int64_t from_s, int days)
{
    int64_t expected = cron_next(watcher.cron, watcher.zone, from_s * ns_per_s);
    watcher.asked_ns = watcher.answer_ns = INT64_MAX;
    /* What it has shown on the days before. */
    for (int64_t s = from_s - (int64_t)86400; s <= from_s; s += 60)
        fires(&watcher, s);
    for (int64_t s = from_s + 60; s < from_s + (int64_t)days * 86400; s += 60) {
        bool told = s * ns_per_s == expected;
        if (fires(&watcher, s) != told)
            cr_assert_fail("%s in %s after %s: %s at %s", line, name, said(from_s * ns_per_s),
                           told ? "fires" : "does not fire", said(s * ns_per_s));
        if (told)
            expected = cron_next(watcher.cron, watcher.zone, expected);
    }
}

static bool changes_within(const struct zone *zone, int64_t from_s, int days)
{
    int64_t length_s = (int64_t)days * 86400;
    return civil_to_s(zone_civil(zone, (from_s + length_s) * ns_per_s)) -
               civil_to_s(zone_civil(zone, from_s * ns_per_s)) !=
           length_s;
}

Test(oracles, cron_fires_when_the_clock_on_the_wall_shows_or_passes_over_its_time)
{
    static const struct {
        const char *line;
        bool by_clock;
    } lines[] = {
        {"30 1 * * *", false},      {"0 0 * * *", false},      {"0,20,40 2,3 * * *", false},
        {"15 0-5 * * 0,6", false},  {"0 12 30,31 * *", false}, {"59 23 * * *", false},
        {"*/20 1-2 * * *", true},   {"30 * * * *", true},      {"* 1 * * *", true},
        {"*/7 0,23 * * SUN", true}, {"45 * 1-7 * SAT", true}};
    /* About changes of the clock, long ago and to come: St John's at a minute past midnight;
     * Havana and Sao Paulo at midnight; Apia left out a day. */
    static const char *const about[] = {
        "2026-03-06T00:00:00Z", "2026-03-27T00:00:00Z", "2026-04-03T00:00:00Z",
        "2009-03-06T00:00:00Z", "2009-10-30T00:00:00Z", "2026-10-02T00:00:00Z",
        "2026-10-23T00:00:00Z", "2026-10-30T00:00:00Z", "2011-12-28T00:00:00Z",
        "2018-02-16T00:00:00Z", "2018-11-02T00:00:00Z", "2060-10-29T00:00:00Z"};
    struct arena *arena = arena_new();
    for (size_t z = 0; z < ZONES; z++) {
        const struct zone *zone = zone_of(arena, zones[z]);
        for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
            int column;
            const char *why;
            const struct cron *cron = cron_parse(arena, text_of(lines[i].line), &column, &why);
            struct watcher watcher = {
                .cron = cron, .zone = zone, .by_clock = lines[i].by_clock};
            for (size_t k = 0; k < sizeof about / sizeof *about; k++) {
                int64_t from_s = utc(about[k]) / ns_per_s;
                if (k == 0 || changes_within(zone, from_s, 4))
                    compare_with_watcher(watcher, lines[i].line, zones[z], from_s, 4);
            }
        }
    }
    arena_end(arena);
}
