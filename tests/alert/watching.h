/* SPDX-License-Identifier: Apache-2.0 */
/* watching.h - a machine under a made-up clock, runs that happen to it, and what it said. */
#pragma once

#include "alert/alert.h"
#include "base/arena.h"
#include "base/clock.h"

#include <stdbool.h>

enum { MOST_WATCHED = 1200, MOST_SAID = 20000 };

/* One word said: "trigger oncall", kept with its message. */
struct said {
    const char *channel;
    const struct message *message;
    int64_t at_utc_ns;
};

struct watch {
    struct arena *arena;
    struct alerts *alerts;
    struct config config;
    struct channel channels[4]; /* "oncall" "team" "renewing" "pager" */
    const struct channel *route_channels[2];
    struct route route;
    struct alert_monitor monitors[MOST_WATCHED];
    size_t monitor_count;
    struct alert_window windows[4];
    size_t window_count;
    int64_t now_utc_ns;
    int64_t runs;
    struct said *said;
    size_t said_count, read; /* up to where a test has looked */
    size_t retests;
};

/* One run. Zero means usual: it passes, at host "app:443", step "pay". */
struct ran {
    const char *journey, *environment, *location, *host, *step, *message, *variant, *row;
    enum verdict verdict;
    enum phase phase;
    enum reason reason;
    enum run_cause cause;
    int status;
    bool uncertain, cancelled;
    int64_t total_ns, wait_ns, certificate_utc_ns;
    const char *remote;
};

/* 2 of 3, recover 2, critical, everything to "oncall"; no monitors yet. */
struct watch *watch_new(void);
void watch_end(struct watch *w);
struct alert_monitor *watch_add(struct watch *w, const char *journey);
void watch_configure(struct watch *w); /* after the monitors and rules are set */

void watch_run(struct watch *w, const struct ran *ran);
void watch_good(struct watch *w, const char *journey);
/* A 503 at step "pay": the other end answered. */
void watch_bad(struct watch *w, const char *journey);
/* g, b, u (uncertain), i (internal), d (degraded), one run a minute each. */
void watch_runs(struct watch *w, const char *journey, const char *results);
/* Time goes by; the machine is called whenever it wants to. */
void watch_wait(struct watch *w, int64_t ns);
void watch_connectivity(struct watch *w, bool reachable);
bool watch_command(struct watch *w, const struct alert_command *command);

/* What was said since the last call: "trigger:oncall resolve:oncall", "" when nothing. */
const char *watch_heard(struct watch *w);
/* The last message said. NULL: none. */
const struct message *watch_last(const struct watch *w);

/* What a store would hold: every row, written over by the next of its key. */
struct kept {
    struct arena *arena;
    struct alert_row *rows;
    size_t count, size;
};
void kept_update(struct kept *kept, struct alerts *alerts);
/* The machine dies and another comes up from the rows. */
void watch_restart(struct watch *w, struct kept *kept);
