/* SPDX-License-Identifier: Apache-2.0 */
/* test_html.c - the page: what it tells, and that nothing foreign gets a hold of it. */

#include <criterion/criterion.h>

#include "base/arena.h"
#include "base/encode.h"
#include "base/redact.h"
#include "reading.h"
#include "sample.h"

#include <libxml/HTMLparser.h>
#include <openssl/evp.h>

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

TestSuite(html_report, .init = open_arena, .fini = end_arena);

static htmlDocPtr page_of(const struct report *report)
{
    struct text bytes = reading_render(arena, "html", report);
    htmlDocPtr document =
        htmlReadMemory(bytes.at, (int)bytes.length, "r.html", "UTF-8",
                       HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING);
    cr_assert_not_null(document);
    return document;
}

#define RUN(n) "//details[@id='run-" #n "']"

static const struct fact {
    const char *says, *expression, *value;
} facts[] = {
    {"every run has its place", "count(//*[starts-with(@id, 'run-')])", "13"},
    {"what passed is folded, the rest is open",
     "count(//details[starts-with(@id, 'run-')][not(@open)])", "4"},
    {"the breakpoint, word for word", "//ul[@class='breakpoints']/li[1]//code",
     "credit-application / identity / judge (assertion)"},
    {"and a link to its run", "//ul[@class='breakpoints']/li[1]/a/@href", "#run-2"},
    {"a run that is its journey's only one", "count(//ul[@class='breakpoints']/li[1]/span)",
     "0"},
    {"and which of several runs it is",
     "//ul[@class='breakpoints']/li[a/@href='#run-10']/span[@class='which']",
     "pre-limit [control]"},
    {"counts by verdict", "//ul[@class='counts']/li[3]/b", "6"},
    {"the Chinese title", RUN(2) "//span[@class='title']", "授信申请"},
    {"both languages", "//h2[@id='runs-title']", "Runs运行"},
    {"every step", "count(" RUN(2) "//li[contains(@class, 'step')])", "5"},
    {"every try", "count(" RUN(5) "//details[@class='try'])", "4"},
    {"every hop of a redirect", "count(" RUN(4) "//div[@class='exchange'])", "3"},
    {"expected and actual",
     "string(" RUN(2) "//dl[@class='compared']//dd[.='equals \"0000\"']/../../div[2]/dd)",
     "string \"E1001\""},
    {"the place in the file", "count(" RUN(2) "//dd[.='scenarios/sample.journey.yaml:22:9'])",
     "1"},
    {"what was posted", "count(" RUN(2) "//pre[.='{\"name\":\"张三\"}'])", "1"},
    {"the chain that was refused", "count(" RUN(3) "//details[@open]/ol/li)", "2"},
    {"why it was refused", "count(" RUN(3) "//dd[.='certificate has expired'])", "1"},
    {"funnels, variants side by side", "//section[@id='funnels']//details[9]//thead//th[3]",
     "instant 3 runs次运行"},
    {"trends of what ran often enough", "count(//section[@id='trends']/details)", "1"},
    {"a dot a run", "count(//section[@id='trends']//tbody/tr[1]//circle)", "5"},
    {"who was lost where", "//section[@id='funnels']//details[9]//tbody/tr[2]/td[2]/span",
     "2/3 \xE2\x88\x92"
     "1"},
    {"bytes that are no text as hex", "count(" RUN(8) "//pre[.='89504e470d0a1a0a00ff'])", "1"},
};

Test(html_report, tells)
{
    htmlDocPtr document = page_of(sample_report(arena));
    for (size_t i = 0; i < sizeof facts / sizeof facts[0]; i++) {
        const char *found = reading_xpath(arena, document, facts[i].expression);
        cr_expect_str_eq(found, facts[i].value, "%s: %s", facts[i].says, found);
    }
    xmlFreeDoc(document);
}

static const struct fact closed[] = {
    {"one script, ours", "count(//script)", "1"},
    {"one style sheet, ours", "count(//style)", "1"},
    {"no style attribute, which the policy would refuse", "count(//@style)", "0"},
    {"no event attribute", "count(//@*[starts-with(name(), 'on')])", "0"},
    {"nothing is loaded", "count(//@src | //link | //iframe | //object)", "0"},
    {"links stay within the page", "count(//@href[not(starts-with(., '#'))])", "0"},
    {"no two elements of one name",
     "count(//*[@id = preceding::*/@id or @id = ancestor::*/@id])", "0"},
    {"what looks like markup is text", "count(//dd[starts-with(., '<script>alert(')]) > 3",
     "true"},
};

