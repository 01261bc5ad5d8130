/* SPDX-License-Identifier: Apache-2.0 */
/* pace.h - request budgets: how many requests a second a host gets from this process.
 *
 * Evenly spaced, without bursts: in no second, however cut, more than the budget. */
#pragma once

#include <stdint.h>

struct host_rule;

/* A place in the line: not before the moment returned, `now_ns` or later. A place that is not used
 * is lost. Without a budget (or rule) it is now. From any thread, both. */
int64_t pace_reserve(const struct host_rule *rule, int64_t now_ns);
/* To be asked when one's turn has come: 0, and the request is counted, or when to ask again, because
 * the one before was late. */
int64_t pace_claim(const struct host_rule *rule, int64_t now_ns);
