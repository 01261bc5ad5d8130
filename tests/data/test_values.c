/* SPDX-License-Identifier: Apache-2.0 */
/* Dates, amounts, texts and choices, and the functions that change texts. */

#include <criterion/criterion.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/encode.h"
#include "calling.h"

#include <stdlib.h>
#include <string.h>

static struct caller c;
static void open_caller(void)
{
    caller_init(&c);
}
static void end_caller(void)
{
    caller_done(&c);
}
TestSuite(values, .init = open_caller, .fini = end_caller);

struct example {
    const char *says, *name, *arguments[3], *result; /* no arguments: up to NULL */
};

static void check(const struct example *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct example *row = &rows[i];
        const char *result = caller_text(&c, row->name, row->arguments[0], row->arguments[1],
                                         row->arguments[2], NULL);
        cr_expect_str_eq(result, row->result, "%s: %s", row->name, row->says);
    }
}

/* The moment is 2026-01-31T04:05:06.789Z, noon in China. */
Test(values, now_and_date_are_moved_and_written)
{
    static const struct example rows[] = {
        {"RFC 3339 in UTC", "now", {0}, "2026-01-31T04:05:06.789Z"},
        {"moved", "now", {"+1d"}, "2026-02-01T04:05:06.789Z"},
        {"moved back over a century", "now", {"-80y"}, "1946-01-31T04:05:06.789Z"},
        {"milliseconds since 1970", "now", {"ms"}, "1769832306789"},
        {"seconds, moved", "now", {"s", "-90s"}, "1769832216"},
        {"a format, in China", "now", {"%Y%m%d%H%M%S%L"}, "20260131120506789"},
        {"every directive",
         "now",
         {"%F %T%z %y %j %s %Q 100%%"},
         "2026-01-31 12:05:06+0800 26 031 1769832306 1769832306789 100%"},
        {"nothing to write", "now", {"plain"}, "plain"},
        {"today", "date", {0}, "2026-01-31"},
        {"tomorrow in China begins at 16:00 UTC", "date", {"%F", "+12h"}, "2026-02-01"},
        {"the same day", "date", {"%F", "+11h"}, "2026-01-31"},
        {"18 years ago", "date", {"-18y"}, "2008-01-31"},
        {"a month from 31 January ends with February", "date", {"+1mo"}, "2026-02-28"},
        {"months first, then days", "date", {"+1mo+1d"}, "2026-03-01"},
        {"a week", "date", {"%m/%d", "+1w"}, "02/07"},
        {"from a day of its own", "date", {"%Y.%m.%d", "-1y", "2024-02-29"}, "2023.02.28"},
        {"without moving", "date", {"%j", "", "2024-12-31"}, "366"},
    };
    check(rows, sizeof rows / sizeof *rows);
}

Test(values, wrong_dates_are_told)
{
    cr_expect_str_eq(caller_error(&c, "date", "%F", "1d", NULL),
                     "argument 2: expected an offset such as \"+1d\", \"-18y\" or \"+1mo-1d\" "
                     "(units s m h d w mo y)");
    cr_expect_str_eq(caller_error(&c, "date", "+1x", NULL) + 0,
                     "argument 1: expected an offset such as \"+1d\", \"-18y\" or \"+1mo-1d\" "
                     "(units s m h d w mo y)");
    cr_expect_str_eq(caller_error(&c, "date", "+300y", NULL),
                     "argument 1: leads out of the years 1700 to 2250");
    cr_expect_str_eq(
        caller_error(&c, "now", "s", "-99999999999999999999s", NULL) + 12,
        "expected an offset such as \"+1d\", \"-18y\" or \"+1mo-1d\" (units s m h d "
        "w mo y)");
    cr_expect_str_eq(caller_error(&c, "date", "%F", "+0d", "2023-02-29", NULL),
                     "argument 3: expected a date as YYYY-MM-DD");
    caller_error(&c, "date", "%F", "-1000000000d", NULL);
    caller_error(&c, "date", "%F", "+1000000000y", NULL);
    caller_error(&c, "now", "%k", NULL);
    caller_error(&c, "now", "ends with %", NULL);
}

