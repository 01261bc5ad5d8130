/* SPDX-License-Identifier: Apache-2.0 */
/* crew_run.c - all orders once, on a crew of their own, until done or told to stop by a signal. */

#include "base/clock.h"
#include "base/must.h"
#include "run/crew.h"
#include "run/run.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

static void empty(int signals)
{
    struct signalfd_siginfo sink;
    while (read(signals, &sink, sizeof sink) > 0)
        continue;
}

/* Returns how many orders were dropped. */
static size_t watch(struct crew *crew, const struct crew_options *options, int signals,
                    bool *ret_interrupted)
{
    struct pollfd ready[2] = {{.fd = crew_bell(crew), .events = POLLIN},
                              {.fd = signals, .events = POLLIN}};
    int tick_ms = options->tick != NULL ? (int)(options->tick_ns / NS_PER_MS) : -1;
    size_t dropped = 0;
    *ret_interrupted = false;
    while (crew_listen(crew)) {
        if (options->tick != NULL)
            options->tick(options->listener);
        if (poll(ready, 2, tick_ms) < 0)
            must(errno == EINTR);
        else if (ready[1].revents != 0) {
            empty(signals);
            *ret_interrupted = true;
            dropped += crew_cancel(crew);
        }
    }
    return dropped;
}

size_t crew_run(const struct crew_options *options, const struct run_order *orders,
                size_t count, bool *ret_interrupted)
{
    struct crew_options fitted = *options;
    sigset_t ours, before;

    if (fitted.parallel > count)
        fitted.parallel = count > 0 ? count : 1;
    /* Blocked before any thread begins, so that signals come by the descriptor only. */
    sigemptyset(&ours);
    sigaddset(&ours, SIGINT);
    sigaddset(&ours, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &ours, &before);
    int signals = signalfd(-1, &ours, SFD_CLOEXEC | SFD_NONBLOCK);
    must(signals >= 0);
    struct crew *crew = crew_new(&fitted);
    for (size_t i = 0; i < count; i++)
        crew_add(crew, &orders[i]);
    crew_close(crew);
    size_t dropped = watch(crew, options, signals, ret_interrupted);
    crew_end(crew);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    close(signals);
    return dropped;
}
