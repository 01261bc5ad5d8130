/* SPDX-License-Identifier: Apache-2.0 */
/* One incident for a shared place: who opens it, who joins, who hears of it, when it ends. */

#include "watching.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static struct watch *two_journeys(void)
{
    struct watch *w = watch_new();
    watch_add(w, "credit");
    watch_add(w, "login");
    watch_configure(w);
    return w;
}

static size_t journeys_of(const struct message *m)
{
    size_t n = 0;
    while (m->journeys[n] != NULL)
        n++;
    return n;
}

Test(alert_incidents, tell_what_broke_where_and_since_when)
{
    struct watch *w = two_journeys();
    watch_good(w, "credit");
    int64_t began = w->now_utc_ns;
    watch_runs(w, "credit", "bb");
    const struct message *m = watch_last(w);
    cr_assert_not_null(m);
    cr_expect_eq(m->kind, MESSAGE_TRIGGER);
    cr_expect_str_eq(m->title, "credit fails at pay (judge: status)");
    cr_expect_str_eq(m->rule, "journey");
    cr_expect_str_eq(m->severity, "critical");
    cr_expect_str_eq(m->environment, "production");
    cr_expect_str_eq(m->location, "sh-1");
    cr_expect_str_eq(m->owner, "team-a");
    cr_expect_str_eq(m->step, "pay");
    cr_expect_str_eq(m->host, "app:443");
    cr_expect_str_eq(m->endpoint, "POST /pay");
    cr_expect_str_eq(m->changed, "pay: status 200 -> 503");
    cr_expect_str_eq(m->first_run, "r-2");
    cr_expect_str_eq(m->last_run, "r-3");
    cr_expect_eq(m->started_utc_ns, began);
    cr_expect_eq(m->failures, 2);
    cr_expect_eq(strlen(m->key), 32u);
    cr_expect(strstr(m->link, "https://xunjian.example/incidents/") == m->link, "%s", m->link);
    const char *key = m->key, *incident = m->incident;
    int64_t ended = w->now_utc_ns;
    watch_runs(w, "credit", "gg");
    m = watch_last(w);
    cr_expect_eq(m->kind, MESSAGE_RESOLVE);
    cr_expect_str_eq(m->why, "well again");
    cr_expect_str_eq(m->key, key);
    cr_expect_str_eq(m->incident, incident);
    cr_expect_eq(m->ended_utc_ns, ended, "the first good run, not the second");
    cr_expect_eq(m->started_utc_ns, began);
    cr_expect_str_eq(m->last_run, "r-3");
    watch_runs(w, "credit", "bb");
    cr_expect_str_eq(watch_last(w)->key, key, "the same key the next time");
    cr_expect_str_neq(watch_last(w)->incident, incident, "but another incident");
    watch_end(w);
}

Test(alert_incidents, are_shared_by_journeys_that_fail_at_one_host)
{
    struct watch *w = two_journeys();
    watch_bad(w, "credit");
    watch_bad(w, "login");
    watch_bad(w, "credit");
    cr_expect_str_eq(watch_heard(w), "trigger:oncall", "the first is not late");
    watch_bad(w, "login");
    cr_expect_str_eq(watch_heard(w), "", "the second joins");
    watch_wait(w, 29 * NS_PER_S);
    cr_expect_str_eq(watch_heard(w), "");
    watch_wait(w, NS_PER_S);
    cr_expect_str_eq(watch_heard(w), "update:oncall");
    const struct message *m = watch_last(w);
    cr_expect_str_eq(m->title, "2 journeys fail at POST /pay on app:443 (judge: status)");
    cr_expect_eq(journeys_of(m), 2u);
    watch_runs(w, "credit", "gg");
    cr_expect_str_eq(watch_heard(w), "", "one leaves without a word");
    watch_runs(w, "login", "gg");
    cr_expect_str_eq(watch_heard(w), "resolve:oncall", "the last one ends it");
    cr_expect_eq(journeys_of(watch_last(w)), 2u, "which names all there were");
    cr_expect_str_eq(watch_last(w)->title, m->title, "not only who was broken longest");
    watch_end(w);
}

