/* SPDX-License-Identifier: Apache-2.0 */
/* test_css.c - what each selector finds, and how a wrong one is told. */

#include "paging.h"

#include <criterion/criterion.h>

#include "query/css.h"

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

TestSuite(css, .init = open_arena, .fini = end_arena);

static const char page[] =
    "<html lang=zh-CN><body id=top>"
    "<h1 class='title big'>T</h1>"
    "<ul id=list class=\"menu main\">"
    "<li class=on data-id=1>a</li><li data-id='2' title=\"it's\">b</li>"
    "<li class='on last' data-id=three>c</li></ul>"
    "<div class=box><p>p1<b>bold</b></p><span>s1</span><p lang=en-GB>p2</p><p></p>"
    "<a href=/pay class=Next xlink:href=#x>next</a><a href='/help.html' rel='nofollow me'>help</a>"
    "</div><p id='a.b'>p3</p></body></html>";

static const struct row {
    const char *says, *selector, *found;
} rows[] = {
    {"elements by name", "li", "[\"a\",\"b\",\"c\"]"},
    {"names in any case", "LI", "[\"a\",\"b\",\"c\"]"},
    {"the text with what is inside", "div > p:first-child", "[\"p1bold\"]"},
    {"every element", "ul *", "[\"a\",\"b\",\"c\"]"},
    {"an id", "#list > li.last", "[\"c\"]"},
    {"an id with a dot, escaped", "#a\\.b", "[\"p3\"]"},
    {"an id by code point", "#\\61 \\2e b", "[\"p3\"]"},
    {"a class among others", ".big", "[\"T\"]"},
    {"classes mind case", ".next", "[]"},
    {"several classes", "li.on.last", "[\"c\"]"},
    {"a class is a word, not a part", ".o", "[]"},
    {"a class anywhere", ".on", "[\"a\",\"c\"]"},
    {"an attribute that is there", "[title]", "[\"b\"]"},
    {"an attribute's value", "[data-id=three]", "[\"c\"]"},
    {"an attribute's value in quotes", "[data-id=\"2\"]", "[\"b\"]"},
    {"in the other quotes", "[data-id='1']", "[\"a\"]"},
    {"blanks inside the brackets", "[ data-id = '1' ]", "[\"a\"]"},
    {"a value with a quote in it", "[title=\"it's\"]", "[\"b\"]"},
    {"a value with both quotes", "[title=\"it's\\\"\"]", "[]"},
    {"one of the words", "[rel~=me]", "[\"help\"]"},
    {"no word has a blank", "[rel~='nofollow me']", "[]"},
    {"a language", "p[lang|=en]", "[\"p2\"]"},
    {"not a longer word", "p[lang|=e]", "[]"},
    {"how it begins", "[href^='/p']", "[\"next\"]"},
    {"how it ends", "[href$='.html']", "[\"help\"]"},
    {"what is in it", "[href*='elp']", "[\"help\"]"},
    {"nothing begins with nothing", "[href^='']", "[]"},
    {"nothing ends with nothing", "[href$='']", "[]"},
    {"nothing contains nothing", "[href*='']", "[]"},
    {"a value longer than the attribute", "[href$='xxxxxxxxxxxx']", "[]"},
    {"any case, with i", "[class=next i]", "[\"next\"]"},
    {"any case at the end", "[href$='.HTML' i]", "[\"help\"]"},
    {"any case of a word", "[rel~=ME i]", "[\"help\"]"},
    {"case, with s", "[class=next s]", "[]"},
    {"an attribute's name in any case", "[DATA-ID='2']", "[\"b\"]"},
    {"an attribute with a colon", "[xlink\\:href]", "[\"next\"]"},
    {"descendants", "body b", "[\"bold\"]"},
    {"children", "div > b", "[]"},
    {"children without blanks", "div>p>b", "[\"bold\"]"},
    {"the next element", "span + p", "[\"p2\"]"},
    {"only the next one", "h1 + div", "[]"},
    {"those behind", "span ~ p", "[\"p2\",\"\"]"},
    {"combinators together", "h1 ~ div a + a", "[\"help\"]"},
    {"several selectors, in order of the page", "b, h1 , .last", "[\"T\",\"c\",\"bold\"]"},
    {"no element twice", "li, .on", "[\"a\",\"b\",\"c\"]"},
    {"the root", ":root > body > h1", "[\"T\"]"},
    {"the root is none other", "body:root", "[]"},
    {"the first child", "li:first-child", "[\"a\"]"},
    {"the last child", "li:last-child", "[\"c\"]"},
    {"no first child of another kind", "span:first-child", "[]"},
    {"an only child", "b:only-child", "[\"bold\"]"},
    {"not an only child", "li:only-child", "[]"},
    {"the first of its kind", "div p:first-of-type", "[\"p1bold\"]"},
    {"the last of its kind", "a:last-of-type", "[\"help\"]"},
    {"the only one of its kind", "div > span:only-of-type", "[\"s1\"]"},
    {"not the only one of its kind", "a:only-of-type", "[]"},
    {"empty ones", "div > p:empty ~ a:first-of-type", "[\"next\"]"},
    {"the second child", "li:nth-child(2)", "[\"b\"]"},
    {"odd ones", "li:nth-child(odd)", "[\"a\",\"c\"]"},
    {"ODD ones", "li:nth-child(ODD)", "[\"a\",\"c\"]"},
    {"even ones", "li:nth-child( even )", "[\"b\"]"},
    {"every second from the second", "li:nth-child(2n+2)", "[\"b\"]"},
    {"with blanks", "li:nth-child( 2n + 1 )", "[\"a\",\"c\"]"},
    {"the first two", "li:nth-child(-n+2)", "[\"a\",\"b\"]"},
    {"from the second", "li:nth-child(n+2)", "[\"b\",\"c\"]"},
    {"all of them", "li:nth-child(n)", "[\"a\",\"b\",\"c\"]"},
    {"none before the first", "li:nth-child(0)", "[]"},
    {"none before the first, below", "li:nth-child(-3)", "[]"},
    {"from the end", "li:nth-last-child(1)", "[\"c\"]"},
    {"the last two", "li:nth-last-child(-n+2)", "[\"b\",\"c\"]"},
    {"children of another kind count", "div > p:nth-child(3)", "[\"p2\"]"},
    {"of the kind they do not", "div > p:nth-of-type(2)", "[\"p2\"]"},
    {"of the kind, from the end", "div p:nth-last-of-type(3)", "[\"p1bold\"]"},
    {"the class comes first", "li.on:nth-child(3)", "[\"c\"]"},
    {"the position comes first", "li:nth-child(3).on", "[\"c\"]"},
    {"two positions", "li:nth-child(n+2):nth-child(-n+2)", "[\"b\"]"},
    {"a position from each end", "li:nth-child(2):nth-last-child(2)", "[\"b\"]"},
    {"among all and of the kind", "div > p:nth-child(3):nth-of-type(2)", "[\"p2\"]"},
    {"of the kind and among all", "div > p:nth-of-type(2):nth-child(3)", "[\"p2\"]"},
    {"and both must be so", "div > p:nth-child(3):nth-of-type(1)", "[]"},
    {"a position behind a sibling", "span + p:nth-child(3)", "[\"p2\"]"},
    {"a position among those behind", "h1 ~ p:nth-child(4)", "[\"p3\"]"},
    {"a position in a list", "li:nth-child(1), li:nth-child(3)", "[\"a\",\"c\"]"},
    {"not a class", "li:not(.on)", "[\"b\"]"},
    {"not one of several", "li:not(.last, [title])", "[\"a\"]"},
    {"not an element", "ul > :not(li), div > :not(p):not(a)", "[\"s1\"]"},
    {"not a position", "li:not(:nth-child(2))", "[\"a\",\"c\"]"},
    {"not not", "li:not(:not(.on))", "[\"a\",\"c\"]"},
    {"an attribute itself", "a::attr(href)", "[\"/pay\",\"/help.html\"]"},
    {"an attribute of one", "a.Next::attr( href )", "[\"/pay\"]"},
    {"attributes of several", "li::attr(data-id), a::attr(rel)",
     "[\"1\",\"2\",\"three\",\"nofollow me\"]"},
    {"an attribute with a colon, itself", "a::attr(xlink\\:href)", "[\"#x\"]"},
    {"an attribute that none has", "a::attr(nope)", "[]"},
    {"blanks around it all", "  li:first-child  ", "[\"a\"]"},
};

