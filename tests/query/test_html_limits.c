/* SPDX-License-Identifier: Apache-2.0 */
/* A page is taken whole or refused: libxml2 alone would cut it at its own limits, in silence. */

#include "base/arena.h"
#include "base/buffer.h"
#include "model/subject.h"
#include "query/html.h"
#include "query/xpath.h"

#include <criterion/criterion.h>

static struct arena *arena;
static struct buffer page;

static void begin(void)
{
    arena = arena_new();
    buffer_init(&page, 16 << 20);
}

static void end(void)
{
    buffer_done(&page);
    arena_end(arena);
}

TestSuite(html_limits, .init = begin, .fini = end);

/* `depth` elements in each other, then `wide` beside each other, then <q>end</q>. */
static void write_page(const char *root, int depth, int wide)
{
    buffer_clear(&page);
    buffer_printf(&page, "<%s>", root);
    for (int i = 0; i < depth; i++)
        buffer_add_string(&page, "<div>");
    for (int i = 0; i < depth; i++)
        buffer_add_string(&page, "</div>");
    for (int i = 0; i < wide; i++)
        buffer_add_string(&page, "<b></b>");
    buffer_printf(&page, "<q>end</q></%s>", root);
}

struct row {
    const char *sentence, *root, *type;
    int depth, wide;
    struct html_limits limits;
    const char *problem; /* NULL: the page is read to its end */
};

static const struct row rows[] = {
    {"a page within both", "body", "text/html", 50, 50, {256, 1000}, NULL},
    {"as deep as allowed", "body", "text/html", 98, 0, {100, 1000}, NULL},
    {"one deeper",
     "body",
     "text/html",
     99,
     0,
     {100, 1000},
     "the body is nested too deep, over 100"},
    {"deeper than libxml2 likes", "body", "text/html", 900, 0, {1000, 1000}, NULL},
    {"deep without end",
     "body",
     "text/html",
     100000,
     0,
     {1000, 1000000},
     "the body is nested too deep, over 1000"},
    {"as many elements as allowed", "body", "text/html", 0, 97, {256, 100}, NULL},
    {"one more", "body", "text/html", 0, 98, {256, 100}, "the body has over 100 elements"},
    {"XML within both", "a", "text/xml", 100, 100, {256, 1000}, NULL},
    {"XML deeper than allowed",
     "a",
     "text/xml",
     100,
     0,
     {100, 1000},
     "the body is nested too deep, over 100"},
    {"XML deeper than libxml2 likes", "a", "text/xml", 900, 0, {1000, 1000}, NULL},
    {"XML with too many elements",
     "a",
     "text/xml",
     0,
     200000,
     {256, 100000},
     "the body has over 100000 elements"},
};

static void try_row(const struct row *row)
{
    const char *problem = NULL;
    struct query_error error;
    struct extracted found = {0};
    write_page(row->root, row->depth, row->wide);
    const struct html *html =
        html_parse(arena, buffer_text(&page), text_of(row->type), row->limits, &problem);
    cr_expect_eq(html == NULL, row->problem != NULL, "%s: %s", row->sentence, problem);
    if (row->problem != NULL) {
        cr_expect_str_eq(problem, row->problem, "%s: %s", row->sentence, problem);
        return;
    }
    const struct xpath *last = xpath_compile(arena, text_of("//q"), &error);
    xpath_select(last, html, arena, &found);
    cr_expect_eq(found.count, 1, "%s: its end is there", row->sentence);
}

Test(html_limits, a_page_is_taken_whole_or_refused)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        try_row(&rows[i]);
}