Test(alert_incidents, of_other_hosts_or_environments_stand_apart)
{
    struct watch *w = two_journeys();
    watch_add(w, "credit")->environment = "staging";
    watch_configure(w);
    struct ran ran = {.journey = "credit", .verdict = VERDICT_FAIL, .status = 500};
    struct ran staging = ran, other = ran;
    staging.environment = "staging";
    other.journey = "login";
    other.host = "id:443";
    for (int i = 0; i < 2; i++) {
        watch_run(w, &ran);
        watch_run(w, &staging);
        watch_run(w, &other);
    }
    cr_expect_str_eq(watch_heard(w), "trigger:oncall trigger:oncall trigger:oncall");
    for (size_t i = 0; i < 3; i++)
        for (size_t k = 0; k < i; k++)
            cr_expect_str_neq(w->said[i].message->key, w->said[k].message->key);
    watch_end(w);
}

/* credit opens at app, login joins, credit leaves and then breaks elsewhere: its own key is taken. */
Test(alert_incidents, never_use_a_key_twice_at_a_time)
{
    struct watch *w = two_journeys();
    watch_runs(w, "credit", "bb");
    const char *first = watch_last(w)->key;
    watch_runs(w, "login", "bb");
    watch_runs(w, "credit", "gg");
    watch_heard(w);
    struct ran elsewhere = {
        .journey = "credit", .verdict = VERDICT_FAIL, .status = 500, .host = "id:443"};
    watch_run(w, &elsewhere);
    watch_run(w, &elsewhere);
    cr_expect_str_eq(watch_heard(w), "trigger:oncall");
    cr_expect_str_neq(watch_last(w)->key, first);
    watch_runs(w, "login", "gg");
    cr_expect_str_eq(watch_last(w)->key, first);
    cr_expect_eq(watch_last(w)->kind, MESSAGE_RESOLVE);
    watch_end(w);
}

Test(alert_incidents, page_once_when_a_thousand_journeys_fail_at_once)
{
    struct watch *w = watch_new();
    char name[24];
    for (int i = 0; i < 1000; i++) {
        snprintf(name, sizeof name, "j%d", i);
        watch_add(w, name);
    }
    w->config.connectivity =
        (struct connectivity_rule){.percent = 90, .least = 5, .within_ns = 120 * NS_PER_S};
    watch_configure(w);
    struct ran ran = {
        .verdict = VERDICT_FAIL, .phase = PHASE_CONNECT, .reason = REASON_UNREACHABLE};
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 1000; i++) {
            ran.journey = w->monitors[i].journey;
            watch_run(w, &ran);
        }
    cr_expect_str_eq(watch_heard(w), "trigger:oncall");
    cr_expect_eq(w->retests, 1000u);
    watch_wait(w, 60 * NS_PER_S);
    cr_expect_str_eq(watch_heard(w), "update:oncall");
    cr_expect_str_eq(watch_last(w)->title,
                     "1000 journeys fail at POST /pay on app:443 (connect: unreachable)");
    cr_expect_eq(journeys_of(watch_last(w)), 1000u);
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 1000; i++)
            watch_good(w, w->monitors[i].journey);
    cr_expect_str_eq(watch_heard(w), "resolve:oncall");
    watch_end(w);
}

Test(alert_incidents, grow_worse_at_once)
{
    struct watch *w = two_journeys();
    w->monitors[0].rule.severity = "warning";
    watch_configure(w);
    watch_runs(w, "credit", "bb");
    watch_bad(w, "login");
    watch_bad(w, "login");
    cr_expect_str_eq(watch_heard(w), "trigger:oncall update:oncall");
    cr_expect_str_eq(watch_last(w)->severity, "critical");
    watch_end(w);
}

