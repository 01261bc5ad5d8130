/* SPDX-License-Identifier: Apache-2.0 */
/* The robot's own faults: cut off from the network, or broken itself. */

#include "watching.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

enum { MANY = 20 };

/* Each journey at a host of its own. */
static struct watch *many_hosts(void)
{
    struct watch *w = watch_new();
    char name[24];
    for (int i = 0; i < MANY; i++) {
        snprintf(name, sizeof name, "j%02d", i);
        watch_add(w, name);
    }
    w->config.connectivity =
        (struct connectivity_rule){.percent = 90, .least = 5, .within_ns = 120 * NS_PER_S};
    w->config.store_alarm = &w->channels[1];
    watch_configure(w);
    return w;
}

static void run_all(struct watch *w, bool good, int status)
{
    char host[24];
    for (int i = 0; i < MANY; i++) {
        snprintf(host, sizeof host, "host%02d:443", i);
        watch_run(w, &(struct ran){.journey = w->monitors[i].journey,
                                   .host = host,
                                   .verdict = good ? VERDICT_PASS : VERDICT_FAIL,
                                   .phase = PHASE_CONNECT,
                                   .reason = good ? REASON_NONE : REASON_TIMEOUT,
                                   .status = status});
    }
}

static size_t triggers(const struct watch *w, const char *rule)
{
    size_t n = 0;
    for (size_t i = 0; i < w->said_count; i++)
        n += w->said[i].message->kind == MESSAGE_TRIGGER &&
             strcmp(w->said[i].message->rule, rule) == 0;
    return n;
}

Test(alert_robot, without_a_way_out_tells_one_thing_and_holds_the_rest_back)
{
    struct watch *w = many_hosts();
    watch_connectivity(w, true);
    watch_connectivity(w, false);
    run_all(w, false, 0);
    run_all(w, false, 0);
    cr_expect_str_eq(watch_heard(w), "trigger:team", "where the robot's owners listen");
    cr_expect_str_eq(watch_last(w)->rule, "connectivity");
    watch_connectivity(w, false);
    cr_expect_str_eq(watch_heard(w), "", "once");
    size_t retests = w->retests;
    watch_connectivity(w, true);
    cr_expect_str_eq(watch_heard(w), "resolve:team");
    cr_expect_eq(w->retests, retests + MANY, "all are looked at again at once");
    char first[] = "j00";
    watch_run(w, &(struct ran){.journey = first,
                               .host = "host00:443",
                               .verdict = VERDICT_FAIL,
                               .reason = REASON_UNREACHABLE,
                               .cause = CAUSE_RETEST});
    cr_expect_str_eq(watch_heard(w), "trigger:oncall", "what still fails fires now");
    run_all(w, true, 200);
    run_all(w, true, 200);
    cr_expect_str_eq(watch_heard(w), "resolve:oncall");
    watch_end(w);
}

Test(alert_robot, is_suspected_when_nearly_everything_falls_silent_at_once)
{
    struct watch *w = many_hosts();
    run_all(w, true, 200);
    run_all(w, false, 0);
    run_all(w, false, 0);
    cr_expect_eq(triggers(w, "connectivity"), 1u);
    cr_expect_eq(triggers(w, "journey"), 0u);
    run_all(w, true, 200);
    run_all(w, true, 200);
    watch_wait(w, 600 * NS_PER_S);
    cr_expect_str_eq(watch_heard(w), "trigger:team resolve:team");
    watch_end(w);
}

Test(alert_robot, is_trusted_again_when_most_monitors_are_well)
{
    struct watch *w = many_hosts();
    run_all(w, false, 0);
    run_all(w, false, 0);
    watch_heard(w);
    for (int i = 0; i < MANY * 55 / 100; i++)
        watch_good(w, w->monitors[i].journey);
    cr_expect_str_eq(watch_heard(w), "", "45 of a hundred are half of 90");
    watch_good(w, w->monitors[MANY - 1].journey);
    cr_expect_str_eq(watch_heard(w), "resolve:team");
    watch_end(w);
}

/* One after the other, each looked at twice, as a schedule does it. */
Test(alert_robot, is_suspected_before_a_hundred_pages_are_out)
{
    struct watch *w = many_hosts();
    char host[24];
    for (int i = 0; i < MANY; i++) {
        snprintf(host, sizeof host, "host%02d:443", i);
        struct ran ran = {.journey = w->monitors[i].journey,
                          .host = host,
                          .verdict = VERDICT_FAIL,
                          .phase = PHASE_DNS,
                          .reason = REASON_UNRESOLVED};
        watch_run(w, &ran);
        ran.cause = CAUSE_RETEST;
        watch_wait(w, NS_PER_S / 2);
        watch_run(w, &ran);
        watch_wait(w, NS_PER_S / 2);
    }
    watch_wait(w, 300 * NS_PER_S);
    cr_expect_eq(triggers(w, "connectivity"), 1u);
    cr_expect_eq(triggers(w, "journey"), 2u,
                 "%zu: the first two hosts, whose pages must not be late",
                 triggers(w, "journey"));
    watch_end(w);
}

