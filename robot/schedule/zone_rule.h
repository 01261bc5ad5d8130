/* SPDX-License-Identifier: Apache-2.0 */
/* zone_rule.h - the POSIX TZ rule in a TZif file's last line. For this room only.
 *
 * IEEE Std 1003.1, 8.3, with RFC 8536's extension: times from -167 to 167 hours. */
#pragma once

#include "base/text.h"

#include <stdint.h>

enum zone_date_kind {
    ZONE_DATE_JULIAN = 0 /* Jn: 29 February is not counted */,
    ZONE_DATE_DAY /* n */,
    ZONE_DATE_MONTH /* Mm.w.d */
};

struct zone_date {
    enum zone_date_kind kind;
    int day;         /* Jn, n; of the week for Mm.w.d, 0 = Sunday */
    int month, week; /* Mm.w.d; week 5: the last */
    int32_t time_s;
};

struct zone_rule {
    int32_t standard_s, summer_s; /* east of Greenwich */
    bool has_summer;
    struct zone_date begin, end; /* of summer time, each in the local time before it */
};

bool zone_rule_parse(struct text footer, struct zone_rule *ret);
int32_t zone_rule_offset(const struct zone_rule *rule, int64_t utc_s);