Test(alert_incidents, go_where_the_rule_or_else_the_routes_say)
{
    static const char *const own[] = {"team", NULL};
    static const char *const other[] = {"login", NULL};
    struct watch *w = two_journeys();
    w->monitors[0].rule.channels = own;
    w->route.match.journeys = other;
    watch_configure(w);
    watch_runs(w, "credit", "bb");
    cr_expect_str_eq(watch_heard(w), "trigger:team");
    watch_bad(w, "login");
    watch_bad(w, "login");
    cr_expect_str_eq(watch_heard(w), "trigger:oncall", "another team's first word of it");
    watch_runs(w, "login", "gg");
    watch_runs(w, "credit", "gg");
    cr_expect_str_eq(watch_heard(w), "update:team update:oncall resolve:team resolve:oncall");
    w->monitors[0].rule.channels = NULL;
    watch_configure(w);
    watch_runs(w, "credit", "bbgg");
    cr_expect_str_eq(watch_heard(w), "", "no channel: the page alone");
    watch_end(w);
}

Test(alert_incidents, take_the_first_route_that_matches_and_those_it_goes_on_to)
{
    static const char *const errors[] = {"error", "warning", NULL};
    struct watch *w = two_journeys();
    const struct channel *team[] = {&w->channels[1], NULL};
    const struct channel *oncall[] = {&w->channels[0], NULL};
    struct route routes[] = {
        {.match.severities = errors, .channels = team},
        {.channels = oncall, .go_on = true},
        {.channels = team},
        {.channels = oncall},
    };
    w->config.routes = routes;
    w->config.route_count = 4;
    watch_configure(w);
    watch_runs(w, "credit", "bb");
    cr_expect_str_eq(watch_heard(w), "trigger:oncall trigger:team");
    watch_runs(w, "credit", "gg");
    watch_heard(w);
    w->monitors[0].rule.severity = "warning";
    watch_configure(w);
    watch_runs(w, "credit", "bb");
    cr_expect_str_eq(watch_heard(w), "trigger:team");
    watch_end(w);
}

Test(alert_incidents, go_where_the_routes_lead_now_when_their_channel_was_taken_away)
{
    struct watch *w = two_journeys();
    watch_runs(w, "credit", "bb");
    cr_expect_str_eq(watch_heard(w), "trigger:oncall");
    watch_configure(w);
    cr_expect_str_eq(watch_heard(w), "", "a reload that changes nothing");
    w->channels[0].name = "duty";
    watch_configure(w);
    cr_expect_str_eq(watch_heard(w), "trigger:duty");
    watch_configure(w);
    cr_expect_str_eq(watch_heard(w), "", "once");
    watch_runs(w, "credit", "gg");
    cr_expect_str_eq(watch_heard(w), "resolve:duty");
    watch_end(w);
}

Test(alert_incidents, are_reminded_of_until_somebody_acknowledges)
{
    struct watch *w = two_journeys();
    w->monitors[0].rule.remind_ns = 3600 * NS_PER_S;
    watch_configure(w);
    watch_runs(w, "credit", "bb");
    watch_wait(w, 2 * 3600 * NS_PER_S);
    cr_expect_str_eq(watch_heard(w), "trigger:oncall remind:oncall remind:oncall");
    struct alert_command command = {.action = ALERT_ACKNOWLEDGE,
                                    .incident = watch_last(w)->incident,
                                    .who = "Li",
                                    .text = "mine"};
    cr_expect(watch_command(w, &command));
    watch_wait(w, 10 * 3600 * NS_PER_S);
    cr_expect_str_eq(watch_heard(w), "");
    watch_runs(w, "credit", "gg");
    cr_expect_str_eq(watch_heard(w), "resolve:oncall");
    cr_expect_not(watch_command(w, &command), "it is closed");
    command.action = ALERT_NOTE;
    cr_expect(watch_command(w, &command), "but takes notes");
    command.incident = "i-none";
    cr_expect_not(watch_command(w, &command));
    watch_end(w);
}

