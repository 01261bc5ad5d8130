/* SPDX-License-Identifier: Apache-2.0 */
/* page.c - the built-in files, and the pages that need no script. */
#include "web/page.h"

#include "base/arena.h"
#include "base/encode.h"

#include <openssl/sha.h>
#include <string.h>

#define SCRIPT "text/javascript; charset=utf-8"
#define STYLE  "text/css; charset=utf-8"
#define HTML   "text/html; charset=utf-8"

enum { ETAG_BYTES = 12 };

/* A file is its line here; the Makefile makes a string of each, named after it. */
#define ASSETS                                      \
    ASSET("api.js", SCRIPT, api_js)                 \
    ASSET("app.js", SCRIPT, app_js)                 \
    ASSET("chart.js", SCRIPT, chart_js)             \
    ASSET("dom.js", SCRIPT, dom_js)                 \
    ASSET("graph.js", SCRIPT, graph_js)             \
    ASSET("icon.svg", "image/svg+xml", icon_svg)    \
    ASSET("incidents.js", SCRIPT, incidents_js)     \
    ASSET("journey.js", SCRIPT, journey_js)         \
    ASSET("keys.js", SCRIPT, keys_js)               \
    ASSET("login.js", SCRIPT, login_js)             \
    ASSET("maintenance.js", SCRIPT, maintenance_js) \
    ASSET("map.js", SCRIPT, map_js)                 \
    ASSET("node.js", SCRIPT, node_js)               \
    ASSET("overview.js", SCRIPT, overview_js)       \
    ASSET("page.css", STYLE, page_css)              \
    ASSET("parts.js", SCRIPT, parts_js)             \
    ASSET("run.js", SCRIPT, run_js)                 \
    ASSET("telling.js", SCRIPT, telling_js)         \
    ASSET("uplot.css", STYLE, uPlot_min_css)        \
    ASSET("uplot.js", SCRIPT, uPlot_iife_min_js)    \
    ASSET("words.js", SCRIPT, words_js)

#define ASSET(name, type, symbol) extern const char symbol[];
ASSETS
#undef ASSET
extern const char app_html[], login_html[];

#define ASSET(name, type, symbol) {name, type, symbol},
static const struct asset {
    const char *name, *type, *text;
} assets[] = {ASSETS};
#undef ASSET

static void give(struct request *request, struct answer *answer, const char *type,
                 const char *text)
{
    unsigned char hash[SHA256_DIGEST_LENGTH];
    answer->type = type;
    answer->ready = text;
    answer->ready_length = strlen(text);
    SHA256((const unsigned char *)text, answer->ready_length, hash);
    struct text hex = encode_hex(request->arena, (struct text){(const char *)hash, ETAG_BYTES});
    answer->etag = arena_printf(request->arena, "\"%.*s\"", TEXT_ARGS(hex));
}

void page_app(struct request *request, struct answer *answer)
{
    give(request, answer, HTML, app_html);
}

void page_login(struct request *request, struct answer *answer)
{
    give(request, answer, HTML, login_html);
}

void page_asset(struct request *request, struct answer *answer)
{
    for (size_t i = 0; i < sizeof assets / sizeof *assets; i++)
        if (strcmp(assets[i].name, request->captures[0]) == 0) {
            give(request, answer, assets[i].type, assets[i].text);
            return;
        }
    answer_error(request, answer, 404, "not_found", "there is no such file");
}

static void put_escaped(struct buffer *out, const char *text)
{
    for (; *text != '\0'; text++)
        if (strchr("<>&\"'", *text) != NULL)
            buffer_printf(out, "&#%d;", *text);
        else
            buffer_add_char(out, *text);
}

static const char *chinese(unsigned status)
{
    switch (status) {
    case 404:
        return "没有这个页面";
    case 421:
        return "本机不认识这个名字";
    case 429:
        return "尝试次数过多，请稍后再试";
    case 403:
        return "不允许的请求";
    default:
        return "无法完成这个请求";
    }
}

void page_error(struct request *request, struct answer *answer, const char *message)
{
    (void)request;
    answer->type = HTML;
    struct buffer *out = &answer->body;
    buffer_printf(out,
                  "<!doctype html><html lang=\"zh\"><meta charset=\"utf-8\">"
                  "<meta name=\"viewport\" content=\"width=device-width\">"
                  "<title>%u · xunjian</title>"
                  "<link rel=\"stylesheet\" href=\"/static/page.css\">"
                  "<main class=\"alone\"><h1>%s</h1><p lang=\"en\">",
                  answer->status, chinese(answer->status));
    put_escaped(out, message);
    buffer_add_string(out,
                      "</p><p><a href=\"/\">返回总览 · Back to the overview</a></p></main>");
}
