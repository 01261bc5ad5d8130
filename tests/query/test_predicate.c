/* SPDX-License-Identifier: Apache-2.0 */
/* test_predicate.c - what holds of which values, and how it is told. */

#include "judging.h"

#include <criterion/criterion.h>

#include <string.h>

static struct arena *arena;

static void open_arena(void)
{
    arena = arena_new();
}

static void end_arena(void)
{
    arena_end(arena);
}

TestSuite(predicate, .init = open_arena, .fini = end_arena);

/* What kind of source the values came from. */
enum source { TYPED = 0, UNTYPED = 1 << 0, SINGULAR = 1 << 1, DURATION = 1 << 2 };

struct row {
    const char *says, *items, *condition;
    bool holds;
};

static struct judged judge(const char *items, int source, const char *condition)
{
    struct extracted found = found_items(arena, items);
    found.untyped = source & UNTYPED;
    found.singular = source & SINGULAR;
    found.duration = source & DURATION;
    return condition_judge(condition_of(arena, condition), &found, arena);
}

static void expect_rows(const struct row *rows, size_t count, int source)
{
    for (size_t i = 0; i < count; i++) {
        struct judged judged = judge(rows[i].items, source, rows[i].condition);
        cr_expect_eq(judged.holds, rows[i].holds, "%s: %s of %s (%s)", rows[i].says,
                     rows[i].condition, rows[i].items, judged.actual);
    }
}

#define EXPECT_ROWS(rows, source) expect_rows(rows, sizeof(rows) / sizeof *(rows), source)

static const struct row typed[] = {
    {"the same text", "[\"0000\"]", "{\"equals\":\"0000\"}", true},
    {"another text", "[\"0001\"]", "{\"equals\":\"0000\"}", false},
    {"zeros in front are part of a text", "[\"0\"]", "{\"equals\":\"0000\"}", false},
    {"the number 5 is not the text 5", "[5]", "{\"equals\":\"5\"}", false},
    {"nor is the text 5 the number", "[\"5\"]", "{\"equals\":5}", false},
    {"numbers however they are written", "[5.0]", "{\"equals\":5}", true},
    {"a difference no double can hold", "[0.1]", "{\"equals\":0.10000000000000001}", false},
    {"null is a value", "[null]", "{\"equals\":null}", true},
    {"members in any order", "[{\"a\":1,\"b\":2}]", "{\"equals\":{\"b\":2,\"a\":1}}", true},
    {"several are an array", "[1,2]", "{\"equals\":[1,2]}", true},
    {"in order", "[2,1]", "{\"equals\":[1,2]}", false},
    {"one of these", "[\"B\"]", "{\"in\":[\"A\",\"B\"]}", true},
    {"none of these", "[\"C\"]", "{\"in\":[\"A\",\"B\"]}", false},
    {"not this", "[\"C\"]", "{\"not\":\"A\"}", true},
    {"not null", "[null]", "{\"not\":null}", false},
    {"not all of a mapping", "[7]", "{\"not\":{\"gt\":5,\"lt\":10}}", false},
    {"not both of them", "[12]", "{\"not\":{\"gt\":5,\"lt\":10}}", true},
    {"any of them", "[12]", "{\"any_of\":[{\"lt\":5},{\"gt\":10}]}", true},
    {"none of them", "[7]", "{\"any_of\":[{\"lt\":5},{\"gt\":10}]}", false},
    {"each of any_of is a mapping", "[7]", "{\"any_of\":[{\"gt\":5,\"lt\":6},{\"equals\":7}]}",
     true},
    {"a part of a text", "[\"a,b\"]", "{\"contains\":\",\"}", true},
    {"an item of a list", "[[1,2.0]]", "{\"contains\":2}", true},
    {"an item of several", "[1,2]", "{\"contains\":2}", true},
    {"items are typed, too", "[[1,2]]", "{\"contains\":\"2\"}", false},
    {"a member's name", "[{\"a\":1}]", "{\"contains\":\"a\"}", true},
    {"a beginning", "[\"ABC\"]", "{\"starts_with\":\"AB\"}", true},
    {"no beginning", "[\"ABC\"]", "{\"starts_with\":\"BC\"}", false},
    {"an end", "[\"ABC\"]", "{\"ends_with\":\"BC\"}", true},
    {"a pattern anywhere", "[\"no. 42!\"]", "{\"matches\":\"[0-9]+\"}", true},
    {"a pattern nowhere", "[\"none\"]", "{\"matches\":\"[0-9]+\"}", false},
    {"a pattern of characters", "[\"余额\"]", "{\"matches\":\"^..$\"}", true},
};

