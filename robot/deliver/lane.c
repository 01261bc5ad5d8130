/* SPDX-License-Identifier: Apache-2.0 */
/* lane.c - rate limits and back-off, as arithmetic on moments. */

#include "deliver/lane.h"
#include "base/clock.h"
#include "model/wire.h"

enum { MOST_DOUBLINGS = 9 };
static const int64_t minute_ns = 60 * NS_PER_S, longest_ns = 300 * NS_PER_S;

static int64_t per_minute(const struct lane *lane)
{
    int64_t limit = 0;
    if (lane->channel != NULL)
        limit = lane->channel->per_minute > 0 ? lane->channel->per_minute
                                              : lane->channel->wire->per_minute;
    return limit > 0 && limit < LANE_MOST_PER_MINUTE ? limit : LANE_MOST_PER_MINUTE;
}

/* No window of a minute, wherever it begins, may hold more than the limit. */
int64_t lane_ready_ns(const struct lane *lane)
{
    size_t limit = (size_t)per_minute(lane);
    int64_t window_ns = 0;
    if (lane->sent >= limit)
        window_ns = lane->sent_ns[(lane->sent - limit) % LANE_MOST_PER_MINUTE] + minute_ns;
    return window_ns > lane->open_ns ? window_ns : lane->open_ns;
}

void lane_note_sent(struct lane *lane, int64_t now_ns)
{
    lane->sent_ns[lane->sent++ % LANE_MOST_PER_MINUTE] = now_ns;
}

int64_t lane_note_failed(struct lane *lane, int64_t now_ns, int64_t retry_after_ns,
                         uint64_t chance)
{
    int doublings = lane->failures < MOST_DOUBLINGS ? lane->failures : MOST_DOUBLINGS;
    int64_t delay_ns = NS_PER_S << doublings;
    delay_ns = delay_ns < longest_ns ? delay_ns : longest_ns;
    delay_ns -= (int64_t)(chance % (uint64_t)(delay_ns / 2));
    delay_ns = delay_ns > retry_after_ns ? delay_ns : retry_after_ns;
    lane->failures++;
    lane->open_ns = now_ns + delay_ns;
    return delay_ns;
}

void lane_note_accepted(struct lane *lane)
{
    lane->failures = 0;
    lane->open_ns = 0;
}