Test(css, finds)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cr_expect_str_eq(by_css(arena, rows[i].selector, "", page), rows[i].found, "%s: %s",
                         rows[i].says, rows[i].selector);
}

static const char feed[] =
    "<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'>"
    "<entry viewBox='1'><orderId>7</orderId></entry><x:entry xmlns:x='u'><orderid>8</orderid>"
    "</x:entry></feed>";

static const struct row xml_rows[] = {
    {"elements in a namespace", "entry", "[\"7\",\"8\"]"},
    {"names with capitals", "entry > orderId", "[\"7\",\"8\"]"},
    {"names without", "entry > orderid", "[\"8\"]"},
    {"attributes with capitals", "[viewBox='1']", "[\"7\"]"},
    {"and not without", "[viewbox='1']", "[]"},
    {"positions", "feed > entry:nth-child(2)", "[\"8\"]"},
};

Test(css, finds_in_xml)
{
    for (size_t i = 0; i < sizeof xml_rows / sizeof *xml_rows; i++)
        cr_expect_str_eq(by_css(arena, xml_rows[i].selector, "", feed), xml_rows[i].found,
                         "%s: %s", xml_rows[i].says, xml_rows[i].selector);
}

Test(css, both_quotes_in_a_value_of_many_bytes_a_character)
{
    cr_expect_str_eq(by_css(arena, "[title=\"'\xE4\xBD\x99\\\"'\"]", "",
                            "<p title=\"'\xE4\xBD\x99&quot;'\">x</p>"),
                     "[\"x\"]");
}

