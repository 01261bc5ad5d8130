/* SPDX-License-Identifier: Apache-2.0 */
/* Local times of real zones, by the files and beyond their last transition. */

#include "base/arena.h"
#include "tests/schedule/zones.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

Test(zone, tells_local_times_by_transitions_and_by_the_rule_after_them)
{
    static const struct {
        const char *zone, *moment, *local;
    } rows[] = {
        {"UTC", "2026-03-29T01:00:00Z", "2026-03-29 01:00 6"},
        {"Asia/Shanghai", "2026-11-22T18:30:00Z", "2026-11-23 02:30 0"},
        {"Asia/Shanghai", "1988-07-01T00:00:00Z", "1988-07-01 09:00 4"}, /* summer time then */
        {"Europe/London", "2026-03-29T00:59:59Z", "2026-03-29 00:59 6"},
        {"Europe/London", "2026-03-29T01:00:00Z", "2026-03-29 02:00 6"},
        {"America/New_York", "2026-11-01T05:59:00Z", "2026-11-01 01:59 6"},
        {"America/New_York", "2026-11-01T06:00:00Z", "2026-11-01 01:00 6"},
        {"America/New_York", "2090-07-01T12:00:00Z", "2090-07-01 08:00 5"},
        {"America/New_York", "2090-01-01T12:00:00Z", "2090-01-01 07:00 6"},
        {"Australia/Lord_Howe", "2026-06-01T00:00:00Z", "2026-06-01 10:30 0"},
        {"Australia/Lord_Howe", "2026-12-31T13:30:00Z", "2027-01-01 00:30 4"},
        {"Australia/Lord_Howe", "2077-12-31T13:30:00Z", "2078-01-01 00:30 5"},
        {"Pacific/Apia", "2011-12-30T09:59:00Z", "2011-12-29 23:59 3"},
        {"Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-31 00:00 5"},
        {"Asia/Kolkata", "2026-01-01T00:00:00Z", "2026-01-01 05:30 3"},
        {"America/St_Johns", "2026-07-01T00:00:00Z", "2026-06-30 21:30 1"},
    };
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char local[64];
        struct civil c = zone_civil(zone_of(arena, rows[i].zone), utc(rows[i].moment));
        snprintf(local, sizeof local, "%04d-%02d-%02d %02d:%02d %d", c.day.year, c.day.month,
                 c.day.day, c.hour, c.minute, c.weekday);
        cr_expect_str_eq(local, rows[i].local, "%s in %s: %s", rows[i].moment, rows[i].zone,
                         local);
    }
    arena_end(arena);
}

Test(zone, finds_no_moment_in_a_gap_and_two_in_a_fold)
{
    static const struct {
        const char *zone, *local;
        int found;
        const char *first, *last;
    } rows[] = {
        {"Europe/London", "2026-03-29T01:30:00", 0, "2026-03-29T01:00:00Z",
         "2026-03-29T01:00:00Z"},
        {"Europe/London", "2026-10-25T01:30:00", 2, "2026-10-25T00:30:00Z",
         "2026-10-25T01:30:00Z"},
        {"Europe/London", "2026-10-25T02:30:00", 1, "2026-10-25T02:30:00Z",
         "2026-10-25T02:30:00Z"},
        {"America/New_York", "2026-03-08T02:30:00", 0, "2026-03-08T07:00:00Z",
         "2026-03-08T07:00:00Z"},
        {"America/New_York", "2026-11-01T01:00:00", 2, "2026-11-01T05:00:00Z",
         "2026-11-01T06:00:00Z"},
        {"Australia/Lord_Howe", "2026-10-04T02:15:00", 0, "2026-10-03T15:30:00Z",
         "2026-10-03T15:30:00Z"},
        {"Australia/Lord_Howe", "2026-04-05T01:45:00", 2, "2026-04-04T14:45:00Z",
         "2026-04-04T15:15:00Z"},
        {"Pacific/Apia", "2011-12-30T12:00:00", 0, "2011-12-30T10:00:00Z",
         "2011-12-30T10:00:00Z"},
        {"UTC", "2026-03-29T01:30:00", 1, "2026-03-29T01:30:00Z", "2026-03-29T01:30:00Z"},
    };
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t first, last;
        struct civil local = zone_civil(NULL, utc(rows[i].local));
        int found = zone_moments(zone_of(arena, rows[i].zone), local, &first, &last);
        cr_expect_eq(found, rows[i].found, "%s in %s: %d", rows[i].local, rows[i].zone, found);
        cr_expect_str_eq(said(first), rows[i].first, "%s in %s: first %s", rows[i].local,
                         rows[i].zone, said(first));
        cr_expect_str_eq(said(last), rows[i].last, "%s in %s: last %s", rows[i].local,
                         rows[i].zone, said(last));
    }
    arena_end(arena);
}

Test(zone, refuses_what_is_no_zone_file)
{
    static const char *const wrong[] = {"", "TZif",
                                        "TZif2 and then nothing that would be right",
                                        "#!/bin/sh\necho hello, I am not a time zone at all\n"};
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        const char *why = NULL;
        cr_expect_null(zone_read(arena, text_of(wrong[i]), &why));
        cr_expect_not_null(why);
    }
    arena_end(arena);
}
