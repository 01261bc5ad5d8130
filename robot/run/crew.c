/* SPDX-License-Identifier: Apache-2.0 */
/* crew.c - worker threads, their orders, and the news they send home. */

#include "run/crew.h"
#include "base/clock.h"
#include "base/must.h"
#include "loop/offload.h"
#include "run/run.h"
#include "run/worker.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

enum { OFFLOAD_THREADS = 2 };

struct crew;

struct member {
    struct crew *crew;
    struct worker worker;
    pthread_t thread;
    size_t in_flight, most;
};

struct news {
    struct event event;
    struct news *next;
};

struct crew {
    const struct crew_options *options;
    const struct run_order *orders;
    size_t count;
    struct member *members;
    struct offload *offload;

    pthread_mutex_t lock; /* of what follows */
    size_t next_order;
    bool stopping;
    size_t working; /* members that have not ended */
    struct news *first, **last;
    int bell; /* eventfd: there is news */
};

static void tell_home(struct crew *crew, struct event event)
{
    struct news *news = malloc(sizeof *news);
    uint64_t one = 1;
    must(news != NULL);
    *news = (struct news){.event = event};
    pthread_mutex_lock(&crew->lock);
    bool heard = crew->first == NULL; /* else the bell has rung for what is still there */
    *crew->last = news;
    crew->last = &news->next;
    pthread_mutex_unlock(&crew->lock);
    if (heard)
        must(write(crew->bell, &one, sizeof one) == sizeof one);
}

static const struct run_order *take_order(struct crew *crew)
{
    const struct run_order *order = NULL;
    pthread_mutex_lock(&crew->lock);
    if (!crew->stopping && crew->next_order < crew->count)
        order = &crew->orders[crew->next_order++];
    pthread_mutex_unlock(&crew->lock);
    return order;
}

static void fill(struct member *member)
{
    const struct run_order *order;
    while (member->in_flight < member->most && (order = take_order(member->crew)) != NULL) {
        member->in_flight++;
        run_start(&member->worker, order);
    }
    if (member->in_flight == 0)
        loop_stop(member->worker.loop);
}

static void began(void *listener, const struct run_order *order)
{
    struct member *member = listener;
    tell_home(member->crew, (struct event){.kind = EVENT_BEGAN, .order = order});
}

static void step_ended(void *listener, const struct run_order *order,
                       const struct step_outcome *step)
{
    struct member *member = listener;
    tell_home(member->crew,
              (struct event){.kind = EVENT_STEP_ENDED, .order = order, .step = step});
}

static void finished(void *listener, const struct run_order *order, struct outcome *outcome)
{
    struct member *member = listener;
    member->in_flight--;
    tell_home(member->crew,
              (struct event){.kind = EVENT_FINISHED, .order = order, .outcome = outcome});
    fill(member);
}

static void begin_work(void *thing)
{
    fill(thing);
}

static void *work(void *thing)
{
    struct member *member = thing;
    uint64_t one = 1;
    prctl(PR_SET_TIMERSLACK, 1UL);
    loop_post(member->worker.loop, begin_work, member);
    loop_run(member->worker.loop);
    pthread_mutex_lock(&member->crew->lock);
    member->crew->working--;
    pthread_mutex_unlock(&member->crew->lock);
    must(write(member->crew->bell, &one, sizeof one) == sizeof one);
    return NULL;
}

static void cancel_member(void *thing)
{
    struct member *member = thing;
    worker_cancel(&member->worker);
}

static void cancel_all(struct crew *crew, size_t threads)
{
    pthread_mutex_lock(&crew->lock);
    crew->stopping = true;
    pthread_mutex_unlock(&crew->lock);
    for (size_t i = 0; i < threads; i++)
        loop_post(crew->members[i].worker.loop, cancel_member, &crew->members[i]);
}

/* Takes the news and tells it; false when the last member has ended: it told its news before. */
static bool listen(struct crew *crew)
{
    pthread_mutex_lock(&crew->lock);
    struct news *news = crew->first;
    bool more = crew->working > 0;
    crew->first = NULL;
    crew->last = &crew->first;
    pthread_mutex_unlock(&crew->lock);
    for (struct news *next; news != NULL; news = next) {
        next = news->next;
        crew->options->tell(crew->options->listener, &news->event);
        free(news);
    }
    return more;
}

static void empty(int fd)
{
    struct signalfd_siginfo sink;
    while (read(fd, &sink, sizeof sink) > 0)
        continue;
}

static bool watch(struct crew *crew, int signals, size_t threads)
{
    const struct crew_options *options = crew->options;
    struct pollfd ready[2] = {{.fd = crew->bell, .events = POLLIN},
                              {.fd = signals, .events = POLLIN}};
    int tick_ms = options->tick != NULL ? (int)(options->tick_ns / NS_PER_MS) : -1;
    bool interrupted = false;
    while (listen(crew)) {
        if (options->tick != NULL)
            options->tick(options->listener);
        if (poll(ready, 2, tick_ms) < 0)
            must(errno == EINTR);
        if (ready[0].revents != 0)
            empty(crew->bell);
        if (ready[1].revents != 0) {
            empty(signals);
            interrupted = true;
            cancel_all(crew, threads);
        }
    }
    return interrupted;
}

static void start_members(struct crew *crew, size_t threads)
{
    const struct crew_options *options = crew->options;
    crew->members = calloc(threads, sizeof *crew->members);
    must(crew->members != NULL);
    crew->working = threads;
    for (size_t i = 0; i < threads; i++) {
        struct member *m = &crew->members[i];
        m->crew = crew;
        m->most = options->parallel / threads + (i < options->parallel % threads ? 1 : 0);
        worker_init(&m->worker, options->vocabulary, crew->offload);
        m->worker.began = options->every_step ? began : NULL;
        m->worker.step_ended = options->every_step ? step_ended : NULL;
        m->worker.finished = finished;
        m->worker.listener = m;
    }
    for (size_t i = 0; i < threads; i++)
        must(pthread_create(&crew->members[i].thread, NULL, work, &crew->members[i]) == 0);
}

size_t crew_run(const struct crew_options *options, const struct run_order *orders,
                size_t count, bool *ret_interrupted)
{
    struct crew crew = {.options = options, .orders = orders, .count = count};
    size_t threads =
        options->threads < options->parallel ? options->threads : options->parallel;
    sigset_t ours, before;
    threads = threads < count ? threads : count > 0 ? count : 1;
    crew.last = &crew.first;
    crew.bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    must(crew.bell >= 0 && pthread_mutex_init(&crew.lock, NULL) == 0);
    /* Blocked before any thread begins, so that signals come by the descriptor only. */
    sigemptyset(&ours);
    sigaddset(&ours, SIGINT);
    sigaddset(&ours, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &ours, &before);
    int signals = signalfd(-1, &ours, SFD_CLOEXEC | SFD_NONBLOCK);
    must(signals >= 0);

    crew.offload = offload_new(OFFLOAD_THREADS);
    start_members(&crew, threads);
    *ret_interrupted = watch(&crew, signals, threads);
    for (size_t i = 0; i < threads; i++)
        must(pthread_join(crew.members[i].thread, NULL) == 0);
    offload_end(crew.offload);
    for (size_t i = 0; i < threads; i++)
        worker_done(&crew.members[i].worker);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    close(signals);
    close(crew.bell);
    pthread_mutex_destroy(&crew.lock);
    free(crew.members);
    return count - crew.next_order;
}
