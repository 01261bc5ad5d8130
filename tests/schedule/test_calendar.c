/* SPDX-License-Identifier: Apache-2.0 */
/* Which days a calendar has, and which it knows nothing about. */

#include "schedule/calendar.h"

#include <criterion/criterion.h>

Test(calendar, the_ones_that_need_no_file_know_every_year)
{
    const struct calendar *always = calendar_builtin("always");
    const struct calendar *weekdays = calendar_builtin("weekdays");
    static const struct {
        struct day day;
        bool weekday;
    } rows[] = {
        {{1969, 12, 31}, true}, /* a Wednesday, before the first day of the count */
        {{1970, 1, 1}, true},   /* a Thursday */
        {{2000, 2, 29}, true},  /* a Tuesday */
        {{2026, 11, 22}, false}, {{2026, 11, 23}, true}, {{2099, 12, 26}, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        cr_expect_eq(calendar_has(always, rows[i].day), CALENDAR_YES);
        cr_expect_eq(calendar_has(weekdays, rows[i].day),
                     rows[i].weekday ? CALENDAR_YES : CALENDAR_NO, "row %zu", i);
    }
    cr_expect_null(calendar_builtin("cn-workday"));
}

Test(calendar, an_exception_goes_before_the_rule_and_a_year_not_covered_is_unknown)
{
    static const int32_t added[] = {20463}, removed[] = {20454, 20455, 20456};
    const struct calendar january = {.name = "january",
                                     .first_year = 2026,
                                     .last_year = 2026,
                                     .weekdays = 0x1F,
                                     .added = added,
                                     .added_count = 1,
                                     .removed = removed,
                                     .removed_count = 3};
    cr_expect_eq(calendar_has(&january, (struct day){2026, 1, 1}), CALENDAR_NO);
    cr_expect_eq(calendar_has(&january, (struct day){2026, 1, 2}), CALENDAR_NO);
    cr_expect_eq(calendar_has(&january, (struct day){2026, 1, 5}), CALENDAR_YES);
    cr_expect_eq(calendar_has(&january, (struct day){2026, 1, 8}), CALENDAR_YES);
    cr_expect_eq(calendar_has(&january, (struct day){2026, 1, 10}), CALENDAR_YES);
    cr_expect_eq(calendar_has(&january, (struct day){2026, 1, 11}), CALENDAR_NO);
    cr_expect_eq(calendar_has(&january, (struct day){2025, 12, 31}), CALENDAR_UNKNOWN);
    cr_expect_eq(calendar_has(&january, (struct day){2027, 1, 1}), CALENDAR_UNKNOWN);
}
