/* SPDX-License-Identifier: Apache-2.0 */
/* alert.h - whether to speak: (state, record, now) -> messages. Pure: no clock, no I/O.
 *
 * Per monitor: ok -> failing(n) -> firing -> ok. Lives on the store's thread: what it decides is
 * written in the same transaction as the run that made it decide, so that neither a kill nor a
 * restart forgets or repeats anything. `internal` runs neither open nor close anything about the
 * app. README.md has the table of transitions. */
#pragma once

#include "model/config.h"
#include "model/message.h"
#include "model/record.h"

struct alerts;
struct buffer;

/* A monitor as alerts see it. Strings live as long as the settings. */
struct alert_monitor {
    const char *journey, *title, *environment; /* environment: "" without one */
    const char *owner, *business;
    const char *const *tags, *const *depends_on;
    struct alert_rule
        rule; /* with the defaults already applied; channels may be NULL: by routes */
};

/* A window of muting, already laid out in time by the owner. */
struct alert_window {
    const char *name;
    struct matcher match;
    int64_t from_utc_ns, to_utc_ns;
};

struct alert_settings {
    struct arena *arena; /* held (arena_hold) until replaced */
    const struct config *config;
    const char
        *page; /* where it is served, for links when no public_url is told; NULL: unknown */
    const struct alert_monitor *monitors;
    size_t monitor_count;
    const struct alert_window
        *windows; /* of the next 14 days and the last 2; renewed by the owner */
    size_t window_count;
};

/* What was decided. */
struct alert_told {
    const char *channel;
    const struct message *message;
};
struct alert_retest {
    const char *journey, *environment;
};
struct alert_output {
    struct arena *arena;
    const struct alert_told *told;
    size_t told_count;
    const struct alert_retest *retests;
    size_t retest_count;
};

/* What people do. */
enum alert_action {
    ALERT_ACKNOWLEDGE = 0, /* no more reminders; whoever it was is named */
    ALERT_MUTE,            /* the monitors that match say nothing until until_utc_ns */
    ALERT_UNMUTE,          /* by the window's name */
    ALERT_NOTE,
};
struct alert_command {
    enum alert_action action;
    const char *incident; /* acknowledge, note */
    const char *name;     /* mute, unmute: the window's */
    struct matcher match;
    int64_t from_utc_ns, to_utc_ns;
    const char *who, *text;
};

struct alerts *alerts_new(void);
void alerts_end(struct alerts *alerts); /* NULL is allowed */

/* The outputs live in `arena`. Monitors that are gone resolve what they had open, and say why. */
struct alert_output alerts_configure(struct alerts *alerts,
                                     const struct alert_settings *settings, int64_t now_utc_ns,
                                     struct arena *arena);

/* The worst record of a round. */
struct alert_output alerts_take(struct alerts *alerts, const struct record *record,
                                int64_t now_utc_ns, struct arena *arena);

/* The robot's own way out was tried. */
struct alert_output alerts_connectivity(struct alerts *alerts, bool reachable, const char *why,
                                        int64_t now_utc_ns, struct arena *arena);

/* Reminders, renewals, ends of windows. To be called at alerts_next_utc_ns at the latest. */
struct alert_output alerts_tick(struct alerts *alerts, int64_t now_utc_ns, struct arena *arena);
int64_t alerts_next_utc_ns(const struct alerts *alerts); /* INT64_MAX: nothing to do */

/* False with *ret_why: no such incident or window. */
bool alerts_command(struct alerts *alerts, const struct alert_command *command,
                    int64_t now_utc_ns, struct arena *arena, struct alert_output *ret,
                    const char **ret_why);

/* --- what is kept -------------------------------------------------------------------------- */

/* Rows of the table alert_state: (kind, key) -> JSON. kind: "monitor", "incident", "window",
 * "robot". An incident's JSON is what the page shows: see README.md. */
struct alert_row {
    const char *kind, *key;
    struct text json; /* empty: the row goes away */
    /* kind "incident": for the store's columns. */
    int64_t opened_utc_ns, closed_utc_ns; /* closed 0: open */
};

/* Every row changed since the last call, in `arena`. To be written with what made it change. */
size_t alerts_changed(struct alerts *alerts, struct arena *arena, const struct alert_row **ret);

/* At start, before anything else: gives back what was kept. False: not understood (told, and left
 * out; the rest is used). */
bool alerts_restore(struct alerts *alerts, const char *kind, const char *key, struct text json);

/* "ok" "failing" "firing" "held" "flapping" "muted" "unknown": for the page. Held: it is broken, and
 * nobody is told, because what it depends on is, or the robot is cut off. */
const char *alerts_state(const struct alerts *alerts, const char *journey,
                         const char *environment);
