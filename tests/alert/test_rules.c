/* SPDX-License-Identifier: Apache-2.0 */
/* Certificates that end, journeys that get slow, and what changed since the last good run. */

#include "alert/changed.h"
#include "watching.h"

#include <criterion/criterion.h>
#include <string.h>

#define DAY (86400 * NS_PER_S)

static void with_certificate(struct watch *w, const char *journey, int64_t days)
{
    watch_run(w, &(struct ran){.journey = journey,
                               .certificate_utc_ns = w->now_utc_ns + days * DAY + NS_PER_S});
}

Test(alert_rules, a_certificate_is_told_of_ahead_of_time_once_per_host)
{
    struct watch *w = watch_new();
    watch_add(w, "credit");
    watch_add(w, "login");
    w->config.certificate_ns = 21 * DAY;
    watch_configure(w);
    with_certificate(w, "credit", 30);
    cr_expect_str_eq(watch_heard(w), "");
    with_certificate(w, "credit", 20);
    cr_expect_str_eq(watch_heard(w), "trigger:oncall");
    cr_expect_str_eq(watch_last(w)->title, "the certificate of app:443 ends in 20 days");
    cr_expect_str_eq(watch_last(w)->rule, "certificate");
    cr_expect_str_eq(watch_last(w)->severity, "warning");
    with_certificate(w, "login", 20);
    with_certificate(w, "credit", 10);
    cr_expect_str_eq(watch_heard(w), "");
    with_certificate(w, "credit", 2);
    cr_expect_str_eq(watch_heard(w), "update:oncall", "worse");
    cr_expect_str_eq(watch_last(w)->severity, "critical");
    with_certificate(w, "login", 300);
    with_certificate(w, "credit", 2);
    with_certificate(w, "login", 300);
    cr_expect_str_eq(watch_heard(w), "", "some machine still has the old one");
    with_certificate(w, "credit", 300);
    cr_expect_str_eq(watch_heard(w), "resolve:oncall");
    watch_end(w);
}

Test(alert_rules, a_certificate_that_becomes_critical_calls_those_who_hear_of_no_less)
{
    static const char *const grave[] = {"critical", NULL};
    struct watch *w = watch_new();
    struct route routes[2] = {{.match = {.severities = grave}, .go_on = true}, w->route};
    const struct channel *team[] = {&w->channels[1], NULL};
    routes[0].channels = team;
    w->config.routes = routes;
    w->config.route_count = 2;
    watch_add(w, "credit");
    w->config.certificate_ns = 21 * DAY;
    watch_configure(w);
    with_certificate(w, "credit", 20);
    cr_expect_str_eq(watch_heard(w), "trigger:oncall");
    with_certificate(w, "credit", 2);
    cr_expect_str_eq(watch_heard(w), "update:oncall trigger:team");
    with_certificate(w, "credit", 1);
    cr_expect_str_eq(watch_heard(w), "");
    with_certificate(w, "credit", 300);
    with_certificate(w, "credit", 300);
    cr_expect_str_eq(watch_heard(w), "resolve:oncall resolve:team");
    watch_end(w);
}

Test(alert_rules, a_certificate_that_breaks_a_journey_is_told_once)
{
    struct watch *w = watch_new();
    watch_add(w, "credit");
    w->config.certificate_ns = 21 * DAY;
    watch_configure(w);
    with_certificate(w, "credit", 90);
    for (int i = 0; i < 3; i++)
        watch_run(w, &(struct ran){.journey = "credit",
                                   .verdict = VERDICT_FAIL,
                                   .phase = PHASE_TLS,
                                   .reason = REASON_TLS_VERIFY,
                                   .certificate_utc_ns = w->now_utc_ns - DAY});
    cr_expect_str_eq(watch_heard(w), "trigger:oncall");
    cr_expect_str_eq(watch_last(w)->rule, "journey");
    cr_expect_not_null(strstr(watch_last(w)->changed, "certificate valid until"), "%s",
                       watch_last(w)->changed);
    watch_end(w);
}

static struct watch *timed(void)
{
    struct watch *w = watch_new();
    watch_add(w, "credit");
    w->config.latency = (struct latency_rule){
        .on = true, .newest = 5, .previous = 25, .percent = 50, .least_ns = 200 * NS_PER_MS};
    watch_configure(w);
    return w;
}

static void take_ms(struct watch *w, int64_t ms, int times, bool uncertain)
{
    for (int i = 0; i < times; i++) {
        watch_run(w, &(struct ran){.journey = "credit",
                                   .total_ns = ms * NS_PER_MS,
                                   .wait_ns = (ms - 20) * NS_PER_MS,
                                   .uncertain = uncertain});
        watch_wait(w, 60 * NS_PER_S);
    }
}

Test(alert_rules, a_slow_journey_is_told_of_by_its_own_normal)
{
    struct watch *w = timed();
    take_ms(w, 400, 25, false);
    take_ms(w, 900, 2, false);
    cr_expect_str_eq(watch_heard(w), "", "too few runs");
    take_ms(w, 900, 3, false);
    cr_expect_str_eq(watch_heard(w), "trigger:oncall");
    const struct message *m = watch_last(w);
    cr_expect_str_eq(m->rule, "latency");
    cr_expect_str_eq(m->severity, "warning");
    cr_expect_str_eq(m->step, "pay");
    cr_expect_str_eq(m->phase, "wait");
    cr_expect(strstr(m->text, "the journey: median ") == m->text, "%s", m->text);
    cr_expect_str_eq(m->title,
                     "credit is slower than usual: the journey: median 400ms -> 899.8ms");
    cr_expect_not_null(strstr(m->text, "; most of it at pay"), "%s", m->text);
    cr_expect_str_eq(m->changed, "", "it is said once");
    take_ms(w, 900, 60, false);
    cr_expect_str_eq(watch_heard(w), "", "slow does not become normal by itself");
    take_ms(w, 410, 3, false);
    cr_expect_str_eq(watch_heard(w), "resolve:oncall");
    watch_end(w);
}

