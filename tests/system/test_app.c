/* SPDX-License-Identifier: Apache-2.0 */
/* The step kind `app`: the real robot, a real Appium server, its fake driver in place of a device. */

#include "tests/system/process.h"
#include "tests/system/service.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[64];
static char url[64];
static struct service appium;

static void start_appium(void)
{
    static char log[128], port[16], home[4200];
    const char *const argv[] = {
        "env",    home,        "build/npm/appium/node_modules/.bin/appium",
        "server", "--address", "127.0.0.1",
        "--port", port,        NULL};
    cr_assert_eq(system("tests/npm.sh tests/appium build/npm/appium"), 0);
    strcpy(folder, "/tmp/xunjian-app-XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
    snprintf(log, sizeof log, "%s/appium.log", folder);
    snprintf(port, sizeof port, "%d", free_port());
    snprintf(url, sizeof url, "http://127.0.0.1:%s", port);
    strcpy(home, "APPIUM_HOME=");
    cr_assert_not_null(getcwd(home + strlen(home), 4096));
    strcat(home, "/build/npm/appium");
    service_start(&appium, argv, log, false);
    for (long long until = now_ms() + 120 * 1000;
         shell(NULL, 0, "curl -fs %s/status", url) != 0;) {
        cr_assert_lt(now_ms(), until, "Appium did not come up");
        pause_ms(50);
    }
}

static void stop_appium(void)
{
    service_stop(&appium);
    cr_expect_eq(shell(NULL, 0, "rm -r %s", folder), 0);
}

static struct ran run(const char *name, const char *actions)
{
    char path[160], here[4096];
    cr_assert_not_null(getcwd(here, sizeof here));
    snprintf(path, sizeof path, "%s/%s.journey.yaml", folder, name);
    write_file(
        path,
        "journey: %s\nsteps:\n  - name: s\n    timeout: 60s\n    app:\n      server: %s\n"
        "      capabilities:\n        platformName: Fake\n"
        "        appium:automationName: Fake\n        appium:deviceName: Fake\n"
        "        appium:app: %s/tests/appium/app.xml\n"
        "      action_timeout: 500ms\n      actions:\n%s",
        name, url, here, actions);
    return XUNJIAN("run", path);
}

static int sessions_deleted(void)
{
    char said[64] = "";
    shell(said, sizeof said, "grep -c -- '--> DELETE /session/' %s/appium.log", folder);
    return atoi(said);
}

static void does_what_a_customer_does(void)
{
    struct ran ran =
        run("able", "        - tap: 登录\n"
                    "        - type: { testid: mobile, value: '13800138000' }\n"
                    "        - expect: { testid: mobile, equals: '13800138000' }\n"
                    "        - expect: { testid: mobile, matches: '^138\\d{8}$' }\n"
                    "        - clear: mobile\n"
                    "        - expect: { testid: mobile, equals: '' }\n"
                    "        - dialog: accept\n"
                    "        - tap: 提交申请\n"
                    "        - click: 登录\n"
                    "        - expect: { text: 看不见, hidden: true }\n"
                    "        - expect: { xpath: //MockListItem, count: 2 }\n"
                    "        - wait_for: { xpath: //MockListItem, nth: 2 }\n"
                    "        - screenshot: true\n"
                    "        - swipe: up\n"
                    "  - name: the app stays open\n    app:\n      - expect: 稳健一号\n");
    cr_expect_eq(ran.code, 0, "exit %d: %s%s", ran.code, ran.out, ran.err);
    ran_done(&ran);
    cr_expect_geq(sessions_deleted(), 1, "its session is given back");
}

static void says_why_a_customer_could_not(void)
{
    static const struct {
        const char *name, *actions, *breakpoint, *words;
        int code;
    } rows[] = {
        {"missing", "        - tap: 没有\n", "act (element)", "the screen says \"登录\"", 1},
        {"disabled", "        - tap: 禁用\n", "act (element)", "it is disabled: text \"禁用\"",
         1},
        {"hidden", "        - tap: 看不见\n", "act (element)", "it is not shown", 1},
        {"several", "        - tap: { xpath: //MockListItem }\n", "act (element)",
         "2 elements match", 1},
        {"readonly", "        - type: { testid: login, value: x }\n", "act (element)",
         "nothing can be typed there", 1},
        {"text", "        - expect: { testid: mobile, equals: x }\n", "act (assertion)",
         "it says \"\"", 1},
        {"role", "        - tap: { role: button, name: 登录 }\n", "robot (template)",
         "a native app has no roles", 4},
        {"selector", "        - tap: { xpath: badsel }\n", "robot (template)",
         "invalid selector", 4},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char breakpoint[160];
        struct ran ran = run(rows[i].name, rows[i].actions);
        snprintf(breakpoint, sizeof breakpoint, "breakpoint: %s / s / %s", rows[i].name,
                 rows[i].breakpoint);
        cr_expect_eq(ran.code, rows[i].code, "%s: exit %d", rows[i].name, ran.code);
        cr_expect_not_null(strstr(ran.out, breakpoint), "%s: %s", rows[i].name, ran.out);
        cr_expect_not_null(strstr(ran.out, rows[i].words), "%s: %s", rows[i].name, ran.out);
        ran_done(&ran);
    }
}

static void without_appium_it_is_the_robots_fault(void)
{
    strcpy(url, "http://127.0.0.1:1");
    struct ran ran = run("nobody", "        - tap: 登录\n");
    cr_expect_eq(ran.code, 4, "exit %d: %s%s", ran.code, ran.out, ran.err);
    cr_expect_not_null(strstr(ran.out, "robot (robot)"), "%s", ran.out);
    cr_expect_not_null(strstr(ran.out, "gave no session"), "%s", ran.out);
    ran_done(&ran);
}

/* One server for all: it takes seconds to come up. */
Test(app, is_driven_by_appium, .init = start_appium, .fini = stop_appium)
{
    does_what_a_customer_does();
    says_why_a_customer_could_not();
    without_appium_it_is_the_robots_fault();
}
