/* SPDX-License-Identifier: Apache-2.0 */
/* Maps as pictures: readable by any XML reader, with nothing of the app's in them but text. */

#include "base/arena.h"
#include "base/buffer.h"
#include "graph/graph.h"
#include "reporters/file/drawing.h"
#include "tests/graph/drawn.h"

#include <criterion/criterion.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <string.h>

static size_t count_of(const char *in, const char *word)
{
    size_t count = 0;
    for (const char *at = in; (at = strstr(at, word)) != NULL; at += strlen(word))
        count++;
    return count;
}

static double number_at(xmlDoc *document, const char *path)
{
    xmlXPathContext *context = xmlXPathNewContext(document);
    xmlXPathRegisterNs(context, BAD_CAST "s", BAD_CAST "http://www.w3.org/2000/svg");
    xmlXPathObject *found = xmlXPathEvalExpression(BAD_CAST path, context);
    cr_assert_not_null(found, "%s", path);
    double number = found->floatval;
    xmlXPathFreeObject(found);
    xmlXPathFreeContext(context);
    return number;
}

static xmlDoc *drawn(const struct drawing *drawing, struct buffer *out)
{
    buffer_init(out, 1 << 22);
    drawing_svg(drawing, out);
    xmlDoc *document = xmlReadMemory(out->at, (int)out->length, "map.svg", NULL,
                                     XML_PARSE_NOERROR | XML_PARSE_NONET);
    cr_assert_not_null(document, "not XML: %s", out->at);
    return document;
}

Test(drawing, is_a_box_for_each_module_and_a_line_for_each_way)
{
    struct arena *arena = arena_new();
    struct drawing drawing =
        drawing_of(arena, drawn_graph(arena, "/home>/a /a>/home /home>/b /b>/c /c>/home"));
    struct buffer out;
    xmlDoc *svg = drawn(&drawing, &out);
    cr_expect_eq(number_at(svg, "count(//s:g[@data-node])"), 4);
    cr_expect_eq(number_at(svg, "count(//s:path[starts-with(@class, 'way')])"), 4,
                 "there and back is one line");
    cr_expect_eq(number_at(svg, "count(//s:path[@marker-start])"), 1);
    cr_expect_eq(number_at(svg, "count(//s:path[contains(@class, 'back')])"), 1);
    cr_expect_eq(number_at(svg, "count(//s:g[@class='legend']/s:g)"), 1);
    xmlFreeDoc(svg);
    buffer_done(&out);
    arena_end(arena);
}

Test(drawing, colours_say_what_became_of_modules_and_the_legend_says_which)
{
    struct arena *arena = arena_new();
    struct drawing drawing = drawing_of(arena, drawn_graph(arena, "/a>/b /a>/c /a>/d"));
    struct buffer out;
    drawing.nodes[0] = DRAWN_NEW;
    drawing.nodes[1] = drawing.nodes[2] = DRAWN_UNVISITED;
    drawing.edges[1] = DRAWN_GONE;
    drawing.notes[1] = "no journey comes here";
    xmlDoc *svg = drawn(&drawing, &out);
    cr_expect_eq(number_at(svg, "count(//s:g[@data-id='/a'][@class='box new'])"), 1);
    cr_expect_eq(number_at(svg, "count(//s:g[@data-node][@class='box unvisited'])"), 2);
    cr_expect_eq(number_at(svg, "count(//s:path[@class='way gone'])"), 1);
    cr_expect_eq(number_at(svg, "count(//s:title[contains(., 'no journey comes here')])"), 1);
    cr_expect_not_null(strstr(out.at, "未覆盖 not visited 2"), "%s", out.at);
    cr_expect_null(strstr(out.at, "消失 gone"), "none is gone");
    xmlFreeDoc(svg);
    buffer_done(&out);
    arena_end(arena);
}

Test(drawing, whatever_an_app_calls_its_pages_it_stays_text)
{
    static const struct {
        const char *title, *shown;
    } rows[] = {
        {"</text><script>alert(1)</script>", "&lt;/text&gt;&lt;script&gt;alert("},
        {"a & \"b\" 'c'", "a &amp; &quot;b&quot;"},
        {"基金详情 - 稳盈货币基金的历史净值走势", "基金详情 - 稳盈货币基金的\xE2\x80\xA6<"},
        {"\xE5\x9F\xBA\xE9", "\xE5\x9F\xBA\xEF\xBF\xBD"}, /* cut in a character */
        {"\x01\xFF", "\xEF\xBF\xBD"},
        {"", "/page"}, /* its id, then */
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct arena *arena = arena_new();
        struct graph *graph = drawn_graph(arena, "/page>/b");
        struct buffer out;
        graph_node(graph, "/page")->title = rows[i].title;
        struct drawing drawing = drawing_of(arena, graph);
        xmlDoc *svg = drawn(&drawing, &out);
        cr_expect_not_null(strstr(out.at, rows[i].shown), "%s in %s", rows[i].shown, out.at);
        cr_expect_eq(number_at(svg, "count(//s:script)"), 0);
        xmlFreeDoc(svg);
        buffer_done(&out);
        arena_end(arena);
    }
}

Test(drawing, the_page_needs_no_other_host_and_runs_nothing_but_its_own_script)
{
    struct arena *arena = arena_new();
    struct graph *graph = drawn_graph(arena, "/a>/b");
    struct buffer out;
    graph_node(graph, "/a")->title = "<script>alert(1)</script>";
    graph_node(graph, "/a")->problem = "answered 500";
    struct drawing drawing = drawing_of(arena, graph);
    buffer_init(&out, 1 << 22);
    drawing_page(&drawing, &out);
    cr_expect_eq(count_of(out.at, "<script>"), 1, "its own");
    cr_expect_eq(count_of(out.at, "'sha256-"), 3, "two style sheets and a script");
    cr_expect_eq(count_of(out.at, "default-src 'none'"), 1);
    cr_expect_eq(count_of(out.at, "src="), 0);
    cr_expect_eq(count_of(out.at, "href="), 0);
    cr_expect_eq(count_of(out.at, "@import"), 0);
    cr_expect_eq(count_of(out.at, "box problem"), 2, "in the map and in the legend");
    buffer_done(&out);
    arena_end(arena);
}
