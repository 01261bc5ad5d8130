/* SPDX-License-Identifier: Apache-2.0 */
/* crew.h - many runs on a few threads.
 *
 * Each worker thread has its own loop and its own part of the runs; what happens is told to the
 * thread that called crew_run, so that nothing slow (a terminal, a disk) is ever waited for on a
 * loop. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct outcome;
struct run_order;
struct step_outcome;
struct vocabulary;

enum event_kind { EVENT_BEGAN = 0, EVENT_STEP_ENDED, EVENT_FINISHED };

struct event {
    enum event_kind kind;
    const struct run_order *order;
    const struct step_outcome *step; /* EVENT_STEP_ENDED; valid while its outcome is */
    struct outcome *outcome;         /* EVENT_FINISHED: the listener's to end */
};

struct crew_options {
    const struct vocabulary *vocabulary;
    size_t threads;  /* worker threads, at least 1 */
    size_t parallel; /* runs in flight, at least 1 */
    bool
        every_step; /* tell of beginnings and steps, too: each costs waking the calling thread */
    /* On the calling thread, in the order things happened on each worker. */
    void (*tell)(void *listener, const struct event *event);
    /* Called at least every tick_ns while runs go on, for a live display. NULL: never. */
    void (*tick)(void *listener);
    int64_t tick_ns;
    void *listener;
};

/* Runs all orders. SIGINT or SIGTERM cancels what is under way (clean-up steps still run) and starts
 * nothing new; a second one cancels the clean-up, too. Returns how many orders never began.
 * *ret_interrupted tells whether a signal came. */
size_t crew_run(const struct crew_options *options, const struct run_order *orders,
                size_t count, bool *ret_interrupted);
