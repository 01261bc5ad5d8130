/* SPDX-License-Identifier: Apache-2.0 */
/* test_jsonpath.c - segments and selectors: the tables of RFC 9535, then what they leave open. */

#include "selecting.h"

#include <criterion/criterion.h>

#include "base/buffer.h"
#include "document/json.h"

#include <pthread.h>

static struct arena *arena;

static void open_arena(void)
{
    arena = arena_new();
}

static void end_arena(void)
{
    arena_end(arena);
}

TestSuite(jsonpath, .init = open_arena, .fini = end_arena);

struct row {
    const char *says, *path, *found;
};

#define EXPECT_ROWS(rows, json)                                                        \
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows)[0]; i++)                        \
    cr_expect_str_eq(selected(arena, (rows)[i].path, json), (rows)[i].found, "%s: %s", \
                     (rows)[i].says, (rows)[i].path)

static const char store[] =
    "{\"store\":{\"book\":["
    "{\"category\":\"reference\",\"author\":\"Nigel Rees\",\"title\":\"Sayings of the Century\",\"price\":8.95},"
    "{\"category\":\"fiction\",\"author\":\"Evelyn Waugh\",\"title\":\"Sword of Honour\",\"price\":12.99},"
    "{\"category\":\"fiction\",\"author\":\"Herman Melville\",\"title\":\"Moby Dick\",\"isbn\":\"0-553-21311-3\",\"price\":8.99},"
    "{\"category\":\"fiction\",\"author\":\"J. R. R. Tolkien\",\"title\":\"The Lord of the Rings\",\"isbn\":\"0-395-19395-8\",\"price\":22.99}],"
    "\"bicycle\":{\"color\":\"red\",\"price\":399}}}";

static const struct row store_rows[] = {
    {"the authors of all books", "$.store.book[*].author",
     "[\"Nigel Rees\",\"Evelyn Waugh\",\"Herman Melville\",\"J. R. R. Tolkien\"]"},
    {"all authors", "$..author",
     "[\"Nigel Rees\",\"Evelyn Waugh\",\"Herman Melville\",\"J. R. R. Tolkien\"]"},
    {"the prices of everything", "$.store..price", "[8.95,12.99,8.99,22.99,399]"},
    {"the third book's author", "$..book[2].author", "[\"Herman Melville\"]"},
    {"the third book has no publisher", "$..book[2].publisher", "[]"},
    {"the last book", "$..book[-1].title", "[\"The Lord of the Rings\"]"},
    {"the first two books, by index", "$..book[0,1].title",
     "[\"Sayings of the Century\",\"Sword of Honour\"]"},
    {"the first two books, by slice", "$..book[:2].title",
     "[\"Sayings of the Century\",\"Sword of Honour\"]"},
    {"books with an ISBN", "$..book[?@.isbn].title",
     "[\"Moby Dick\",\"The Lord of the Rings\"]"},
    {"books cheaper than 10", "$..book[?@.price<10].title",
     "[\"Sayings of the Century\",\"Moby Dick\"]"},
};

Test(jsonpath, finds_what_the_overview_promises)
{
    EXPECT_ROWS(store_rows, store); /* section 1.5 */
    cr_expect_str_eq(selected(arena, "$", "{\"k\":\"v\"}"), "[{\"k\":\"v\"}]"); /* 2.2.3 */
}

static const struct row name_rows[] = {
    {"a name with a blank", "$.o['j j']", "[{\"k.k\":3}]"},
    {"a name with a dot", "$.o['j j']['k.k']", "[3]"},
    {"double quotes do as well", "$.o[\"j j\"][\"k.k\"]", "[3]"},
    {"a quote in the other quotes", "$[\"'\"][\"@\"]", "[2]"},
    {"a quote escaped", "$['\\'']['@']", "[2]"},
    {"an escape of four digits", "$['\\u006f'].*", "[{\"k.k\":3}]"},
};

Test(jsonpath, names_2_3_1)
{
    EXPECT_ROWS(name_rows, "{\"o\":{\"j j\":{\"k.k\":3}},\"'\":{\"@\":2}}");
}

static const struct row wildcard_rows[] = {
    {"all members", "$[*]", "[{\"j\":1,\"k\":2},[5,3]]"},
    {"in shorthand", "$.*", "[{\"j\":1,\"k\":2},[5,3]]"},
    {"all members of a member", "$.o[*]", "[1,2]"},
    {"twice", "$.o[*, *]", "[1,2,1,2]"},
    {"all elements", "$.a[*]", "[5,3]"},
    {"a number has none", "$.a[0].*", "[]"},
};

