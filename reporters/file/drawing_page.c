/* SPDX-License-Identifier: Apache-2.0 */
/* drawing_page.c - the map of an app as a page to move about in.
 *
 * Like the report (html.c): one file, and a Content-Security-Policy that allows its own style sheets and script by their
 * hashes and nothing else, since titles and labels are the app's. */

#include "base/arena.h"
#include "base/buffer.h"
#include "graph/graph.h"
#include "reporters/file/clean.h"
#include "reporters/file/drawing.h"
#include "reporters/file/drawing_lines.h"
#include "reporters/file/html/html.h"

/* Made into C by the Makefile. */
extern const char drawing_css[], drawing_js[];

static void put_head(struct arena *arena, struct text css, struct text js, struct buffer *out)
{
    buffer_printf(out,
                  "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n"
                  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                  "style-src '%s' '%s'; script-src '%s'; base-uri 'none'; form-action "
                  "'none'\">\n",
                  html_hash(arena, css), html_hash(arena, text_of(drawing_style)),
                  html_hash(arena, js));
    buffer_add_string(
        out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
             "<meta name=\"referrer\" content=\"no-referrer\">\n"
             "<title>页面图 page graph - xunjian 巡检</title>\n<style>");
    buffer_add_text(out, css);
    buffer_add_string(out, "</style>\n</head>\n<body>\n");
}

void drawing_page(const struct drawing *drawing, struct buffer *out)
{
    struct arena *arena = arena_new();
    struct clean css, js;
    clean_init(&css, text_of(drawing_css));
    clean_init(&js, text_of(drawing_js));
    put_head(arena, css.text, js.text, out);
    buffer_printf(
        out,
        "<header><h1>页面图 <small>page graph: %zu modules, %zu ways</small></h1>\n"
        "<input type=\"search\" placeholder=\"查找页面 find a page (/)\" "
        "aria-label=\"查找页面 find a page\"> <output id=\"found\"></output>\n"
        "<button type=\"button\" id=\"nearer\" aria-label=\"放大 zoom in\">+</button>"
        "<button type=\"button\" id=\"farther\" aria-label=\"缩小 zoom out\">−</button>"
        "<button type=\"button\" id=\"fit\">全图 fit</button></header>\n<main>\n",
        drawing->graph->nodes.count, drawing->graph->edges.count);
    drawing_svg(drawing, out);
    buffer_add_string(out, "<aside hidden></aside>\n</main>\n<script>");
    buffer_add_text(out, js.text);
    buffer_add_string(out, "</script>\n</body>\n</html>\n");
    clean_done(&js);
    clean_done(&css);
    arena_end(arena);
}
