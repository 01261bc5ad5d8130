/* SPDX-License-Identifier: Apache-2.0 */
/* zones.h - real zone files and moments as text, for the tests of this folder. */
#pragma once

#include "schedule/zone.h"

#include <stdint.h>

/* From /usr/share/zoneinfo; "UTC" gives NULL. Fails the test when it is not there. */
const struct zone *zone_of(struct arena *arena, const char *name);

/* "2026-03-29T01:30:00Z", in UTC. */
int64_t utc(const char *text);
/* The same way round; valid until the next call but three. */
const char *said(int64_t utc_ns);
