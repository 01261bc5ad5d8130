/* SPDX-License-Identifier: Apache-2.0 */
/* html.c - one page that needs nothing else: it opens from a mail, an archive, a phone.
 *
 * Its Content-Security-Policy names the style sheet and the script by their hashes and forbids all
 * else, so that what an app smuggles into a report can neither run nor call home, even if a place
 * where it is not escaped were found. The language, the filter and the folding work without a
 * script; it only chooses the reader's language first. */

#include "reporters/file/html/html.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/encode.h"
#include "base/must.h"
#include "model/reporter.h"
#include "reporters/file/clean.h"

#include <openssl/evp.h>

/* report.css and report.js, made into C by the Makefile. */
extern const char report_css[], report_js[];

const char *html_hash(struct arena *arena, struct text bytes)
{
    unsigned char hash[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    must(EVP_Digest(bytes.at, bytes.length, hash, &length, EVP_sha256(), NULL) == 1);
    struct text raw = {.at = (const char *)hash, .length = length};
    return arena_printf(arena, "sha256-%s", encode_base64(arena, raw).at);
}

/* What is hashed must be what is read: a secret that happens to stand in the style sheet is taken
 * out before, not at the door. */
static void put_head(struct html *h, struct text css, struct text js)
{
    buffer_printf(
        h->out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; "
        "style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'\">\n",
        html_hash(h->arena, css), html_hash(h->arena, js));
    html_raw(h, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                "<meta name=\"color-scheme\" content=\"light dark\">\n"
                "<meta name=\"referrer\" content=\"no-referrer\">\n"
                "<title>xunjian 巡检</title>\n<style>");
    buffer_add_text(h->out, css);
    html_raw(h, "</style>\n</head>\n<body>\n");
}

static void put_link(struct html *h, const char *opening, enum word_name name)
{
    html_raw(h, opening);
    html_say(h, name);
    html_raw(h, "</a>\n");
}

/* The switches stand before all they switch, so that the style sheet alone can do it. */
static void put_top(struct html *h)
{
    html_raw(h, "<input type=\"radio\" name=\"language\" id=\"language-en\" checked>\n"
                "<input type=\"radio\" name=\"language\" id=\"language-zh\">\n");
    put_link(h, "<a class=\"jump\" href=\"#runs\">", WORD_SKIP_TO_CONTENT);
    html_raw(h, "<header>\n<h1>xunjian 巡检 <span class=\"gloss\">");
    html_say(h, WORD_REPORT);
    html_raw(h, "</span></h1>\n<nav>");
    put_link(h, "<a href=\"#summary\">", WORD_SUMMARY);
    put_link(h, "<a href=\"#funnels\">", WORD_FUNNELS);
    put_link(h, "<a href=\"#runs\">", WORD_RUNS);
    html_raw(h, "</nav>\n<p class=\"languages\">"
                "<label for=\"language-en\" lang=\"en\">English</label>"
                "<label for=\"language-zh\" lang=\"zh-CN\">中文</label></p>\n</header>\n");
}

static void put_page(struct html *h, struct text css, struct text js)
{
    put_head(h, css, js);
    put_top(h);
    html_raw(h, "<main>\n");
    html_summary(h);
    html_funnels(h);
    html_trends(h);
    html_runs(h);
    html_raw(h, "</main>\n<footer><p>xunjian ");
    html_string(h, h->report->version);
    html_raw(h, "</p></footer>\n<script>");
    buffer_add_text(h->out, js);
    html_raw(h, "</script>\n</body>\n</html>\n");
}

static void render(const struct report *report, struct buffer *out)
{
    struct html h = {.out = out, .arena = arena_new(), .report = report};
    struct clean css, js;
    clean_init(&css, text_of(report_css));
    clean_init(&js, text_of(report_js));
    put_page(&h, css.text, js.text);
    clean_done(&js);
    clean_done(&css);
    arena_end(h.arena);
}

const struct reporter reporter_html = {
    .name = "html",
    .text = "one self-contained page for people, in English and Chinese",
    .extension = "html",
    .render = render,
};
