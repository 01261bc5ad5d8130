/* SPDX-License-Identifier: Apache-2.0 */
/* The table of transitions: results one after the other, the states they lead to, what is said. The
 * same rows are in robot/alert/README.md. */

#include "watching.h"

#include <criterion/criterion.h>

/* Results as in watch_runs; states: ? unknown, o ok, f failing, F firing, ~ flapping, m muted. */
struct row {
    const char *says;
    int64_t count, of, recover;
    bool degraded;
    const char *runs, *states, *heard;
    size_t retests;
};

static const struct row rows[] = {
    {"good stays ok", 2, 3, 2, false, "ggg", "ooo", "", 0},
    {"one failure is failing, looked at again at once", 2, 3, 2, false, "gb", "of", "", 1},
    {"and forgotten when it has left the window", 2, 3, 2, false, "bggg", "fffo", "", 1},
    {"two of three open", 2, 3, 2, false, "gbb", "ofF", "trigger:oncall", 1},
    {"with a good one between, too", 2, 3, 2, false, "bgb", "ffF", "trigger:oncall", 1},
    {"but not two of four", 2, 3, 2, false, "bggb", "ffff", "", 2},
    {"firing goes on while it fails", 2, 3, 2, false, "bbbbb", "fFFFF", "trigger:oncall", 1},
    {"one good run does not close", 2, 3, 2, false, "bbgb", "fFFF", "trigger:oncall", 1},
    {"two in a row do", 2, 3, 2, false, "bbgg", "fFFo", "trigger:oncall resolve:oncall", 1},
    {"after that the count begins anew", 2, 3, 2, false, "bbggb", "fFFof",
     "trigger:oncall resolve:oncall", 2},
    {"one of one opens at once, nothing to look at again", 1, 1, 1, false, "gb", "oF",
     "trigger:oncall", 0},
    {"and closes at once", 1, 1, 1, false, "bg", "Fo", "trigger:oncall resolve:oncall", 0},
    {"three in a row, as Prometheus' `for` and Uptime Kuma's retries", 3, 3, 1, false, "bbgbbb",
     "fffffF", "trigger:oncall", 1},
    {"internal runs neither open", 2, 3, 2, false, "bib", "ffF", "trigger:oncall", 1},
    {"nor close", 2, 3, 2, false, "bbgig", "fFFFo", "trigger:oncall resolve:oncall", 1},
    {"uncertain runs never open alone", 2, 3, 2, false, "uuuuu", "ooooo", "", 0},
    {"but count beside a certain one", 2, 3, 2, false, "ub", "oF", "trigger:oncall", 0},
    {"and do not break a row of good ones", 2, 3, 2, false, "bbgug", "fFFFo",
     "trigger:oncall resolve:oncall", 1},
    {"degraded is not failing", 2, 3, 2, false, "dddd", "oooo", "", 0},
    {"unless it is configured so", 2, 3, 2, true, "dd", "fF", "trigger:oncall", 1},
    {"cancelled runs and probes are not counted", 2, 3, 2, false, "bcpb", "fffF",
     "trigger:oncall", 1},
};

static char state_letter(const char *state)
{
    return state[0] == 'f'   ? (state[1] == 'i'   ? 'F'
                                : state[1] == 'l' ? '~'
                                                  : 'f')
           : state[0] == 'u' ? '?'
                             : state[0];
}

Test(alert_transitions, follow_the_table)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct row *row = &rows[i];
        struct watch *w = watch_new();
        struct alert_rule *rule = &watch_add(w, "credit")->rule;
        rule->fail.count = row->count;
        rule->fail.of = row->of;
        rule->recover = row->recover;
        rule->degraded = row->degraded;
        watch_configure(w);
        cr_expect_str_eq(alerts_state(w->alerts, "credit", "production"), "unknown");
        for (size_t n = 0; row->runs[n] != '\0'; n++) {
            char one[2] = {row->runs[n], '\0'};
            watch_runs(w, "credit", one);
            const char *state = alerts_state(w->alerts, "credit", "production");
            cr_expect_eq(state_letter(state), row->states[n], "%s: after %zu of %s: %s",
                         row->says, n + 1, row->runs, state);
        }
        const char *heard = watch_heard(w);
        cr_expect_str_eq(heard, row->heard, "%s: %s", row->says, heard);
        cr_expect_eq(w->retests, row->retests, "%s: %zu retests", row->says, w->retests);
        watch_end(w);
    }
}
