/* SPDX-License-Identifier: Apache-2.0 */
/* self_metrics.h - what the robot says of itself on /metrics: late or not, full or not, heard or not.
 *
 * The service fills the figures, each from its owner; this renders them. Renders only: no clock, no
 * lock. A pointer that is NULL, a count of rows that is 0, and -1 in process: no samples. */
#pragma once

#include "deliver/connectivity.h"
#include "deliver/deliver.h"
#include "deliver/heartbeat.h"
#include "deliver/traces.h"
#include "model/verdict.h"
#include "schedule/schedule.h"
#include "service/process_figures.h"
#include "store/store.h"

struct histogram;
struct metrics;

struct reload_figures {
    bool successful;        /* the last one; the first reading counts */
    int64_t success_utc_ns; /* of the configuration that runs */
    int64_t accepted, refused;
};

struct self_figures {
    const char *version;
    int64_t now_utc_ns;
    struct process_figures process;
    struct reload_figures reload;

    struct schedule_counts schedule;
    const struct histogram
        *lateness; /* from when a run was due to when it started, scheduled ones */
    int64_t runs[VERDICT_COUNT];          /* ended since the start */
    int64_t overlapped, missed, off_days; /* starts that were not made: enum due_kind */

    int64_t loop_away_ns; /* the longest any loop was away since it was asked last */
    size_t loops;

    int64_t monitors_ok, monitors_failing, monitors_firing, monitors_flapping, monitors_muted,
        monitors_held, monitors_unknown; /* alerts_state */

    struct store_figures store;
    const struct deliver_figures *channels;
    size_t channel_count;
    struct heartbeat_figures heartbeat;
    struct connectivity_figures connectivity;
    struct traces_figures traces;
};

void self_metrics(struct metrics *metrics, const struct self_figures *figures);
