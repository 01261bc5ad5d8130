/* SPDX-License-Identifier: Apache-2.0 */
/* What suppresses opening: maintenance, dependencies, quorum, the robot's own network. */

#include "watching.h"

#include <criterion/criterion.h>

#define MINUTE (60 * NS_PER_S)

static struct watch *one_window(int64_t from_ns, int64_t to_ns)
{
    struct watch *w = watch_new();
    watch_add(w, "credit");
    w->windows[0] = (struct alert_window){.name = "night",
                                          .from_utc_ns = w->now_utc_ns + from_ns,
                                          .to_utc_ns = w->now_utc_ns + to_ns};
    w->window_count = 1;
    watch_configure(w);
    return w;
}

/* Runs once a minute; the window is from minute 5 to minute 10. */
struct maintenance {
    const char *says, *runs, *heard;
};
static const struct maintenance maintenance[] = {
    {"opened before, recovered inside: resolved inside", "ggbbbbgggggggg",
     "trigger:oncall resolve:oncall"},
    {"opened and recovered inside: nothing", "ggggggbbggggggg", ""},
    {"still failing after the end: fires then", "ggggggbbbbbb", "trigger:oncall"},
    {"on its way up at the end: nothing", "ggggggbbbggggg", ""},
    {"up at the end and down again: the next failure opens", "ggggggbbbgbbb", "trigger:oncall"},
};

Test(alert_holds, maintenance_mutes_and_never_forgets)
{
    for (size_t i = 0; i < sizeof maintenance / sizeof maintenance[0]; i++) {
        const struct maintenance *row = &maintenance[i];
        struct watch *w = one_window(5 * MINUTE, 10 * MINUTE);
        int64_t begin = w->now_utc_ns + 5 * MINUTE, end = w->now_utc_ns + 10 * MINUTE;
        watch_runs(w, "credit", row->runs);
        cr_expect_str_eq(watch_heard(w), row->heard, "%s", row->says);
        for (size_t n = 0; n < w->said_count; n++)
            cr_expect(w->said[n].message->kind == MESSAGE_RESOLVE ||
                          w->said[n].at_utc_ns < begin || w->said[n].at_utc_ns >= end,
                      "%s: a word inside", row->says);
        watch_end(w);
    }
}

Test(alert_holds, a_failure_that_outlives_its_window_fires_at_the_end_of_it)
{
    struct watch *w = one_window(0, 10 * MINUTE);
    int64_t end = w->now_utc_ns + 10 * MINUTE;
    watch_runs(w, "credit", "bbb");
    cr_expect_str_eq(alerts_state(w->alerts, "credit", "production"), "muted");
    cr_expect_eq(alerts_next_utc_ns(w->alerts), end);
    watch_wait(w, 20 * MINUTE);
    cr_expect_str_eq(watch_heard(w), "trigger:oncall");
    cr_expect_eq(watch_last(w)->said_utc_ns, end);
    watch_end(w);
}

Test(alert_holds, people_mute_and_unmute)
{
    static const char *const journeys[] = {"cre*", NULL};
    struct watch *w = watch_new();
    watch_add(w, "credit");
    watch_add(w, "login");
    watch_configure(w);
    struct alert_command command = {.action = ALERT_MUTE,
                                    .name = "deploy",
                                    .who = "Li",
                                    .match.journeys = journeys,
                                    .from_utc_ns = w->now_utc_ns,
                                    .to_utc_ns = w->now_utc_ns + 60 * MINUTE};
    cr_expect(watch_command(w, &command));
    watch_runs(w, "credit", "bbb");
    cr_expect_str_eq(watch_heard(w), "");
    watch_runs(w, "login", "bb");
    cr_expect_str_eq(watch_heard(w), "trigger:oncall", "others speak");
    struct kept kept = {
        .arena = w->arena, .rows = arena_array(w->arena, 100, struct alert_row), .size = 100};
    watch_restart(w, &kept);
    watch_runs(w, "credit", "b");
    cr_expect_str_eq(watch_heard(w), "", "a restart forgets no window");
    command = (struct alert_command){.action = ALERT_UNMUTE, .name = "deploy", .who = "Li"};
    cr_expect(watch_command(w, &command));
    watch_wait(w, MINUTE);
    cr_expect_str_eq(watch_heard(w), "update:oncall", "it fails at login's host, and joins");
    cr_expect_not(watch_command(w, &command), "it is gone");
    watch_end(w);
}