Test(jsonpath, wildcards_2_3_2)
{
    EXPECT_ROWS(wildcard_rows, "{\"o\":{\"j\":1,\"k\":2},\"a\":[5,3]}");
}

static const struct row index_rows[] = {
    {"from the start", "$[1]", "[\"b\"]"},
    {"from the end", "$[-2]", "[\"a\"]"},
    {"behind the end", "$[2]", "[]"},
    {"before the start", "$[-3]", "[]"},
    {"the largest there is", "$[9007199254740991]", "[]"},
    {"the smallest", "$[-9007199254740991]", "[]"},
    {"a string has no elements", "$[0][0]", "[]"},
};

Test(jsonpath, indexes_2_3_3)
{
    EXPECT_ROWS(index_rows, "[\"a\",\"b\"]");
    cr_expect_str_eq(selected(arena, "$[0]", "{\"0\":1}"), "[]", "an object has no elements");
}

static const struct row slice_rows[] = {
    {"a slice", "$[1:3]", "[1,2]"},
    {"without an end", "$[5:]", "[5,6]"},
    {"with a step", "$[1:5:2]", "[1,3]"},
    {"with a negative step", "$[5:1:-2]", "[5,3]"},
    {"in reverse", "$[::-1]", "[6,5,4,3,2,1,0]"},
    {"everything", "$[:]", "[0,1,2,3,4,5,6]"},
    {"everything, at length", "$[::]", "[0,1,2,3,4,5,6]"},
    {"a step of nothing", "$[1:5:0]", "[]"},
    {"the last two", "$[-2:]", "[5,6]"},
    {"all but the last two", "$[:-2]", "[0,1,2,3,4]"},
    {"beyond both ends", "$[-99:99]", "[0,1,2,3,4,5,6]"},
    {"beyond both ends, backwards", "$[99:-99:-3]", "[6,3,0]"},
    {"the wrong way round", "$[3:1]", "[]"},
    {"the wrong way round, backwards", "$[1:3:-1]", "[]"},
    {"a step beyond the end", "$[2::100]", "[2]"},
    {"the largest step", "$[::9007199254740991]", "[0]"},
    {"the smallest step", "$[::-9007199254740991]", "[6]"},
};

Test(jsonpath, slices_2_3_4)
{
    EXPECT_ROWS(slice_rows, "[0,1,2,3,4,5,6]");
    cr_expect_str_eq(selected(arena, "$[:]", "{\"a\":1}"), "[]", "an object has no slices");
    cr_expect_str_eq(selected(arena, "$[::-1]", "[]"), "[]", "nothing has nothing in reverse");
}

static const struct row child_rows[] = {
    {"two indexes", "$[0, 3]", "[0,3]"},
    {"a slice and an index", "$[0:2, 5]", "[0,1,5]"},
    {"an index twice", "$[0, 0]", "[0,0]"},
    {"the order of selectors", "$[3, 0]", "[3,0]"},
    {"of several kinds", "$['a', -1, ?@ == 2]", "[6,2]"},
};

Test(jsonpath, children_2_5_1)
{
    EXPECT_ROWS(child_rows, "[0,1,2,3,4,5,6]");
}

static const struct row descendant_rows[] = {
    {"members of a name", "$..j", "[1,4]"},
    {"first elements", "$..[0]", "[5,{\"j\":4}]"},
    {"everything", "$..*",
     "[{\"j\":1,\"k\":2},[5,3,[{\"j\":4},{\"k\":6}]],1,2,5,3,[{\"j\":4},{\"k\":6}],{\"j\":4},{\"k\":6},4,6]"},
    {"everything in brackets", "$..[*]",
     "[{\"j\":1,\"k\":2},[5,3,[{\"j\":4},{\"k\":6}]],1,2,5,3,[{\"j\":4},{\"k\":6}],{\"j\":4},{\"k\":6},4,6]"},
    {"a member at the top", "$..o", "[{\"j\":1,\"k\":2}]"},
    {"twice", "$.o..[*, *]", "[1,2,1,2]"},
    {"first and second elements", "$.a..[0, 1]", "[5,3,{\"j\":4},{\"k\":6}]"},
    {"below below", "$..a..j", "[4]"},
};

Test(jsonpath, descendants_2_5_2)
{
    EXPECT_ROWS(descendant_rows, "{\"o\":{\"j\":1,\"k\":2},\"a\":[5,3,[{\"j\":4},{\"k\":6}]]}");
}