Test(predicate, judges_typed_values)
{
    EXPECT_ROWS(typed, TYPED);
}

static const struct row untyped[] = {
    {"a text that is that number", "[\"5.0\"]", "{\"equals\":5}", true},
    {"blanks around it", "[\" 5 \"]", "{\"equals\":5}", true},
    {"a text is that text", "[\"5.0\"]", "{\"equals\":\"5\"}", false},
    {"a text that is no number", "[\"5 items\"]", "{\"equals\":5}", false},
    {"a truth", "[\"true\"]", "{\"equals\":true}", true},
    {"another truth", "[\"TRUE\"]", "{\"equals\":true}", false},
    {"one of these numbers", "[\"7\"]", "{\"in\":[5,7]}", true},
    {"several numbers", "[\"5\",\"7\"]", "{\"equals\":[5,7]}", true},
    {"fewer numbers", "[\"5\"]", "{\"equals\":[5,7]}", false},
    {"a number among several", "[\"5\",\"7\"]", "{\"contains\":7}", true},
    {"over a limit", "[\"10\"]", "{\"gt\":9}", true},
    {"numbers are no texts", "[\"10\"]", "{\"lt\":9}", false},
    {"is a number", "[\"10\"]", "{\"type\":\"number\"}", true},
    {"is a text all the same", "[\"10\"]", "{\"type\":\"string\"}", true},
};

Test(predicate, reads_numbers_where_the_source_has_no_types)
{
    EXPECT_ROWS(untyped, UNTYPED);
}

static const struct row ordered[] = {
    {"less", "[4]", "{\"lt\":5}", true},
    {"not less", "[5]", "{\"lt\":5}", false},
    {"at most", "[5.00]", "{\"le\":5}", true},
    {"more", "[5.000000000000000001]", "{\"gt\":5}", true},
    {"at least", "[5]", "{\"ge\":5}", true},
    {"a limit from a variable is a text", "[5]", "{\"lt\":\"10\"}", true},
    {"from", "[1]", "{\"between\":[1,10]}", true},
    {"to", "[10]", "{\"between\":[1,10]}", true},
    {"neither", "[10.01]", "{\"between\":[1,10]}", false},
    {"a text is no number", "[\"4\"]", "{\"lt\":5}", false},
    {"nor is it not less", "[\"4\"]", "{\"not\":{\"lt\":5}}", false},
    {"an earlier day", "[\"2026-01-31\"]", "{\"lt\":\"2026-02-01\"}", true},
    {"a time on that day is later", "[\"2026-01-31T00:00:01Z\"]", "{\"gt\":\"2026-01-31\"}",
     true},
    {"times in zones are instants", "[\"2026-02-01T06:30:00+08:00\"]",
     "{\"lt\":\"2026-01-31T23:00:00Z\"}", true},
    {"fractions", "[\"2026-01-31T08:00:00.5\"]", "{\"le\":\"2026-01-31 08:00:00.50\"}", true},
    {"one with a zone, one without", "[\"2026-01-31T08:00:00\"]",
     "{\"lt\":\"2026-02-01T08:00:00Z\"}", false},
    {"no such day", "[\"2026-02-29\"]", "{\"lt\":\"2026-03-01\"}", false},
    {"a year is no date", "[\"2026\"]", "{\"lt\":\"2026-03-01\"}", false},
};