Test(values, texts_are_changed)
{
    static const struct example rows[] = {
        {"RFC 4648", "base64", {"foobar"}, "Zm9vYmFy"},
        {"padded", "base64", {"a"}, "YQ=="},
        {"not padded", "base64url", {">?>"}, "Pj8-"},
        {"either alphabet, padding or not", "base64_decode", {"Pj8-"}, ">?>"},
        {"bytes of UTF-8", "hex", {"中"}, "e4b8ad"},
        {"either case", "hex_decode", {"e4B8aD"}, "中"},
        {"RFC 3986", "url", {"a b&c=中/~"}, "a%20b%26c%3D%E4%B8%AD%2F~"},
        {"and back, + stays", "url_decode", {"a%20b+%E4%B8%AD"}, "a b+中"},
        {"quoted and escaped", "json", {"a\"b\n"}, "\"a\\\"b\\n\""},
        {"only letters", "upper", {"aZ9é中"}, "AZ9é中"},
        {"only letters", "lower", {"aZ9É中"}, "az9É中"},
        {"both ends", "trim", {" \t a b\r\n"}, "a b"},
        {"characters, not bytes", "substr", {"巡检系统", "1", "2"}, "检系"},
        {"to the end", "substr", {"13800138000", "7"}, "8000"},
        {"from the end", "substr", {"13800138000", "-4"}, "8000"},
        {"further back than it is long", "substr", {"abc", "-9"}, "abc"},
        {"beyond the end", "substr", {"abc", "9"}, ""},
        {"nothing", "substr", {"abc", "1", "0"}, ""},
        {"every occurrence", "replace", {"a-b-c", "-", ""}, "abc"},
        {"longer", "replace", {"aa", "a", "中文"}, "中文中文"},
        {"not again in what was put in", "replace", {"aaa", "aa", "a"}, "aa"},
        {"nothing found", "replace", {"abc", "x", "y"}, "abc"},
        {"characters", "length", {"巡检abc"}, "5"},
        {"none", "length", {""}, "0"},
    };
    check(rows, sizeof rows / sizeof *rows);
}

Test(values, wrong_encodings_are_told_without_the_value)
{
    cr_expect_str_eq(caller_error(&c, "base64_decode", "s3cret!", NULL),
                     "argument 1: expected base64");
    cr_expect_str_eq(caller_error(&c, "hex_decode", "abc", NULL),
                     "argument 1: expected an even number of hex digits");
    cr_expect_str_eq(caller_error(&c, "url_decode", "%zz", NULL),
                     "argument 1: expected two hex digits after every %");
    cr_expect_str_eq(caller_error(&c, "replace", "a", "", "b", NULL),
                     "argument 2: expected the text to replace, it is empty");
    cr_expect_str_eq(caller_error(&c, "substr", "abc", "one", NULL),
                     "argument 2: expected a whole number from -16777216 to 16777216");
}

Test(values, a_replacement_cannot_fill_the_memory)
{
    char *a = arena_alloc(c.arena, 10001), *b = arena_alloc(c.arena, 10001);
    memset(a, 'a', 10000);
    memset(b, 'b', 10000);
    cr_expect_str_eq(caller_error(&c, "replace", a, "a", b, NULL),
                     "the result would be over 16 MB");
}

Test(values, amounts_are_exact_and_within_their_limits)
{
    bool least = false, most = false;
    for (int i = 0; i < 2000; i++) {
        const char *amount = caller_text(&c, "amount", "0.98", "1.02", NULL);
        cr_assert(strcmp(amount, "0.98") >= 0 && strcmp(amount, "1.02") <= 0, "%s", amount);
        cr_assert_eq(strlen(amount), 4, "%s has two decimals", amount);
        least |= strcmp(amount, "0.98") == 0;
        most |= strcmp(amount, "1.02") == 0;
    }
    cr_expect(least && most, "both ends are reached");
    cr_expect_str_eq(caller_text(&c, "amount", "-5", "-5", NULL), "-5.00");
    cr_expect_str_eq(caller_text(&c, "amount", "-0.01", "-0.01", NULL), "-0.01");
    cr_expect_str_eq(caller_text(&c, "amount", "7", "7", "0", NULL), "7");
    cr_expect_str_eq(caller_text(&c, "amount", "0.00000001", "0.00000001", "8", NULL),
                     "0.00000001");
    cr_expect_eq(caller_make(&c, "amount", NULL)->kind, JSON_NUMBER);
}

