/* SPDX-License-Identifier: Apache-2.0 */
/* Cron lines: when they fire, across changes of the clock, and what is wrong with wrong ones. */

#include "base/arena.h"
#include "schedule/cron.h"
#include "tests/schedule/zones.h"

#include <criterion/criterion.h>
#include <string.h>

static const struct cron *parsed(struct arena *arena, const char *line)
{
    int column = 0;
    const char *why = "";
    const struct cron *cron = cron_parse(arena, text_of(line), &column, &why);
    cr_assert_not_null(cron, "%s: %d: %s", line, column, why);
    return cron;
}

Test(cron, fires_when_crontab_5_says)
{
    static const struct {
        const char *line, *zone, *after, *next[3];
    } rows[] = {
        {"*/15 * * * *",
         "UTC",
         "2026-01-01T00:07:00Z",
         {"2026-01-01T00:15:00Z", "2026-01-01T00:30:00Z", "2026-01-01T00:45:00Z"}},
        {"0 8 * * MON-FRI",
         "Asia/Shanghai",
         "2026-11-20T12:00:00Z",
         {"2026-11-23T00:00:00Z", "2026-11-24T00:00:00Z", "2026-11-25T00:00:00Z"}},
        {"30 9 29 2 *",
         "UTC",
         "2024-03-01T00:00:00Z",
         {"2028-02-29T09:30:00Z", "2032-02-29T09:30:00Z", "2036-02-29T09:30:00Z"}},
        /* both day fields restricted: either */
        {"0 0 13 * 5",
         "UTC",
         "2026-11-01T00:00:00Z",
         {"2026-11-06T00:00:00Z", "2026-11-13T00:00:00Z", "2026-11-20T00:00:00Z"}},
        {"0 0 1,15 * 7",
         "UTC",
         "2026-11-14T12:00:00Z",
         {"2026-11-15T00:00:00Z", "2026-11-22T00:00:00Z", "2026-11-29T00:00:00Z"}},
        {"5/20 3 * jan,FEB *",
         "UTC",
         "2026-02-28T03:25:00Z",
         {"2026-02-28T03:45:00Z", "2027-01-01T03:05:00Z", "2027-01-01T03:25:00Z"}},
        {"0 8 * * SAT-SUN",
         "UTC",
         "2026-11-20T12:00:00Z",
         {"2026-11-21T08:00:00Z", "2026-11-22T08:00:00Z", "2026-11-28T08:00:00Z"}},
        {"@hourly",
         "Asia/Kolkata",
         "2026-01-01T00:00:00Z",
         {"2026-01-01T00:30:00Z", "2026-01-01T01:30:00Z", "2026-01-01T02:30:00Z"}},
        /* a time in the gap: once, at its end */
        {"30 1 * * *",
         "Europe/London",
         "2026-03-28T12:00:00Z",
         {"2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z", "2026-03-31T00:30:00Z"}},
        {"0,30 1 * * *",
         "Europe/London",
         "2026-03-29T00:59:00Z",
         {"2026-03-29T01:00:00Z", "2026-03-30T00:00:00Z", "2026-03-30T00:30:00Z"}},
        /* a time that comes twice: once */
        {"30 1 * * *",
         "Europe/London",
         "2026-10-24T12:00:00Z",
         {"2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z", "2026-10-27T01:30:00Z"}},
        /* by the clock: skipped and doubled as the clock is */
        {"30 * * * *",
         "America/New_York",
         "2026-03-08T06:00:00Z",
         {"2026-03-08T06:30:00Z", "2026-03-08T07:30:00Z", "2026-03-08T08:30:00Z"}},
        {"30 * * * *",
         "America/New_York",
         "2026-11-01T05:00:00Z",
         {"2026-11-01T05:30:00Z", "2026-11-01T06:30:00Z", "2026-11-01T07:30:00Z"}},
        {"15 2 * * *",
         "Australia/Lord_Howe",
         "2026-10-03T00:00:00Z",
         {"2026-10-03T15:30:00Z", "2026-10-04T15:15:00Z", "2026-10-05T15:15:00Z"}},
        {"0 12 30 12 *",
         "Pacific/Apia",
         "2010-12-31T12:00:00Z",
         {"2011-12-30T10:00:00Z", "2012-12-29T22:00:00Z", "2013-12-29T22:00:00Z"}},
    };
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct cron *cron = parsed(arena, rows[i].line);
        const struct zone *zone = zone_of(arena, rows[i].zone);
        int64_t at = utc(rows[i].after);
        for (int k = 0; k < 3; k++) {
            at = cron_next(cron, zone, at);
            cr_expect_str_eq(said(at), rows[i].next[k], "%s in %s, %d: %s, not %s",
                             rows[i].line, rows[i].zone, k, said(at), rows[i].next[k]);
        }
    }
    arena_end(arena);
}

