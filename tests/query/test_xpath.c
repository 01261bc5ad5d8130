/* SPDX-License-Identifier: Apache-2.0 */
/* test_xpath.c - what an expression finds, what is wrong with one, when it is given up. */

#include "paging.h"

#include <criterion/criterion.h>

#include "query/xpath.h"

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

TestSuite(xpath, .init = open_arena, .fini = end_arena);

static const char page[] =
    "<html><head><title>\xE4\xBD\x99\xE9\xA2\x9D</title></head><body>"
    "<table><tr><td>100.50</td><td class=n>2</td></tr><tr><td>7</td><td class=n>3</td></tr></table>"
    "<p>a<b>b</b>c<!--d--></p><p title=\"it's\"/></body></html>";

static const struct row {
    const char *says, *expression, *found;
} rows[] = {
    {"elements, as the text inside", "//p", "[\"abc\",\"\"]"},
    {"text that is not ASCII", "//title", "[\"\xE4\xBD\x99\xE9\xA2\x9D\"]"},
    {"attributes", "//td/@class", "[\"n\",\"n\"]"},
    {"text nodes", "//p/text()", "[\"a\",\"c\"]"},
    {"a comment", "//comment()", "[\"d\"]"},
    {"nothing", "//nope", "[]"},
    {"document order, whatever the expression's", "//tr[2]/td | //tr[1]/td",
     "[\"100.50\",\"2\",\"7\",\"3\"]"},
    {"document order, on a reverse axis", "//b/preceding::td",
     "[\"100.50\",\"2\",\"7\",\"3\"]"},
    {"the last", "(//td)[last()]", "[\"3\"]"},
    {"a whole number", "count(//td)", "[4]"},
    {"a sum", "sum(//td)", "[112.5]"},
    {"a number below nothing", "-1 div 8", "[-0.125]"},
    {"what is no number", "number('x')", "[\"NaN\"]"},
    {"what has no end", "-1 div 0", "[\"-Infinity\"]"},
    {"a number too large for whole ones", "1000000000000000 * 10", "[10000000000000000]"},
    {"true", "//td = 7", "[true]"},
    {"false", "//td > 1000", "[false]"},
    {"a string", "concat(//b, '-', //p/@title)", "[\"b-it's\"]"},
    {"a string of nothing", "string(//nope)", "[\"\"]"},
    {"part of a string", "substring-before(//td, '.')", "[\"100\"]"},
    {"operators that are spelt like functions", "//td[(. > 2) and (. < 9)] ", "[\"7\",\"3\"]"},
    {"an element that is called as a function is", "//b[not(self::text)]", "[\"b\"]"},
    {"an axis with blanks", "//b/parent :: p", "[\"abc\"]"},
    {"brackets in a string", "//p[@title!='a:b($c)']", "[\"\"]"},
};

Test(xpath, finds)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cr_expect_str_eq(by_xpath(arena, rows[i].expression, "", page), rows[i].found, "%s: %s",
                         rows[i].says, rows[i].expression);
}

static const struct {
    const char *says, *expression;
    size_t offset;
    const char *message;
} wrong[] = {
    {"nothing", " ", 0, "expected an XPath expression"},
    {"a predicate left open", "//a[1", 5, "expected ] to close a predicate"},
    {"an empty predicate", "//a[]", 4, "not expected here by XPath 1.0"},
    {"a quote left open", "//a[.='x]", 9, "no closing quote"},
    {"a parenthesis left open", "(//a", 4, "the expression ends too early"},
    {"an operator without its right side", "1 + ", 4, "the expression ends too early"},
    {"two expressions", "//a //b c", 8, "not expected here by XPath 1.0"},
    {"a function misspelt", "string-lenght(//a)", 0,
     "XPath 1.0 has no function \"string-lenght\" (did you mean \"string-length\"?)"},
    {"a function of XPath 2.0", "//a[lower-case(.)='x']", 4,
     "XPath 1.0 has no function \"lower-case\""},
    {"an axis there is not", "//a/parents::b", 4,
     "XPath 1.0 has no axis \"parents\" (did you mean \"parent\"?)"},
    {"a prefix", "//svg:rect", 2,
     "the prefix \"svg\" stands for no namespace here: use *[local-name()='NAME'], or "
     "@*[name()='PREFIX:NAME']"},
    {"a variable", "//a[.=$x]", 6,
     "there are no XPath variables here: write ${name} in a journey"},
    {"an argument too few", "contains('a')", 0, "wrong number of arguments to a function"},
    {"an argument too many", "not(1, 2)", 0, "wrong number of arguments to a function"},
    {"a number where nodes are expected", "count(5)", 0,
     "an argument or operand of the wrong type: nodes are expected"},
    {"bytes that are no text", "//a[.='\xFF']", 0, "the expression is not UTF-8 text"},
};

Test(xpath, tells_what_is_wrong_and_where)
{
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct query_error error = {0};
        cr_expect_null(xpath_compile(arena, text_of(wrong[i].expression), &error), "%s",
                       wrong[i].says);
        cr_expect_str_eq(error.message, wrong[i].message, "%s: %s", wrong[i].says,
                         error.message);
        cr_expect_eq(error.offset, wrong[i].offset, "%s: %zu", wrong[i].says, error.offset);
    }
}

Test(xpath, deep_and_large_expressions_are_refused)
{
    struct query_error error = {0};
    cr_expect_null(xpath_compile(arena, text_of(repeated(arena, "", "(", 6000, "")), &error));
    cr_expect_null(
        xpath_compile(arena, text_of(repeated(arena, "1", "+1", 40000, "")), &error));
    cr_expect_str_eq(error.message, "the expression is too long");
}

static const struct {
    const char *says, *expression, *before, *text;
    size_t count;
    const char *found;
} large[] = {
    {"each element compared with each", "//i[. = //i]", "", "<i>a</i>", 90000,
     "error: the expression takes too long on this body"},
    {"more text than there is, nested", "//div", "",
     "<div>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 240, NULL},
    {"siblings from behind", "count(//i[last()]/preceding-sibling::i)", "", "<i>a</i>", 90000,
     "[89999]"},
    {"text between comments", "count(//text())", "", "x<!---->", 9000, "[9000]"},
};

Test(xpath, a_large_page_is_no_long_work)
{
    for (size_t i = 0; i < sizeof large / sizeof *large; i++) {
        const char *body = repeated(arena, large[i].before, large[i].text, large[i].count, "");
        const char *found = by_xpath(arena, large[i].expression, "", body);
        if (large[i].found != NULL)
            cr_expect_str_eq(found, large[i].found, "%s", large[i].says);
    }
}

Test(xpath, text_held_by_each_of_many_nested_elements_has_its_limit)
{
    const char *text = repeated(arena, "", "0123456789abcdef", 20000, "");
    const char *body = arena_printf(arena, "%s%s", repeated(arena, "", "<div>", 200, ""), text);
    cr_expect_str_eq(by_xpath(arena, "//div", "", body),
                     "error: the expression finds more text than can be looked at (32 MB)");
}
