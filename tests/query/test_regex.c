/* SPDX-License-Identifier: Apache-2.0 */
/* test_regex.c - what is found, within which limits. */

#include "base/arena.h"
#include "base/buffer.h"
#include "query/regex.h"

#include <criterion/criterion.h>

#include <pthread.h>
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

TestSuite(regex, .init = open_arena, .fini = end_arena);

static const struct regex *compiled(const char *pattern)
{
    struct query_error error = {0};
    const struct regex *made = regex_compile(arena, text_of(pattern), &error);
    cr_assert_not_null(made, "%s: %s", pattern, error.message);
    return made;
}

static const struct {
    const char *says, *pattern, *subject, *group; /* NULL: no match */
} rows[] = {
    {"anywhere", "b+", "abbbc", "bbb"},
    {"nowhere", "x", "abc", NULL},
    {"capitals matter", "ABC", "abc", NULL},
    {"unless told otherwise", "(?i)ABC", "abc", "abc"},
    {"a group", "code (\\d{6})", "your code 123456.", "123456"},
    {"the first group", "(a)(b)", "ab", "a"},
    {"Chinese", "验证码(\\d{6})", "验证码123456", "123456"},
    {"a point is a character", "^.(.)$", "余额", "额"},
    {"of any script, a letter is a letter", "^(\\w+)$", "余额abc", "余额abc"},
    {"a choice of characters", "[额余]{2}", "余额", "余额"},
    {"in a text with a byte that is none", "余额(\\d+)", "\xFF余额5", "5"},
    {"across such a byte", "a(.*)z", "a\xFFz", "\xFF"},
    {"an empty match", "x*", "abc", ""},
    {"an empty text", "^$", "", ""},
    {"a group that took no part", "(a)|(b)", "b", ""},
};

Test(regex, finds_the_first_match)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct regex_match match = {0};
        enum regex_result result =
            regex_search(compiled(rows[i].pattern), text_of(rows[i].subject), 0, &match);
        cr_expect_eq(result == REGEX_MATCH, rows[i].group != NULL, "%s", rows[i].says);
        if (result == REGEX_MATCH)
            cr_expect(text_is(match.groups[match.count > 1 ? 1 : 0], rows[i].group), "%s: %.*s",
                      rows[i].says, TEXT_ARGS(match.groups[match.count > 1 ? 1 : 0]));
    }
}

Test(regex, searches_from_a_byte_on)
{
    struct text subject = text_of("a1 a2");
    struct regex_match match;
    const struct regex *regex = compiled("a\\d");
    cr_assert_eq(regex_search(regex, subject, 1, &match), REGEX_MATCH);
    cr_expect(text_is(match.groups[0], "a2"));
    cr_expect_eq(regex_search(regex, subject, 4, NULL), REGEX_NO_MATCH);
    cr_expect_eq(regex_search(regex, subject, 6, NULL), REGEX_NO_MATCH, "behind the end");
}

static const struct {
    const char *says, *pattern, *message;
    size_t offset;
} wrong[] = {
    {"an open bracket", "a(b", "missing closing parenthesis", 3},
    {"an open choice", "[a-", "missing terminating ] for character class", 3},
    {"nothing to repeat", "*a", "quantifier does not follow a repeatable item", 0},
    {"half a character", "a\\C", "using \\C is disabled by the application", 3},
    {"bytes that are no text", "a\xFF", "UTF-8 error: illegal byte (0xfe or 0xff)", 1},
};

Test(regex, tells_what_is_wrong_and_where)
{
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct query_error error = {0};
        cr_expect_null(regex_compile(arena, text_of(wrong[i].pattern), &error));
        cr_expect_str_eq(error.message, wrong[i].message, "%s: %s", wrong[i].says,
                         error.message);
        cr_expect_eq(error.offset, wrong[i].offset, "%s: %zu", wrong[i].says, error.offset);
    }
}

