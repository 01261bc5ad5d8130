/* SPDX-License-Identifier: Apache-2.0 */
/* traces_send.h - a batch of runs to a collector, once, and what it said. */
#pragma once

#include "deliver/traces.h"

struct arena;
struct ticker;

enum { BATCH_MOST_RUNS = TRACES_BATCH_SPANS };

/* Runs whose arenas are held. */
struct batch {
    const struct record *runs[BATCH_MOST_RUNS];
    size_t count, spans;
};

void trace_batch_add(struct batch *batch, const struct record *record, size_t spans);
void trace_batch_end(struct batch *batch); /* empties it */

struct sent {
    int64_t accepted, refused; /* spans */
    bool again;                /* it is to be sent again */
    int64_t retry_after_ns;    /* -1: the collector did not say */
};

/* `failed_before`: the log has been told. `ticker`: given up when it is stopping; or NULL. */
struct sent traces_send(const struct batch *batch, const struct traces_rule *rule,
                        const struct ticker *ticker, bool failed_before);

/* After so many failures in a row: 1 s, doubling to 60 s; longer when the collector asks for it. */
int64_t traces_pause_ns(int failed, int64_t retry_after_ns);

struct traces_rule traces_rule_copy(struct arena *arena, const struct traces_rule *rule);
