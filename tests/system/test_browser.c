/* SPDX-License-Identifier: Apache-2.0 */
/* The real robot with a real Chromium: what it can do, what it says of what is broken, what becomes of a run
 * whose browser dies, and that every run is a new customer. */

#include "tests/shared/pages.h"
#include "tests/system/browsing.h"
#include "tests/system/process.h"

#include <criterion/criterion.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define OPEN "        - open: ${at}/page.html\n"

Test(browser, does_what_a_customer_does, .init = browsing_folder)
{
    struct pages *pages = pages_start("tests/system/pages");
    browsing_write("able", "      mobile: pixel-8\n", browsing_able, pages_port(pages));
    struct ran ran = browsing_run("able");
    cr_expect_eq(ran.code, 0, "exit %d: %s%s", ran.code, ran.out, ran.err);
    ran_done(&ran);
    pages_stop(pages);
    rmdir(browsing_in);
}

Test(browser, says_why_a_customer_could_not, .init = browsing_folder)
{
    static const struct browsing_failure rows[] = {
        {"missing", "        - click: 不存在\n", "act (element)", "visible are button \"提交\"",
         1},
        {"several", "        - click: 同名\n", "act (element)", "2 elements match", 1},
        {"disabled", "        - click: 禁用\n", "act (element)", "it is disabled: button#dis",
         1},
        {"hidden", "        - click: { css: '#hid' }\n", "act (element)",
         "display: none on button#hid", 1},
        {"covered", "        - open: ${at}/page.html?cov\n        - click: 提交\n",
         "act (element)", "is covered by div#cover", 1},
        {"readonly", "        - type: { label: 只读, value: x }\n", "act (element)",
         "nothing can be typed there", 1},
        {"other_text", "        - expect: { css: h1, equals: 别的 }\n", "act (assertion)",
         "is \"试验页\"", 1},
        {"dead", "        - click: 没反应\n        - expect: 成功\n", "act (dead_click)",
         "click text 没反应 did nothing", 1},
        {"thrower", "        - click: 报错\n        - expect: 成功\n", "act (dead_click)",
         "a script failed: Error: boom at submit", 1},
        {"frozen", "        - click: 卡死\n", "act (frozen)", "its main thread is busy", 1},
        {"frozen_later", "        - click: 卡死2\n        - wait_for: { css: '#nothing' }\n",
         "act (frozen)", "during wait_for css #nothing", 1},
        {"no_host", "        - open: http://no.such.host.invalid/\n", "dns (unresolved)",
         "net::ERR_NAME_NOT_RESOLVED", 1},
        {"not_found", "        - open: ${at}/nothere.html\n", "judge (status)", "404", 1},
        {"script", "        - run: \"Promise.reject(new Error('nope'))\"\n", "act (script)",
         "run: the script failed: Error: nope", 1},
        {"selector", "        - click: { css: '##' }\n", "robot (template)",
         "'##' is not a valid selector", 4},
    };
    struct pages *pages = pages_start("tests/system/pages");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        browsing_expect(&rows[i], "", pages_port(pages));
    pages_stop(pages);
    rmdir(browsing_in);
}

/* ---- every run is a new customer ---- */

Test(browser, leaves_nothing_of_a_customer_to_the_next, .init = browsing_folder)
{
    struct pages *pages = pages_start("tests/system/pages");
    char path[160];
    snprintf(path, sizeof path, "%s/traces.journey.yaml", browsing_in);
    browsing_write(
        "traces", "      grant: [geolocation]\n",
        "        - open: ${at}/clean.html\n"
        "        - expect: { css: '#found', equals: 'found: permission geolocation' }\n"
        "        - click: 留下痕迹\n"
        "        - expect: { css: '#found', equals: 'planted: cookie localStorage "
        "sessionStorage window.name caches serviceWorker indexedDB permission "
        "geolocation' }\n",
        pages_port(pages));
    struct ran planted = XUNJIAN("run", "--repeat", "3", "--parallel", "1", path);
    cr_expect_eq(planted.code, 0, "exit %d: %s%s", planted.code, planted.out, planted.err);
    ran_done(&planted);
    unlink(path);
    browsing_write("clean", "",
                   "        - open: ${at}/clean.html\n"
                   "        - expect: { css: '#found', equals: 'found: nothing' }\n",
                   pages_port(pages));
    struct ran clean = browsing_run("clean");
    cr_expect_eq(clean.code, 0, "exit %d: %s%s", clean.code, clean.out, clean.err);
    ran_done(&clean);
    pages_stop(pages);
    rmdir(browsing_in);
}

/* ---- a browser's death ---- */

static struct running start_waiting(int port, const char *path)
{
    browsing_write("waits", "", OPEN "        - wait_for: { css: '#nothing', timeout: 40s }\n",
                   port);
    const char *const arguments[] = {"run", path, NULL};
    return xunjian_start(arguments, NULL);
}

Test(browser, that_dies_twice_is_the_robots_fault_and_once_is_none, .init = browsing_folder)
{
    struct pages *pages = pages_start("tests/system/pages");
    char path[160];
    snprintf(path, sizeof path, "%s/waits.journey.yaml", browsing_in);
    struct running running = start_waiting(pages_port(pages), path);
    pid_t first = browsing_await(running.pid, 0);
    cr_assert_eq(kill(-first, SIGKILL), 0);
    pid_t second = browsing_await(running.pid, first);
    cr_assert_eq(kill(-second, SIGKILL), 0);
    struct ran ran = xunjian_wait(&running);
    cr_expect_eq(ran.code, 4, "exit %d: %s%s", ran.code, ran.out, ran.err);
    cr_expect_not_null(strstr(ran.out, "breakpoint: waits / s / robot (robot)"), "%s", ran.out);
    cr_expect_not_null(strstr(ran.err, "run begun anew"), "%s", ran.err);
    cr_expect_null(strstr(strstr(ran.err, "run begun anew") + 1, "run begun anew"), "%s",
                   ran.err);
    ran_done(&ran);
    unlink(path);
    pages_stop(pages);
    rmdir(browsing_in);
}

Test(browser, of_a_killed_robot_is_swept_up_by_the_next, .init = browsing_folder)
{
    struct pages *pages = pages_start("tests/system/pages");
    char path[160];
    snprintf(path, sizeof path, "%s/waits.journey.yaml", browsing_in);
    struct running running = start_waiting(pages_port(pages), path);
    pid_t robot = running.pid, browser = browsing_await(robot, 0);
    cr_assert_eq(kill(-browser, SIGSTOP), 0); /* it cannot notice that its robot is gone */
    cr_assert_eq(kill(robot, SIGKILL), 0);
    struct ran killed = xunjian_wait(&running);
    ran_done(&killed);
    unlink(path);
    cr_expect_eq(browsing_browser_of(robot), browser, "its home is still there");
    browsing_write("next", "", OPEN, pages_port(pages));
    struct ran next = browsing_run("next");
    cr_expect_eq(next.code, 0, "exit %d: %s%s", next.code, next.out, next.err);
    ran_done(&next);
    cr_expect_eq(browsing_browser_of(robot), 0, "its home is gone");
    for (int i = 0; i < 6000 && browsing_runs(browser); i++)
        poll(NULL, 0, 10);
    cr_expect_not(browsing_runs(browser), "it is ended, too");
    pages_stop(pages);
    rmdir(browsing_in);
}
