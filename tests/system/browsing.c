/* SPDX-License-Identifier: Apache-2.0 */
/* browsing.c - see browsing.h. */

#include "tests/system/browsing.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char browsing_in[64];

void browsing_folder(void)
{
    strcpy(browsing_in, "/tmp/xunjian-browsing-XXXXXX");
    cr_assert_not_null(mkdtemp(browsing_in));
}

/* A journey of one step; its steps' addresses begin with ${at}. */
void browsing_write(const char *name, const char *settings, const char *actions, int port)
{
    char path[160];
    snprintf(path, sizeof path, "%s/%s.journey.yaml", browsing_in, name);
    FILE *file = fopen(path, "w");
    cr_assert_not_null(file);
    fprintf(
        file,
        "journey: %s\nvariables: { at: \"http://localhost:%d\" }\nsteps:\n  - name: s\n"
        "    timeout: 60s\n    browser:\n      action_timeout: 1500ms\n%s      actions:\n%s",
        name, port, settings, actions);
    cr_assert_eq(fclose(file), 0);
}

struct ran browsing_run(const char *name)
{
    char path[160];
    snprintf(path, sizeof path, "%s/%s.journey.yaml", browsing_in, name);
    struct ran ran = XUNJIAN("run", path);
    unlink(path);
    return ran;
}

/* The browser of the robot `pid`, by its home's owner file: ROBOT START BROWSER START. 0: none yet. */
pid_t browsing_browser_of(pid_t pid)
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
bool browsing_runs(pid_t pid)
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

pid_t browsing_await(pid_t robot, pid_t other_than)
{
    for (int i = 0; i < 6000; i++) {
        pid_t browser = browsing_browser_of(robot);
        if (browser > 0 && browser != other_than)
            return browser;
        poll(NULL, 0, 10);
    }
    cr_assert_fail("no browser came up");
    return 0;
}

#define OPEN "        - open: ${at}/page.html\n"

const char browsing_able[] =
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
         "        - run: document.getElementById('out').textContent = '脚本';\n"
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
         "        - expect: { url: 'page.html$' }\n"
         "        - screenshot: true\n";

void browsing_expect(const struct browsing_failure *failure, const char *settings, int port)
{
    char actions[512], breakpoint[160];
    snprintf(actions, sizeof actions, OPEN "%s", failure->actions);
    snprintf(breakpoint, sizeof breakpoint, "breakpoint: %s / s / %s", failure->name,
             failure->breakpoint);
    browsing_write(failure->name, settings, actions, port);
    struct ran ran = browsing_run(failure->name);
    cr_expect_eq(ran.code, failure->code, "%s: exit %d", failure->name, ran.code);
    cr_expect_not_null(strstr(ran.out, breakpoint), "%s: %s", failure->name, ran.out);
    cr_expect_not_null(strstr(ran.out, failure->words), "%s: %s", failure->name, ran.out);
    ran_done(&ran);
}
