/* SPDX-License-Identifier: Apache-2.0 */
/* sample_records.h - runs as the store keeps them, built by hand: what metrics and traces may not
 * get wrong, once each. */
#pragma once

#include "model/record.h"

struct arena;

struct record_list {
    const struct record *items[16];
    size_t count;
};

/* All of the below. */
struct record_list sample_records(struct arena *arena);

const struct record *sample_record_passing(struct arena *arena); /* login, two steps over TLS */
/* A 503 after a retry at "identity", then a clean-up that failed, too. */
const struct record *sample_record_failing(struct arena *arena);
const struct record *
sample_record_refused(struct arena *arena); /* no answer at all, a template in its URL */
const struct record *sample_record_internal(struct arena *arena); /* the robot broke */
/* Of another variant; steps of one name; names full of quotes, line ends and a secret. */
const struct record *sample_record_hostile(struct arena *arena);
/* Steps that are no http: dns, tls. */
const struct record *sample_record_probes(struct arena *arena);