Test(alert_robot, is_not_suspected_of_what_answers)
{
    struct watch *w = many_hosts();
    run_all(w, false, 503);
    run_all(w, false, 503);
    cr_expect_eq(triggers(w, "connectivity"), 0u);
    cr_expect_eq(triggers(w, "journey"), (size_t)MANY);
    watch_end(w);
}

struct answer {
    const char *says;
    enum phase phase;
    enum reason reason;
    const char *message;
    bool suspected;
};
static const struct answer answers[] = {
    {"names that do not resolve", PHASE_DNS, REASON_UNRESOLVED, "no such host", true},
    {"no answer to a connection", PHASE_CONNECT, REASON_TIMEOUT, "no connection in 5s", true},
    {"no route", PHASE_CONNECT, REASON_UNREACHABLE, "no route to the network of app", true},
    {"a port that refuses was reached", PHASE_CONNECT, REASON_REFUSED,
     "app:443 refused the connection", false},
    {"who is connected has a way out", PHASE_WAIT, REASON_TIMEOUT, "no answer in 5s", false},
    {"a certificate is an answer", PHASE_TLS, REASON_TLS_VERIFY, "expired", false},
};

Test(alert_robot, is_suspected_by_silence_alone)
{
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        struct watch *w = many_hosts();
        for (int k = 0; k < 2 * MANY; k++) {
            char host[24];
            snprintf(host, sizeof host, "host%02d:443", k % MANY);
            watch_run(w, &(struct ran){.journey = w->monitors[k % MANY].journey,
                                       .host = host,
                                       .verdict = VERDICT_FAIL,
                                       .phase = answers[i].phase,
                                       .reason = answers[i].reason,
                                       .message = answers[i].message});
        }
        cr_expect_eq(triggers(w, "connectivity"), answers[i].suspected, "%s", answers[i].says);
        cr_expect_eq(triggers(w, "journey"), answers[i].suspected ? 0u : (size_t)MANY, "%s",
                     answers[i].says);
        watch_end(w);
    }
}

Test(alert_robot, is_cleared_by_targets_that_answer)
{
    struct watch *w = many_hosts();
    run_all(w, false, 0);
    run_all(w, false, 0);
    cr_expect_eq(triggers(w, "connectivity"), 1u);
    watch_wait(w, 15 * NS_PER_S);
    watch_connectivity(w, true);
    run_all(w, false, 0);
    cr_expect_eq(triggers(w, "journey"), (size_t)MANY, "it is they, not the robot");
    cr_expect_eq(triggers(w, "connectivity"), 1u);
    watch_end(w);
}

Test(alert_robot, remembers_after_a_restart_whom_it_suspects)
{
    static const char *const targets[] = {"tcp://10.0.0.1:443", NULL};
    struct watch *w = many_hosts();
    w->config.connectivity.targets = targets;
    watch_configure(w);
    struct kept kept = {
        .arena = w->arena, .rows = arena_array(w->arena, 100, struct alert_row), .size = 100};
    run_all(w, false, 0);
    run_all(w, false, 0);
    watch_restart(w, &kept);
    watch_wait(w, 30 * NS_PER_S);
    run_all(w, false, 0);
    cr_expect_eq(triggers(w, "connectivity"), 1u);
    cr_expect_eq(triggers(w, "journey"), 0u);
    watch_connectivity(w, true);
    watch_restart(w, &kept);
    for (int round = 0; round < 3; round++)
        run_all(w, true, 200);
    run_all(w, false, 0);
    run_all(w, false, 0);
    watch_wait(w, 30 * NS_PER_S);
    cr_expect_eq(triggers(w, "connectivity"), 1u, "targets answered a moment ago");
    cr_expect_eq(triggers(w, "journey"), (size_t)MANY);
    watch_end(w);
}

Test(alert_robot, lets_three_hosts_of_many_page_after_a_short_wait)
{
    struct watch *w = many_hosts();
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 3; i++) {
            char host[24];
            snprintf(host, sizeof host, "host%02d:443", i);
            watch_run(w, &(struct ran){.journey = w->monitors[i].journey,
                                       .host = host,
                                       .verdict = VERDICT_FAIL,
                                       .reason = REASON_UNREACHABLE});
        }
    cr_expect_str_eq(watch_heard(w), "");
    watch_wait(w, 30 * NS_PER_S);
    cr_expect_str_eq(watch_heard(w), "trigger:oncall trigger:oncall trigger:oncall");
    watch_end(w);
}

Test(alert_robot, that_fails_itself_tells_its_owners_once)
{
    struct watch *w = many_hosts();
    watch_runs(w, "j00", "ii");
    cr_expect_str_eq(watch_heard(w), "");
    watch_runs(w, "j00", "i");
    cr_expect_str_eq(watch_heard(w), "trigger:team");
    cr_expect_str_eq(watch_last(w)->rule, "internal");
    cr_expect_str_eq(watch_last(w)->severity, "warning");
    watch_runs(w, "j01", "iiiiii");
    cr_expect_str_eq(watch_heard(w), "update:team", "the same robot");
    watch_runs(w, "j00", "g");
    cr_expect_str_eq(watch_heard(w), "");
    watch_runs(w, "j01", "b");
    cr_expect_str_eq(watch_heard(w), "resolve:team", "a failing app, but a working robot");
    cr_expect_str_eq(alerts_state(w->alerts, "j00", "production"), "ok");
    watch_end(w);
}
