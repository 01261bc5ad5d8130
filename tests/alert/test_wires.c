/* SPDX-License-Identifier: Apache-2.0 */
/* What is said to wires that know more than a message: those that forget, and those that acknowledge. */

#include <criterion/criterion.h>
#include <string.h>

#include "tests/alert/watching.h"

static struct watch *two_journeys(void)
{
    struct watch *w = watch_new();
    watch_add(w, "credit");
    watch_add(w, "login");
    watch_configure(w);
    return w;
}

/* A wire that knows an alert by its severity must hear what it was before, and the end of just that. */
Test(alert_wires, that_grow_worse_say_what_they_were_and_end_as_what_was_told)
{
    static const char *const own[] = {"renewing", NULL};
    struct watch *w = two_journeys();
    w->monitors[0].rule.severity = "warning";
    w->monitors[0].rule.channels = w->monitors[1].rule.channels = own;
    watch_configure(w);
    watch_runs(w, "credit", "bb");
    watch_wait(w, 61 * NS_PER_S);
    cr_expect_str_eq(watch_heard(w), "trigger:renewing renew:renewing renew:renewing");
    cr_expect_str_eq(watch_last(w)->severity, "warning");
    struct alert_command mute = {.action = ALERT_MUTE,
                                 .name = "night",
                                 .from_utc_ns = w->now_utc_ns,
                                 .to_utc_ns = w->now_utc_ns + 600 * NS_PER_S,
                                 .who = "Li"};
    watch_bad(w, "login");
    watch_heard(w);
    cr_expect(watch_command(w, &mute));
    w->monitors[0].rule.severity = "critical";
    w->monitors[1].rule.severity = "critical";
    watch_configure(w);
    watch_bad(w, "login");
    watch_wait(w, 120 * NS_PER_S);
    cr_expect_str_eq(watch_last(w)->severity, "warning", "nobody heard of more yet");
    watch_wait(w, 900 * NS_PER_S);
    bool rose = false;
    for (size_t i = 0; i < w->said_count; i++) {
        const struct message *m = w->said[i].message;
        const char *before = m->severity_before != NULL ? m->severity_before : "";
        if (m->kind != MESSAGE_UPDATE && m->kind != MESSAGE_TRIGGER)
            cr_expect_str_eq(before, "");
        else if (before[0] != '\0')
            rose = strcmp(before, "warning") == 0 && strcmp(m->severity, "critical") == 0;
    }
    cr_expect(rose);
    watch_heard(w);
    watch_runs(w, "credit", "gg");
    watch_runs(w, "login", "gg");
    cr_expect_str_eq(watch_last(w)->severity, "critical");
    watch_end(w);
}

Test(alert_wires, are_acknowledged_where_the_wire_knows_of_it)
{
    static const char *const own[] = {"oncall", "pager", NULL};
    struct watch *w = two_journeys();
    w->monitors[0].rule.channels = own;
    watch_configure(w);
    watch_runs(w, "credit", "bb");
    cr_expect_str_eq(watch_heard(w), "trigger:oncall trigger:pager");
    const char *key = watch_last(w)->key;
    struct alert_command command = {
        .action = ALERT_ACKNOWLEDGE, .incident = watch_last(w)->incident, .who = "Li"};
    cr_expect(watch_command(w, &command));
    cr_expect_str_eq(watch_heard(w), "acknowledge:pager");
    cr_expect_str_eq(watch_last(w)->key, key);
    watch_runs(w, "credit", "gg");
    cr_expect_str_eq(watch_heard(w), "resolve:oncall resolve:pager");
    watch_end(w);
}
