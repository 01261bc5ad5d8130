/* SPDX-License-Identifier: Apache-2.0 */
/* heartbeat.h - the dead man's switch: as long as the robot works, a URL is called; when the calls
 * stop, whoever listens there (healthchecks.io, an Alertmanager's Watchdog, ...) raises the alarm.
 *
 * A heart that beats in a robot whose loop hangs would be worse than none: each beat asks `alive`
 * first, which says whether the loop and the writer of the store got on since the last one. */
#pragma once

#include "model/config.h"

struct heartbeat;

struct heartbeat_options {
    /* On the heartbeat's thread; quick. False: this beat is left out, *ret_why is logged. */
    bool (*alive)(void *thing, const char **ret_why);
    void *thing;
};

/* Beats nothing until configured. */
struct heartbeat *heartbeat_start(const struct heartbeat_options *options);
/* Copies. The first beat is at once; a rule that stays as it is changes nothing. Url NULL: none. */
void heartbeat_configure(struct heartbeat *heartbeat, const struct heartbeat_rule *rule);
void heartbeat_stop(struct heartbeat *heartbeat);

/* For the metrics; from any thread. */
struct heartbeat_figures {
    bool configured;
    int64_t accepted, failed, withheld; /* beats; withheld: not alive */
    int64_t accepted_utc_ns;            /* the last one; 0: none */
};
struct heartbeat_figures heartbeat_figures(struct heartbeat *heartbeat);
