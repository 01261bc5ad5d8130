/* SPDX-License-Identifier: Apache-2.0 */
/* clock.h - the two clocks. Everything is int64 nanoseconds. */
#pragma once

#include <stdint.h>

#define NS_PER_US INT64_C(1000)
#define NS_PER_MS INT64_C(1000000)
#define NS_PER_S  INT64_C(1000000000)

int64_t clock_now_ns(void);     /* monotonic: for durations and deadlines */
int64_t clock_now_utc_ns(void); /* since 1970: for telling when, never for durations */
