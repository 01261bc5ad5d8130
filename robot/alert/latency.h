/* SPDX-License-Identifier: Apache-2.0 */
/* latency.h - a journey's own recent normal: the newest runs against those before, by medians.
 *
 * Compact times: 2 bytes a run for the journey and for each step (within 1/2048); for each phase 1 byte
 * for each of the newest runs and a moving average of those before (within 1/8: enough to name the
 * one that grew). 102 bytes a step at 5 and 25 runs; at most MOST_LATENCY_STEPS steps. */
#pragma once

#include "model/config.h"
#include "model/record.h"

struct arena;
struct json;
struct latency;

enum { MOST_LATENCY_STEPS = 16 };

/* Begins anew when the steps or the rule have changed. */
struct latency *latency_add(struct latency *old, const struct record *record,
                            const struct latency_rule *rule);
void latency_free(struct latency *latency); /* NULL is allowed */

/* What got slower. */
struct slower {
    int step;               /* index in the record; -1: the journey as a whole */
    int grown_step;         /* the step that grew most; -1: none did */
    int phase;              /* of grown_step, the one that grew most; -1: none did */
    int64_t was_ns, now_ns; /* medians */
    int64_t phase_was_ns, phase_now_ns; /* of that phase */
};

/* True when the journey, or else a step, is slower by percent and by least_ns. False also while
 * there are too few runs. */
bool latency_slower(const struct latency *latency, const struct latency_rule *rule,
                    struct slower *ret);

/* Whether it is still slower than `was_ns`, which was normal when the alert was opened. */
bool latency_still(const struct latency *latency, const struct latency_rule *rule, int step,
                   int64_t was_ns, int64_t *ret_now_ns);

const struct json *latency_write(const struct latency *latency, struct arena *arena);
struct latency *latency_read(const struct json *json); /* NULL: not understood */
