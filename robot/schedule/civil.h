/* SPDX-License-Identifier: Apache-2.0 */
/* civil.h - local times as numbers: days, and seconds as if there were no zones. Pure. */
#pragma once

#include "schedule/zone.h"

/* Days since 1970-01-01. */
int64_t civil_days(struct day day);
struct day civil_day(int64_t days);

/* Seconds since 1970-01-01T00:00:00 as if local time were UTC. */
int64_t civil_to_s(struct civil civil);
struct civil civil_of_s(int64_t s);

/* 0 = Monday. */
int civil_weekday(int64_t days);
