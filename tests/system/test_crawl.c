/* SPDX-License-Identifier: Apache-2.0 */
/* Maps of real sites by the real robot: one with traps, and the demo app behind its login; and the gate for
 * pages that no journey visits. */

#include "tests/shared/pages.h"
#include "tests/system/demo.h"
#include "tests/system/process.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_FILE = 1 << 20 };

static char folder[64], map_path[128];

static void make_folder(void)
{
    strcpy(folder, "/tmp/xunjian-crawl-test-XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
    snprintf(map_path, sizeof map_path, "%s/map.json", folder);
}

static char *read_file(const char *path)
{
    char *bytes = calloc(1, MOST_FILE);
    FILE *file = fopen(path, "r");
    cr_assert_not_null(file, "%s", path);
    cr_assert_gt(fread(bytes, 1, MOST_FILE - 1, file), 0);
    fclose(file);
    return bytes;
}

static size_t count_of(const char *in, const char *word)
{
    size_t count = 0;
    for (const char *at = in; (at = strstr(at, word)) != NULL; at++)
        count++;
    return count;
}

Test(crawl, looks_at_a_page_that_a_button_leads_to_when_it_is_there, .init = make_folder)
{
    struct pages *pages = pages_start("tests/system/pages");
    char from[80];
    snprintf(from, sizeof from, "http://localhost:%d/site-slow.html", pages_port(pages));
    struct ran ran = XUNJIAN("crawl", "--from", from, "-o", map_path);
    cr_expect_eq(ran.code, 0, "exit %d: %s%s", ran.code, ran.out, ran.err);
    char *map = read_file(map_path);
    cr_expect_eq(count_of(map, "{\"id\":"), 2, "%s", map);
    cr_expect_not_null(strstr(map, "\"/slow-offer.html\""), "%s", map);
    cr_expect_null(strstr(map, "the page is blank"), "%s", map);
    free(map);
    ran_done(&ran);
    pages_stop(pages);
    unlink(map_path);
    rmdir(folder);
}

Test(crawl, comes_through_a_site_with_traps, .init = make_folder)
{
    struct pages *pages = pages_start("tests/system/pages");
    char from[80];
    snprintf(from, sizeof from, "http://localhost:%d/site-home.html", pages_port(pages));
    struct ran ran = XUNJIAN("crawl", "--from", from, "--pages", "40", "-o", map_path);
    cr_expect_eq(ran.code, 0, "exit %d: %s%s", ran.code, ran.out, ran.err);
    char *map = read_file(map_path);
    static const char *const modules[] = {"/site-home.html",    "/site-list.html?page=list",
                                          "/site-article.html", "/site-calendar.html",
                                          "/site-spa.html",     "/site-spa.html#/funds",
                                          "/site-spa.html#/me", "/site-loop.html",
                                          "/site-freeze.html",  "/site-missing.html",
                                          "/site-blank.html"};
    for (size_t i = 0; i < sizeof modules / sizeof modules[0]; i++) {
        char id[80];
        snprintf(id, sizeof id, "{\"id\": \"%s\"", modules[i]);
        cr_expect_eq(count_of(map, id), 1, "%s is a module, once: %s", modules[i], map);
    }
    cr_expect_eq(count_of(map, "{\"id\": "), sizeof modules / sizeof modules[0], "%s", map);
    cr_expect_null(strstr(map, "logout"), "it did not log out: %s", map);
    cr_expect_null(strstr(map, "elsewhere"), "it stayed where it may be: %s", map);
    cr_expect_not_null(strstr(ran.out, "/site-missing.html  answered 404"), "%s", ran.out);
    cr_expect_not_null(strstr(ran.out, "/site-blank.html  the page is blank"), "%s", ran.out);
    cr_expect_eq(count_of(ran.out, "did not come to rest"), 1, "its neighbours do: %s",
                 ran.out);
    free(map);
    ran_done(&ran);
    unlink(map_path);
    pages_stop(pages);
    rmdir(folder);
}

static struct ran robot(const struct demo *demo, const char *const *arguments)
{
    char base[100], ca[300];
    snprintf(base, sizeof base, "XUNJIAN_DEMO_BASE=%s", demo->base);
    snprintf(ca, sizeof ca, "XUNJIAN_DEMO_CA=%s", demo->ca);
    return xunjian(arguments,
                   (const char *const[]){base, ca, "XUNJIAN_DEMO_LOGIN_PASSWORD=Demo@2026",
                                         "XUNJIAN_DEMO_TRADE_PASSWORD=246810", NULL});
}

#define DEMO "--env", "scenarios/environments/demo.yaml"

static void map_the_demo(const struct demo *demo, const char *path)
{
    char from[100];
    snprintf(from, sizeof from, "%s/h5/home", demo->base);
    struct ran ran =
        robot(demo, (const char *const[]){"crawl", "--from", from, "--login",
                                          "scenarios/h5/login.journey.yaml", "--pages", "40",
                                          "-o", path, DEMO, NULL});
    cr_expect_eq(ran.code, 0, "exit %d: %s%s", ran.code, ran.out, ran.err);
    ran_done(&ran);
}

Test(crawl, coverage_is_a_gate_for_pages_that_no_journey_visits, .init = make_folder)
{
    struct demo *demo = demo_start(NULL);
    char baseline[128], scaffold[128], page[200];
    snprintf(baseline, sizeof baseline, "%s/before.json", folder);
    snprintf(scaffold, sizeof scaffold, "%s/new", folder);
    snprintf(page, sizeof page, "%s/page-h5-profile.journey.yaml", scaffold);
    map_the_demo(demo, map_path);
    FILE *file = fopen(baseline, "w");
    fputs("{\"format\": 1, \"nodes\": [{\"id\": \"/h5/home\"}]}", file);
    fclose(file);

    struct ran all =
        robot(demo, (const char *const[]){"coverage", "--graph", map_path, DEMO, "--fail-under",
                                          "70", "scenarios/h5", NULL});
    cr_expect_eq(all.code, 0, "exit %d: %s%s", all.code, all.out, all.err);
    cr_expect_not_null(strstr(all.out, "not visited  /h5/profile"), "%s", all.out);
    cr_expect_null(strstr(all.out, "not visited  /h5/funds/:id"), "%s", all.out);
    ran_done(&all);

    struct ran gate = robot(
        demo, (const char *const[]){"coverage", "--graph", map_path, "--baseline", baseline,
                                    "--new-must-be-covered", "--scaffold", scaffold, "--login",
                                    "scenarios/h5/login.journey.yaml", DEMO, "--scenarios",
                                    "scenarios/h5/login.journey.yaml", NULL});
    cr_expect_eq(gate.code, 1, "exit %d: %s%s", gate.code, gate.out, gate.err);
    cr_expect_not_null(strstr(gate.out, "new, not visited  /h5/profile"), "%s", gate.out);
    ran_done(&gate);
    struct ran lint = robot(demo, (const char *const[]){"lint", DEMO, scaffold, NULL});
    cr_expect_eq(lint.code, 0, "exit %d: %s%s", lint.code, lint.out, lint.err);
    ran_done(&lint);
    struct ran run = robot(demo, (const char *const[]){"run", page, DEMO, NULL});
    cr_expect_eq(run.code, 0, "exit %d: %s%s", run.code, run.out, run.err);
    ran_done(&run);

    char command[200];
    snprintf(command, sizeof command, "rm -r '%s'", folder);
    cr_expect_eq(system(command), 0);
    demo_stop(demo);
}
