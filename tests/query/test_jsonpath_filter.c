/* SPDX-License-Identifier: Apache-2.0 */
/* test_jsonpath_filter.c - filters: comparisons, logic, functions (RFC 9535 sections 2.3.5, 2.4). */

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

TestSuite(jsonpath_filter, .init = open_arena, .fini = end_arena);

static const struct comparison_row {
    const char *says, *comparison;
    bool holds;
} comparison_rows[] = {
    {"nothing equals nothing", "$.absent1 == $.absent2", true},
    {"== implies <=", "$.absent1 <= $.absent2", true},
    {"nothing is no string", "$.absent == 'g'", false},
    {"nothing does not differ from nothing", "$.absent1 != $.absent2", false},
    {"nothing differs from a string", "$.absent != 'g'", true},
    {"numbers in order", "1 <= 2", true},
    {"numbers in order, strictly", "1 > 2", false},
    {"a number is no string", "13 == '13'", false},
    {"strings in order", "'a' <= 'b'", true},
    {"strings in order, strictly", "'a' > 'b'", false},
    {"an object is no array", "$.obj == $.arr", false},
    {"an object differs from an array", "$.obj != $.arr", true},
    {"an object equals itself", "$.obj == $.obj", true},
    {"an object does not differ from itself", "$.obj != $.obj", false},
    {"an array equals itself", "$.arr == $.arr", true},
    {"an array does not differ from itself", "$.arr != $.arr", false},
    {"an object is no number", "$.obj == 17", false},
    {"an object differs from a number", "$.obj != 17", true},
    {"objects and arrays have no order", "$.obj <= $.arr", false},
    {"nor a strict one", "$.obj < $.arr", false},
    {"== implies <= for objects", "$.obj <= $.obj", true},
    {"== implies <= for arrays", "$.arr <= $.arr", true},
    {"numbers and arrays have no order", "1 <= $.arr", false},
    {"nor the other way", "1 >= $.arr", false},
    {"nor a strict one", "1 > $.arr", false},
    {"nor that the other way", "1 < $.arr", false},
    {"== implies <= for true", "true <= true", true},
    {"true has no order", "true > true", false},
    /* beyond the RFC's table */
    {"numbers by value, not by spelling", "1 == 1.0", true},
    {"with exponents", "1e2 == 100", true},
    {"zero has no sign", "-0 == 0.0", true},
    {"beyond a double's digits", "9007199254740993 == 9007199254740992", false},
    {"cents are exact", "0.1 == 0.10000000000000000001", false},
    {"negative fractions", "-1.5 < -0.5E0", true},
    {"characters in order of code point", "'\\uFF5E' < '\\uD83D\\uDE00'", true},
    {"a prefix comes first", "'a' < 'aa'", true},
    {"null equals null", "null == null", true},
    {"null is not nothing", "null == $.absent", false},
    {"either side may be the literal", "3 == $.arr[1]", true},
    {"literals of both quotes", "\"y\" == 'y'", true},
};

Test(jsonpath_filter, comparisons_2_3_5_2_2)
{
    static const char json[] = "{\"obj\":{\"x\":\"y\"},\"arr\":[2,3]}";
    for (size_t i = 0; i < sizeof comparison_rows / sizeof *comparison_rows; i++) {
        const struct comparison_row *row = &comparison_rows[i];
        const char *path = arena_printf(arena, "$[?%s]", row->comparison);
        cr_expect_eq(strcmp(selected(arena, path, json), "[]") != 0, row->holds, "%s: %s",
                     row->says, row->comparison);
    }
}

struct row {
    const char *says, *path, *found;
};

#define EXPECT_ROWS(rows, json)                                                        \
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows)[0]; i++)                        \
    cr_expect_str_eq(selected(arena, (rows)[i].path, json), (rows)[i].found, "%s: %s", \
                     (rows)[i].says, (rows)[i].path)

