/* SPDX-License-Identifier: Apache-2.0 */
/* test_iregexp.c - RFC 9485: what is an I-Regexp, what it matches, what it leaves to others. */

#include <criterion/criterion.h>

#include "base/arena.h"
#include "query/iregexp.h"
#include "query/regex.h"

static const struct row {
    const char *says, *expression, *text;
    bool whole, matches;
} rows[] = {
    {"the whole text", "a.c", "abc", true, true},
    {"not a part of it", "a.c", "xabc", true, false},
    {"unless a part is asked for", "a.c", "xabcx", false, true},
    {"alternatives, whole", "a|bc", "bc", true, true},
    {"alternatives do not leak", "a|bc", "ac", true, false},
    {"nothing matches nothing", "", "", true, true},
    {"an empty alternative", "a||b", "", true, true},
    {"a dot is one character", ".", "\xE4\xBD\x99", true, true},
    {"a dot is no line feed", "a.b", "a\nb", true, false},
    {"nor a carriage return", "a.b", "a\rb", true, false},
    {"but any other separator", "a.b",
     "a\xE2\x80\xA8"
     "b",
     true, true},
    {"quantifiers", "a?b*c+", "bbc", true, true},
    {"a count", "a{2}", "aa", true, true},
    {"a range", "a{1,2}", "aaa", true, false},
    {"an open range", "a{2,}", "aaaa", true, true},
    {"groups", "(ab|c)+d", "abcabd", true, true},
    {"a class", "[a-cx]+", "abcx", true, true},
    {"a class of others", "[^a-c]", "b", true, false},
    {"a hyphen first", "[-a]+", "a-", true, true},
    {"a hyphen last", "[a-]+", "a-", true, true},
    {"a caret inside", "[a^]+", "^a", true, true},
    {"escapes inside", "[\\]\\-\\n]+", "]-\n", true, true},
    {"a category", "\\p{Lu}\\p{L}*", "\xC3\x89t\xC3\xA9", true, true},
    {"what is not in a category", "\\P{Nd}+", "a1", true, false},
    {"a category in a class", "[\\p{Nd}x]+", "1x2", true, true},
    {"escaped signs", "\\(\\)\\*\\+\\-\\.\\?\\[\\\\\\]\\^\\{\\|\\}", "()*+-.?[\\]^{|}", true,
     true},
    {"escaped blanks", "\\n\\r\\t", "\n\r\t", true, true},
    {"a caret is an anchor", "^ab", "xab", false, false},
    {"a dollar is an anchor", "ab$", "abx", false, false},
    {"and not before a last line feed", "ab$", "ab\n", false, false},
    {"other signs are themselves", "a/b-c,d#e&f", "a/b-c,d#e&f", true, true},
    {"characters of four bytes", "[\xF0\x9F\x98\x80-\xF0\x9F\x98\x82]", "\xF0\x9F\x98\x81",
     true, true},
};

Test(iregexp, matches_as_rfc_9485_says)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena *arena = arena_new();
        const struct regex *regex =
            iregexp_compile(arena, text_of(rows[i].expression), rows[i].whole);
        cr_assert_not_null(regex, "%s", rows[i].says);
        cr_expect_eq(regex_search(regex, text_of(rows[i].text), 0, NULL) == REGEX_MATCH,
                     rows[i].matches, "%s: %s", rows[i].says, rows[i].expression);
        arena_end(arena);
    }
}

static const struct {
    const char *says, *expression;
} refused[] = {
    {"a group left open", "(a"},
    {"a group never opened", "a)"},
    {"a class left open", "[a"},
    {"an empty class", "[]"},
    {"a class of all", "[^]"},
    {"a bracket alone", "]"},
    {"a brace alone", "}"},
    {"a bracket in a class", "[[]"},
    {"a hyphen in the middle", "[a-b-c]"},
    {"a range the wrong way", "[b-a]"},
    {"a range of categories", "[\\p{L}-z]"},
    {"a quantifier first", "*a"},
    {"two quantifiers", "a**"},
    {"a lazy quantifier", "a+?"},
    {"a count of nothing", "a{}"},
    {"a count without a minimum", "a{,2}"},
    {"a range the wrong way round", "a{2,1}"},
    {"a count beyond all bounds", "a{99999999999}"},
    {"a class escape", "\\d"},
    {"a word boundary", "\\b"},
    {"a back reference", "(a)\\1"},
    {"a group that does not capture", "(?:a)"},
    {"a look-ahead", "(?=a)"},
    {"an inline option", "(?i)a"},
    {"a hexadecimal escape", "\\x41"},
    {"a backslash at the end", "a\\"},
    {"a category there is not", "\\p{Lx}"},
    {"surrogates", "\\p{Cs}"},
    {"a script", "\\p{Han}"},
    {"a category without braces", "\\pL"},
    {"bytes that are not UTF-8", "a\xFF"},
};

Test(iregexp, refuses_what_other_dialects_add)
{
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        cr_expect_null(iregexp_compile(arena, text_of(refused[i].expression), false), "%s: %s",
                       refused[i].says, refused[i].expression);
    arena_end(arena);
}

Test(iregexp, deep_and_large_expressions_are_refused)
{
    struct arena *arena = arena_new();
    char deep[3000] = {0};
    for (size_t i = 0; i < 1000; i++)
        deep[i] = '(', deep[1000 + i] = 'a', deep[2000 + i - 1] = ')';
    cr_expect_null(iregexp_compile(arena, text_of(deep), true));
    cr_expect_null(iregexp_compile(arena, text_of("(((a{999}){999}){999}){999}"), true));
    arena_end(arena);
}
