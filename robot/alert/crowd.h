/* SPDX-License-Identifier: Apache-2.0 */
/* crowd.h - whether it is the robot that is cut off, not the apps that fail.
 *
 * Two witnesses: the targets of `connectivity`, tried by the owner, and the monitors themselves: when
 * nearly all of them begin to fail in a short time, at several hosts, and no host says a word. An
 * answer, even 503, proves the way out; so does a target that answered after it began. One host
 * alone is never a crowd: that is an outage, and somebody must be called. */
#pragma once

#include "alert/state.h"

/* The monitor began to fail. Opens the one incident when this makes it a crowd. */
void crowd_begin(struct turn *turn, struct monitor *monitor);

/* A monitor is well again: the crowd may be over. */
void crowd_ease(struct turn *turn);

void crowd_connectivity(struct turn *turn, bool reachable, const char *why);

/* Its alert is held back until the robot is sure of itself. */
bool crowd_holds(const struct alerts *alerts, const struct monitor *monitor);

/* From the third host on, an alert waits CROWD_WAIT_NS to see whether it is everything. 0: it need
 * not. */
#define CROWD_WAIT_NS (30 * NS_PER_S)
int64_t crowd_wait_until_utc_ns(const struct alerts *alerts, const struct monitor *monitor,
                                int64_t now_utc_ns);

/* What is no longer watched for holds nothing back. */
void crowd_configure(struct turn *turn);

/* After a restore: who began lately. */
void crowd_restore(struct alerts *alerts);
void crowd_forget(struct alerts *alerts, const struct monitor *monitor);