Test(cron, tells_what_is_wrong_and_where)
{
    static const struct {
        const char *line;
        int column;
        const char *words;
    } rows[] = {
        {"", 0, "minute is missing"},
        {"0 8 * *", 7, "day of week is missing"},
        {"0 8 * * * *", 10, "there are more"},
        {"60 * * * *", 0, "minute: expected a number from 0 to 59"},
        {"0 24 * * *", 2, "hour: expected a number from 0 to 23"},
        {"0 8 0 * *", 4, "day of month"},
        {"0 8 * 13 *", 6, "month"},
        {"0 8 * * FRX", 8, "a name or *"},
        {"0 8 * * 5-2", 11, "ends before it begins"},
        {"*/0 * * * *", 3, "step from 1"},
        {"0 8 30 FEB *", 0, "no such day ever comes"},
        {"0 8 * * 1;2", 9, "unexpected ';'"},
        {"@reboot", 0, "minute"},
        {"every day", 0, "minute"},
    };
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int column = -1;
        const char *why = "";
        cr_expect_null(cron_parse(arena, text_of(rows[i].line), &column, &why), "%s",
                       rows[i].line);
        cr_expect_eq(column, rows[i].column, "%s: column %d (%s)", rows[i].line, column, why);
        cr_expect_not_null(strstr(why, rows[i].words), "%s: %s", rows[i].line, why);
    }
    arena_end(arena);
}

Test(cron, knows_when_a_calendar_leaves_out_all_its_days)
{
    static const int32_t removed[] = {20089}; /* 2025-01-01 */
    static const struct calendar house = {.name = "house",
                                          .first_year = 2025,
                                          .last_year = 2025,
                                          .weekdays = 0x1F,
                                          .removed = removed,
                                          .removed_count = 1};
    static const struct {
        const char *line, *zone;
        bool builtin, meets;
    } rows[] = {
        {"30 9 * * 1-5", "UTC", true, true},
        {"30 9 * * 0,6", "UTC", true, false},
        {"* * * * SAT", "UTC", true, false},
        {"0 0 29 2 *", "UTC", true, true},
        {"30 9 * * SUN", "Australia/Lord_Howe", true, false},
        {"0 9 1 1 *", "Asia/Shanghai", false, false},
        {"0 9 1 2 *", "Asia/Shanghai", false, false}, /* a Saturday */
        {"0 20 * * 6", "America/New_York", false, false},
        {"0 9 3 2 *", "Asia/Shanghai", false, true},
        {"0 0 29 2 *", "UTC", false, true}, /* not in its years: who knows */
    };
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct calendar *days = rows[i].builtin ? calendar_builtin("weekdays") : &house;
        bool meets =
            cron_meets(parsed(arena, rows[i].line), zone_of(arena, rows[i].zone), days);
        cr_expect_eq(meets, rows[i].meets, "%s on days of %s", rows[i].line, days->name);
    }
    arena_end(arena);
}