Test(values, wrong_amounts_are_told)
{
    static const char *const wrong[] = {"",   "abc", "1e3",         "0.001",        "1.",
                                        ".5", "+1",  "10000000000", "-10000000000", "01"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        cr_expect_str_eq(
            caller_error(&c, "amount", wrong[i], NULL),
            "argument 1: expected an amount up to 1000000000 with at most 2 decimals", "%s",
            wrong[i]);
    cr_expect_str_eq(caller_error(&c, "amount", "2", "1", NULL),
                     "argument 2: expected an amount not below the first");
}

Test(values, random_and_pick_reach_everything_they_may)
{
    int seen[3] = {0};
    for (int i = 0; i < 300; i++) {
        seen[atoi(caller_text(&c, "random", "0", "2", NULL))]++;
        seen[atoi(caller_text(&c, "pick", "0", "1", "2", NULL))]++;
    }
    cr_expect(seen[0] > 100 && seen[1] > 100 && seen[2] > 100);
    cr_expect_str_eq(
        caller_text(&c, "random", "-9223372036854775808", "-9223372036854775808", NULL),
        "-9223372036854775808");
    caller_error(&c, "random", "2", "1", NULL);
    caller_error(&c, "random", "0.5", "1", NULL);
}

Test(values, pick_takes_an_array)
{
    struct json *array = json_array_new(c.arena, 2);
    json_append(array, json_string_of(c.arena, "a"));
    json_append(array, json_string_of(c.arena, "a"));
    const struct json *arguments[] = {array};
    cr_expect(text_is(caller_apply(&c, "pick", arguments, 1)->text, "a"));
    arguments[0] = json_array_new(c.arena, 0);
    cr_expect_null(caller_apply(&c, "pick", arguments, 1));
}

Test(values, numbers_and_texts_are_taken_alike)
{
    const struct json *arguments[] = {json_int(c.arena, 4)};
    cr_expect_eq(caller_apply(&c, "otp", arguments, 1)->text.length, 4);
    cr_expect_eq(strlen(caller_text(&c, "otp", "4", NULL)), 4);
    arguments[0] = json_int(c.arena, 138);
    cr_expect_eq(strncmp(caller_apply(&c, "mobile", arguments, 1)->text.at, "138", 3), 0);
}

Test(values, texts_have_their_length_and_characters)
{
    const char *text = caller_text(&c, "text", "500", "hex", NULL);
    cr_expect_eq(strlen(text), 500);
    cr_expect_eq(strspn(text, "0123456789abcdef"), 500);
    cr_expect_eq(strlen(caller_text(&c, "text", NULL)), 20);
    cr_expect_eq(strlen(caller_text(&c, "text", "0", NULL)), 0);
    const char *chinese = caller_text(&c, "text", "100", "chinese", NULL);
    cr_expect(utf8_valid(text_of(chinese)));
    cr_expect_str_eq(caller_text(&c, "length", chinese, NULL), "100");
    cr_expect_str_eq(caller_error(&c, "text", "5", "greek", NULL),
                     "argument 2: expected one of alphanumeric, letters, lower, upper, digits, "
                     "hex, chinese");
}

Test(values, uuids_are_version_4)
{
    for (int i = 0; i < 1000; i++) {
        const char *uuid = caller_text(&c, "uuid", NULL);
        cr_assert_eq(strlen(uuid), 36, "%s", uuid);
        cr_assert_eq(strspn(uuid, "0123456789abcdef-"), 36, "%s", uuid);
        cr_assert(uuid[14] == '4' && strchr("89ab", uuid[19]) != NULL, "%s", uuid);
        cr_assert(uuid[8] == '-' && uuid[13] == '-' && uuid[18] == '-' && uuid[23] == '-');
    }
}
