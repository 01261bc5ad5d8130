/* SPDX-License-Identifier: Apache-2.0 */
/* config.h - from xunjian.yaml to a configuration that can be served.
 *
 * What it names (channels, calendars, zones, files) is checked here; the journeys are not read: that
 * is plan_load's, once for each environment. */
#pragma once

#include "base/diag.h"
#include "model/config.h"

struct alert_window;
struct field_table;
struct plan;
struct vocabulary;

struct config_options {
    const struct vocabulary *vocabulary; /* its wires are the kinds of channels */
    bool lint;                           /* secrets are not fetched */
};

struct config_reading {
    struct arena *arena;         /* owns everything below */
    const struct config *config; /* NULL when anything is wrong */
    const struct config *draft;  /* what is right of it, so that a lint can go on; or NULL */
    struct diags diags;
    bool unreadable; /* there is no such file: wrong usage */
};

/* Never NULL; look at ->diags. The caller ends its arena, after the last use of the configuration. */
struct config_reading *config_load(const struct config_options *options, const char *path);

/* Whether a file is one, for commands that take several kinds: it is named xunjian.yaml or
 * NAME.xunjian.yaml, or a line of it begins with `scenarios:`. */
bool config_is(const char *path);

/* A journey as the schedule and the alerts take it: the configuration's word added to its own. */
struct monitor_rule {
    const struct journey *journey;
    struct schedule_rule schedule;
    struct alert_rule alert;
    const struct calendar *calendar; /* of schedule.calendar; NULL: every day */
    const struct zone *zone;         /* of schedule.zone, else the calendar's own; NULL: UTC */
};

/* One for each journey of the plan, in its order, in `scratch`; what they point to is of the plan, of the
 * configuration or in `arena`. What a journey names and is not there, a channel, a calendar or another
 * journey, is told where it is named. */
const struct monitor_rule *config_monitors(const struct config *config, const struct plan *plan,
                                           struct arena *scratch, struct arena *arena,
                                           struct diags *diags);

/* Maintenance laid out in time, for the alerts: every window of the last 2 days and the next 14. Pure;
 * to be asked again at least daily. In `arena`; names and lists are the configuration's. */
size_t config_windows(const struct config *config, int64_t now_utc_ns, struct arena *arena,
                      const struct alert_window **ret);

/* Tells of two environments of one name: monitors are known by journey and environment. `names`: one for
 * each of config->environments, NULL where one could not be read. */
void config_check_environments(const struct config *config, const char *const *names,
                               struct diags *diags);

/* Tells of names of journeys in routes and maintenance that none of `journeys` has. */
void config_check_matchers(const struct config *config, const char *const *journeys,
                           struct diags *diags);

/* One of the configuration's, or one that is built in; NULL: there is none of that name. */
const struct calendar *config_calendar(const struct config *config, const char *name);

/* The table of all keys, for the schema and the reference page. */
const struct field_table *config_table(struct arena *arena,
                                       const struct vocabulary *vocabulary);
