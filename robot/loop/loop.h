/* SPDX-License-Identifier: Apache-2.0 */
/* loop.h - one thread's waiting: descriptors, timers, messages from other threads.
 *
 * One loop per thread; everything but loop_post is for its own thread only. Timers, watches and
 * hooks are embedded in whoever owns them, so that waiting never allocates. Nothing that takes
 * more than about 50 us belongs in a callback: while it runs, every other transfer's clock is wrong
 * (see offload.h). How wrong is what loop_away_ns tells. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct loop;

struct loop *loop_new(void);
/* Runs what was posted and not yet run (it may own memory), then frees. All watches and timers must
 * be stopped, all posting threads ended. NULL is allowed. */
void loop_end(struct loop *loop);
/* True for what loop_end runs: there is no offload pool any more to leave work to. */
bool loop_ends(const struct loop *loop);

/* Serves events until loop_stop is called from one of the callbacks. */
void loop_run(struct loop *loop);
void loop_stop(struct loop *loop);
/* One round, asleep for at most `most_ns` (rounded up to ms; negative: for ever). Tests use it. */
void loop_run_once(struct loop *loop, int64_t most_ns);

/* When the loop last woke: the same for all callbacks of a round, costs nothing. */
int64_t loop_now_ns(const struct loop *loop);

/* The longest the loop has been away from its descriptors since `since_ns`, the present absence
 * included: an event handled in that time may be that much older than the clock says. Never too
 * small; may be too large for a `since_ns` long past. */
int64_t loop_away_ns(const struct loop *loop, int64_t since_ns);

/* How long what is being delivered may have waited before: since the loop had looked before that, or
 * since it woke. For those who can learn from the kernel when it came, and must know how far to
 * trust that. */
int64_t loop_late_ns(const struct loop *loop);

/* For a callback with much to do, between its parts: lets watches notice what came meanwhile. Looks
 * at most once a millisecond, so it costs nothing to call it often. The loop does so itself between
 * callbacks. */
void loop_glance(struct loop *loop);

/* A moment to be called at. Set `fire` and `thing`, leave the rest zero. */
struct loop_timer {
    /* Returns when to be called again (monotonic ns), 0 for never. It may free its own timer when
     * it returns 0. */
    int64_t (*fire)(void *thing, int64_t now_ns);
    void *thing;
    int64_t at_ns;
    uint32_t place; /* in the loop's heap, from 1; 0: not set */
};
void loop_timer_set(struct loop *loop, struct loop_timer *timer,
                    int64_t at_ns);                                /* or moves it */
void loop_timer_stop(struct loop *loop, struct loop_timer *timer); /* not set: no harm */

/* A descriptor and what to do when it is ready. Set `ready`, `thing` and `fd`. */
struct loop_watch {
    void (*ready)(void *thing, uint32_t events); /* EPOLLIN, EPOLLOUT ... */
    /* Or NULL. As soon as the loop learns of it, maybe more than once, and before ready: to note the
     * time. It may look, and must not read, write or change any watch. */
    void (*noticed)(void *thing, uint32_t events);
    void *thing;
    int fd;
    uint32_t wants; /* what it is registered for; 0: not at all */
};
/* Level-triggered. 0 stops it: at once, also for events of this round not yet delivered. Stop it
 * before the descriptor is closed, or at least before its number can be another's. */
void loop_watch_set(struct loop *loop, struct loop_watch *watch, uint32_t wants);

/* Called once per round, just before the loop sleeps: where work collected over a round is done in
 * one go. */
struct loop_hook {
    void (*before_sleep)(void *thing);
    void *thing;
    struct loop_hook *next;
};
void loop_hook_add(struct loop *loop, struct loop_hook *hook);
void loop_hook_remove(struct loop *loop, struct loop_hook *hook);

/* Calls fn(thing) on the loop's thread, soon, in the order posted. From any thread. */
void loop_post(struct loop *loop, void (*fn)(void *thing), void *thing);