Test(alert_holds, reminders_wait_for_the_end_of_a_window)
{
    struct watch *w = one_window(5 * MINUTE, 120 * MINUTE);
    w->monitors[0].rule.remind_ns = 60 * MINUTE;
    watch_configure(w);
    int64_t end = w->now_utc_ns + 120 * MINUTE;
    watch_runs(w, "credit", "bb");
    watch_wait(w, 150 * MINUTE);
    cr_expect_str_eq(watch_heard(w), "trigger:oncall remind:oncall");
    cr_expect_eq(watch_last(w)->said_utc_ns, end);
    watch_end(w);
}

static const char *const on_login[] = {"login", NULL};
static const char *const on_credit[] = {"credit", NULL};

static void bad_at(struct watch *w, const char *journey, const char *host)
{
    watch_run(w, &(struct ran){.journey = journey,
                               .host = host,
                               .verdict = VERDICT_FAIL,
                               .phase = PHASE_WAIT,
                               .reason = REASON_TIMEOUT});
}

Test(alert_holds, a_dependency_that_fails_suppresses_opening_and_nothing_else)
{
    struct watch *w = watch_new();
    watch_add(w, "login");
    watch_add(w, "credit")->depends_on = on_login;
    watch_configure(w);
    bad_at(w, "login", "id:443");
    bad_at(w, "credit", "app:443");
    bad_at(w, "credit", "app:443");
    cr_expect_str_eq(watch_heard(w), "", "held back while login fails");
    cr_expect_str_eq(alerts_state(w->alerts, "credit", "production"), "held");
    cr_expect_str_eq(alerts_state(w->alerts, "login", "production"), "failing");
    bad_at(w, "login", "id:443");
    cr_expect_str_eq(watch_heard(w), "trigger:oncall");
    cr_expect_str_eq(watch_last(w)->journey, "login");
    size_t retests = w->retests;
    watch_runs(w, "login", "gg");
    cr_expect_str_eq(watch_heard(w), "resolve:oncall");
    cr_expect_eq(w->retests, retests + 1, "credit is looked at again at once");
    bad_at(w, "credit", "app:443");
    cr_expect_str_eq(watch_heard(w), "trigger:oncall", "and opens as it still fails");
    cr_expect_str_eq(alerts_state(w->alerts, "credit", "production"), "firing");
    bad_at(w, "login", "id:443");
    watch_runs(w, "credit", "gg");
    cr_expect_str_eq(watch_heard(w), "resolve:oncall", "a resolve is never suppressed");
    watch_end(w);
}

Test(alert_holds, a_failure_that_ends_with_its_dependency_is_never_told)
{
    struct watch *w = watch_new();
    watch_add(w, "login");
    watch_add(w, "credit")->depends_on = on_login;
    watch_configure(w);
    for (int i = 0; i < 2; i++) {
        bad_at(w, "login", "id:443");
        bad_at(w, "credit", "app:443");
    }
    watch_runs(w, "login", "gg");
    watch_runs(w, "credit", "gg");
    cr_expect_str_eq(watch_heard(w), "trigger:oncall resolve:oncall");
    watch_end(w);
}

/* credit fails twice within a second; login was well a minute ago. */
static struct watch *who_depends_fails_first(void)
{
    struct watch *w = watch_new();
    watch_add(w, "login");
    watch_add(w, "credit")->depends_on = on_login;
    watch_configure(w);
    watch_runs(w, "login", "gg");
    watch_runs(w, "credit", "g");
    bad_at(w, "credit", "app:443");
    cr_expect_eq(w->retests, 2, "of credit, and of login which it depends on");
    watch_wait(w, NS_PER_S);
    bad_at(w, "credit", "app:443");
    cr_expect_str_eq(watch_heard(w), "", "login may have broken in between");
    return w;
}

