/* SPDX-License-Identifier: Apache-2.0 */
/* judge.c - the window of results. */

#include "alert/judge.h"

enum result judge_result(const struct record *record, const struct alert_rule *rule)
{
    if (record->verdict != VERDICT_FAIL &&
        !(rule->degraded && record->verdict == VERDICT_DEGRADED))
        return RESULT_GOOD;
    return record->uncertain ? RESULT_UNSURE : RESULT_BAD;
}

static int64_t ones(unsigned __int128 bits)
{
    return __builtin_popcountll((unsigned long long)bits) +
           __builtin_popcountll((unsigned long long)(bits >> 64));
}

static unsigned __int128 newest(int64_t of)
{
    int64_t n = of < 1 ? 1 : of > MOST_RESULTS ? MOST_RESULTS : of;
    return (((unsigned __int128)1) << n) - 1;
}

int64_t judge_failures(const struct site *site, const struct alert_rule *rule)
{
    unsigned __int128 bad = site->bad & newest(rule->fail.of);
    return (bad & site->certain) != 0 ? ones(bad) : 0;
}

static void count_good(struct site *site, const struct alert_rule *rule, int64_t at_utc_ns)
{
    if (site->good_in_row++ == 0)
        site->good_since_utc_ns = at_utc_ns;
    site->last_bad = false;
    if (!site->broken || site->good_in_row < rule->recover)
        return;
    site->broken = false;
    site->bad = site->certain = 0; /* what comes next is another story */
}

void judge_count(struct site *site, const struct alert_rule *rule, enum result result,
                 int64_t at_utc_ns)
{
    site->bad = site->bad << 1 | (result != RESULT_GOOD);
    site->certain = site->certain << 1 | (result == RESULT_BAD);
    site->last_utc_ns = at_utc_ns;
    if (result == RESULT_GOOD) {
        count_good(site, rule, at_utc_ns);
        return;
    }
    if (result == RESULT_BAD) {
        site->good_in_row = 0;
        site->last_bad = true;
        site->last_bad_utc_ns = at_utc_ns;
    }
    if (judge_failures(site, rule) >= rule->fail.count)
        site->broken = true;
}

bool judge_quorum(const struct monitor *monitor, const struct quorum_rule *quorum,
                  int64_t now_utc_ns)
{
    int64_t broken = 0, wanted = quorum->locations > 1 ? quorum->locations : 1;
    for (size_t i = 0; i < monitor->sites.count; i++) {
        const struct site *site = monitor->sites.at[i];
        bool recent = wanted == 1 || monitor->broken ||
                      now_utc_ns - site->last_bad_utc_ns <= quorum->within_ns;
        broken += site->broken && recent;
    }
    return broken >= wanted;
}
