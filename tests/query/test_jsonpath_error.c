/* SPDX-License-Identifier: Apache-2.0 */
/* test_jsonpath_error.c - what is no JSONPath: where it goes wrong and what is said. */

#include "selecting.h"

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

TestSuite(jsonpath_error, .init = open_arena, .fini = end_arena);

static const char selector[] =
    "expected a selector: a name in quotes, an index, a slice, * or ?filter";
static const char shorthand[] =
    "expected a name of letters, digits and _ behind the dot, or *: "
    "other names are written ['like this']";
static const char several[] = "only a query for one node can be compared: this one may find "
                              "several (use count() or value())";
static const char operand[] = "expected @ or $, a literal, a function, ! or (";

static const struct row {
    const char *says, *path;
    size_t offset;
    const char *message;
} rows[] = {
    {"nothing", "", 0, "a path begins with $"},
    {"no root", "a.b", 0, "a path begins with $"},
    {"the current node is not the root", "@.a", 0, "a path begins with $"},
    {"a blank before", " $", 0, "a path begins with $"},
    {"a blank behind", "$.a ", 3, "blanks are not allowed at the end"},
    {"text behind", "$.a b", 3, "expected . or [ or the end of the path"},
    {"a blank behind the dot", "$. a", 2, shorthand},
    {"dots without a name", "$..", 3, shorthand},
    {"three dots", "$...a", 3, shorthand},
    {"a digit in shorthand", "$.1a", 2, shorthand},
    {"a hyphen in shorthand", "$.a-b", 3, "expected . or [ or the end of the path"},
    {"quotes in shorthand", "$.'a'", 2, shorthand},
    {"empty brackets", "$[]", 2, selector},
    {"a name without quotes", "$[abc]", 2, "a name in brackets needs quotes: ['abc']"},
    {"an open bracket", "$[1", 3, "expected , or ] after a selector"},
    {"no comma", "$[1 2]", 4, "expected , or ] after a selector"},
    {"a comma too many", "$[1,]", 4, selector},
    {"a leading zero", "$[01]", 2, "an integer has no leading zeros"},
    {"a negative leading zero", "$[-01]", 2, "an integer has no leading zeros"},
    {"minus zero", "$[-0]", 2, "-0 is not an integer: write 0"},
    {"minus zero in a slice", "$[:-0]", 3, "-0 is not an integer: write 0"},
    {"minus alone", "$[-]", 2, "expected digits after -"},
    {"a plus sign", "$[+1]", 2, selector},
    {"a fraction", "$[1.0]", 3, "expected , or ] after a selector"},
    {"an index beyond I-JSON", "$[9007199254740992]", 2, "an integer is at most 2^53-1 from 0"},
    {"a step beyond I-JSON", "$[::-9007199254740992]", 4,
     "an integer is at most 2^53-1 from 0"},
    {"a slice of four", "$[1:2:3:4]", 7, "expected , or ] after a selector"},
    {"a string left open", "$['a", 2, "no closing quote for the string"},
    {"a backslash before the closing quote", "$['a\\']", 2, "no closing quote for the string"},
    {"the other quote escaped", "$['\\\"']", 4, "unknown escape in a string"},
    {"an unknown escape", "$['\\x41']", 4, "unknown escape in a string"},
    {"a surrogate alone", "$['\\uD800']", 5, "a surrogate without its other half"},
    {"a tab in a string", "$['\t']", 3, "a control character in a string must be escaped"},
    {"bytes that are not UTF-8", "$.a\xFF", 3, "invalid UTF-8 in the expression"},
    {"an empty filter", "$[?]", 3, operand},
    {"a filter that ends early", "$[?@.a==", 8, operand},
    {"one equals sign", "$[?@.a=1]", 6, "use == to compare"},
    {"a regular expression operator", "$[?@.a=~'x']", 6,
     "use match() or search() for regular expressions"},
    {"one ampersand", "$[?@.a & @.b]", 7, "use && for and"},
    {"one bar", "$[?@.a | @.b]", 7, "use || for or"},
    {"a condition compared", "$[?(@.a)==1]", 8,
     "a condition in parentheses cannot be compared"},
    {"not of a comparison", "$[?!@.a==1]", 3,
     "! stands before a test: for a comparison write !(a == b)"},
    {"an open parenthesis", "$[?(@.a]", 7, "expected && or || or )"},
    {"a literal alone", "$[?true]", 3, "a literal is no condition: compare it with something"},
    {"a literal in logic", "$[?@.a && 1]", 10,
     "a literal is no condition: compare it with something"},
    {"a word", "$[?name==1]", 3, "unknown word: members are written @.name, strings in quotes"},
    {"True is no literal", "$[?@.a==True]", 8,
     "unknown word: members are written @.name, strings in quotes"},
    {"an array literal", "$[?@.a==[1]]", 8, operand},
    {"a number with a leading zero", "$[?@.a==01]", 8, "not a number as JSON writes them"},
    {"a number without digits behind the point", "$[?@.a==1.]", 8,
     "not a number as JSON writes them"},
    {"a number without digits before the point", "$[?@.a==.5]", 8, operand},
    {"several nodes compared", "$[?@.* == 1]", 3, several},
    {"blanks inside the brackets of what is compared", "$[?@[ 'a' ] == 1]", 3,
     "a query that is compared has no blanks inside its brackets"},
    {"several nodes on the right", "$[?1 == @[0,1]]", 8, several},
    {"an unknown function", "$[?cout(@)==1]", 3, "unknown function cout (did you mean count?)"},
    {"a blank before the parenthesis", "$[?count (@)==1]", 3,
     "unknown word: members are written @.name, strings in quotes"},
    {"no argument", "$[?length()==1]", 10, "length(value) takes more arguments"},
    {"an argument too many", "$[?count(@,@)==1]", 11, "count(query) takes no more arguments"},
    {"a call left open", "$[?count(@ @)==1]", 11,
     "expected , or ) in the arguments of count(query)"},
    /* The table of section 2.4.9. */
    {"a query of several for a value", "$[?length(@.*) < 3]", 10,
     "length(value) takes one value: this query may find several (use value())"},
    {"a literal for a query", "$[?count(1) == 1]", 9, "count(query) takes a query"},
    {"a function of nodes", "$[?count(foo(@.*)) == 1]", 9, "unknown function foo"},
    {"a yes or no compared", "$[?match(@.timezone, 'Europe/.*') == true]", 3,
     "match() says yes or no: it cannot be compared"},
    {"a value as a condition", "$[?value(@..color)]", 3,
     "value() gives a value: compare it with something"},
    /* Beyond it. */
    {"a yes or no for a value", "$[?length(match(@,'a'))==1]", 10,
     "length(value) takes a value, not a yes or no"},
    {"a condition for a value", "$[?length((@.a))==1]", 10, "length(value) takes no condition"},
};

