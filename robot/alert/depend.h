/* SPDX-License-Identifier: Apache-2.0 */
/* depend.h - what a journey depends on, when it fails. */
#pragma once

#include "alert/state.h"

/* Something it depends on fails, and not because of this one. */
bool depend_explains(const struct alerts *alerts, const struct monitor *monitor);

/* The monitor began to fail: what it depends on and what said nothing since then is looked at again. */
void depend_ask(struct turn *turn, const struct monitor *monitor);

/* Until when its alert waits for what was asked; 0: for nothing. */
#define LOOK_WAIT_NS (30 * NS_PER_S)
int64_t depend_wait_until_utc_ns(const struct alerts *alerts, const struct monitor *monitor,
                                 int64_t now_utc_ns);
