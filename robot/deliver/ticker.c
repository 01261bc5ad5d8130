/* SPDX-License-Identifier: Apache-2.0 */
/* ticker.c - waiting on the monotonic clock, for the moment or to be woken. */

#include "deliver/ticker.h"
#include "base/clock.h"
#include "base/must.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>

struct ticker {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t woken;
    bool wake;
    atomic_bool stopping;
    ticker_fn tick;
    void *thing;
};

static void wait_until(struct ticker *ticker, int64_t until_ns)
{
    struct timespec until = {.tv_sec = until_ns / NS_PER_S, .tv_nsec = until_ns % NS_PER_S};
    pthread_mutex_lock(&ticker->lock);
    int end = 0;
    while (!ticker->wake && !atomic_load(&ticker->stopping) && end != ETIMEDOUT)
        end = until_ns == INT64_MAX
                  ? pthread_cond_wait(&ticker->woken, &ticker->lock)
                  : pthread_cond_timedwait(&ticker->woken, &ticker->lock, &until);
    ticker->wake = false;
    pthread_mutex_unlock(&ticker->lock);
}

static void *run(void *thing)
{
    struct ticker *ticker = thing;
    while (!atomic_load(&ticker->stopping)) {
        int64_t pause_ns = ticker->tick(ticker, ticker->thing), until_ns;
        if (__builtin_add_overflow(clock_now_ns(), pause_ns, &until_ns))
            until_ns = INT64_MAX;
        wait_until(ticker, until_ns);
    }
    return NULL;
}

/* Signals are the main thread's. */
static void start_thread(struct ticker *ticker)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    must(pthread_create(&ticker->thread, NULL, run, ticker) == 0);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

struct ticker *ticker_start(ticker_fn tick, void *thing)
{
    struct ticker *ticker = calloc(1, sizeof *ticker);
    pthread_condattr_t monotonic;
    must(ticker != NULL);
    ticker->tick = tick;
    ticker->thing = thing;
    must(pthread_mutex_init(&ticker->lock, NULL) == 0);
    must(pthread_condattr_init(&monotonic) == 0);
    must(pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC) == 0);
    must(pthread_cond_init(&ticker->woken, &monotonic) == 0);
    pthread_condattr_destroy(&monotonic);
    start_thread(ticker);
    return ticker;
}

void ticker_wake(struct ticker *ticker)
{
    pthread_mutex_lock(&ticker->lock);
    ticker->wake = true;
    pthread_cond_signal(&ticker->woken);
    pthread_mutex_unlock(&ticker->lock);
}

bool ticker_stopping(const struct ticker *ticker)
{
    return atomic_load(&ticker->stopping);
}

void ticker_stop(struct ticker *ticker)
{
    pthread_mutex_lock(&ticker->lock);
    atomic_store(&ticker->stopping, true);
    pthread_cond_signal(&ticker->woken);
    pthread_mutex_unlock(&ticker->lock);
    must(pthread_join(ticker->thread, NULL) == 0);
    pthread_cond_destroy(&ticker->woken);
    pthread_mutex_destroy(&ticker->lock);
    free(ticker);
}
