/* SPDX-License-Identifier: Apache-2.0 */
/* clock.c - reading the two clocks. */

#include "base/clock.h"
#include "base/must.h"

#include <time.h>

static int64_t read_clock(clockid_t which)
{
    struct timespec now;
    must(clock_gettime(which, &now) == 0);
    return now.tv_sec * NS_PER_S + now.tv_nsec;
}

int64_t clock_now_ns(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

int64_t clock_now_utc_ns(void)
{
    return read_clock(CLOCK_REALTIME);
}
