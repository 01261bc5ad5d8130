/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes with a length: NUL is a byte like any other, nothing is read past the end. */

#include "base/arena.h"
#include "base/text.h"

#include <criterion/criterion.h>
#include <limits.h>

Test(text, compares_by_bytes)
{
    struct text with_nul = {.at = "a\0b", .length = 3}, other = {.at = "a\0c", .length = 3};
    cr_expect(text_is(text_of("abc"), "abc"));
    cr_expect_not(text_is(text_of("abc"), "abcd"));
    cr_expect_not(text_equal(with_nul, other));
    cr_expect(text_equal(text_of(NULL), text_of("")));
    cr_expect(text_equal_ignoring_case(text_of("Content-TYPE"), text_of("content-type")));
    cr_expect_not(text_equal_ignoring_case(text_of("a"), text_of("ab")));
    cr_expect(text_starts_with(text_of("abc"), text_of("")));
    cr_expect(text_ends_with(text_of("abc"), text_of("bc")));
    cr_expect_not(text_ends_with(text_of("bc"), text_of("abc")));
}

Test(text, finds_the_first_at_or_after)
{
    static const struct {
        const char *sentence, *in, *needle;
        size_t from;
        ptrdiff_t at;
    } rows[] = {
        {"from the start", "abcabc", "bc", 0, 1},
        {"from the middle", "abcabc", "bc", 2, 4},
        {"not there", "abcabc", "cb", 0, -1},
        {"past the last", "abcabc", "bc", 5, -1},
        {"nothing is everywhere", "abc", "", 3, 3},
        {"past the end is nowhere", "abc", "", 4, -1},
        {"longer than the text", "abc", "abcd", 0, -1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        cr_expect_eq(text_find(text_of(rows[i].in), text_of(rows[i].needle), rows[i].from),
                     rows[i].at, "%s", rows[i].sentence);
}

Test(text, slices_stay_within)
{
    cr_expect(text_is(text_slice(text_of("abcdef"), 1, 3), "bc"));
    cr_expect(text_is(text_slice(text_of("abcdef"), 4, 100), "ef"));
    cr_expect(text_is(text_slice(text_of("abcdef"), 9, 100), ""));
    cr_expect(text_is(text_slice(text_of("abcdef"), 3, 2), ""));
    const char *letters = "abcdef";
    cr_expect_eq(text_slice(text_of(letters), 4, 4).at, letters + 4,
                 "an empty slice has a place");
    cr_expect_eq(text_slice(text_of(letters), 9, 12).at, letters + 6);
    cr_expect(text_is(text_trim(text_of(" \t\r\n a b \n")), "a b"));
    cr_expect(text_is(text_trim(text_of("  ")), ""));
}

Test(text, reads_whole_integers_in_their_range_only)
{
    static const struct {
        const char *sentence, *in;
        bool right;
        long long value;
    } rows[] = {
        {"zero", "0", true, 0},
        {"leading zeros", "007", true, 7},
        {"a plus", "+7", true, 7},
        {"a minus", "-7", true, -7},
        {"the greatest", "9223372036854775807", true, LLONG_MAX},
        {"the least", "-9223372036854775808", true, LLONG_MIN},
        {"one over the greatest", "9223372036854775808", false, 0},
        {"one below the least", "-9223372036854775809", false, 0},
        {"nothing", "", false, 0},
        {"a sign alone", "-", false, 0},
        {"two signs", "--1", false, 0},
        {"a blank before", " 1", false, 0},
        {"a unit after", "1s", false, 0},
        {"a fraction", "1.0", false, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        long long value = 42;
        bool right = text_to_int(text_of(rows[i].in), LLONG_MIN, LLONG_MAX, &value);
        cr_expect_eq(right, rows[i].right, "%s", rows[i].sentence);
        cr_expect_eq(value, rows[i].right ? rows[i].value : 42, "%s", rows[i].sentence);
    }
    long long value = 42;
    cr_expect_not(text_to_int(text_of("11"), 1, 10, &value));
    cr_expect_not(text_to_int(text_of("0"), 1, 10, &value));
}

Test(text, copies_have_their_own_bytes)
{
    struct arena *arena = arena_new();
    char bytes[] = "abc";
    struct text copy = text_copy(arena, (struct text){.at = bytes, .length = 2});
    bytes[0] = 'x';
    cr_expect(text_is(copy, "ab"));
    cr_expect_eq(copy.at[2], '\0');
    cr_expect_str_eq(text_string(arena, copy), "ab");
    arena_end(arena);
}
