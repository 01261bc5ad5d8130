/* SPDX-License-Identifier: Apache-2.0 */
/* The real robot with a second engine, WebKitGTK by WebDriver: the same actions, the same words for what is
 * broken, and honesty about what the protocol does not show. */

#include "tests/shared/pages.h"
#include "tests/system/browsing.h"
#include "tests/system/demo.h"
#include "tests/system/service.h"

#include <criterion/criterion.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WEBKIT "      engine: webkit\n"
#define OPEN   "        - open: ${at}/page.html\n"

Test(webkit, does_what_a_customer_does, .init = browsing_folder)
{
    struct pages *pages = pages_start("tests/system/pages");
    browsing_write("able", WEBKIT "      mobile: pixel-8\n", browsing_able, pages_port(pages));
    struct ran ran = browsing_run("able");
    cr_expect_eq(ran.code, 0, "exit %d: %s%s", ran.code, ran.out, ran.err);
    ran_done(&ran);
    pages_stop(pages);
    rmdir(browsing_in);
}

/* The demo app's, in WebKit instead of Chromium; the credit application needs a camera, which it has not. */
static void write_for_webkit(const char *name)
{
    static const char phone[] = "      mobile: pixel-8\n";
    char path[200];
    snprintf(path, sizeof path, "scenarios/h5/%s.journey.yaml", name);
    char *text = file_text(path), *at = strstr(text, phone);
    snprintf(path, sizeof path, "%s/%s.journey.yaml", browsing_in, name);
    if (at != NULL)
        write_file(path, "%.*s" WEBKIT "%s", (int)(at - text), text, at);
    else /* it includes one that says so */
        write_file(path, "%s", text);
    free(text);
}

Test(webkit, takes_customers_through_the_demo_app, .init = browsing_folder)
{
    struct demo *demo = demo_start((const char *const[]){"--seed", "1", NULL});
    static const char *const names[] = {"login", "fund-purchase", "repayment"};
    char base[100], ca[300];
    snprintf(base, sizeof base, "XUNJIAN_DEMO_BASE=%s", demo->base);
    snprintf(ca, sizeof ca, "XUNJIAN_DEMO_CA=%s", demo->ca);
    const char *const environment[] = {base, ca, "XUNJIAN_DEMO_LOGIN_PASSWORD=Demo@2026",
                                       "XUNJIAN_DEMO_TRADE_PASSWORD=246810", NULL};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        write_for_webkit(names[i]);
    const char *const arguments[] = {
        "run",       "--parallel", "1", "--env", "scenarios/environments/demo.yaml",
        browsing_in, NULL};
    struct ran ran = xunjian(arguments, environment);
    cr_expect_eq(ran.code, 0, "exit %d: %s%s", ran.code, ran.out, ran.err);
    cr_expect_not_null(strstr(ran.out, "3 runs: 3 pass"), "%s", ran.out);
    ran_done(&ran);
    demo_stop(demo);
    cr_expect_eq(shell(NULL, 0, "rm -r %s", browsing_in), 0);
}

Test(webkit, says_why_a_customer_could_not, .init = browsing_folder)
{
    static const struct browsing_failure rows[] = {
        {"missing", "        - click: 不存在\n", "act (element)", "visible are button \"提交\"",
         1},
        {"disabled", "        - click: 禁用\n", "act (element)", "it is disabled: button#dis",
         1},
        {"covered", "        - open: ${at}/page.html?cov\n        - click: 提交\n",
         "act (element)", "is covered by div#cover", 1},
        {"dead", "        - click: 没反应\n        - expect: 成功\n", "act (dead_click)",
         "click text 没反应 did nothing", 1},
        {"thrower", "        - click: 报错\n        - expect: 成功\n", "act (dead_click)",
         "a script failed: Error: boom", 1},
        {"frozen", "        - click: 卡死\n", "act (frozen)", "its main thread is busy", 1},
        {"no_host", "        - open: http://no.such.host.invalid/\n", "dns (unresolved)",
         "could not be resolved", 1},
        {"script", "        - run: \"Promise.reject(new Error('nope'))\"\n", "act (script)",
         "nope", 1},
    };
    struct pages *pages = pages_start("tests/system/pages");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        browsing_expect(&rows[i], WEBKIT, pages_port(pages));
    pages_stop(pages);
    rmdir(browsing_in);
}

