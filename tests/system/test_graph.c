/* SPDX-License-Identifier: Apache-2.0 */
/* Maps drawn and compared by the real robot; and the page it makes, tried in a browser by the robot itself. */

#include "tests/shared/pages.h"
#include "tests/system/process.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAP "tests/fuzz/corpus/graph/demo"

static char folder[64];

static void make_folder(void)
{
    strcpy(folder, "/tmp/xunjian-graph-test-XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
}

static void remove_folder(void)
{
    char command[100];
    snprintf(command, sizeof command, "rm -r '%s'", folder);
    cr_expect_eq(system(command), 0);
}

static const char *write_file(const char *name, const char *content)
{
    static char path[8][160];
    static size_t next;
    char *at = path[next++ % 8];
    snprintf(at, sizeof path[0], "%s/%s", folder, name);
    FILE *file = fopen(at, "w");
    cr_assert_not_null(file, "%s", at);
    fputs(content, file);
    fclose(file);
    return at;
}

Test(graph_command, tells_what_is_wrong_and_what_became_of_a_map, .init = make_folder,
     .fini = remove_folder)
{
    const char *one =
        write_file("one.json", "{\"format\": 1, \"nodes\": [{\"id\": \"/h5/home\"}]}");
    const char *none = write_file("none.json", "{\"format\": 1}");
    const char *torn =
        write_file("torn.json", "{\"format\": 1,\n \"nodes\": [{\"di\": \"/a\"}]}");
    const char *cut = write_file("cut.json", "{\"format\": 1,\n \"nodes\": [");
    const char *told = write_file("told.yaml", "modules:\n"
                                               "  - route: /h5/home\n"
                                               "    leads_to: [/h5/vip]\n"
                                               "  - route: /h5/vip\n"
                                               "    owner: vip-team\n");
    const char *wrong = write_file("wrong.yaml", "modules:\n"
                                                 "  - route: /h5/home\n"
                                                 "    leads_to: [/h5/vpi]\n"
                                                 "  - route: /h5/vip\n"
                                                 "  - route: h5\n"
                                                 "  - route: /h5/vip\n");
    const char *typo = write_file("typo.yaml", "modules:\n  - rout: /a\n");
    const struct {
        const char *sentence, *arguments[6];
        int code;
        const char *said;
    } rows[] = {
        {"a map is counted", {MAP}, 0, "7 modules, 12 ways between them"},
        {"what was not there before is new", {MAP, "--compare", one}, 0, "6 new, 0 gone"},
        {"what is gone is no failure by itself", {one, "--compare", MAP}, 0, "0 new, 6 gone"},
        {"but for a gate", {one, "--compare", MAP, "--strict"}, 1, "gone     /h5/funds"},
        {"developers' modules join", {one, "--relations", MAP}, 0, "7 modules, 12 ways"},
        {"from YAML, too", {MAP, "--relations", told}, 0, "8 modules, 13 ways"},
        {"and are new to the map", {MAP, "--relations", told, "--compare", MAP}, 0, "1 new, 0"},
        {"a way to nowhere",
         {wrong},
         3,
         "wrong.yaml:3:16: error: there is no module \"/h5/vpi\""},
        {"no route", {wrong}, 3, "wrong.yaml:5:12: error: expected a route that begins"},
        {"twice", {wrong}, 3, "wrong.yaml:6:12: error: the module \"/h5/vip\" is told twice"},
        {"a key there is not", {typo}, 3, "did you mean \"route\"?"},
        {"no map is no picture", {none}, 5, "holds no modules"},
        {"a wrong map is shown where", {torn}, 3, "torn.json:2:12: error: missing \"id\""},
        {"a torn one, too", {cut}, 3, "cut.json:2:"},
        {"there is none", {"/nonexistent.json"}, 2, "no such file"},
        {"a kind there is not", {MAP, "--report", "dto=x"}, 2, "did you mean \"dot\"?"},
        {"no map named", {"--strict"}, 2, "name one map"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *arguments[8] = {"graph"};
        for (size_t k = 0; k < 6; k++)
            arguments[k + 1] = rows[i].arguments[k];
        struct ran ran = xunjian(arguments, NULL);
        cr_expect_eq(ran.code, rows[i].code, "%s: exit %d: %s%s", rows[i].sentence, ran.code,
                     ran.out, ran.err);
        cr_expect(strstr(ran.out, rows[i].said) != NULL ||
                      strstr(ran.err, rows[i].said) != NULL,
                  "%s: %s%s", rows[i].sentence, ran.out, ran.err);
        ran_done(&ran);
    }
}

static const char journey[] =
    "journey: map\n"
    "timeout: 90s\n"
    "steps:\n"
    "  - name: find\n"
    "    timeout: 80s\n"
    "    browser:\n"
    "      - open: ${base}/map.html\n"
    "      - type: { css: 'input[type=search]', value: 购买基金 }\n"
    "      - expect: { css: '#found', equals: 1 / 7 }\n"
    "      - press: Enter\n"
    "      - expect: { css: aside pre, contains: '/h5/funds/:id/purchase' }\n"
    "      - expect: { css: aside, contains: 来自 from 1 }\n"
    "      - tap: { css: 'aside ul:nth-of-type(1) button' }\n"
    "      - expect: { css: aside pre, contains: 基金详情 }\n"
    "      - press: Escape\n"
    "      - tap: { css: '[data-id=\"/h5/profile\"]' }\n"
    "      - expect: { css: aside pre, contains: 我的 }\n";

Test(graph_command, the_page_finds_a_module_and_shows_its_ways, .init = make_folder,
     .fini = remove_folder)
{
    char html[100], base[60];
    snprintf(html, sizeof html, "html=%s/map.html", folder);
    struct ran drew = XUNJIAN("graph", MAP, "--report", html);
    cr_assert_eq(drew.code, 0, "exit %d: %s", drew.code, drew.err);
    ran_done(&drew);
    struct pages *pages = pages_start(folder);
    snprintf(base, sizeof base, "base=http://localhost:%d", pages_port(pages));
    struct ran ran = XUNJIAN("run", write_file("map.journey.yaml", journey), "--set", base);
    cr_expect_eq(ran.code, 0, "exit %d: %s%s", ran.code, ran.out, ran.err);
    ran_done(&ran);
    pages_stop(pages);
}
