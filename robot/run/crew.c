/* SPDX-License-Identifier: Apache-2.0 */
/* crew.c - worker threads, the orders they take, and the news they send home. */

#include "run/crew.h"
#include "base/must.h"
#include "loop/offload.h"
#include "model/outcome.h"
#include "run/run.h"
#include "run/worker.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <unistd.h>

enum { OFFLOAD_THREADS = 2 };

struct member {
    struct crew *crew;
    struct worker worker;
    pthread_t thread;
    size_t most;
    /* Under the crew's lock. */
    size_t in_flight;
    size_t woken_for; /* orders it was woken for and has not looked for yet */
};

struct waiting {
    const struct run_order *order;
    struct waiting *next;
};

struct news {
    struct event event;
    struct news *next;
};

struct crew {
    const struct crew_options *options;
    struct member *members;
    size_t member_count;
    struct offload *offload;
    _Atomic int64_t away_ns;
    pthread_mutex_t lock; /* of what follows */
    struct waiting *next_order, **last_order;
    bool closed;
    size_t working; /* members that have not ended */
    struct news *first, **last;
    int bell; /* eventfd: there is news */
};

static void ring(struct crew *crew)
{
    uint64_t one = 1;
    must(write(crew->bell, &one, sizeof one) == sizeof one);
}

static void tell_home(struct crew *crew, struct event event)
{
    struct news *news = malloc(sizeof *news);
    must(news != NULL);
    *news = (struct news){.event = event};
    pthread_mutex_lock(&crew->lock);
    bool heard = crew->first == NULL; /* else the bell has rung for what is still there */
    *crew->last = news;
    crew->last = &news->next;
    pthread_mutex_unlock(&crew->lock);
    if (heard)
        ring(crew);
}

/* The next order, when the member has a place for it. */
static const struct run_order *take_order(struct member *member)
{
    struct crew *crew = member->crew;
    const struct run_order *order = NULL;
    pthread_mutex_lock(&crew->lock);
    struct waiting *first = crew->next_order;
    member->woken_for = 0;
    if (first != NULL && member->in_flight < member->most) {
        crew->next_order = first->next;
        if (crew->next_order == NULL)
            crew->last_order = &crew->next_order;
        order = first->order;
        member->in_flight++;
    } else {
        first = NULL;
    }
    pthread_mutex_unlock(&crew->lock);
    free(first);
    return order;
}

static bool has_no_more(struct member *member)
{
    struct crew *crew = member->crew;
    pthread_mutex_lock(&crew->lock);
    bool ended = crew->closed && member->in_flight == 0 && crew->next_order == NULL;
    pthread_mutex_unlock(&crew->lock);
    return ended;
}

