/* SPDX-License-Identifier: Apache-2.0 */
/* test_page.c - what a browser saw reaches people, by every reporter. */

#include <criterion/criterion.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/files.h"
#include "base/redact.h"
#include "model/page_sight.h"
#include "query/json_schema.h"
#include "reading.h"
#include "reporters/file/console.h"
#include "sample.h"

#include <libxml/HTMLparser.h>

#include <string.h>

static struct arena *arena;
static const struct report *report;

static void open_arena(void)
{
    arena = arena_new();
    const struct outcome **all = arena_array(arena, 1, const struct outcome *);
    all[0] = sample_browser(arena);
    report = sample_report_of(arena, all, 1);
}

static void end_arena(void)
{
    arena_end(arena);
}

TestSuite(page_report, .init = open_arena, .fini = end_arena);

Test(page_report, tells_on_a_terminal_what_broke_and_nothing_healthy)
{
    static const struct console_style plain = {0};
    struct buffer out;
    buffer_init(&out, 1 << 20);
    console_run(report->outcomes[0], &plain, &out);
    cr_expect_str_eq(
        out.at,
        "FAIL  h5-login 登录 H5  2.195s\n"
        "  FAIL  login   2.195s\n"
        "breakpoint: h5-login / login / act (dead_click)\n"
        "  click text 登录 did nothing\n"
        "  at        scenarios/sample.journey.yaml:10:5\n"
        "  action    click text 登录  after 2.019s\n"
        "    element   form#login > button \"登录\"\n"
        "    at        scenarios/h5.journey.yaml:14:9\n"
        "  page      https://localhost:8443/h5/login  登录\n"
        "  exception TypeError: form is null (https://localhost:8443/h5/app.js:120:4)\n"
        "  dialog    alert \"网络繁忙\" accepted\n"
        "  GET https://localhost:8443/h5/logo.png\n"
        "    answer    HTTP/1.1 404, 15 bytes, from 127.0.0.1:8443\n"
        "    phases    dns 1ms  connect 2ms  tls 2ms  send 100us  wait 5ms  receive 500us  "
        "total 10.6ms ±20us\n");
    buffer_done(&out);
}

Test(page_report, tells_every_action_and_request_to_who_asks_for_all)
{
    static const char *const lines[] = {
        "        .  86.2ms  open https://localhost:8443/h5/login\n",
        "        x  2.019s  click text 登录  act (dead_click)\n",
        "        info      ready\n",
        "        scrolled  48 frames a second, 20% dropped; stood still for 116ms by app.js:7 onscroll\n",
        "GET https://localhost:8443/api/config\n",
        "body      <h1>登录</h1>"};
    struct text text = reading_render(arena, "console", report);
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        cr_expect_neq(text_find(text, text_of(lines[i]), 0), -1, "%s in\n%.*s", lines[i],
                      TEXT_ARGS(text));
    cr_expect_eq(text_find(text, text_of("no such picture"), 0), -1, "a picture's body");
}

static const struct reading_row rows[] = {
    {"driver", "\"cdp\""},
    {"title", "\"登录\""},
    {"actions/0/fault", "null"},
    {"actions/0/effect", "null"},
    {"actions/0/before", "null"},
    {"actions/1/element", "\"form#login > input#mobile\""},
    {"actions/2/at/line", "14"},
    {"actions/2/first_exchange", "2"},
    {"actions/2/effect", "false"},
    {"actions/2/fault/reason", "\"dead_click\""},
    {"actions/2/after/bytes", "67"},
    {"actions/2/after/data", "(absent)"},
    {"console/1/level", "\"exception\""},
    {"console/1/line", "120"},
    {"dialogs/0/message", "\"网络繁忙\""},
    {"metrics/layout_shift", "0.0625"},
    {"metrics/interaction_ns", "null"},
    {"metrics/long_tasks/0/script", "\"app.js:120 onclick\""},
    {"metrics/motion/frame_rate", "48"},
    {"metrics/motion/dropped_frames", "6"},
    {"metrics/motion/script", "\"app.js:7 onscroll\""},
    {"dom/text", "\"<html><script>x</script></html>\""},
    {"dom/cut", "false"},
};