Test(webkit, does_not_judge_what_it_does_not_show, .init = browsing_folder)
{
    struct pages *pages = pages_start("tests/system/pages");
    browsing_write("blind", WEBKIT, OPEN "    assert:\n      - status: 200\n",
                   pages_port(pages));
    struct ran blind = browsing_run("blind");
    cr_expect_eq(blind.code, 4, "exit %d: %s%s", blind.code, blind.out, blind.err);
    cr_expect_not_null(strstr(blind.out, "robot (not_evaluated)"), "%s", blind.out);
    cr_expect_not_null(strstr(blind.out, "does not tell of the network"), "%s", blind.out);
    ran_done(&blind);
    browsing_write("camera", WEBKIT "      grant: [geolocation]\n      network: 3g\n", OPEN,
                   pages_port(pages));
    struct ran refused = browsing_run("camera");
    cr_expect_eq(refused.code, 3, "exit %d: %s%s", refused.code, refused.out, refused.err);
    cr_expect_not_null(strstr(refused.err, "grant: WebDriver has no word for it"), "%s",
                       refused.err);
    cr_expect_not_null(strstr(refused.err, "network: WebDriver has no word for it"), "%s",
                       refused.err);
    ran_done(&refused);
    pages_stop(pages);
    rmdir(browsing_in);
}

Test(webkit, leaves_nothing_of_a_customer_to_the_next, .init = browsing_folder)
{
    struct pages *pages = pages_start("tests/system/pages");
    char path[160];
    snprintf(path, sizeof path, "%s/traces.journey.yaml", browsing_in);
    browsing_write("traces", WEBKIT,
                   "        - open: ${at}/clean.html\n"
                   "        - expect: { css: '#found', equals: 'found: nothing' }\n"
                   "        - click: 留下痕迹\n"
                   "        - expect: { css: '#found', contains: 'planted: cookie localStorage "
                   "sessionStorage window.name' }\n",
                   pages_port(pages));
    struct ran planted = XUNJIAN("run", "--repeat", "2", "--parallel", "1", path);
    cr_expect_eq(planted.code, 0, "exit %d: %s%s", planted.code, planted.out, planted.err);
    ran_done(&planted);
    unlink(path);
    pages_stop(pages);
    rmdir(browsing_in);
}

Test(webkit, that_dies_twice_is_the_robots_fault, .init = browsing_folder)
{
    struct pages *pages = pages_start("tests/system/pages");
    char path[160];
    snprintf(path, sizeof path, "%s/waits.journey.yaml", browsing_in);
    browsing_write("waits", WEBKIT,
                   OPEN "        - wait_for: { css: '#nothing', timeout: 40s }\n",
                   pages_port(pages));
    const char *const arguments[] = {"run", path, NULL};
    struct running running = xunjian_start(arguments, NULL);
    pid_t first = browsing_await(running.pid, 0);
    cr_assert_eq(kill(-first, SIGKILL), 0);
    pid_t second = browsing_await(running.pid, first);
    cr_assert_eq(kill(-second, SIGKILL), 0);
    struct ran ran = xunjian_wait(&running);
    cr_expect_eq(ran.code, 4, "exit %d: %s%s", ran.code, ran.out, ran.err);
    cr_expect_not_null(strstr(ran.out, "breakpoint: waits / s / robot (robot)"), "%s", ran.out);
    ran_done(&ran);
    cr_expect_eq(browsing_browser_of(running.pid), 0, "its home is gone");
    unlink(path);
    pages_stop(pages);
    rmdir(browsing_in);
}

Test(webkit, of_a_killed_robot_is_swept_up_by_the_next, .init = browsing_folder)
{
    struct pages *pages = pages_start("tests/system/pages");
    char path[160];
    snprintf(path, sizeof path, "%s/waits.journey.yaml", browsing_in);
    browsing_write("waits", WEBKIT,
                   OPEN "        - wait_for: { css: '#nothing', timeout: 40s }\n",
                   pages_port(pages));
    const char *const arguments[] = {"run", path, NULL};
    struct running running = xunjian_start(arguments, NULL);
    pid_t robot = running.pid, group = browsing_await(robot, 0);
    cr_assert_eq(kill(robot, SIGKILL), 0);
    struct ran killed = xunjian_wait(&running);
    ran_done(&killed);
    unlink(path);
    cr_expect_eq(browsing_browser_of(robot), group, "its home is still there");
    browsing_write("next", WEBKIT, OPEN, pages_port(pages));
    struct ran next = browsing_run("next");
    cr_expect_eq(next.code, 0, "exit %d: %s%s", next.code, next.out, next.err);
    ran_done(&next);
    cr_expect_eq(browsing_browser_of(robot), 0, "its home is gone");
    for (int i = 0; i < 6000 && browsing_runs(group); i++)
        poll(NULL, 0, 10);
    cr_expect_not(browsing_runs(group), "it is ended, too");
    pages_stop(pages);
    rmdir(browsing_in);
}
