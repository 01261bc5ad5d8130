/* SPDX-License-Identifier: Apache-2.0 */
/* page_sight.c - what follows from a page's figures. */

#include "model/page_sight.h"
#include "base/clock.h"
#include "base/must.h"

int64_t motion_rate(const struct motion *motion)
{
    must(motion->frames > 0);
    return motion->length_ns > 0
               ? (motion->frames * NS_PER_S + motion->length_ns / 2) / motion->length_ns
               : 0;
}

int64_t motion_dropped(const struct motion *motion)
{
    int64_t all = motion->frames + motion->dropped;
    must(motion->frames > 0);
    return (motion->dropped * 100 + all / 2) / all;
}
