/* SPDX-License-Identifier: Apache-2.0 */
/* The page graph of a live robot: the demo app is mapped by a crawl, and the robot tells how its pages are. */

#include "tests/system/serve.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

/* So rarely that what runs was run by hand. */
static const char config[] = "location: test\n"
                             "scenarios: '@SCENARIOS@/h5/repayment.journey.yaml'\n"
                             "environments: '@SCENARIOS@/environments/demo.yaml'\n"
                             "graph: map.json\n"
                             "store: store.db\n"
                             "defaults:\n  schedule: 24h\n  latency: { on: false }\n"
                             "  alert: { fail: { count: 1, of: 1 } }\n"
                             "web: 127.0.0.1:0\n";
static const char *const by_hand[] = {
    "map.json", "{\"format\": 1, \"nodes\": [{\"id\": \"/h5/home\", \"name\": \"首页\"}]}",
    NULL};

static void map_the_demo(const struct serving *serving)
{
    char from[100], base[100], ca[300], path[200];
    snprintf(from, sizeof from, "%s/h5/home", serving->demo->base);
    snprintf(base, sizeof base, "XUNJIAN_DEMO_BASE=%s", serving->demo->base);
    snprintf(ca, sizeof ca, "XUNJIAN_DEMO_CA=%s", serving->demo->ca);
    snprintf(path, sizeof path, "%s/map.json", serving->folder);
    struct ran ran =
        xunjian((const char *const[]){"crawl", "--from", from, "--login",
                                      "scenarios/h5/login.journey.yaml", "--pages", "40", "-o",
                                      path, "--compare", "scenarios/map.json", "--env",
                                      "scenarios/environments/demo.yaml", NULL},
                (const char *const[]){base, ca, "XUNJIAN_DEMO_LOGIN_PASSWORD=Demo@2026", NULL});
    cr_expect_eq(ran.code, 0, "exit %d: %s%s", ran.code, ran.out, ran.err);
    cr_expect_not_null(strstr(ran.out, "0 new, 0 gone, 0 changed;"),
                       "the shipped map is the demo app's: %s", ran.out);
    ran_done(&ran);
}

static void look_by_browser(const struct serving *serving)
{
    char command[1024];
    cr_assert_eq(system("tests/npm.sh tests/browser build/npm/browser"), 0);
    snprintf(command, sizeof command,
             "BROWSER_MODULES=$PWD/build/npm/browser BROWSER_OUT=build/artefacts/web "
             "timeout -k 5 300 node tests/browser/graph-live.mjs %s %s %s >&2",
             serving->url, serving->demo->control, serving->demo->token);
    int code = system(command);
    cr_expect(WIFEXITED(code) && WEXITSTATUS(code) == 0, "it ended with %d", code);
}

static void break_the_map(const struct serving *serving)
{
    char path[200];
    long status;
    snprintf(path, sizeof path, "%s/map.json", serving->folder);
    FILE *file = fopen(path, "w");
    cr_assert_not_null(file);
    fputs("{\"format\": 1, \"nodes\": [{\"name\": \"nobody\"}]}", file);
    fclose(file);
    char *said = serve_post(serving, "/-/reload", "", &status);
    cr_expect_eq(status, 422, "%ld %s", status, said);
    cr_expect_not_null(strstr(said, "map.json:1:25: error: missing \"id\""), "%s", said);
    cr_expect_not_null(strstr(said, "xunjian.yaml:4:8: named here"), "%s", said);
    free(said);
}

Test(page_graph, is_read_anew_and_tells_of_a_page_that_breaks_and_is_repaired)
{
    struct serving serving = serve_start(config, by_hand);
    char *small = serve_get(&serving, "/api/graph", NULL);
    cr_expect_not_null(strstr(small, "\"name\":\"首页\""), "%s", small);
    cr_expect_null(strstr(small, "/h5/repayment"));
    free(small);
    map_the_demo(&serving);
    free(serve_await(&serving, "/api/graph", "\"id\":\"/h5/repayment\""));
    look_by_browser(&serving);

    char *told = serve_get(&serving, "/api/graph/%2Fh5%2Frepayment", NULL);
    cr_expect_not_null(strstr(told, "\"state\":\"ok\""), "%s", told);
    cr_expect_not_null(strstr(told, "\"measured\":true"), "%s", told);
    cr_expect_eq(count_of(told, "\"cause\":\"by_hand\""), 3, "%s", told);
    free(told);
    break_the_map(&serving);
    free(serve_await(&serving, "/api/graph", "\"id\":\"/h5/repayment\""));
    struct ran ran = serve_stop(&serving);
    ran_done(&ran);
}
