/* SPDX-License-Identifier: Apache-2.0 */
/* cron_fields.h - a cron line as sets of bits. For this room only. */
#pragma once

#include "schedule/cron.h"

enum cron_kind { CRON_MINUTE = 0, CRON_HOUR, CRON_DAY, CRON_MONTH, CRON_WEEKDAY, CRON_FIELDS };

struct cron_field {
    uint64_t bits;
    bool star; /* begins with * */
};

struct cron {
    struct cron_field fields[CRON_FIELDS];
};

bool cron_has(const struct cron *cron, enum cron_kind kind, int value);
/* The three fields of days together. */
bool cron_has_day(const struct cron *cron, struct day day);
