/* SPDX-License-Identifier: Apache-2.0 */
/* tidy.c - the links between monitors and incidents, and the lists of who is broken: derived, so that
 * no row can contradict another. */

#include "alert/tidy.h"
#include "alert/crowd.h"
#include "alert/place.h"

void tidy_restored(struct alerts *alerts)
{
    if (!alerts->restored)
        return;
    alerts->restored = false;
    for (size_t i = 0; i < alerts->monitors.count; i++) {
        struct monitor *monitor = alerts->monitors.at[i];
        monitor->incident = place_of(alerts, RULE_JOURNEY, monitor);
        monitor_activate(alerts, monitor);
    }
    crowd_restore(alerts);
}
