/* SPDX-License-Identifier: Apache-2.0 */
/* test_junit.c - JUnit XML, read back by libxml2. */

#include <criterion/criterion.h>

#include "base/arena.h"
#include "reading.h"
#include "sample.h"

#include <libxml/parser.h>

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

TestSuite(junit, .init = open_arena, .fini = end_arena);

static xmlDoc *junit_of(const struct report *report)
{
    struct text bytes = reading_render(arena, "junit", report);
    xmlDoc *document = xmlReadMemory(bytes.at, (int)bytes.length, "junit.xml", NULL,
                                     XML_PARSE_NONET | XML_PARSE_NOERROR);
    cr_assert_not_null(document, "not well-formed");
    return document;
}

#define IN(n) "/testsuites/testsuite[" #n "]"

static const struct fact {
    const char *expression, *value;
} facts[] = {
    {"count(/testsuites/testsuite)", "13"},
    {"/testsuites/@failures", "6"},
    {"/testsuites/@errors", "1"},
    {"count(//failure)", "6"},
    {"count(//error)", "1"},
    {IN(2) "/@name", "credit-application"},
    {IN(2) "/@tests", "5"},
    {IN(2) "/@skipped", "2"},
    {IN(2) "/@time", "0.590400"},
    {IN(2) "/@timestamp", "2026-01-31T08:00:00"},
    {IN(2) "/testcase[2]/@name", "identity"},
    {IN(2) "/testcase[2]/@classname", "credit-application"},
    {IN(2) "/testcase[2]/@time", "0.556200"},
    {IN(2) "/testcase[2]/failure/@message",
     "breakpoint: credit-application / identity / judge (assertion)"},
    {IN(2) "/testcase[2]/failure/@type", "assertion"},
    {"contains(" IN(2) "//failure, 'actual    string \"E1001\"')", "true"},
    {"contains(" IN(2) "//failure, 'try 1 of 2: judge (status)')", "true"},
    {IN(2) "/testcase[3]/skipped/@message", "an earlier step failed"},
    {IN(3) "//failure/@type", "tls_verify"},
    {"contains(" IN(4) "/testcase[1]/system-out, 'budget wait')", "true"},
    {IN(5) "/@name", "decision row 2 (instant) #3"},
    {IN(6) "//error/@message", "breakpoint: browser / open / robot (robot)"},
    {IN(7) "/testcase[2]/skipped/@message", "cancelled"},
    {IN(8) "//failure/@type", "assertion"},
};

Test(junit, holds)
{
    xmlDoc *document = junit_of(sample_report(arena));
    for (size_t i = 0; i < sizeof facts / sizeof facts[0]; i++)
        cr_expect_str_eq(reading_xpath(arena, document, facts[i].expression), facts[i].value,
                         "%s: %s", facts[i].expression,
                         reading_xpath(arena, document, facts[i].expression));
    xmlFreeDoc(document);
}

/* junit-10.xsd: the plugin refuses a file with anything else in it. */
static const struct allowed {
    const char *element, *attributes;
} allowed[] = {
    {"testsuites", " name time tests failures errors disabled "},
    {"testsuite",
     " name tests failures errors time disabled skipped timestamp hostname id package "},
    {"properties", " "},
    {"property", " name value "},
    {"testcase", " name assertions time classname status "},
    {"skipped", " message "},
    {"failure", " message type "},
    {"error", " message type "},
    {"system-out", " "},
};

static const char *attributes_of(const xmlNode *element)
{
    for (size_t i = 0; i < sizeof allowed / sizeof allowed[0]; i++)
        if (strcmp(allowed[i].element, (const char *)element->name) == 0)
            return allowed[i].attributes;
    cr_assert_fail("unknown element %s", (const char *)element->name);
    return "";
}

static void expect_known(const xmlNode *node)
{
    for (; node != NULL; node = node->next) {
        if (node->type != XML_ELEMENT_NODE)
            continue;
        const char *known = attributes_of(node);
        for (const xmlAttr *a = node->properties; a != NULL; a = a->next)
            cr_expect(strstr(known, arena_printf(arena, " %s ", (const char *)a->name)) != NULL,
                      "%s/@%s", (const char *)node->name, (const char *)a->name);
        expect_known(node->children);
    }
}

Test(junit, uses_only_what_jenkins_knows)
{
    xmlDoc *document = junit_of(sample_report(arena));
    expect_known(xmlDocGetRootElement(document));
    xmlFreeDoc(document);
}

Test(junit, bad_characters_are_replaced_and_markup_is_text)
{
    xmlDoc *document = junit_of(sample_report(arena));
    cr_expect_str_eq(reading_xpath(arena, document, IN(8) "/testcase[1]/@name"),
                     "<script>alert('x')</script>]]>&amp;\"\xEF\xBF\xBD[31m\xEF\xBF\xBD"
                     "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD--><!-- %s ${x} \\");
    xmlFreeDoc(document);
}

Test(junit, a_clean_up_or_a_soft_step_that_broke_is_no_failure)
{
    struct outcome *run = sample_run(arena, "tidy", "tidy", VERDICT_DEGRADED);
    for (int i = 0; i < 2; i++) {
        struct step_outcome *step = sample_step(run, i == 0 ? "soft" : "tidy", VERDICT_FAIL);
        sample_try(run, step, VERDICT_FAIL);
        ((struct step *)step->step)->soft = i == 0;
        ((struct step *)step->step)->always = i == 1;
    }
    const struct outcome *const all[] = {run};
    xmlDoc *document = junit_of(sample_report_of(arena, all, 1));
    cr_expect_str_eq(reading_xpath(arena, document, "/testsuites/@failures"), "0");
    cr_expect_str_eq(reading_xpath(arena, document, "count(//failure)"), "0");
    cr_expect_str_eq(reading_xpath(arena, document, "count(//system-out)"), "2");
    xmlFreeDoc(document);
}

Test(junit, what_did_not_finish_is_never_green)
{
    const struct outcome *const all[] = {sample_passing(arena)};
    struct report report = *sample_report_of(arena, all, 1);
    xmlDoc *document = junit_of(&report);
    cr_expect_str_eq(reading_xpath(arena, document, "count(//error)"), "0");
    xmlFreeDoc(document);

    report.interrupted = true;
    report.not_run = 3;
    document = junit_of(&report);
    expect_known(xmlDocGetRootElement(document));
    cr_expect_str_eq(reading_xpath(arena, document, "/testsuites/@tests"), "3");
    cr_expect_str_eq(reading_xpath(arena, document, "/testsuites/@errors"), "1");
    cr_expect_str_eq(reading_xpath(arena, document, IN(2) "/testcase/error/@message"),
                     "interrupted, 3 selected but not begun");
    xmlFreeDoc(document);

    document = junit_of(sample_report_of(arena, NULL, 0));
    cr_expect_str_eq(reading_xpath(arena, document, "/testsuites/@errors"), "1");
    cr_expect_str_eq(reading_xpath(arena, document, "//error/@message"), "nothing ran");
    xmlFreeDoc(document);
}