Test(alert_rules, slow_for_a_day_is_the_new_normal)
{
    struct watch *w = timed();
    take_ms(w, 400, 25, false);
    take_ms(w, 900, 6, false);
    watch_wait(w, DAY - 600 * NS_PER_S);
    take_ms(w, 900, 1, false);
    cr_expect_str_eq(watch_heard(w), "trigger:oncall");
    watch_wait(w, 600 * NS_PER_S);
    take_ms(w, 900, 30, false);
    cr_expect_str_eq(watch_heard(w), "resolve:oncall");
    watch_end(w);
}

Test(alert_rules, journeys_slow_at_one_host_are_told_of_together)
{
    struct watch *w = timed();
    watch_add(w, "login");
    watch_configure(w);
    for (int i = 0; i < 30; i++) {
        int64_t ms = i < 25 ? 400 : 900;
        watch_run(w, &(struct ran){.journey = "credit", .total_ns = ms * NS_PER_MS});
        watch_run(w, &(struct ran){.journey = "login", .total_ns = ms * NS_PER_MS});
    }
    cr_expect_str_eq(watch_heard(w), "trigger:oncall");
    watch_wait(w, 60 * NS_PER_S);
    cr_expect_str_eq(watch_heard(w), "update:oncall");
    cr_expect_str_eq(watch_last(w)->title, "2 journeys are slower than usual at app:443");
    for (int i = 0; i < 5; i++)
        watch_run(w, &(struct ran){.journey = "credit", .total_ns = 400 * NS_PER_MS});
    cr_expect_str_eq(watch_heard(w), "");
    for (int i = 0; i < 5; i++)
        watch_run(w, &(struct ran){.journey = "login", .total_ns = 400 * NS_PER_MS});
    cr_expect_str_eq(watch_heard(w), "resolve:oncall");
    watch_end(w);
}

struct slow {
    const char *says;
    int64_t before_ms, after_ms;
    bool uncertain;
    const char *heard;
};
static const struct slow slow[] = {
    {"by percent but not by 200 ms", 100, 280, false, ""},
    {"by 200 ms but not by percent", 2000, 2900, false, ""},
    {"by both", 500, 800, false, "trigger:oncall"},
    {"faster", 900, 300, false, ""},
    {"slow, but nobody can be sure", 400, 4000, true, ""},
};

Test(alert_rules, slower_is_by_percent_and_by_time)
{
    for (size_t i = 0; i < sizeof slow / sizeof slow[0]; i++) {
        struct watch *w = timed();
        take_ms(w, slow[i].before_ms, 25, false);
        take_ms(w, slow[i].after_ms, 8, slow[i].uncertain);
        cr_expect_str_eq(watch_heard(w), slow[i].heard, "%s", slow[i].says);
        watch_end(w);
    }
}

static struct record_step step_of(const char *name)
{
    struct record_step step = {
        .name = name,
        .time = timing_none(),
        .status = 200,
        .remote_address = "10.0.0.1",
        .tls_version = "TLSv1.3",
        .protocol = "HTTP/2",
        .body_bytes = 4000,
        .certificate_not_after_utc_ns = 1800000000 * NS_PER_S,
    };
    step.time.phase_ns[PHASE_WAIT] = 40 * NS_PER_MS;
    return step;
}

Test(alert_rules, what_changed_is_told_with_the_most_telling_first)
{
    struct arena *arena = arena_new();
    struct record_step steps[2] = {step_of("login"), step_of("pay")};
    struct record record = {.steps = steps, .step_count = 2};
    struct good *good = good_keep(NULL, &record);
    cr_expect_str_eq(changed_since(good, &record, arena), "", "nothing");
    cr_expect_str_eq(changed_since(NULL, &record, arena), "", "never was good");
    struct good *again = good_read(good_write(good, arena));
    cr_assert_not_null(again);

    steps[0].remote_address = "10.0.0.9";
    steps[1].verdict = record.verdict = VERDICT_FAIL;
    record.breakpoint = steps[1].breakpoint =
        (struct breakpoint){.step = "pay", .phase = PHASE_JUDGE, .reason = REASON_STATUS};
    steps[1].status = 503;
    steps[1].remote_address = "10.0.0.2";
    steps[1].tls_version = "TLSv1.2";
    steps[1].certificate_not_after_utc_ns = 1900000000 * NS_PER_S;
    steps[1].time.phase_ns[PHASE_WAIT] = 5 * NS_PER_S;
    steps[1].body_bytes = 20;
    steps[1].redirects = 2;
    cr_expect_str_eq(changed_since(again, &record, arena),
                     "pay: status 200 -> 503\n"
                     "pay: wait 40ms -> 5s\n"
                     "pay: address 10.0.0.1 -> 10.0.0.2\n"
                     "pay: certificate valid until 2027-01-15 -> 2030-03-17\n"
                     "pay: TLS TLSv1.3 -> TLSv1.2");
    steps[1] = step_of("pay");
    steps[1].verdict = VERDICT_FAIL;
    steps[1].breakpoint = record.breakpoint;
    steps[1].status = 0;
    cr_expect_str_eq(changed_since(again, &record, arena),
                     "pay: status 200 -> no answer\nlogin: address 10.0.0.1 -> 10.0.0.9");
    good_free(good);
    good_free(again);
    arena_end(arena);
}
