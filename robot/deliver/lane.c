/* SPDX-License-Identifier: Apache-2.0 */
/* lane.c - rate limits and back-off, as arithmetic on moments. */

#include "deliver/lane.h"
#include "base/clock.h"
#include "model/wire.h"

enum { MOST_DOUBLINGS = 9 };
/* Services count by the minute and by the second of their own clocks, and messages take a while to get
 * there: windows are a little longer than theirs. */
static const int64_t minute_ns = 61 * NS_PER_S, second_ns = 1200 * NS_PER_MS;
static const int64_t longest_ns = 300 * NS_PER_S;
/* A Retry-After of a year is a mistake, and must not silence a channel for one. */
static const int64_t longest_told_ns = 3600 * NS_PER_S;

static int64_t per_minute(const struct lane *lane)
{
    int64_t limit = 0;
    if (lane->channel != NULL)
        limit = lane->channel->per_minute > 0 ? lane->channel->per_minute
                                              : lane->channel->wire->per_minute;
    return limit > 0 && limit < LANE_MOST_PER_MINUTE ? limit : LANE_MOST_PER_MINUTE;
}

/* When a window of that length, wherever it begins, has room for one more of `limit`. */
static int64_t room_ns(const struct lane *lane, size_t limit, int64_t window_ns)
{
    if (limit == 0 || lane->sent < limit)
        return 0;
    return lane->sent_ns[(lane->sent - limit) % LANE_MOST_PER_MINUTE] + window_ns;
}

int64_t lane_ready_ns(const struct lane *lane)
{
    int64_t ready_ns = lane->open_ns,
            minute = room_ns(lane, (size_t)per_minute(lane), minute_ns);
    ready_ns = minute > ready_ns ? minute : ready_ns;
    if (lane->channel != NULL) {
        int64_t second = room_ns(lane, (size_t)lane->channel->wire->per_second, second_ns);
        ready_ns = second > ready_ns ? second : ready_ns;
    }
    return ready_ns;
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
    int64_t told_ns = retry_after_ns < longest_told_ns ? retry_after_ns : longest_told_ns;
    delay_ns = delay_ns > told_ns ? delay_ns : told_ns;
    lane->failures++;
    lane->open_ns = now_ns + delay_ns;
    return delay_ns;
}

void lane_note_accepted(struct lane *lane)
{
    lane->failures = 0;
    lane->open_ns = 0;
}