Test(css, counting_a_long_list_is_no_long_work)
{
    const char *list = repeated(arena, "<ul>", "<li>a</li>", 60000, "</ul>");
    const char *all = by_css(arena, "li:nth-child(20000n)", "", list);
    cr_expect_str_eq(all, "[\"a\",\"a\",\"a\"]");
    all = by_css(arena, "li:nth-last-of-type(30000n+1)", "", list);
    cr_expect_str_eq(all, "[\"a\",\"a\"]");
}

static const struct {
    const char *says, *selector;
    size_t offset;
    const char *message;
} wrong[] = {
    {"nothing", "", 0, "expected a selector"},
    {"a comma at the end", "li,", 3, "expected a selector"},
    {"a combinator at the end", "li >", 4, "expected a selector"},
    {"a combinator first", "> li", 0, "expected a selector"},
    {"two combinators", "a > > b", 4, "expected a selector"},
    {"an id without a name", "a#", 2, "expected an id after #"},
    {"an id that begins with a digit", "#1", 1, "expected an id after #"},
    {"a class without a name", ".", 1, "expected a class after ."},
    {"an attribute without a name", "[=a]", 1, "expected an attribute's name after ["},
    {"an operator there is not", "[a!=b]", 2,
     "expected ], =, ~=, |=, ^=, $= or *= after an attribute's name"},
    {"half an operator", "[a~b]", 3, "expected = in an attribute selector"},
    {"no value", "[a=]", 3, "expected a name or a quoted text as the attribute's value"},
    {"a value that begins with a digit", "[a=1]", 3,
     "expected a name or a quoted text as the attribute's value"},
    {"no closing quote", "[a='b]", 6, "no closing quote in the selector"},
    {"a backslash before the end", "[a='b\\", 6, "no closing quote in the selector"},
    {"no closing bracket", "[a='b'", 6, "expected ] to close the attribute selector"},
    {"a flag there is not", "[a='b' x]", 7, "expected ] to close the attribute selector"},
    {"a class misspelt", "li:frist-child", 3,
     "unknown pseudo-class \"frist-child\" (did you mean \"first-child\"?)"},
    {"a class of browsers", "a:hover", 2, "unknown pseudo-class \"hover\""},
    {"a pseudo-element", "p::before", 2,
     "the only pseudo-element here is ::attr(NAME), at the end"},
    {"a colon alone", "p:", 2, "expected the name of a pseudo-class after :"},
    {"no argument", "li:nth-child", 12, "expected ( after this pseudo-class"},
    {"a wrong argument", "li:nth-child(x)", 13, "expected odd, even, a number or an+b"},
    {"a sum without its end", "li:nth-child(2n+)", 16, "expected odd, even, a number or an+b"},
    {"no closing parenthesis", "li:nth-child(2", 14, "expected ) to close the pseudo-class"},
    {"what CSS has and we have not", "li:nth-child(2 of .a)", 15,
     "expected ) to close the pseudo-class"},
    {"a kind without its name", ".a:first-of-type", 3,
     "an -of-type class needs the element's name before it"},
    {"not what", "li:not()", 7, "expected a simple selector in :not()"},
    {"not a path", "li:not(a b)", 9, "expected ) to close the pseudo-class"},
    {"an attribute of no name", "a::attr()", 8,
     "expected the name of an attribute in ::attr()"},
    {"an attribute's child", "a::attr(href) b", 14, "nothing can follow ::attr()"},
    {"an attribute apart", "a ::attr(href)", 2, "expected ::attr() right behind a selector"},
    {"a sign there is not", "a & b", 2, "expected a selector"},
    {"a namespace", "svg|rect", 3, "unexpected character in the selector"},
    {"bytes that are no text", "a\xFF", 0, "the selector is not UTF-8 text"},
};

Test(css, tells_what_is_wrong_and_where)
{
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct query_error error = {0};
        cr_expect_null(css_compile(arena, text_of(wrong[i].selector), &error), "%s",
                       wrong[i].says);
        cr_expect_str_eq(error.message, wrong[i].message, "%s: %s", wrong[i].says,
                         wrong[i].selector);
        cr_expect_eq(error.offset, wrong[i].offset, "%s: %zu", wrong[i].says, error.offset);
    }
}

static const struct {
    const char *says, *before, *text, *after;
    size_t count;
} large[] = {
    {"a long name", "", "a", "", 5000},
    {"escapes that grow", "", "\\0", "", 2000},
    {"many quotes", "[a='", "\\'\\\"", "']", 900},
    {"many positions", "a", ":nth-child(2)", "", 300},
    {"deep negation", "", ":not(", "", 100},
    {"many counts of a long name that must be counted", "b + aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
     ":nth-of-type(2)", "", 250},
    {"a long path", "a", ">a", "", 1500},
};

Test(css, large_selectors_are_taken_or_refused_but_never_cut)
{
    for (size_t i = 0; i < sizeof large / sizeof *large; i++) {
        struct query_error error = {0};
        const char *selector =
            repeated(arena, large[i].before, large[i].text, large[i].count, large[i].after);
        if (css_compile(arena, text_of(selector), &error) == NULL)
            cr_expect_not_null(error.message, "%s", large[i].says);
    }
}