Test(html_report, nothing_foreign_gets_a_hold)
{
    htmlDocPtr document = page_of(sample_report(arena));
    for (size_t i = 0; i < sizeof closed / sizeof closed[0]; i++) {
        const char *found = reading_xpath(arena, document, closed[i].expression);
        cr_expect_str_eq(found, closed[i].value, "%s: %s", closed[i].says, found);
    }
    xmlFreeDoc(document);
    struct text page = reading_render(arena, "html", sample_report(arena));
    cr_expect(utf8_valid(page));
    for (size_t i = 0; i < page.length; i++)
        cr_assert(page.at[i] == '\n' || (unsigned char)page.at[i] >= 0x20, "byte %zu", i);
    cr_expect(text_find(page, text_of("\xE2\x80\xAE"), 0) < 0, "a mark of direction");
}

/* The bytes between the tags of that name. */
static struct text inside(struct text page, const char *tag)
{
    const char *open = arena_printf(arena, "<%s>", tag);
    ptrdiff_t from = text_find(page, text_of(open), 0);
    ptrdiff_t to = text_find(page, text_of(arena_printf(arena, "</%s>", tag)), (size_t)from);
    cr_assert(from > 0 && to > from);
    return text_slice(page, (size_t)from + strlen(open), (size_t)to);
}

static void expect_hash(struct text page, const char *tag)
{
    unsigned char hash[32];
    struct text bytes = inside(page, tag);
    EVP_Digest(bytes.at, bytes.length, hash, NULL, EVP_sha256(), NULL);
    struct text raw = {.at = (const char *)hash, .length = sizeof hash};
    const char *policy = arena_printf(arena, "-src 'sha256-%s'", encode_base64(arena, raw).at);
    cr_expect(text_find(page, text_of(policy), 0) > 0, "%s", tag);
}

Test(html_report, the_policy_names_its_own_style_and_script)
{
    struct text page = reading_render(arena, "html", sample_report_of(arena, NULL, 0));
    expect_hash(page, "style");
    expect_hash(page, "script");
    redact_add(text_of("localStorage"), "unlucky");
    page = reading_render(arena, "html", sample_report_of(arena, NULL, 0));
    cr_expect(text_find(inside(page, "script"), text_of("localStorage"), 0) < 0);
    expect_hash(page, "script");
}

Test(html_report, says_when_nothing_ran)
{
    struct report report = *sample_report_of(arena, NULL, 0);
    report.interrupted = true;
    report.not_run = 7;
    struct text page = reading_render(arena, "html", &report);
    cr_expect(text_find(page, text_of("Nothing ran."), 0) > 0);
    cr_expect(text_find(page, text_of("</span> 7</p>"), 0) > 0);
}

Test(html_report, of_many_runs_what_broke_is_shown_in_full)
{
    enum { PASSED = 60, COUNT = 62 };
    const struct outcome *all[COUNT];
    for (size_t i = 0; i < COUNT; i++)
        all[i] = i < PASSED ? sample_passing(arena) : sample_failing(arena);
    htmlDocPtr document = page_of(sample_report_of(arena, all, COUNT));
    cr_expect_str_eq(reading_xpath(arena, document, "count(//p[contains(@class, 'brief')])"),
                     "10");
    cr_expect_str_eq(reading_xpath(arena, document, "count(//details[@id='run-62'])"), "1");
    xmlFreeDoc(document);
}

Test(html_report, of_many_tries_the_first_and_the_last_are_shown)
{
    enum { TRIES = 100 };
    struct outcome *run = sample_run(arena, "j", "j", VERDICT_PASS);
    struct step_outcome *step = sample_step(run, "poll", VERDICT_PASS);
    struct tried *tries = arena_array(arena, TRIES, struct tried);
    sample_try(run, step, VERDICT_PASS);
    for (int i = 0; i < TRIES; i++)
        tries[i] = step->tries[0];
    step->tries = tries;
    step->try_count = TRIES;
    const struct outcome *const all[] = {run};
    htmlDocPtr document = page_of(sample_report_of(arena, all, 1));
    cr_expect_str_eq(reading_xpath(arena, document, "count(//details[@class='try'])"), "40");
    cr_expect_str_eq(
        reading_xpath(arena, document,
                      "count(//details[@class='try'][contains(summary, ' 100/100 ')])"),
        "1");
    xmlFreeDoc(document);
}