Test(page_report, holds_for_programs)
{
    struct json_error bad;
    const struct json *root = reading_json(arena, "json", report);
    const char *page = reading_at(arena, root, "runs/0/steps/0/tries/0/page");
    reading_expect(arena, json_parse(arena, text_of(page), &json_default_limits, &bad), rows,
                   sizeof rows / sizeof rows[0]);
    struct query_error error = {0};
    struct text schema;
    const char *why = NULL;
    cr_assert(files_read(arena, "reporters/report.schema.json", 1 << 20, &schema, &why));
    const struct json_schema *compiled = json_schema_compile(arena, schema, &error);
    cr_assert_not_null(compiled, "%s", error.message);
    const char *problem = json_schema_problem(compiled, root, arena);
    cr_expect_null(problem, "%s", problem);
}

Test(page_report, names_the_action_in_junit_and_tap)
{
    struct text junit = reading_render(arena, "junit", report);
    struct text tap = reading_render(arena, "tap", report);
    cr_expect_neq(text_find(junit, text_of("action    click text 登录"), 0), -1);
    cr_expect_neq(text_find(junit, text_of("scenarios/h5.journey.yaml:14:9"), 0), -1);
    cr_expect_neq(text_find(tap, text_of("  action: \"click text 登录\"\n"), 0), -1);
}

static const struct reading_row har_rows[] = {
    {"log/pages/0/id", "\"run_1\""},
    {"log/pages/1/id", "\"run_1_step_1_try_1\""},
    {"log/pages/1/title", "\"h5-login: login\""},
    {"log/pages/1/pageTimings", "{\"onContentLoad\":60,\"onLoad\":110}"},
    {"log/entries/0/pageref", "\"run_1_step_1_try_1\""},
    {"log/entries/0/_resourceType", "\"document\""},
    {"log/entries/1/_resourceType", "\"image\""},
    {"log/entries/2/_resourceType", "\"fetch\""},
};

Test(page_report, is_a_page_for_a_browsers_developer_tools)
{
    reading_expect(arena, reading_json(arena, "har", report), har_rows,
                   sizeof har_rows / sizeof har_rows[0]);
}

#define PAGE   "//div[@class='page']"
#define ACT(n) "//details[@id='act-" #n "']"

static const struct {
    const char *says, *expression, *value;
} told[] = {
    {"its title", PAGE "/p/b", "登录"},
    {"every action", "count(" PAGE "//details[starts-with(@class, 'act')])", "3"},
    {"the one that failed is open, and alone", "//details[@name='acts-1'][@open]/@id", "act-3"},
    {"why it failed", "string(" ACT(3) "//p[@class='why'])",
     "dead_click click text 登录 did nothing"},
    {"what it was done to", "count(" ACT(3) "//dd[.='form#login > button \"登录\"'])", "1"},
    {"the place in the file", "count(" ACT(3) "//dd[.='scenarios/h5.journey.yaml:14:9'])", "1"},
    {"that nothing came of it", "count(" ACT(3) "//span[.='nothing changed'])", "2"},
    {"what went over the network meanwhile",
     "string(" ACT(3) "//details[@class='sent']/summary/code)",
     "GET https://localhost:8443/api/config"},
    {"and in the action before that", "count(" ACT(1) "//summary/code)", "2"},
    {"what did not come", "count(" ACT(1) "//details[@class='sent broken'])", "1"},
    {"what the console said meanwhile", "string(" ACT(3) "//li[@class='said exception']/code)",
     "TypeError: form is null (https://localhost:8443/h5/app.js:120:4)"},
    {"and not before", "string(" ACT(1) "//li[@class='said info']/code)", "ready"},
    {"what went over the WebSocket, bytes as hex",
     "count(" ACT(3) "//pre[.='ask 510300' or .='0001'])", "2"},
    {"all requests in one picture", "count(" PAGE "//ol[contains(@class, 'fall')]/li)", "7"},
    {"by their paths", "string(" PAGE "//ol[contains(@class, 'fall')]/li[2]//code)",
     "/h5/logo.png"},
    {"those that failed marked",
     "count(" PAGE "//ol[contains(@class, 'fall')]/li[contains(@class, 'broken')])", "1"},
    {"and when it was drawn",
     "string(" PAGE "//ol[contains(@class, 'fall')]/li[6]//span[@class='took'])", "95ms"},
    {"one picture, the bytes of it once", "count(//image)", "1"},
    {"which is a PNG", "substring(//image/@href, 1, 26)", "data:image/png;base64,iVBO"},
    {"shown again where it was so", "count(//use[@href='#picture-1'])", "3"},
    {"a still links to its action", "string(//ol[@class='film']/li/a/@href)", "#act-1"},
    {"the dialog", "count(" PAGE "//li[contains(., '网络繁忙')])", "1"},
    {"the largest paint and its element", "string(//dl[@class='tiles']/div[3]/dd)", "95ms h1"},
    {"the jump and what moved", "string(//dl[@class='tiles']/div[4]/dd)", "0.062 div.banner"},
    {"no interaction where there was none", "count(//dl[@class='tiles']/div)", "11"},
    {"frames while it was scrolled", "string(//dl[@class='tiles']/div[7]/dd)", "48"},
    {"those missing", "string(//dl[@class='tiles']/div[8]/dd)", "6 (20%)"},
    {"the longest standstill and who held it", "string(//dl[@class='tiles']/div[9]/dd)",
     "116ms app.js:7 onscroll"},
    {"who kept the main thread busy", "count(//code[.='app.js:120 onclick'])", "1"},
    {"the document, as text", "count(//pre[.='<html><script>x</script></html>'])", "1"},
    {"and no script of it", "count(//script)", "1"},
    {"nothing is loaded", "count(//@src | //link | //iframe | //object)", "0"},
    {"no style attribute", "count(//@style)", "0"},
};

