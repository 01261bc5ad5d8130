/* SPDX-License-Identifier: Apache-2.0 */
/* hold.h - why a broken monitor is not told of. */
#pragma once

#include "alert/state.h"

/* *ret_until_utc_ns: when it must be asked again at the latest, 0: only when something happens. */
enum hold hold_of(const struct alerts *alerts, const struct monitor *monitor,
                  int64_t now_utc_ns, int64_t *ret_until_utc_ns);

/* "" "muted" "dependency" "cut_off" "crowd" "looking" */
const char *hold_name(enum hold hold);

/* When nobody may be told of this incident before; 0: now. All that fail in it are muted. */
int64_t hold_incident_muted(const struct alerts *alerts, const struct incident *incident,
                            int64_t now_utc_ns);

/* Its newest result was bad, somewhere that counts. */
bool monitor_fails_now(const struct monitor *monitor);
