/* SPDX-License-Identifier: Apache-2.0 */
/* moment.h - dates and times as documents write them (RFC 3339), and which comes first. */
#pragma once

#include "base/text.h"

#include <stdint.h>

struct moment {
    int64_t seconds; /* since 1970-01-01T00:00:00, of UTC when zoned, else of the clock there */
    int64_t wall_seconds; /* the same, as written, whatever the zone */
    struct text fraction; /* digits of the second behind its point */
    bool has_time, zoned;
};

/* 2026-01-31, or with a time: 2026-01-31T08:00:00.5+08:00. As apps write them, a blank may stand
 * for the T, seconds and zone may be missing, and so may the colon in the zone. False for a day
 * that there is not (2026-02-29). */
bool moment_read(struct text t, struct moment *ret);

/* <0, 0, >0 into *ret. Two times with zones are compared as instants; with a mere date, or where
 * neither has a zone, as written. False when only one of two times has a zone. */
bool moment_compare(const struct moment *a, const struct moment *b, int *ret);
