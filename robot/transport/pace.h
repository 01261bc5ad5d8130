/* SPDX-License-Identifier: Apache-2.0 */
/* pace.h - request budgets: how many requests a second a host gets from this process.
 *
 * Evenly spaced, without bursts: in no second, however cut, more than the budget. */
#pragma once

#include <stdint.h>

struct host_rule;

/* Reserves the next free moment, at `now_ns` or later, and returns it. From any thread. A reserved
 * moment that is not used is lost. */
int64_t pace_reserve(const struct host_rule *rule, int64_t now_ns);