Test(page_report, can_be_gone_through_action_by_action)
{
    struct text bytes = reading_render(arena, "html", report);
    htmlDocPtr document =
        htmlReadMemory(bytes.at, (int)bytes.length, "r.html", "UTF-8",
                       HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING);
    cr_assert_not_null(document);
    for (size_t i = 0; i < sizeof told / sizeof told[0]; i++) {
        const char *found = reading_xpath(arena, document, told[i].expression);
        cr_expect_str_eq(found, told[i].value, "%s: %s", told[i].says, found);
    }
    xmlFreeDoc(document);
}

/* What is no picture is not shown as one, however it came to be called that. */
Test(page_report, shows_pictures_only)
{
    static const struct text no_pictures[] = {
        {.at = "<svg onload='alert(1)'/>", .length = 24},
        {.at = "\x89PNG\r\n\x1a\n", .length = 8},
        {.at = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xff\xff\xff\0\0\0\1", .length = 24},
        {.at = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0\0\0\0\1", .length = 24}};
    for (size_t n = 0; n < sizeof no_pictures / sizeof no_pictures[0]; n++) {
        const struct page_sight *page = step_outcome_saw(&report->outcomes[0]->steps[0])->page;
        for (size_t i = 0; i < page->action_count; i++)
            ((struct action_sight *)&page->actions[i])->after.png = no_pictures[n];
        struct text html = reading_render(arena, "html", report);
        cr_expect_eq(text_find(html, text_of("<image"), 0), -1, "%zu", n);
        cr_expect_neq(text_find(html, text_of("Some pictures were left out"), 0), -1, "%zu", n);
    }
}

/* Wherever a page may have said it: console, title, address, dialog, document. */
Test(page_report, tells_no_secret_that_a_page_told)
{
    static const char *const reporters[] = {"console", "json", "junit", "tap", "har", "html"};
    static const char *const secrets[] = {"form is null", "h5/login", "网络繁忙", "<script>x"};
    for (size_t s = 0; s < sizeof secrets / sizeof secrets[0]; s++)
        cr_assert(redact_add_for(arena, text_of(secrets[s]), "word"));
    for (size_t i = 0; i < sizeof reporters / sizeof reporters[0]; i++) {
        struct buffer written;
        buffer_init(&written, 1 << 24);
        redact_text(reading_render(arena, reporters[i], report),
                    &written); /* as the door does */
        for (size_t s = 0; s < sizeof secrets / sizeof secrets[0]; s++)
            cr_expect_eq(text_find(buffer_text(&written), text_of(secrets[s]), 0), -1,
                         "%s in %s", secrets[s], reporters[i]);
        buffer_done(&written);
    }
}
