/* SPDX-License-Identifier: Apache-2.0 */
/* Flapping is told once, and its end once. */

#include "watching.h"

#include <criterion/criterion.h>

#define MINUTE (60 * NS_PER_S)

static struct watch *flapping(void)
{
    struct watch *w = watch_new();
    watch_add(w, "credit")->rule.remind_ns = 10 * MINUTE; /* not while it flaps */
    watch_add(w, "login");
    watch_configure(w);
    watch_runs(w, "credit", "bbggbbgg");
    cr_expect_str_eq(watch_heard(w),
                     "trigger:oncall resolve:oncall trigger:oncall resolve:oncall");
    watch_runs(w, "credit", "bb");
    cr_expect_str_eq(watch_heard(w), "trigger:oncall", "the third within an hour");
    cr_expect_str_eq(watch_last(w)->title, "credit is flapping at pay (judge: status)");
    return w;
}

Test(alert_flapping, is_told_once_and_resolved_once_when_calm)
{
    struct watch *w = flapping();
    watch_runs(w, "credit", "ggbbggbbggbbgg");
    cr_expect_str_eq(watch_heard(w), "", "nothing in between");
    cr_expect_str_eq(alerts_state(w->alerts, "credit", "production"), "flapping");
    watch_wait(w, 28 * MINUTE);
    cr_expect_str_eq(watch_heard(w), "");
    watch_wait(w, 2 * MINUTE);
    cr_expect_str_eq(watch_heard(w), "resolve:oncall");
    cr_expect_str_eq(alerts_state(w->alerts, "credit", "production"), "ok");
    watch_end(w);
}

Test(alert_flapping, that_turns_into_steady_failure_says_so_and_goes_on)
{
    struct watch *w = flapping();
    for (int i = 0; i < 31; i++)
        watch_runs(w, "credit", "b");
    cr_expect_str_eq(watch_heard(w), "update:oncall remind:oncall", "and reminders again");
    cr_expect_str_eq(watch_last(w)->title, "credit fails at pay (judge: status)");
    watch_runs(w, "credit", "gg");
    cr_expect_str_eq(watch_heard(w), "resolve:oncall");
    watch_end(w);
}

Test(alert_flapping, does_not_swallow_an_outage_beside_it)
{
    struct watch *w = flapping();
    watch_runs(w, "login", "bb");
    cr_expect_str_eq(watch_heard(w), "trigger:oncall", "the same host, but its own incident");
    cr_expect_str_eq(watch_last(w)->journey, "login");
    watch_end(w);
}

Test(alert_flapping, is_not_three_times_in_a_day)
{
    struct watch *w = watch_new();
    watch_add(w, "credit");
    watch_configure(w);
    for (int i = 0; i < 4; i++) {
        watch_runs(w, "credit", "bbgg");
        cr_expect_str_eq(watch_heard(w), "trigger:oncall resolve:oncall");
        watch_wait(w, 31 * MINUTE);
    }
    watch_end(w);
}