Test(alert_holds, who_fails_first_waits_for_a_look_at_what_it_depends_on)
{
    struct watch *w = who_depends_fails_first();
    const struct ran look = {.journey = "login", .cause = CAUSE_RETEST};
    watch_run(w, &look);
    cr_expect_str_eq(watch_heard(w), "trigger:oncall", "login is well");
    cr_expect_str_eq(watch_last(w)->journey, "credit");
    watch_end(w);
}

Test(alert_holds, what_it_depends_on_is_told_of_instead)
{
    struct watch *w = who_depends_fails_first();
    const struct ran look = {.journey = "login",
                             .host = "id:443",
                             .cause = CAUSE_RETEST,
                             .verdict = VERDICT_FAIL,
                             .status = 500};
    watch_run(w, &look);
    cr_expect_eq(w->retests, 3, "login's first failure is looked at again, whoever asked");
    watch_run(w, &look);
    cr_expect_eq(w->retests, 3);
    cr_expect_str_eq(watch_heard(w), "trigger:oncall");
    cr_expect_str_eq(watch_last(w)->journey, "login");
    bad_at(w, "credit", "app:443");
    watch_wait(w, 5 * MINUTE);
    cr_expect_str_eq(watch_heard(w), "", "credit's failure is explained");
    watch_end(w);
}

Test(alert_holds, an_answer_that_does_not_come_delays_half_a_minute_even_over_a_restart)
{
    struct watch *w = who_depends_fails_first();
    struct kept kept = {
        .arena = w->arena, .rows = arena_array(w->arena, 100, struct alert_row), .size = 100};
    watch_restart(w, &kept);
    watch_wait(w, 20 * NS_PER_S);
    cr_expect_str_eq(watch_heard(w), "");
    watch_wait(w, 10 * NS_PER_S);
    cr_expect_str_eq(watch_heard(w), "trigger:oncall");
    watch_end(w);
}

Test(alert_holds, a_circle_of_dependencies_suppresses_nobody)
{
    struct watch *w = watch_new();
    watch_add(w, "login")->depends_on = on_credit;
    watch_add(w, "credit")->depends_on = on_login;
    watch_configure(w);
    for (int i = 0; i < 2; i++) {
        bad_at(w, "login", "id:443");
        bad_at(w, "credit", "app:443");
    }
    cr_expect_str_eq(watch_heard(w), "trigger:oncall trigger:oncall");
    watch_end(w);
}

static void bad_from(struct watch *w, const char *location)
{
    watch_run(w, &(struct ran){.journey = "credit",
                               .location = location,
                               .verdict = VERDICT_FAIL,
                               .status = 500});
}

static void good_from(struct watch *w, const char *location)
{
    watch_run(w, &(struct ran){.journey = "credit", .location = location});
}

Test(alert_holds, a_quorum_opens_only_when_so_many_locations_see_it)
{
    struct watch *w = watch_new();
    watch_add(w, "credit");
    w->config.quorum = (struct quorum_rule){.locations = 2, .within_ns = 10 * MINUTE};
    watch_configure(w);
    bad_from(w, "sh");
    bad_from(w, "sh");
    good_from(w, "bj");
    cr_expect_str_eq(watch_heard(w), "", "Shanghai alone");
    watch_wait(w, 20 * MINUTE);
    bad_from(w, "bj");
    bad_from(w, "bj");
    cr_expect_str_eq(watch_heard(w), "", "what Shanghai saw is too old");
    bad_from(w, "sh");
    cr_expect_str_eq(watch_heard(w), "trigger:oncall", "both, now");
    good_from(w, "gz");
    good_from(w, "gz");
    cr_expect_str_eq(watch_heard(w), "", "a third that sees nothing does not outvote them");
    good_from(w, "sh");
    good_from(w, "sh");
    cr_expect_str_eq(watch_heard(w), "resolve:oncall", "one alone is no quorum");
    watch_end(w);
}