Test(alert_incidents, are_renewed_for_wires_that_forget)
{
    static const char *const own[] = {"renewing", NULL};
    struct watch *w = two_journeys();
    w->monitors[0].rule.channels = own;
    watch_configure(w);
    watch_bad(w, "credit");
    watch_bad(w, "credit");
    cr_expect_eq(watch_last(w)->renew_ns, 60 * NS_PER_S);
    watch_wait(w, 150 * NS_PER_S);
    cr_expect_str_eq(watch_heard(w), "trigger:renewing renew:renewing renew:renewing");
    watch_runs(w, "credit", "g");
    watch_good(w, "credit");
    watch_wait(w, 600 * NS_PER_S);
    cr_expect_str_eq(watch_heard(w), "renew:renewing resolve:renewing");
    watch_end(w);
}

Test(alert_incidents, do_not_wait_for_a_clock_that_was_set_back)
{
    static const char *const own[] = {"renewing", NULL};
    struct watch *w = two_journeys();
    w->monitors[0].rule.channels = own;
    w->monitors[0].rule.remind_ns = 600 * NS_PER_S;
    watch_configure(w);
    watch_bad(w, "credit");
    watch_bad(w, "credit");
    w->now_utc_ns -= 86400 * NS_PER_S;
    watch_bad(w, "credit");
    watch_wait(w, 130 * NS_PER_S);
    cr_expect_str_eq(watch_heard(w), "trigger:renewing renew:renewing renew:renewing");
    watch_wait(w, 480 * NS_PER_S);
    cr_expect_not_null(strstr(watch_heard(w), "remind:renewing"));
    watch_bad(w, "login");
    watch_bad(w, "login");
    watch_runs(w, "credit", "gg");
    watch_runs(w, "login", "gg");
    cr_expect_not_null(strstr(watch_heard(w), "resolve:renewing resolve:oncall"));
    watch_end(w);
}

static size_t occurrences(struct text t, const char *what)
{
    size_t n = 0;
    for (ptrdiff_t at = 0; (at = text_find(t, text_of(what), (size_t)at)) >= 0; at++)
        n++;
    return n;
}

Test(alert_incidents, stay_within_bounds_however_long_they_last)
{
    struct watch *w = two_journeys();
    struct kept kept = {
        .arena = w->arena, .rows = arena_array(w->arena, 10, struct alert_row), .size = 10};
    watch_runs(w, "credit", "bb");
    struct alert_command note = {.action = ALERT_NOTE,
                                 .incident = watch_last(w)->incident,
                                 .who = "Li",
                                 .text = "still looking"};
    for (int i = 0; i < 300; i++)
        cr_assert(watch_command(w, &note));
    kept_update(&kept, w->alerts);
    for (size_t i = 0; i < kept.count; i++) {
        if (strcmp(kept.rows[i].kind, "incident") != 0)
            continue;
        cr_expect_eq(occurrences(kept.rows[i].json, "\"what\":"), 200u);
        cr_expect_eq(occurrences(kept.rows[i].json, "\"what\":\"opened\""), 1u);
        cr_expect_eq(occurrences(kept.rows[i].json, "still looking"), 100u);
    }
    watch_restart(w, &kept);
    watch_runs(w, "credit", "gg");
    cr_expect_str_eq(watch_heard(w), "trigger:oncall resolve:oncall");
    watch_end(w);
}

Test(alert_incidents, end_when_their_monitor_leaves_the_configuration)
{
    struct watch *w = two_journeys();
    watch_runs(w, "login", "bb");
    watch_runs(w, "credit", "bb");
    watch_heard(w);
    w->monitor_count = 1;
    watch_configure(w);
    cr_expect_str_eq(watch_heard(w), "", "credit still fails");
    w->monitors[0].journey = w->monitors[0].title = "fund";
    watch_configure(w);
    cr_expect_str_eq(watch_heard(w), "resolve:oncall");
    cr_expect_str_eq(watch_last(w)->why, "no longer in the configuration", "not repaired");
    cr_expect_str_eq(alerts_state(w->alerts, "credit", "production"), "unknown");
    watch_end(w);
}
