/* SPDX-License-Identifier: Apache-2.0 */
/* The real robot with a real Chromium: what it can do, what it says of what is broken, what becomes of a run
 * whose browser dies, and that every run is a new customer. */

#include "tests/shared/pages.h"
#include "tests/system/process.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[64];

static void make_folder(void)
{
    strcpy(folder, "/tmp/xunjian-browsing-XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
}

/* A journey of one step; its steps' addresses begin with ${at}. */
static void write_journey(const char *name, const char *settings, const char *actions, int port)
{
    char path[160];
    snprintf(path, sizeof path, "%s/%s.journey.yaml", folder, name);
    FILE *file = fopen(path, "w");
    cr_assert_not_null(file);
    fprintf(
        file,
        "journey: %s\nvariables: { at: \"http://localhost:%d\" }\nsteps:\n  - name: s\n"
        "    timeout: 60s\n    browser:\n      action_timeout: 1500ms\n%s      actions:\n%s",
        name, port, settings, actions);
    cr_assert_eq(fclose(file), 0);
}

static struct ran run(const char *name)
{
    char path[160];
    snprintf(path, sizeof path, "%s/%s.journey.yaml", folder, name);
    struct ran ran = XUNJIAN("run", path);
    unlink(path);
    return ran;
}

#define OPEN "        - open: ${at}/page.html\n"

Test(browser, does_what_a_customer_does, .init = make_folder)
{
    struct pages *pages = pages_start("tests/system/pages");
    write_journey("able", "      mobile: pixel-8\n",
                  OPEN "        - click: 提交\n"
                       "        - expect: { css: '#out', equals: 已点击 }\n"
                       "        - type: { label: 姓名, value: 张三abc }\n"
                       "        - expect: { css: '#f', value: 张三abc }\n"
                       "        - type: { label: 姓名, value: '!' , append: true }\n"
                       "        - expect: { css: '#f', value: 张三abc! }\n"
                       "        - clear: 姓名\n"
                       "        - expect: { css: '#f', value: '' }\n"
                       "        - drag: { css: '#knob', right: 120 }\n"
                       "        - expect: { css: '#out', equals: 拖到 120px }\n"
                       "        - run: document.getElementById('out').textContent = '脚本'\n"
                       "        - expect: { css: '#out', equals: 脚本 }\n"
                       "        - select: { label: 省, value: 上海 }\n"
                       "        - expect: { css: '#s', value: 上海 }\n"
                       "        - dialog: dismiss\n"
                       "        - tap: 询问\n"
                       "        - expect: { css: '#out', equals: 否 }\n"
                       "        - click: 远处\n"
                       "        - expect: { css: '#out', equals: 远 }\n"
                       "        - frame: '#fr'\n"
                       "        - click: 框内\n"
                       "        - expect: 框内已点\n"
                       "        - frame: { top: true }\n"
                       "        - click: 新窗口\n"
                       "        - window: 2\n"
                       "        - expect: { url: two }\n"
                       "        - window: 1\n"
                       "        - open: ${at}/page.html?late\n"
                       "        - click: 迟到\n"
                       "        - expect: 来了\n"
                       "        - back: load\n"
                       "        - expect: { url: 'page.html$' }\n",
                  pages_port(pages));
    struct ran ran = run("able");
    cr_expect_eq(ran.code, 0, "exit %d: %s%s", ran.code, ran.out, ran.err);
    ran_done(&ran);
    pages_stop(pages);
    rmdir(folder);
}

Test(browser, says_why_a_customer_could_not, .init = make_folder)
{
    static const struct {
        const char *name, *actions, *breakpoint, *words;
        int code;
    } rows[] = {
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
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char actions[512], breakpoint[160];
        snprintf(actions, sizeof actions, OPEN "%s", rows[i].actions);
        snprintf(breakpoint, sizeof breakpoint, "breakpoint: %s / s / %s", rows[i].name,
                 rows[i].breakpoint);
        write_journey(rows[i].name, "", actions, pages_port(pages));
        struct ran ran = run(rows[i].name);
        cr_expect_eq(ran.code, rows[i].code, "%s: exit %d", rows[i].name, ran.code);
        cr_expect_not_null(strstr(ran.out, breakpoint), "%s: %s", rows[i].name, ran.out);
        cr_expect_not_null(strstr(ran.out, rows[i].words), "%s: %s", rows[i].name, ran.out);
        ran_done(&ran);
    }
    pages_stop(pages);
    rmdir(folder);
}

/* ---- every run is a new customer ---- */

Test(browser, leaves_nothing_of_a_customer_to_the_next, .init = make_folder)
{
    struct pages *pages = pages_start("tests/system/pages");
    char path[160];
    snprintf(path, sizeof path, "%s/traces.journey.yaml", folder);
    write_journey(
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
    write_journey("clean", "",
                  "        - open: ${at}/clean.html\n"
                  "        - expect: { css: '#found', equals: 'found: nothing' }\n",
                  pages_port(pages));
    struct ran clean = run("clean");
    cr_expect_eq(clean.code, 0, "exit %d: %s%s", clean.code, clean.out, clean.err);
    ran_done(&clean);
    pages_stop(pages);
    rmdir(folder);
}

/* ---- a browser's death ---- */

/* The browser of the robot `pid`, by its home's owner file: ROBOT START BROWSER START. 0: none yet. */
static pid_t browser_of(pid_t pid)
{
    char prefix[64], path[512];
    int robot = 0, browser = 0;
    snprintf(prefix, sizeof prefix, "xunjian-browser-%d-", (int)pid);
    DIR *homes = opendir("/tmp");
    for (const struct dirent *entry; homes != NULL && (entry = readdir(homes)) != NULL;) {
        if (strncmp(entry->d_name, prefix, strlen(prefix)) != 0)
            continue;
        snprintf(path, sizeof path, "/tmp/%s/owner", entry->d_name);
        FILE *file = fopen(path, "r");
        if (file != NULL && fscanf(file, "%d %*u %d", &robot, &browser) != 2)
            browser = 0;
        if (file != NULL)
            fclose(file);
    }
    if (homes != NULL)
        closedir(homes);
    return browser;
}

/* Not when it has ended, and nobody has waited for it. */
static bool runs(pid_t pid)
{
    char path[64], state = 'Z';
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return false;
    if (fscanf(file, "%*d (%*[^)]) %c", &state) != 1)
        state = 'Z';
    fclose(file);
    return state != 'Z' && state != 'X';
}

static pid_t await_browser(pid_t robot, pid_t other_than)
{
    for (int i = 0; i < 6000; i++) {
        pid_t browser = browser_of(robot);
        if (browser > 0 && browser != other_than)
            return browser;
        poll(NULL, 0, 10);
    }
    cr_assert_fail("no browser came up");
    return 0;
}

static struct running start_waiting(int port, const char *path)
{
    write_journey("waits", "", OPEN "        - wait_for: { css: '#nothing', timeout: 40s }\n",
                  port);
    const char *const arguments[] = {"run", path, NULL};
    return xunjian_start(arguments, NULL);
}

Test(browser, that_dies_twice_is_the_robots_fault_and_once_is_none, .init = make_folder)
{
    struct pages *pages = pages_start("tests/system/pages");
    char path[160];
    snprintf(path, sizeof path, "%s/waits.journey.yaml", folder);
    struct running running = start_waiting(pages_port(pages), path);
    pid_t first = await_browser(running.pid, 0);
    cr_assert_eq(kill(-first, SIGKILL), 0);
    pid_t second = await_browser(running.pid, first);
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
    rmdir(folder);
}

Test(browser, of_a_killed_robot_is_swept_up_by_the_next, .init = make_folder)
{
    struct pages *pages = pages_start("tests/system/pages");
    char path[160];
    snprintf(path, sizeof path, "%s/waits.journey.yaml", folder);
    struct running running = start_waiting(pages_port(pages), path);
    pid_t robot = running.pid, browser = await_browser(robot, 0);
    cr_assert_eq(kill(-browser, SIGSTOP), 0); /* it cannot notice that its robot is gone */
    cr_assert_eq(kill(robot, SIGKILL), 0);
    struct ran killed = xunjian_wait(&running);
    ran_done(&killed);
    unlink(path);
    cr_expect_eq(browser_of(robot), browser, "its home is still there");
    write_journey("next", "", OPEN, pages_port(pages));
    struct ran next = run("next");
    cr_expect_eq(next.code, 0, "exit %d: %s%s", next.code, next.out, next.err);
    ran_done(&next);
    cr_expect_eq(browser_of(robot), 0, "its home is gone");
    for (int i = 0; i < 6000 && runs(browser); i++)
        poll(NULL, 0, 10);
    cr_expect_not(runs(browser), "it is ended, too");
    pages_stop(pages);
    rmdir(folder);
}
