/* SPDX-License-Identifier: Apache-2.0 */
/* planned.h - one configuration as loaded: its plans, and the monitors they make.
 *
 * Immutable and shared: the main loop holds the present one, every run under way the one it began
 * with. The last to let go frees it, whichever thread that is. */
#pragma once

#include "alert/alert.h"
#include "model/config.h"

#include <stdbool.h>

struct buffer;
struct layout;
struct planned;
struct vocabulary;

enum { MONITOR_ID_BYTES = 512 };

/* "journey@environment", "journey" without one; false when it does not fit. */
bool monitor_id(const char *journey, const char *environment, char *into, size_t size);

/* A journey in an environment. */
struct monitor {
    const char *id; /* "credit-application@staging", "login" without an environment */
    const struct journey *journey;
    const char *environment;       /* "" without one */
    struct schedule_rule schedule; /* defaults applied */
    struct alert_rule alert;
    const struct calendar *calendar; /* NULL: every day */
    const struct zone *zone;         /* NULL: UTC */
    const char *const *opens;        /* browser_opens */
};

/* Reads the file and all it names. NULL when anything is wrong; every mistake is then in `errors`, as
 * lint would print it. */
struct planned *planned_load(const struct vocabulary *vocabulary, const char *path,
                             struct buffer *errors);

/* Owns all of it; to be held (arena_hold) by who keeps a part. */
struct arena *planned_arena(const struct planned *planned);
const struct config *planned_config(const struct planned *planned);
/* Of the configuration's map; NULL without one. */
const struct layout *planned_layout(const struct planned *planned);
const struct monitor *planned_monitors(const struct planned *planned, size_t *ret_count);
const struct monitor *planned_find(const struct planned *planned, const char *journey,
                                   const char *environment);

/* What the alerts need to know, with the windows from two days ago to 14 days ahead. Its arena is
 * the caller's to end. */
struct alert_settings *planned_settings(struct planned *planned, int64_t now_utc_ns);

/* From any thread. */
struct planned *planned_hold(struct planned *planned);
void planned_release(struct planned *planned); /* NULL is allowed */
