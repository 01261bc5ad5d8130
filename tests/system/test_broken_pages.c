/* SPDX-License-Identifier: Apache-2.0 */
/* The demo app's login page, broken by each page fault, and what the robot says of it. */

#include "tests/system/demo.h"
#include "tests/system/process.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Runs a journey of one step with these actions; ${at} begins its addresses. */
static struct ran browse(const char *at, const char *actions)
{
    char path[] = "/tmp/xunjian-broken-XXXXXX.journey.yaml";
    int fd = mkstemps(path, (int)strlen(".journey.yaml"));
    cr_assert_geq(fd, 0);
    FILE *file = fdopen(fd, "w");
    cr_assert_not_null(file);
    fprintf(
        file,
        "journey: broken\nvariables: { at: \"%s\" }\nsteps:\n  - name: s\n    timeout: 60s\n"
        "    browser:\n      mobile: pixel-8\n      action_timeout: 3s\n      actions:\n%s",
        at, actions);
    cr_assert_eq(fclose(file), 0);
    struct ran ran = XUNJIAN("run", path);
    unlink(path);
    return ran;
}

struct defect {
    const char *fault, *told, *words;
    int code;
};

#define ON_SUBMIT ", \"target\": \"[data-testid=login-submit]\""

static const struct defect defects[] = {
    {"\"dead-button\"" ON_SUBMIT, "act (dead_click)", "tap text 获取验证码 did nothing", 1},
    {"\"script-error\"" ON_SUBMIT, "act (dead_click)",
     "a script failed: TypeError: Cannot read properties of undefined (reading 'amount')", 1},
    {"\"script-error\"", "judge (script)", "reading 'amount'", 1},
    {"\"freeze\", \"delay_us\": 9000000" ON_SUBMIT, "act (frozen)", "its main thread is busy",
     1},
    {"\"missing-element\"" ON_SUBMIT, "act (element)", "tap text 获取验证码: nothing matches",
     1},
    {"\"overlay\"" ON_SUBMIT, "act (element)", "is covered by", 1},
    {"\"blank\"", "act (element)", "the page is blank", 1},
    {"\"rage-loop\"" ON_SUBMIT, "felt rage_loop", "the same page came again", 1},
    {"\"console-error\"", "1 degraded", "felt script_error", 0},
    {"\"broken-image\"", "1 degraded", "/h5/images/gone.png", 0},
    {"\"failed-resource\"", "1 degraded", "/h5/vendor/gone.js (404)", 0},
    {"\"template\"", "1 degraded", "尊敬的 {{ name }}", 0},
    {"\"cut-off\"" ON_SUBMIT, "1 degraded", "felt cut_off_text", 0},
    {"\"unstyled-overlap\"", "1 degraded", "felt overlap", 0},
};

/* As a customer types: the last field has the focus when the button is pressed. */
static const char log_in[] = "        - open: ${at}/h5/login\n"
                             "        - type: { label: 手机号, value: '13800138000' }\n"
                             "        - type: { label: 密码, value: Demo@2026 }\n"
                             "        - tap: 获取验证码\n"
                             "        - expect: 验证码已发送至\n";

Test(broken_pages, what_breaks_a_page_is_told_at_the_action_that_met_it)
{
    struct demo *demo = demo_start(NULL);
    for (size_t i = 0; i < sizeof defects / sizeof defects[0]; i++) {
        const struct defect *defect = &defects[i];
        char fault[256];
        snprintf(fault, sizeof fault,
                 "{\"endpoint\": \"/h5/login\", \"kind\": \"page\", \"do\": %s}",
                 defect->fault);
        demo_fault(demo, fault);
        struct ran ran = browse(demo->plain, log_in);
        cr_expect_eq(ran.code, defect->code, "%s: exit %d", defect->fault, ran.code);
        cr_expect_not_null(strstr(ran.out, defect->told), "%s: %s", defect->fault, ran.out);
        cr_expect_not_null(strstr(ran.out, defect->words), "%s: %s", defect->fault, ran.out);
        ran_done(&ran);
        demo_clear(demo);
    }
    demo_stop(demo);
}
