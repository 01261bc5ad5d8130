/* SPDX-License-Identifier: Apache-2.0 */
/* judge.h - M of N: from results to broken and well again. */
#pragma once

#include "alert/state.h"

enum result {
    RESULT_GOOD = 0,
    RESULT_BAD,
    RESULT_UNSURE, /* bad, but by a timing nobody can be sure of */
};

/* How a record counts. Not for internal runs. */
enum result judge_result(const struct record *record, const struct alert_rule *rule);

/* A result comes into the site's window: broken at fail.count bad ones among the newest fail.of,
 * well again after `recover` good ones in a row. Unsure ones count only beside a certain one, and
 * neither begin nor break a row of good ones. */
void judge_count(struct site *site, const struct alert_rule *rule, enum result result,
                 int64_t at_utc_ns);

/* Bad results in the window, as they count. */
int64_t judge_failures(const struct site *site, const struct alert_rule *rule);

/* Enough locations see it: `quorum->locations` of them, each bad within quorum->within_ns of now;
 * or it was broken before and still so many say so. */
bool judge_quorum(const struct monitor *monitor, const struct quorum_rule *quorum,
                  int64_t now_utc_ns);
