/* SPDX-License-Identifier: Apache-2.0 */
/* lane.h - one channel's line: when it may send next, and who waits. For this room only. */
#pragma once

#include "model/config.h"

struct item;

enum { LANE_MOST_WAITING = 16, LANE_MOST_IN_FLIGHT = 4, LANE_MOST_PER_MINUTE = 600 };

struct lane {
    const char *name;
    const struct channel *channel; /* of the present configuration; NULL: gone */
    struct item *first, **last;    /* claimed, not begun */
    size_t waiting, in_flight;
    size_t asked;    /* of the outbox, in the claim under way */
    int failures;    /* in a row */
    int64_t open_ns; /* closed until then: it failed */
    /* When the last messages were sent, a ring: its service counts them by the minute. */
    int64_t sent_ns[LANE_MOST_PER_MINUTE];
    size_t sent;
    _Atomic int64_t accepted, retried, refused, latency_ns; /* read by the metrics */
    struct lane *next;
};

/* The monotonic moment from which the next message may be sent. */
int64_t lane_ready_ns(const struct lane *lane);

void lane_note_sent(struct lane *lane, int64_t now_ns);

/* It failed: closed for 1 s, 2 s ... 5 min, less up to half by `chance` (any number), so that channels
 * do not come back in step; at least for retry_after_ns,
 * though for no more than an hour. Returns how long. */
int64_t lane_note_failed(struct lane *lane, int64_t now_ns, int64_t retry_after_ns,
                         uint64_t chance);
void lane_note_accepted(struct lane *lane);
