/* SPDX-License-Identifier: Apache-2.0 */
/* matter.h - what all incidents have in common, whatever their rule: being told, growing, ending. */
#pragma once

#include "alert/state.h"

/* The first word of an incident: the event, and the trigger to `channels`. */
void matter_open(struct turn *turn, struct incident *incident, const char *const *channels,
                 const char *run);

/* One more of the same: told together with others who come within the group's time. Channels that
 * were not told yet get the trigger at once. */
void matter_grow(struct turn *turn, struct incident *incident, const char *const *channels);

/* Only upwards. A worse severity is told at once. */
void matter_severity(struct turn *turn, struct incident *incident, const char *severity);

/* A member is well again (or gone). The last one closes it. */
void matter_leave(struct turn *turn, struct incident *incident, struct member *member,
                  int64_t ended_utc_ns, const char *why);

void matter_close(struct turn *turn, struct incident *incident, int64_t ended_utc_ns,
                  const char *why);

/* Reminders, updates and renewals that are due. */
void matter_tick(struct turn *turn, struct incident *incident);
int64_t matter_next_utc_ns(const struct alerts *alerts, const struct incident *incident);
