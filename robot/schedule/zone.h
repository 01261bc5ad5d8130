/* SPDX-License-Identifier: Apache-2.0 */
/* zone.h - time zones from the bytes of a TZif file (RFC 8536). Pure: robot/plan reads the file. */
#pragma once

#include "base/text.h"
#include "schedule/calendar.h"

struct zone;

/* A local time. */
struct civil {
    struct day day;
    int hour, minute, second, weekday; /* weekday: 0 = Monday */
};

/* NULL with *ret_why when the bytes are no TZif version 2 or later. Foreign bytes: fuzzed. */
const struct zone *zone_read(struct arena *arena, struct text bytes, const char **ret_why);

/* NULL is UTC. */
struct civil zone_civil(const struct zone *zone, int64_t utc_ns);

/* The moments with that local time: none in a gap (*ret_first is then the moment the gap ends), two in
 * a fold, else one. Returns how many; *ret_first <= *ret_last are always set. */
int zone_moments(const struct zone *zone, struct civil local, int64_t *ret_first_utc_ns,
                 int64_t *ret_last_utc_ns);
