/* SPDX-License-Identifier: Apache-2.0 */
/* connectivity.h - the robot's own way out: when none of its targets answers, what fails is here.
 *
 * Targets are tried all at once, every so often, on a thread of its own. One that answers is enough:
 * for "tcp://host:port" a connection, for "http(s)://" any status. */
#pragma once

#include "model/config.h"

struct connectivity;

struct connectivity_options {
    /* On its thread: after the first try, and whenever the answer is another one. `why`: what each
     * target said, "" when reachable. */
    void (*told)(void *thing, bool reachable, const char *why);
    void *thing;
};

/* Tries nothing until configured. */
struct connectivity *connectivity_start(const struct connectivity_options *options);
/* Copies. Tries at once. Without targets nothing is tried, and told is called with reachable when the
 * last word was another. */
void connectivity_configure(struct connectivity *connectivity,
                            const struct connectivity_rule *rule);
void connectivity_stop(struct connectivity *connectivity);

/* For the metrics; from any thread. */
struct connectivity_figures {
    bool configured, reachable; /* reachable until a try says otherwise */
    int64_t tries, failures;    /* failures: no target answered */
};
struct connectivity_figures connectivity_figures(struct connectivity *connectivity);
