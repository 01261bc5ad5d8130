/* SPDX-License-Identifier: Apache-2.0 */
/* board.h - the newest of every monitor, for those who look: the page and the metrics.
 *
 * Written by the store's thread (a run was kept) and the main loop (what runs, what comes next), read by
 * the page's threads; behind one lock, held for moments. */
#pragma once

#include "alert/alert.h"
#include "model/record.h"
#include "web/web.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct board;
struct monitor;

struct board *board_new(void);
void board_end(struct board *board);

/* The monitors of a new configuration; what is known of the ones that stay is kept. */
void board_set(struct board *board, const struct monitor *monitors, size_t count);

/* The app's map; holds `arena`, in which it lives. */
void board_map(struct board *board, struct arena *arena, struct map_view map);

/* A run was kept: holds the record's arena. Of a round's runs the worst one is shown. */
void board_kept(struct board *board, const struct record *record, const char *state);

/* Of the run that is shown; "" without variants. In `arena`. */
const char *board_variant(struct board *board, const char *id, struct arena *arena);

/* The windows of maintenance, laid out in time: holds the settings' arena. */
void board_plan(struct board *board, const struct alert_settings *settings);

void board_running(struct board *board, const char *id, int more); /* +1 began, -1 ended */
void board_next(struct board *board, const char *id, int64_t next_utc_ns);

/* Incidents or windows changed: every monitor's state anew, for who is muted or called of is not only
 * who ran. On the alerts' thread. */
void board_states(struct board *board, const struct alerts *alerts);

/* Counts the changes; waits up to `wait_ns` for the count to be other than `seen`. */
uint64_t board_version(struct board *board, uint64_t seen, int64_t wait_ns);
/* Ends every wait, now and later: the robot stops. */
void board_close(struct board *board);

/* Every monitor, in the order set. Strings and records live in `arena`, which holds them. */
size_t board_views(struct board *board, struct arena *arena, const struct monitor_view **ret);

/* What board_map was told last, held by `arena`. */
struct map_view board_map_view(struct board *board, struct arena *arena);

/* What board_plan was told last, held by `arena`. */
size_t board_windows(struct board *board, struct arena *arena, const struct alert_window **ret);