Test(predicate, orders_numbers_exactly_and_dates)
{
    EXPECT_ROWS(ordered, TYPED);
}

static const struct row durations[] = {
    {"under a limit", "[799999999]", "{\"lt\":\"800ms\"}", true},
    {"over it", "[800000001]", "{\"le\":\"800ms\"}", false},
    {"within", "[1500000000]", "{\"between\":[\"1s\",\"2s\"]}", true},
    {"exactly", "[1500000000]", "{\"equals\":\"1.5s\"}", true},
    {"a number without unit is nobody's limit", "[5]", "{\"lt\":800}", false},
    {"nor over it", "[900]", "{\"gt\":800}", false},
};

Test(predicate, compares_durations_with_durations)
{
    EXPECT_ROWS(durations, DURATION | SINGULAR);
}

static const struct row nothing[] = {
    {"exists", "[]", "{\"exists\":true}", false},
    {"does not exist", "[]", "{\"exists\":false}", true},
    {"is empty", "[]", "{\"empty\":true}", true},
    {"is not empty", "[]", "{\"empty\":false}", false},
    {"counted none", "[]", "{\"count\":0}", true},
    {"counted less", "[]", "{\"count\":{\"lt\":1}}", true},
    {"is not that", "[]", "{\"not\":\"x\"}", true},
    {"equals nothing", "[]", "{\"equals\":null}", false},
    {"contains nothing", "[]", "{\"contains\":\"\"}", false},
    {"is less than nothing", "[]", "{\"lt\":5}", false},
    {"has no type", "[]", "{\"type\":\"null\"}", false},
    {"absent or null", "[]", "{\"any_of\":[{\"exists\":false},{\"equals\":null}]}", true},
};

Test(predicate, of_nothing_only_absence_holds)
{
    EXPECT_ROWS(nothing, SINGULAR);
}

static const struct row counts[] = {
    {"what was found", "[1,2,3]", "{\"count\":3}", true},
    {"at least one", "[1,2,3]", "{\"count\":{\"ge\":1,\"lt\":4}}", true},
    {"not so many", "[1,2,3]", "{\"count\":{\"gt\":3}}", false},
    {"several lists are several", "[[1,2],[3]]", "{\"count\":2}", true},
};

static const struct row singular_counts[] = {
    {"the items of the one list", "[[1,2,3]]", "{\"count\":3}", true},
    {"the members of the one object", "[{\"a\":1}]", "{\"count\":1}", true},
    {"an empty list", "[[]]", "{\"count\":0}", true},
    {"one plain value is one", "[\"abc\"]", "{\"count\":1}", true},
};

Test(predicate, counts_what_was_found_or_the_items_of_the_one_answer)
{
    EXPECT_ROWS(counts, TYPED);
    EXPECT_ROWS(singular_counts, SINGULAR);
    cr_expect(judge("[[1,2,3]]", TYPED, "{\"count\":1}").holds, "a query that could find many");
}

