/* SPDX-License-Identifier: Apache-2.0 */
/* `xunjian record` end to end: what a person did is a journey that lints, and runs. */

#include "tests/shared/pages.h"
#include "tests/system/demo.h"
#include "tests/system/process.h"
#include "tests/system/service.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[64];

static void make_folder(void)
{
    strcpy(folder, "/tmp/xunjian-recording-XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
    cr_assert_eq(system("tests/npm.sh tests/browser build/npm/browser"), 0);
}

static void remove_folder(void)
{
    cr_expect_eq(shell(NULL, 0, "rm -r %s", folder), 0);
}
TestSuite(record, .init = make_folder, .fini = remove_folder);

static void expect_in(const char *journey, const char *part)
{
    cr_expect_not_null(strstr(journey, part), "%s is not in:\n%s", part, journey);
}

/* What `script`, called `with` the port and what it needs, does in the browser of `xunjian record` with these arguments, which stands then in `output`. */
static char *journey_of(const char *script, const char *const *arguments,
                        const char *const *environment, const char *with, const char *output)
{
    struct running running = xunjian_start(arguments, environment);
    int code = shell(NULL, 0,
                     "BROWSER_MODULES=$PWD/build/npm/browser timeout -k 5 240 node "
                     "tests/browser/%s %s >&2",
                     script, with);
    struct ran recorded = xunjian_wait(&running);
    cr_expect_eq(code, 0, "the person ended with %d", code);
    cr_assert_eq(recorded.code, 0, "exit %d: %s%s", recorded.code, recorded.out, recorded.err);
    ran_done(&recorded);
    return file_text(output);
}

/* It lints and runs in that world; NULL: in none. */
static void expect_runs(const char *journey, const char *output, const char *world,
                        const char *setting, const char *const *environment)
{
    const char *const bare_lint[] = {"lint", output, NULL}, *const bare[] = {"run", output,
                                                                             NULL};
    const char *const lint[] = {"lint", "--env", world, output, NULL};
    const char *const there[] = {"run", "--env", world, "--set", setting, output, NULL};
    struct ran linted = xunjian(world != NULL ? lint : bare_lint, environment);
    cr_expect_eq(linted.code, 0, "%s%s\n%s", linted.out, linted.err, journey);
    ran_done(&linted);
    struct ran again = xunjian(world != NULL ? there : bare, environment);
    cr_expect_eq(again.code, 0, "exit %d: %s%s\n%s", again.code, again.out, again.err, journey);
    ran_done(&again);
}

Test(record, makes_a_journey_of_what_a_person_did)
{
    struct pages *pages = pages_start("tests/system/pages");
    char url[100], port[16], output[128], upload[128], with[160];
    snprintf(url, sizeof url, "http://localhost:%d/page.html", pages_port(pages));
    snprintf(port, sizeof port, "%d", free_port());
    snprintf(output, sizeof output, "%s/made.journey.yaml", folder);
    snprintf(upload, sizeof upload, "%s/card.txt", folder);
    write_file(upload, "a card");
    snprintf(with, sizeof with, "%s %s", port, upload);
    const char *const arguments[] = {"record",    "--headless", "--devtools", port,
                                     "--seconds", "300",        "--journey",  "made",
                                     "--output",  output,       url,          NULL};
    char *journey = journey_of("person.mjs", arguments, NULL, with, output);
    expect_in(journey, "- open: ${base}/page.html\n");
    expect_in(journey, "click: { role: button, name: 提交 }");
    expect_in(journey, "type: { label: 姓名, value: \"${customer.name}\" }");
    expect_in(journey, "select: { label: 省, value: [上海] }");
    expect_in(journey,
              "- dialog: { answer: dismiss }\n      - click: { role: button, name: 询问 }");
    expect_in(journey,
              "- frame: { css: \"#fr\" }\n      - click: { role: button, name: 框内 }");
    expect_in(journey, "drag: { css: \"#knob\", right: 60, down: 0 }");
    expect_in(journey, "upload: { label: 附件, file: [card.txt] }");
    expect_in(journey, "- window: 2\n");
    expect_in(journey, "- window: 1\n");
    expect_in(journey, "- open: ${base}/page.html?late\n");
    expect_in(journey, "- back: load\n");
    cr_expect_null(strstr(journey, "李四"), "a person's name stays out: %s", journey);

    expect_runs(journey, output, NULL, NULL, NULL);
    free(journey);
    pages_stop(pages);
}

Test(record, begins_behind_a_login_and_buys_again_on_another_account)
{
    struct demo *demo = demo_start((const char *const[]){"--seed", "1", NULL});
    char base[100], ca[300], url[100], port[16], output[128];
    snprintf(base, sizeof base, "XUNJIAN_DEMO_BASE=%s", demo->base);
    snprintf(ca, sizeof ca, "XUNJIAN_DEMO_CA=%s", demo->ca);
    strcpy(url, "${base}/h5/home"); /* the environment's: the journey goes where that is */
    snprintf(port, sizeof port, "%d", free_port());
    snprintf(output, sizeof output, "%s/bought.journey.yaml", folder);
    const char *const environment[] = {base, ca, "XUNJIAN_DEMO_LOGIN_PASSWORD=Demo@2026",
                                       "XUNJIAN_DEMO_TRADE_PASSWORD=246810", NULL};
    const char *const arguments[] = {"record",     "--headless",
                                     "--devtools", port,
                                     "--seconds",  "300",
                                     "--env",      "scenarios/environments/demo.yaml",
                                     "--mobile",   "pixel-8",
                                     "--login",    "scenarios/h5/login.journey.yaml",
                                     "--set",      "mobile=13800138513",
                                     "--output",   output,
                                     url,          NULL};
    char *journey = journey_of("buyer.mjs", arguments, environment, port, output);
    cr_expect_null(strstr(journey, demo->base), "an address stays out: %s", journey);
    expect_in(journey, "- open: ${base}/h5/home\n");
    expect_in(journey, "/scenarios/h5/login.journey.yaml\n");
    expect_in(journey, "secrets: [trade_password]\n");
    expect_in(journey,
              "tap: { testid: nav-funds }\n      - expect: { url: \"/h5/funds([?#]|$)\" }");
    expect_in(journey, "- tap: { text: 我已知晓产品风险高于我的风险等级 }\n"
                       "      - tap: { testid: purchase-submit }\n"
                       "      - expect: { testid: order-state, equals: CONFIRMED");
    cr_expect_null(strstr(journey, "246810"), "a password stays out: %s", journey);

    expect_runs(journey, output, "scenarios/environments/demo.yaml", "mobile=13800138523",
                environment);
    free(journey);
    demo_stop(demo);
}

Test(record, understands_keys_labels_and_fields_that_go_away)
{
    struct pages *pages = pages_start("tests/system/pages");
    char url[100], port[16], output[128], world[128];
    snprintf(world, sizeof world, "%s/world.yaml", folder);
    snprintf(url, sizeof url, "http://localhost:%d/habits.html", pages_port(pages));
    snprintf(port, sizeof port, "%d", free_port());
    snprintf(output, sizeof output, "%s/habits.journey.yaml", folder);
    const char *const arguments[] = {"record", "--headless", "--devtools", port, "--seconds",
                                     "300",    "--output",   output,       url,  NULL};
    char *journey = journey_of("habits.mjs", arguments, NULL, port, output);
    expect_in(journey, "- open: ${base}/habits.html\n"
                       "      - click: { text: 我已阅读并同意 }\n"
                       "      - click: { role: button, name: 用空格 }\n"
                       "      - click: { role: button, name: 用回车 }\n"
                       "      - type: { label: 口令, value: \"${login_password}\" }\n"
                       "      - type: { label: 搜索, value: abc }\n"
                       "      - press: Enter\n"
                       "      - type: { label: 四位, value: wxyz }\n");
    expect_in(journey,
              "- frame: { top: true }\n      - frame: { css: \"iframe[name=\\\"two\\\"]\" }\n"
              "      - frame: { css: iframe }\n"
              "      - click: { role: button, name: ganz innen }\n"
              "      - frame: { top: true }\n");
    expect_in(journey, "- expect: { text: 申请已受理");
    const char *const strangers[] = {"hush", "8f3a2c1", "机器", "处理中"};
    for (size_t i = 0; i < sizeof strangers / sizeof strangers[0]; i++)
        cr_expect_null(strstr(journey, strangers[i]), "%s is in:\n%s", strangers[i], journey);

    const char *const secret[] = {"LOGIN_PASSWORD=hush-hush", NULL};
    write_file(world,
               "environment: world\nsecrets:\n  login_password: { env: LOGIN_PASSWORD }\n");
    expect_runs(journey, output, world, "unused=1", secret);
    free(journey);
    pages_stop(pages);
}

Test(record, ends_by_an_interrupt_too_and_standard_output_is_the_journey_alone)
{
    struct pages *pages = pages_start("tests/system/pages");
    char url[100], port[16];
    snprintf(url, sizeof url, "http://localhost:%d/habits.html", pages_port(pages));
    snprintf(port, sizeof port, "%d", free_port());
    const char *const arguments[] = {"record",    "--headless", "--devtools", port,
                                     "--seconds", "300",        url,          NULL};
    struct running running = xunjian_start(arguments, NULL);
    int code = shell(NULL, 0,
                     "BROWSER_MODULES=$PWD/build/npm/browser timeout -k 5 240 node "
                     "tests/browser/interrupt.mjs %s %d >&2",
                     port, (int)running.pid);
    struct ran recorded = xunjian_wait(&running);
    cr_expect_eq(code, 0, "the person ended with %d", code);
    cr_expect_eq(recorded.code, 0, "exit %d: %s%s", recorded.code, recorded.out, recorded.err);
    cr_expect_eq(strncmp(recorded.out, "journey: recorded\n", 18), 0, "%s", recorded.out);
    expect_in(recorded.out, "- click: { text: 我已阅读并同意 }\n");
    cr_expect_str_eq(recorded.err, "");
    ran_done(&recorded);
    pages_stop(pages);
}

Test(record, refuses_what_it_cannot_do)
{
    char there[128];
    snprintf(there, sizeof there, "%s/there.journey.yaml", folder);
    write_file(there, "mine");
    struct ran over = XUNJIAN("record", "--output", there, "http://localhost:1/");
    cr_expect_eq(over.code, 2);
    cr_expect_not_null(strstr(over.err, "--force writes over it"), "%s", over.err);
    ran_done(&over);
    struct ran no_url = XUNJIAN("record", "localhost");
    cr_expect_eq(no_url.code, 2);
    cr_expect_not_null(strstr(no_url.err, "give one URL"), "%s", no_url.err);
    ran_done(&no_url);
    const char *const arguments[] = {"record", "http://localhost:1/", NULL};
    const char *const bare[] = {"DISPLAY", "WAYLAND_DISPLAY", NULL};
    struct ran blind = xunjian(arguments, bare);
    cr_expect_eq(blind.code, 4, "exit %d", blind.code);
    cr_expect(strstr(blind.err, "there is no display") != NULL ||
                  strstr(blind.err, "no browser with windows") != NULL,
              "%s%s", blind.out, blind.err);
    cr_expect_str_eq(blind.out, "");
    ran_done(&blind);
}
