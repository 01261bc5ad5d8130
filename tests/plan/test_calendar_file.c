/* SPDX-License-Identifier: Apache-2.0 */
/* The calendars that ship, against days everybody in China remembers; and what is told of wrong ones. */

#include "base/arena.h"
#include "data/calendar.h"
#include "plan/calendars.h"
#include "schedule/calendar.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct arena *arena;
static struct diags diags;

static void begin(void)
{
    arena = arena_new();
    diags_init(&diags, arena);
}

static void end(void)
{
    arena_end(arena);
}
TestSuite(calendar_file, .init = begin, .fini = end);

static enum calendar_answer has(const struct calendar *calendar, const char *day)
{
    struct date date;
    cr_assert(calendar_parse(text_of(day), &date), "%s", day);
    return calendar_has(calendar,
                        (struct day){.year = date.year, .month = date.month, .day = date.day});
}

static int days_in(const struct calendar *calendar, int year)
{
    int n = 0;
    int64_t day = calendar_days((struct date){.year = year, .month = 1, .day = 1});
    for (struct date d = calendar_date(day); d.year == year; d = calendar_date(++day))
        n += has(calendar, calendar_text(arena, d)) == CALENDAR_YES;
    return n;
}

Test(calendar_file, the_shipped_ones_know_the_days_of_2024_to_2026)
{
    const struct calendar *work = calendar_load(
        arena, "scenarios/calendars/cn-workday.calendar.yaml", (struct place){0}, &diags);
    const struct calendar *trade = calendar_load(
        arena, "scenarios/calendars/cn-trading.calendar.yaml", (struct place){0}, &diags);
    static const struct {
        const char *day;
        enum calendar_answer works, trades;
    } rows[] = {
        {"2023-12-29", CALENDAR_UNKNOWN, CALENDAR_UNKNOWN},
        {"2024-01-01", CALENDAR_NO, CALENDAR_NO},
        {"2024-02-04", CALENDAR_YES, CALENDAR_NO}, /* a Sunday worked for Spring Festival */
        {"2024-02-08", CALENDAR_YES, CALENDAR_YES},
        {"2024-02-09", CALENDAR_YES, CALENDAR_NO}, /* New Year's Eve: the exchanges closed */
        {"2024-02-19", CALENDAR_YES, CALENDAR_YES},
        {"2024-10-07", CALENDAR_NO, CALENDAR_NO},
        {"2024-10-12", CALENDAR_YES, CALENDAR_NO},
        {"2025-01-26", CALENDAR_YES, CALENDAR_NO},
        {"2025-01-28", CALENDAR_NO, CALENDAR_NO},
        {"2025-02-04", CALENDAR_NO, CALENDAR_NO},
        {"2025-02-05", CALENDAR_YES, CALENDAR_YES},
        {"2025-04-27", CALENDAR_YES, CALENDAR_NO},
        {"2025-10-08", CALENDAR_NO, CALENDAR_NO},
        {"2025-10-09", CALENDAR_YES, CALENDAR_YES},
        {"2026-01-02", CALENDAR_NO, CALENDAR_NO},
        {"2026-01-04", CALENDAR_YES, CALENDAR_NO},
        {"2026-02-23", CALENDAR_NO, CALENDAR_NO},
        {"2026-02-28", CALENDAR_YES, CALENDAR_NO},
        {"2026-09-20", CALENDAR_YES, CALENDAR_NO},
        {"2026-12-31", CALENDAR_YES, CALENDAR_YES},
        {"2027-01-01", CALENDAR_UNKNOWN, CALENDAR_UNKNOWN},
    };
    cr_assert(work != NULL && trade != NULL);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        cr_expect_eq(has(work, rows[i].day), rows[i].works, "work %s", rows[i].day);
        cr_expect_eq(has(trade, rows[i].day), rows[i].trades, "trade %s", rows[i].day);
    }
    /* The totals that are published: working days, and trading days of the exchanges. */
    cr_expect_eq(days_in(work, 2024), 251);
    cr_expect_eq(days_in(work, 2025), 248);
    cr_expect_eq(days_in(trade, 2024), 242);
    cr_expect_eq(days_in(trade, 2025), 243);
}

/* What is told first of a file with these lines after its head. */
static const char *said_of(const char *lines)
{
    char path[] = "/tmp/xunjian-calendar-XXXXXX";
    const char *head = "calendar: x\nsource: nobody\n";
    int fd = mkstemp(path);
    cr_assert_geq(fd, 0);
    cr_assert_eq(dprintf(fd, "%s%s", head, lines), (int)(strlen(head) + strlen(lines)));
    close(fd);
    diags_init(&diags, arena);
    const struct calendar *calendar = calendar_load(arena, path, (struct place){0}, &diags);
    unlink(path);
    cr_expect_eq(calendar == NULL, diags.count > 0);
    diags_sort(&diags);
    return diags.count > 0 ? diags.first->message : "nothing";
}

Test(calendar_file, what_is_wrong_is_told)
{
    static const struct {
        const char *lines, *said;
    } rows[] = {
        {"years: 2026\n", "nothing"},
        {"years: 2026\nweekdays: []\nadded: [2026-10-01]\n", "nothing"},
        {"weekdays: [mon]\n", "missing key \"years\""},
        {"years: 2026..2024\n", "expected 1 to 50 years, the first one first"},
        {"years: next\n", "expected years such as 2026 or 2024..2026, got \"next\""},
        {"years: 2026\nremoved: [2026-02-30]\n",
         "expected a day such as 2026-10-01 or a range 2026-10-01..2026-10-07, got "
         "\"2026-02-30\""},
        {"years: 2026\nremoved: [2026-02-03..2026-02-01]\n", "the range ends before it begins"},
        {"years: 2026\nremoved: [2027-01-01]\n", "not within the years covered, 2026 to 2026"},
        {"years: 2026\nremoved: [2026-10-01..2026-10-07, 2026-10-07]\n",
         "2026-10-07 is told twice"},
        {"years: 2026\nremoved: [2026-10-03]\nadded: [2026-10-03]\n",
         "2026-10-03 is told twice"},
        {"years: 2026\nadded: [2026-10-09]\n", "2026-10-09 counts by `weekdays` already"},
        {"years: 2026\nweekdays: [mon, tuesday]\n",
         "expected some of mon, tue, wed, thu, fri, sat, sun, got \"tuesday\""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        cr_expect_str_eq(said_of(rows[i].lines), rows[i].said);
    cr_expect_null(calendar_load(arena, "/nowhere.calendar.yaml", (struct place){0}, &diags));
}
