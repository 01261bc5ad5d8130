/* SPDX-License-Identifier: Apache-2.0 */
/* Sequences as other tools' manuals tell them, with the rule that says the same here: whoever moves
 * over gets the alerts he is used to. */

#include "watching.h"

#include <criterion/criterion.h>

struct row {
    const char *says;
    int64_t count, of, recover;
    const char *runs;
    const char *heard; /* a letter per run: T trigger, R resolve, - nothing */
};

static const struct row rows[] = {
    {"Nagios, statetypes.html, max_check_attempts 3: hard at the third, recovery at the first OK, "
     "a soft recovery is not told",
     3, 3, 1, "gbbbbbggbgg", "---T--R----"},
    {"Prometheus, `for: 2m` evaluated each minute: pending until it was true three times, resolved "
     "when it is false",
     3, 3, 1, "gbbgbbbbg", "------T-R"},
    {"Prometheus without `for`: fires at once", 1, 1, 1, "gbgbg", "-TRTR"},
    {"Uptime Kuma, retries 2: pending twice, then down; up at the first", 3, 3, 1, "bbgbbbg",
     "-----TR"},
    {"CloudWatch, 3 datapoints of 5, which need not be in a row", 3, 5, 5, "bgbgbgggg",
     "----T----"},
    {"M of N where the bad ones are too far apart", 3, 5, 2, "bgggbgggbggg", "------------"},
};

static char letter(const char *heard)
{
    return heard[0] == '\0' ? '-' : heard[0] == 't' ? 'T' : 'R';
}

Test(alert_others, do_the_same_with_these_rules)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct row *row = &rows[i];
        struct watch *w = watch_new();
        struct alert_rule *rule = &watch_add(w, "credit")->rule;
        rule->fail.count = row->count;
        rule->fail.of = row->of;
        rule->recover = row->recover;
        watch_configure(w);
        for (size_t n = 0; row->runs[n] != '\0'; n++) {
            char one[2] = {row->runs[n], '\0'};
            watch_runs(w, "credit", one);
            const char *heard = watch_heard(w);
            cr_expect_eq(letter(heard), row->heard[n], "%s: run %zu: %s", row->says, n + 1,
                         heard);
        }
        watch_end(w);
    }
}

/* Alertmanager: group_wait 30s, group_interval 5m, one group by place. */
Test(alert_others, group_as_alertmanager_does)
{
    struct watch *w = watch_new();
    const char *const names[] = {"a", "b", "c", "d"};
    for (int i = 0; i < 4; i++)
        watch_add(w, names[i])->rule.fail = (struct fail_rule){1, 1};
    watch_configure(w);
    int64_t start = w->now_utc_ns;
    watch_bad(w, "a");
    watch_bad(w, "b");
    watch_wait(w, 40 * NS_PER_S);
    watch_bad(w, "c");
    watch_wait(w, 60 * NS_PER_S);
    watch_bad(w, "d");
    watch_wait(w, 900 * NS_PER_S);
    cr_assert_eq(w->said_count, 3u);
    cr_expect_eq(w->said[0].at_utc_ns, start);
    cr_expect_eq(w->said[1].at_utc_ns, start + 30 * NS_PER_S);
    cr_expect_eq(w->said[2].at_utc_ns, start + 330 * NS_PER_S);
    cr_expect_str_eq(watch_heard(w), "trigger:oncall update:oncall update:oncall");
    watch_end(w);
}
