/* SPDX-License-Identifier: Apache-2.0 */
/* place.h - incidents by shared place: who is in which, whom to join, by what key. */
#pragma once

#include "alert/state.h"

/* The open incident of this rule that it is a failing member of; NULL: none. */
struct incident *place_of(const struct alerts *alerts, enum rule rule,
                          const struct monitor *monitor);

/* The open incident of this rule at that host in the monitor's environment. Flapping ones stand
 * alone: an outage that begins beside one must get its own trigger. NULL: none, or no host. */
struct incident *place_shared(const struct alerts *alerts, enum rule rule,
                              const struct monitor *monitor, const char *host);

/* The key of (journey, environment, rule). While that is in use, as its incident goes on by those who
 * joined it, with the host, too. */
const char *place_key(const struct turn *turn, enum rule rule, const struct monitor *monitor,
                      const char *host);