static const struct row null_rows[] = {
    {"null is a value", "$.a", "[null]"},
    {"null has no elements", "$.a[0]", "[]"},
    {"null has no members", "$.a.d", "[]"},
    {"null is an element", "$.b[0]", "[null]"},
    {"null is a child", "$.b[*]", "[null]"},
    {"null exists", "$.b[?@]", "[null]"},
    {"null equals null", "$.b[?@==null]", "[null]"},
    {"what is absent is not null", "$.c[?@.d==null]", "[]"},
    {"null can be a name", "$.null", "[1]"},
};

Test(jsonpath, nulls_2_6)
{
    EXPECT_ROWS(null_rows, "{\"a\":null,\"b\":[null],\"c\":[{}],\"null\":1}");
}

static const struct path_row {
    const char *says, *path, *json, *paths;
} path_rows[] = {
    {"a name", "$.a", "{\"a\":1}", "$['a']"},
    {"an index", "$[1]", "[0,1]", "$[1]"},
    {"an index from the end", "$[-3]", "[0,1,2,3,4]", "$[2]"},
    {"a slice", "$.a.b[1:2]", "{\"a\":{\"b\":[0,1]}}", "$['a']['b'][1]"},
    {"a control character", "$[\"\\u000B\"]", "{\"\\u000b\":1}", "$['\\u000b']"},
    {"a needless escape", "$[\"\\u0061\"]", "{\"a\":1}", "$['a']"},
    {"the root", "$", "1", "$"},
    {"quotes, backslashes, short escapes", "$.*", "{\"'\\\"\\\\\\b\\f\\n\\r\\t\":1}",
     "$['\\'\"\\\\\\b\\f\\n\\r\\t']"},
    {"other characters are themselves", "$.*", "{\"\xE4\xBD\x99\":1}", "$['\xE4\xBD\x99']"},
    {"each node has its own", "$..a", "{\"a\":[{\"a\":0}]}", "$['a'] $['a'][0]['a']"},
    {"a duplicate has the same", "$[0,0]", "[7]", "$[0] $[0]"},
};

Test(jsonpath, normalized_paths_2_7)
{
    for (size_t i = 0; i < sizeof path_rows / sizeof *path_rows; i++)
        cr_expect_str_eq(selected_paths(arena, path_rows[i].path, path_rows[i].json),
                         path_rows[i].paths, "%s", path_rows[i].says);
}

static const struct singular_row {
    const char *says, *path;
    bool singular;
} singular_rows[] = {
    {"the root", "$", true},
    {"names and indexes", "$.a['b'][-1]", true},
    {"a wildcard", "$.a.*", false},
    {"a slice of one", "$[0:1]", false},
    {"two selectors", "$[0,1]", false},
    {"a descendant", "$..a", false},
    {"a filter", "$[?@]", false},
    {"many, then one", "$[*].a", false},
};

Test(jsonpath, knows_which_paths_find_one_value_at_most)
{
    for (size_t i = 0; i < sizeof singular_rows / sizeof *singular_rows; i++)
        cr_expect_eq(jsonpath_singular(compiled(arena, singular_rows[i].path)),
                     singular_rows[i].singular, "%s", singular_rows[i].says);
}

/* [[[...[1,1]...]]] with every level twice: 2^depth leaves. */
static const char *doubled(int depth)
{
    const char *json = "1";
    while (depth-- > 0)
        json = arena_printf(arena, "[%s,%s]", json, json);
    return json;
}

Test(jsonpath, stops_a_path_that_takes_too_many_steps_and_says_so)
{
    cr_expect_str_eq(selected(arena, "$..[?$..[?$..[?@==7]]]", doubled(10)),
                     "error: the path takes too many steps on this document");
    cr_expect_str_eq(selected(arena, "$[*,*,*]..[*,*,*]..[*,*,*]..[*,*,*]", doubled(12)),
                     "error: the path finds too many values in this document");
}

static void *select_often(void *thing)
{
    const struct jsonpath *path = thing;
    size_t found = 0;
    for (int i = 0; i < 200; i++) {
        struct arena *own = arena_new();
        struct nodes nodes;
        const char *problem;
        if (jsonpath_select(path, document(own, store), own, &nodes, &problem))
            found += nodes.count;
        arena_end(own);
    }
    return found == 400 ? thing : NULL;
}

Test(jsonpath, threads_share_a_compiled_path)
{
    const struct jsonpath *path =
        compiled(arena, "$..book[?match(@.title, 'Moby.*|.*Lord.*') || "
                        "length(@.isbn) > 20].title");
    pthread_t threads[4];
    for (size_t i = 0; i < 4; i++)
        cr_assert_eq(pthread_create(&threads[i], NULL, select_often, (void *)path), 0);
    for (size_t i = 0; i < 4; i++) {
        void *well = NULL;
        pthread_join(threads[i], &well);
        cr_expect_not_null(well, "thread %zu", i);
    }
}