static void fill(void *thing)
{
    struct member *member = thing;
    const struct run_order *order;
    while ((order = take_order(member)) != NULL)
        run_start(&member->worker, order);
    if (has_no_more(member))
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

static void note_away(struct member *member, int64_t since_ns)
{
    int64_t away_ns = loop_away_ns(member->worker.loop, since_ns);
    int64_t most_ns = atomic_load(&member->crew->away_ns);
    while (away_ns > most_ns &&
           !atomic_compare_exchange_weak(&member->crew->away_ns, &most_ns, away_ns))
        continue;
}

static void finished(void *listener, const struct run_order *order, struct outcome *outcome)
{
    struct member *member = listener;
    note_away(member, outcome->started_ns);
    pthread_mutex_lock(&member->crew->lock);
    member->in_flight--;
    pthread_mutex_unlock(&member->crew->lock);
    tell_home(member->crew,
              (struct event){.kind = EVENT_FINISHED, .order = order, .outcome = outcome});
    fill(member);
}

static void *work(void *thing)
{
    struct member *member = thing;
    prctl(PR_SET_TIMERSLACK, 1UL);
    loop_post(member->worker.loop, fill, member);
    loop_run(member->worker.loop);
    pthread_mutex_lock(&member->crew->lock);
    member->crew->working--;
    pthread_mutex_unlock(&member->crew->lock);
    ring(member->crew);
    return NULL;
}

static void init_member(struct crew *crew, size_t i)
{
    const struct crew_options *options = crew->options;
    struct member *m = &crew->members[i];
    size_t members = crew->member_count;
    m->crew = crew;
    m->most = options->parallel / members + (i < options->parallel % members ? 1 : 0);
    worker_init(&m->worker, options->vocabulary, crew->offload);
    m->worker.began = options->every_step ? began : NULL;
    m->worker.step_ended = options->every_step ? step_ended : NULL;
    m->worker.finished = finished;
    m->worker.listener = m;
}

struct crew *crew_new(const struct crew_options *options)
{
    struct crew *crew = calloc(1, sizeof *crew);
    must(crew != NULL && options->threads > 0 && options->parallel > 0);
    crew->options = options;
    crew->member_count =
        options->threads < options->parallel ? options->threads : options->parallel;
    crew->members = calloc(crew->member_count, sizeof *crew->members);
    must(crew->members != NULL && pthread_mutex_init(&crew->lock, NULL) == 0);
    crew->working = crew->member_count;
    crew->last = &crew->first;
    crew->last_order = &crew->next_order;
    crew->bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    must(crew->bell >= 0);
    crew->offload = offload_new(OFFLOAD_THREADS);
    for (size_t i = 0; i < crew->member_count; i++)
        init_member(crew, i);
    for (size_t i = 0; i < crew->member_count; i++)
        must(pthread_create(&crew->members[i].thread, NULL, work, &crew->members[i]) == 0);
    return crew;
}

/* The member with the most places left; the caller holds the lock. */
static struct member *idlest(struct crew *crew)
{
    struct member *best = &crew->members[0];
    size_t most = 0;
    for (size_t i = 0; i < crew->member_count; i++) {
        struct member *m = &crew->members[i];
        size_t busy = m->in_flight + m->woken_for;
        size_t free_places = m->most > busy ? m->most - busy : 0;
        if (free_places > most) {
            most = free_places;
            best = m;
        }
    }
    return best;
}

void crew_add(struct crew *crew, const struct run_order *order)
{
    struct waiting *waiting = malloc(sizeof *waiting);
    must(waiting != NULL);
    *waiting = (struct waiting){.order = order};
    pthread_mutex_lock(&crew->lock);
    must(!crew->closed);
    *crew->last_order = waiting;
    crew->last_order = &waiting->next;
    struct member *member = idlest(crew);
    bool wake = member->woken_for++ == 0;
    pthread_mutex_unlock(&crew->lock);
    if (wake)
        loop_post(member->worker.loop, fill, member);
}

int crew_bell(const struct crew *crew)
{
    return crew->bell;
}

bool crew_listen(struct crew *crew)
{
    uint64_t sink;
    while (read(crew->bell, &sink, sizeof sink) > 0)
        continue;
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

void crew_close(struct crew *crew)
{
    pthread_mutex_lock(&crew->lock);
    crew->closed = true;
    pthread_mutex_unlock(&crew->lock);
    for (size_t i = 0; i < crew->member_count; i++)
        loop_post(crew->members[i].worker.loop, fill, &crew->members[i]);
}

static void cancel_member(void *thing)
{
    struct member *member = thing;
    worker_cancel(&member->worker);
}

size_t crew_cancel(struct crew *crew)
{
    size_t dropped = 0;
    pthread_mutex_lock(&crew->lock);
    struct waiting *waiting = crew->next_order;
    crew->next_order = NULL;
    crew->last_order = &crew->next_order;
    pthread_mutex_unlock(&crew->lock);
    for (struct waiting *next; waiting != NULL; waiting = next, dropped++) {
        next = waiting->next;
        free(waiting);
    }
    for (size_t i = 0; i < crew->member_count; i++)
        loop_post(crew->members[i].worker.loop, cancel_member, &crew->members[i]);
    crew_close(crew);
    return dropped;
}

void crew_end(struct crew *crew)
{
    for (size_t i = 0; i < crew->member_count; i++)
        must(pthread_join(crew->members[i].thread, NULL) == 0);
    offload_end(crew->offload);
    for (size_t i = 0; i < crew->member_count; i++)
        worker_done(&crew->members[i].worker);
    must(crew->first == NULL && crew->next_order == NULL);
    close(crew->bell);
    pthread_mutex_destroy(&crew->lock);
    free(crew->members);
    free(crew);
}

int64_t crew_away_ns(struct crew *crew)
{
    return atomic_exchange(&crew->away_ns, 0);
}
