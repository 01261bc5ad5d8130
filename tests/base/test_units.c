/* SPDX-License-Identifier: Apache-2.0 */
/* Durations, sizes and moments, as people write and read them. */

#include "base/arena.h"
#include "base/clock.h"
#include "base/units.h"

#include <criterion/criterion.h>

static struct arena *arena;

static void begin(void)
{
    arena = arena_new();
}

static void end(void)
{
    arena_end(arena);
}

TestSuite(units, .init = begin, .fini = end);

enum { REFUSED = -1 };

Test(units, durations_are_read_with_their_units)
{
    static const struct {
        const char *sentence, *in;
        int64_t ns;
    } rows[] = {
        {"milliseconds", "800ms", 800 * NS_PER_MS},
        {"seconds", "5s", 5 * NS_PER_S},
        {"minutes", "2m", 120 * NS_PER_S},
        {"hours", "1h", 3600 * NS_PER_S},
        {"days", "1d", 86400 * NS_PER_S},
        {"microseconds", "50us", 50 * NS_PER_US},
        {"nanoseconds", "7ns", 7},
        {"a fraction", "1.5s", 1500 * NS_PER_MS},
        {"a fraction without a whole", ".5s", 500 * NS_PER_MS},
        {"two parts", "1m30s", 90 * NS_PER_S},
        {"none at all", "0s", 0},
        {"ten years", "3650d", 3650 * 86400 * NS_PER_S},
        {"more than ten years", "3651d", REFUSED},
        {"no unit", "5", REFUSED},
        {"an unknown unit", "5sec", REFUSED},
        {"a unit alone", "s", REFUSED},
        {"a blank between", "5 s", REFUSED},
        {"negative", "-5s", REFUSED},
        {"nothing", "", REFUSED},
        {"two points", "1.5.5s", REFUSED},
        {"more digits than there are", "12345678901234567890ns", REFUSED},
        {"something after it", "5s!", REFUSED},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int64_t ns = REFUSED;
        cr_expect_eq(duration_parse(text_of(rows[i].in), &ns), rows[i].ns != REFUSED, "%s",
                     rows[i].sentence);
        cr_expect_eq(ns, rows[i].ns, "%s", rows[i].sentence);
    }
    cr_expect(duration_is_too_long(text_of("3650d1s")));
    cr_expect(duration_is_too_long(text_of("40000d")));
    cr_expect_not(duration_is_too_long(text_of("3650d")));
    cr_expect_not(duration_is_too_long(text_of("40000days")));
    cr_expect_not(duration_is_too_long(text_of("")));
}

Test(units, durations_are_told_in_four_digits)
{
    static const struct {
        int64_t ns;
        const char *told;
    } rows[] = {
        {0, "0us"},
        {1234, "1.234us"},
        {12345678, "12.35ms"},
        {999 * NS_PER_MS, "999ms"},
        {1204 * NS_PER_MS, "1.204s"},
        {99 * NS_PER_S, "99s"},
        {125 * NS_PER_S, "2m05s"},
        {-3 * NS_PER_MS, "-3ms"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        cr_expect_str_eq(duration_text(arena, rows[i].ns), rows[i].told, "%s told as %s",
                         rows[i].told, duration_text(arena, rows[i].ns));
}

Test(units, sizes_are_powers_of_1024)
{
    static const struct {
        const char *sentence, *in;
        int64_t bytes;
    } rows[] = {
        {"bytes without a unit", "64", 64},
        {"bytes", "64B", 64},
        {"kilobytes", "10KB", 10240},
        {"megabytes", "1.5MB", 3 << 19},
        {"gigabytes", "2GB", INT64_C(2) << 30},
        {"lower case", "10kb", REFUSED},
        {"negative", "-1", REFUSED},
        {"two parts", "1KB1B", REFUSED},
        {"nothing", "", REFUSED},
        {"beyond a petabyte", "2000000GB", REFUSED},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int64_t bytes = REFUSED;
        cr_expect_eq(size_parse(text_of(rows[i].in), &bytes), rows[i].bytes != REFUSED, "%s",
                     rows[i].sentence);
        cr_expect_eq(bytes, rows[i].bytes, "%s", rows[i].sentence);
    }
}

Test(units, moments_are_utc_with_milliseconds)
{
    cr_expect_str_eq(utc_text(arena, 1769846400 * NS_PER_S + 123456789),
                     "2026-01-31T08:00:00.123Z");
    cr_expect_str_eq(utc_text(arena, 0), "1970-01-01T00:00:00.000Z");
    cr_expect_str_eq(utc_text(arena, -1), "1969-12-31T23:59:59.999Z");
}
