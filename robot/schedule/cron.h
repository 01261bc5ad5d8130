/* SPDX-License-Identifier: Apache-2.0 */
/* cron.h - five fields and the moments they mean, in a time zone. Pure. */
#pragma once

#include "base/text.h"
#include "schedule/zone.h"

#include <stdint.h>

struct arena;
struct cron;

/* NULL with *ret_why in words and *ret_column (from 0) where in the text it is wrong. */
const struct cron *cron_parse(struct arena *arena, struct text text, int *ret_column,
                              const char **ret_why);

/* The first moment after that one; INT64_MAX: there is none in the next 100 years. `zone` NULL: UTC. */
int64_t cron_next(const struct cron *cron, const struct zone *zone, int64_t after_utc_ns);

/* False: it fires in the years the calendar covers, but never on one of its days. */
bool cron_meets(const struct cron *cron, const struct zone *zone,
                const struct calendar *calendar);