static struct text page_of(size_t bytes)
{
    char *page = arena_alloc(arena, bytes);
    memset(page, 'a', bytes);
    memcpy(page, "<div>", 5);
    memcpy(page + bytes - 6, "</div>", 6);
    return (struct text){.at = page, .length = bytes};
}

Test(regex, an_honest_expression_is_not_stopped_by_a_large_page)
{
    struct regex_match match;
    struct text page = page_of(200000);
    cr_assert_eq(regex_search(compiled("<div>(.|\\n)*</div>"), page, 0, &match), REGEX_MATCH);
    cr_expect_eq(match.groups[0].length, page.length);
}

Test(regex, one_that_backtracks_without_end_is_stopped_and_told)
{
    cr_expect_eq(regex_search(compiled("(a+)+$"), page_of(60), 0, NULL), REGEX_LIMIT);
}

/* The limit of PCRE2 is never crossed at one place: it is the sum of the places that is bounded. */
Test(regex, one_that_is_dear_at_every_place_is_stopped_and_told)
{
    cr_expect_eq(regex_search(compiled("(?:.|\\n)*[#@]"), page_of(300000), 0, NULL),
                 REGEX_LIMIT);
}

/* The part of the subject a match begins in is looked through place by place, none left out. */
Test(regex, a_match_behind_dear_places_is_the_first_one)
{
    static char text[4000];
    struct regex_match match;
    memset(text, 'a', sizeof text);
    text[3000] = 'b';
    text[3500] = 'b';
    struct text subject = {.at = text, .length = sizeof text};
    cr_assert_eq(regex_search(compiled("(?:a|x)*?[cd]|b"), subject, 0, &match), REGEX_MATCH);
    cr_expect_eq(match.groups[0].at - text, 3000);
    cr_expect_eq(match.groups[0].length, 1);
}

static bool note(void *thing, const struct regex_match *match)
{
    struct buffer *all = thing;
    buffer_printf(all, "[%.*s]", TEXT_ARGS(match->groups[0]));
    return all->length < 20;
}

static const struct {
    const char *says, *pattern, *subject, *all;
} several[] = {
    {"one after the other", "\\d", "1 2 3", "[1][2][3]"},
    {"none overlap", "aa", "aaaaa", "[aa][aa]"},
    {"none", "x", "abc", ""},
    {"empty ones, one for each character", "x*", "余额", "[][][]"},
    {"empty and not", "x*", "axa", "[][x][][]"},
    {"until the caller has enough", "\\d\\d", "11223344556677", "[11][22][33][44][55]"},
};

Test(regex, finds_each_match)
{
    for (size_t i = 0; i < sizeof several / sizeof *several; i++) {
        struct buffer all;
        buffer_init(&all, 1024);
        enum regex_result result =
            regex_each(compiled(several[i].pattern), text_of(several[i].subject), note, &all);
        cr_expect_eq(result == REGEX_MATCH, all.length > 0);
        cr_expect(text_is(buffer_text(&all), several[i].all), "%s: %.*s", several[i].says,
                  TEXT_ARGS(buffer_text(&all)));
        buffer_done(&all);
    }
}

static void *search_often(void *regex)
{
    size_t found = 0;
    struct regex_match match;
    for (int i = 0; i < 2000; i++)
        found += regex_search(regex, text_of("a=1;b=22"), 0, &match) == REGEX_MATCH &&
                 text_is(match.groups[1], "22");
    return (void *)found;
}

Test(regex, one_expression_serves_many_threads)
{
    pthread_t threads[4];
    void *found;
    void *regex = (void *)(size_t)compiled("b=(\\d+)");
    for (int i = 0; i < 4; i++)
        cr_assert_eq(pthread_create(&threads[i], NULL, search_often, regex), 0);
    for (int i = 0; i < 4; i++) {
        pthread_join(threads[i], &found);
        cr_expect_eq((size_t)found, 2000);
    }
}
