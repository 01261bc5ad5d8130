/* SPDX-License-Identifier: Apache-2.0 */
/* rules.h - what an incident can be about beside a failing journey. Each is asked at every record it
 * concerns, opens and closes its own incidents, and has one key per thing it watches. */
#pragma once

#include "alert/state.h"

/* slow.c: after a good run whose times are certain. */
void slow_take(struct turn *turn, struct monitor *monitor, struct site *site,
               const struct record *record);

/* expiry.c: each certificate the run met. One incident per host. */
void expiry_take(struct turn *turn, struct monitor *monitor, const struct record *record);

/* fault.c: the robot failed INTERNAL_IN_A_ROW times in a row at this monitor; one incident for all
 * monitors of this location. */
void fault_take(struct turn *turn, struct monitor *monitor, struct site *site,
                const struct record *record);
void fault_over(struct turn *turn, struct monitor *monitor, struct site *site);
