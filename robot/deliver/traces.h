/* SPDX-License-Identifier: Apache-2.0 */
/* traces.h - runs to an OTLP/HTTP collector, in batches, on a thread of its own.
 *
 * Nobody waits for it: what is taken goes to a queue of bounded length; when it is full the oldest go,
 * counted. Sent every 5 s, or as soon as 512 spans wait. A collector that is away is asked again with
 * back-off, Retry-After kept, as the OTLP specification says (429, 502, 503, 504 are tried again, other
 * errors are not); the log has the first failure in a row and its end. */
#pragma once

#include "model/config.h"
#include "model/record.h"

struct traces;

enum {
    TRACES_MOST_SPANS = 8192, /* waiting */
    TRACES_BATCH_SPANS = 512,
};

/* Takes nothing until configured. */
struct traces *traces_start(void);
/* Copies. Url NULL: what waits is dropped, and nothing is taken. */
void traces_configure(struct traces *traces, const struct traces_rule *rule);
/* At once, from any thread. Holds the record's arena until it is sent or dropped: nothing may be written
 * to it any more. */
void traces_take(struct traces *traces, const struct record *record);
/* Sends what waits, up to `drain_ns`, once; the rest is dropped, and logged. */
void traces_stop(struct traces *traces, int64_t drain_ns);

/* For the metrics; from any thread. */
struct traces_figures {
    bool configured;
    int64_t sent, dropped, refused; /* spans; refused: the collector did not want them */
    int64_t waiting, failures;      /* failures: requests that were to be tried again */
};
struct traces_figures traces_figures(struct traces *traces);