static const struct row filter_rows[] = {
    {"members compared", "$.a[?@.b == 'kilo']", "[{\"b\":\"kilo\"}]"},
    {"in parentheses", "$.a[?(@.b == 'kilo')]", "[{\"b\":\"kilo\"}]"},
    {"elements compared", "$.a[?@>3.5]", "[5,4,6]"},
    {"existence", "$.a[?@.b]", "[{\"b\":\"j\"},{\"b\":\"k\"},{\"b\":{}},{\"b\":\"kilo\"}]"},
    {"existence of any child", "$[?@.*].p", "[1]"},
    {"a filter in a filter", "$[?@[?@.b]][0]", "[3]"},
    {"two filters", "$.o[?@<3, ?@<3]", "[1,2,1,2]"},
    {"or", "$.a[?@<2 || @.b == \"k\"]", "[1,{\"b\":\"k\"}]"},
    {"match is of the whole", "$.a[?match(@.b, \"[jk]\")]", "[{\"b\":\"j\"},{\"b\":\"k\"}]"},
    {"search is of a part", "$.a[?search(@.b, \"[jk]\")]",
     "[{\"b\":\"j\"},{\"b\":\"k\"},{\"b\":\"kilo\"}]"},
    {"and", "$.o[?@>1 && @<4]", "[2,3]"},
    {"or of existences", "$.o[?@.u || @.x]", "[{\"u\":6}]"},
    {"nothing compared with nothing", "$.a[?@.b == $.x]", "[3,5,1,2,4,6]"},
    {"everything equals itself", "$.a[?@ == @].b", "[\"j\",\"k\",{},\"kilo\"]"},
    /* beyond the RFC's table */
    {"and binds before or", "$.a[?@==1 || @==2 && @==3]", "[1]"},
    {"and binds before or, on either side", "$.a[?@==3 && @==2 || @==1]", "[1]"},
    {"unless parentheses say otherwise", "$.a[?(@==1 || @==2) && @==2]", "[2]"},
    {"not a test", "$.a[?!@.b]", "[3,5,1,2,4,6]"},
    {"not of parentheses", "$.a[?!(@<5 || @.b)]", "[5,6]"},
    {"not of not", "$.a[?!(!(@==1))]", "[1]"},
    {"not binds before and", "$.a[?!@.b && @>4]", "[5,6]"},
    {"blanks wherever they may be", "$.a[ ? @ == 1 || ( @ == 2 ) && ! @ .b , 0 ]", "[1,2,3]"},
    {"blanks may be line breaks", "$\n.a\r\n[\t?@\n==\n1]", "[1]"},
    {"the root in a filter", "$.a[?@ == $.o.p]", "[1]"},
    {"elements by index", "$[?@[0] == 3][1]", "[5]"},
};

Test(jsonpath_filter, filters_2_3_5_3)
{
    EXPECT_ROWS(filter_rows, "{\"a\":[3,5,1,2,4,6,{\"b\":\"j\"},{\"b\":\"k\"},{\"b\":{}},"
                             "{\"b\":\"kilo\"}],\"o\":{\"p\":1,\"q\":2,\"r\":3,\"s\":5,"
                             "\"t\":{\"u\":6}},\"e\":\"f\"}");
}

static const struct row function_rows[] = {
    {"length of a text is in characters", "$[?length(@.t) == 3].n", "[1]"},
    {"length of an array", "$[?length(@.list) == 2].n", "[1]"},
    {"length of an object", "$[?length(@) == 4].n", "[1]"},
    {"a number has no length", "$[?length(@.n) == length($.x)].n", "[1,2]"},
    {"nothing has no length", "$[?length(@.nope) >= 0].n", "[]"},
    {"count of nodes", "$[?count(@.*) == 2].n", "[2]"},
    {"count counts duplicates", "$[?count(@['n','n']) == 2].n", "[1,2]"},
    {"count of nothing is 0", "$[?count(@.nope) == 0].n", "[1,2]"},
    {"value of one node", "$[?value(@..deep) == true].n", "[1]"},
    {"value of several is nothing", "$[?value(@.*) == 1].n", "[]"},
    {"a regular expression from the document", "$[?match(@.t, $[1].t)].n", "[1,2]"},
    {"a number matches nothing", "$[?match(@.n, '.*')].n", "[]"},
    {"no expression matches nothing", "$[?search(@.t, @.n)].n", "[]"},
    {"a literal that is no I-Regexp matches nothing", "$[?search(@.t, '(')].n", "[]"},
    {"one from the document neither", "$[?search(@.t, $[0].list[0].bad)].n", "[]"},
    {"functions of functions", "$[?length(value(@..list)) == 2].n", "[1]"},
    {"not of a function", "$[?!match(@.t, '..')].n", "[1]"},
};

Test(jsonpath_filter, functions_2_4)
{
    static const char json[] =
        "[{\"n\":1,\"t\":\"\xE4\xBD\x99\xE9\xA2\x9D\xF0\x9F\x98\x80\",\"list\":[{\"deep\":true,\"bad\":"
        "\"[\"},2],\"x\":0},{\"n\":2,\"t\":\".*\"}]";
    EXPECT_ROWS(function_rows, json);
}

Test(jsonpath_filter, an_expression_that_backtracks_without_end_is_told)
{
    char *text = arena_alloc(arena, 64);
    memset(text, 'a', 40);
    const char *json = arena_printf(arena, "[\"%s\"]", text);
    cr_expect_str_eq(selected(arena, "$[?match(@, '((a*)*)*[bc]')]", json),
                     "error: a regular expression in the path takes too long on this document");
}