static const struct row types[] = {
    {"a text", "[\"\"]", "{\"type\":\"string\"}", true},
    {"a number", "[1.5]", "{\"type\":\"number\"}", true},
    {"no integer", "[1.5]", "{\"type\":\"integer\"}", false},
    {"an integer, as JSON Schema has it", "[1.0]", "{\"type\":\"integer\"}", true},
    {"an integer of thirty digits", "[100000000000000000000000000001]",
     "{\"type\":\"integer\"}", true},
    {"no integer of thirty digits", "[100000000000000000000000000001.5]",
     "{\"type\":\"integer\"}", false},
    {"no number", "[\"1\"]", "{\"type\":\"number\"}", false},
    {"a truth", "[false]", "{\"type\":\"boolean\"}", true},
    {"null", "[null]", "{\"type\":\"null\"}", true},
    {"null as YAML writes it", "[null]", "{\"type\":null}", true},
    {"a list", "[[]]", "{\"type\":\"array\"}", true},
    {"several", "[1,2]", "{\"type\":\"array\"}", true},
    {"an object", "[{}]", "{\"type\":\"object\"}", true},
    {"a date", "[\"2028-02-29\"]", "{\"type\":\"date\"}", true},
    {"no day", "[\"2026-02-29\"]", "{\"type\":\"date\"}", false},
    {"a moment is no date", "[\"2026-01-31T08:00:00Z\"]", "{\"type\":\"date\"}", false},
    {"a moment", "[\"2026-01-31T08:00:00.123+08:00\"]", "{\"type\":\"datetime\"}", true},
    {"a moment as apps write it", "[\"2026-01-31 08:00:00\"]", "{\"type\":\"datetime\"}", true},
    {"no hour", "[\"2026-01-31T24:00:00Z\"]", "{\"type\":\"datetime\"}", false},
    {"something behind it", "[\"2026-01-31T08:00:00Zulu\"]", "{\"type\":\"datetime\"}", false},
    {"empty texts", "[\"\"]", "{\"empty\":true}", true},
    {"null is empty", "[null]", "{\"empty\":true}", true},
    {"zero is not", "[0]", "{\"empty\":true}", false},
    {"nor is a blank", "[\" \"]", "{\"empty\":false}", true},
};

Test(predicate, knows_types)
{
    EXPECT_ROWS(types, TYPED);
}

static const struct {
    const char *says, *items;
    int source;
    const char *condition, *expected, *actual;
} told[] = {
    {"types are named", "[\"5\"]", TYPED, "{\"equals\":5}", "equals 5", "string \"5\""},
    {"absence", "[]", TYPED, "{\"equals\":5}", "equals 5", "nothing"},
    {"null needs no type", "[null]", TYPED, "{\"equals\":5}", "equals 5", "null"},
    {"several", "[1,\"a\"]", TYPED, "{\"equals\":5}", "equals 5", "2 values: array [1,\"a\"]"},
    {"what cannot be compared", "[\"4\"]", TYPED, "{\"lt\":5}", "lt 5",
     "string \"4\": is not a number"},
    {"what is no text", "[{\"a\":[1]}]", TYPED, "{\"matches\":\"a\"}", "matches \"a\"",
     "object {\"a\":[1]}: is not a text"},
    {"how many", "[[1,2]]", SINGULAR, "{\"count\":3}", "count 3", "array [1,2]: counted 2"},
    {"how many of none", "[]", SINGULAR, "{\"count\":{\"ge\":1}}", "count {\"ge\":1}",
     "nothing: counted 0"},
    {"durations as people read them", "[812345678]", DURATION, "{\"lt\":\"800ms\"}",
     "lt \"800ms\"", "812.3ms"},
    {"a limit without unit", "[812345678]", DURATION, "{\"lt\":800}", "lt 800",
     "812.3ms: a duration is compared with a duration, such as 800ms"},
};

Test(predicate, tells_what_was_expected_and_what_was_there)
{
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        struct judged judged = judge(told[i].items, told[i].source, told[i].condition);
        cr_expect_not(judged.holds, "%s", told[i].says);
        cr_expect_str_eq(judged.expected, told[i].expected, "%s: %s", told[i].says,
                         judged.expected);
        cr_expect_str_eq(judged.actual, told[i].actual, "%s: %s", told[i].says, judged.actual);
    }
}

Test(predicate, long_values_are_cut_between_characters)
{
    char items[4096] = "[\"";
    for (size_t n = 2; n + 4 < 3000; n += 3)
        memcpy(items + n, "\xE9\xA2\x9D", 4);
    strcat(items, "\"]");
    struct judged judged = judge(items, TYPED, "{\"equals\":5}");
    size_t length = strlen(judged.actual);
    cr_expect_leq(length, 140);
    cr_expect_str_eq(judged.actual + length - 6, "\xE9\xA2\x9D...");
    cr_expect(strncmp(judged.actual, "string \"\xE9\xA2\x9D", 11) == 0);
}

