/* SPDX-License-Identifier: Apache-2.0 */
/* crew.h - many runs on a few threads.
 *
 * Each worker thread has its own loop and takes the next order when it has a place; what happens is
 * told to the thread that listens, so that nothing slow (a terminal, a disk) is ever waited for on a
 * loop. `xunjian run` gives all orders at once (crew_run), `xunjian serve` one after the other. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct crew;
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
        every_step; /* tell of beginnings and steps, too: each costs waking the listening thread */
    /* By crew_listen, in the order things happened on each worker. */
    void (*tell)(void *listener, const struct event *event);
    /* By crew_run, at least every tick_ns while runs go on, for a live display. NULL: never. */
    void (*tick)(void *listener);
    int64_t tick_ns;
    void *listener;
};

/* Starts the threads. The options must outlive the crew. */
struct crew *crew_new(const struct crew_options *options);

/* One more; it must outlive its run. From any thread. */
void crew_add(struct crew *crew, const struct run_order *order);

/* Readable when there is news; belongs to the crew. */
int crew_bell(const struct crew *crew);

/* Tells the news. False when the crew was closed and its last run has been told. */
bool crew_listen(struct crew *crew);

/* No more orders come: workers end when all is done. */
void crew_close(struct crew *crew);

/* Drops the orders not begun, cancels what is under way (clean-up steps still run), and closes; a
 * second call cancels the clean-up, too. Returns how many orders were dropped. */
size_t crew_cancel(struct crew *crew);

/* After crew_listen returned false. */
void crew_end(struct crew *crew);

/* How late the workers' loops have been since the last call, at most: what other timings were wrong
 * by. For the metrics. */
int64_t crew_away_ns(struct crew *crew);

/* Runs all orders. SIGINT or SIGTERM cancels what is under way and starts nothing new; a second one
 * cancels the clean-up, too. Returns how many orders never began. *ret_interrupted tells whether a
 * signal came. */
size_t crew_run(const struct crew_options *options, const struct run_order *orders,
                size_t count, bool *ret_interrupted);