Test(jsonpath_error, says_what_was_meant_and_where)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct query_error error = {0};
        cr_expect_null(jsonpath_compile(arena, text_of(rows[i].path), &error), "%s: %s",
                       rows[i].says, rows[i].path);
        cr_expect_str_eq(error.message, rows[i].message, "%s: %s", rows[i].says, rows[i].path);
        cr_expect_eq(error.offset, rows[i].offset, "%s: %s: %zu", rows[i].says, rows[i].path,
                     error.offset);
    }
}

/* The well-typed half of section 2.4.9's table. */
Test(jsonpath_error, accepts_what_is_well_typed)
{
    static const char *const good[] = {
        "$[?length(@) < 3]",
        "$[?count(@.*) == 1]",
        "$[?match(@.timezone, 'Europe/.*')]",
        "$[?value(@..color) == \"red\"]",
        "$[?length(value(@..a)) == count($[?@.x])]",
        "$[?@ ['a'] [0] == 1 && @[ 'b' ]]",
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        cr_expect_not_null(compiled(arena, good[i]));
}

static const char *repeated(const char *begin, const char *what, size_t times, const char *end)
{
    char *all = arena_alloc(arena, strlen(begin) + strlen(what) * times + strlen(end) + 1);
    char *to = stpcpy(all, begin);
    while (times-- > 0)
        to = stpcpy(to, what);
    strcpy(to, end);
    return all;
}

static const struct {
    const char *says, *begin, *what;
    size_t times;
    const char *end, *message; /* NULL: compiles */
} limits[] = {
    {"filters in filters", "$", "[?@", 5000, "", "the expression is nested too deep"},
    {"parentheses", "$[?", "(", 5000, "", "the expression is nested too deep"},
    {"calls in calls", "$[?", "length(", 5000, "", "the expression is nested too deep"},
    {"very many segments", "$", ".a", 50000, "", "the expression is too long"},
    {"many segments", "$", ".a", 5000, "", NULL},
    {"a long chain, which is not deep", "$[?@.a", "||@.b", 5000, "]", NULL},
    {"many strings", "$['a'", ",'\\n'", 5000, "]", NULL},
};

Test(jsonpath_error, expressions_have_limits)
{
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        struct query_error error = {0};
        const char *path =
            repeated(limits[i].begin, limits[i].what, limits[i].times, limits[i].end);
        jsonpath_compile(arena, text_of(path), &error);
        cr_expect_eq(error.message != NULL, limits[i].message != NULL, "%s", limits[i].says);
        if (error.message != NULL && limits[i].message != NULL)
            cr_expect_str_eq(error.message, limits[i].message, "%s", limits[i].says);
    }
    cr_expect_lt(arena_bytes(arena), 16 << 20, "memory stays in proportion");
}