static const struct row unjudged[] = {
    {"a problem in one alternative is none of the other's", "[\"a\"]",
     "{\"any_of\":[{\"lt\":5},{\"equals\":\"a\"}]}", true},
    {"not: no proof is no pass", "[5]", "{\"not\":{\"matches\":\"a\"}}", false},
    {"not: what is wrong anyway settles it", "[5]",
     "{\"not\":{\"matches\":\"a\",\"equals\":6}}", true},
    {"not: not any of them", "[5]", "{\"not\":{\"any_of\":[{\"matches\":\"a\"}]}}", false},
    {"not not", "[5]", "{\"not\":{\"not\":{\"matches\":\"a\"}}}", false},
    {"count: neither", "[5]", "{\"not\":{\"count\":{\"lt\":\"2026-01-31\"}}}", false},
};

Test(predicate, what_cannot_be_judged_never_passes)
{
    EXPECT_ROWS(unjudged, TYPED);
    struct extracted unread = {.problem = "the body is not JSON"};
    static const char *const absent[] = {"{\"exists\":false}", "{\"count\":0}", "{\"not\":1}",
                                         "{\"empty\":true}", "{\"not\":{\"exists\":true}}"};
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++) {
        struct judged judged = condition_judge(condition_of(arena, absent[i]), &unread, arena);
        cr_expect_not(judged.holds, "%s", absent[i]);
        cr_expect_str_eq(judged.actual, "the body is not JSON");
    }
}

static const struct {
    const char *says, *condition, *error;
} wrong[] = {
    {"a list is no text", "{\"starts_with\":[]}", "expected a text"},
    {"a word is no limit", "{\"lt\":\"many\"}", "expected a number, a duration or a date"},
    {"a truth is no limit", "{\"ge\":true}", "expected a number, a duration or a date"},
    {"one limit is no range", "{\"between\":[1]}",
     "expected a list of two limits, such as [1, 10]"},
    {"words are no range", "{\"between\":[\"a\",\"b\"]}",
     "expected a list of two limits, such as [1, 10]"},
    {"in wants a list", "{\"in\":\"A\"}", "expected a list"},
    {"exists wants a truth", "{\"exists\":\"yes\"}", "expected true or false"},
    {"a pattern that is open", "{\"matches\":\"a(b\"}", "missing closing parenthesis (byte 3)"},
    {"a pattern is a text", "{\"matches\":5}", "expected a regular expression"},
    {"no such type", "{\"type\":\"float\"}",
     "expected one of array, boolean, date, datetime, integer, null, number, object, string"},
    {"a count is a number", "{\"count\":\"3\"}",
     "expected a number, or a mapping such as {ge: 1}"},
    {"a misspelt predicate inside", "{\"count\":{\"gte\":1}}",
     "unknown predicate \"gte\" (did you mean \"ge\"?)"},
    {"any_of wants mappings", "{\"any_of\":[\"a\"]}",
     "expected a list of mappings of predicates, such as [{equals: a}]"},
    {"and at least one", "{\"any_of\":[]}",
     "expected a list of mappings of predicates, such as [{equals: a}]"},
    {"deep inside", "{\"not\":{\"any_of\":[{\"lt\":\"x\"}]}}",
     "expected a number, a duration or a date"},
};

Test(predicate, wrong_operands_are_told)
{
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        const char *error = compile_error(arena, wrong[i].condition);
        cr_expect_str_eq(error, wrong[i].error, "%s: %s", wrong[i].says, error);
    }
}

Test(predicate, are_sorted_and_say_what_they_are)
{
    for (size_t i = 0; predicates[i] != NULL; i++) {
        cr_expect_not_null(predicates[i]->text);
        if (i > 0)
            cr_expect_lt(strcmp(predicates[i - 1]->name, predicates[i]->name), 0);
    }
}
