/* SPDX-License-Identifier: Apache-2.0 */
/* loop.c - epoll, a timerfd and an eventfd.
 *
 * Deadlines go through a timerfd because epoll_wait counts in ms: 1.15 ms late at the 99th
 * percentile against 0.19 ms. It is armed only when something is due sooner than it is set for; one
 * wake-up too many is cheaper than a system call per deadline moved. */

#include "loop/loop.h"
#include "base/clock.h"
#include "base/must.h"
#include "loop/away.h"
#include "loop/timers.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/timerfd.h>
#include <unistd.h>

enum { BATCH = 256 };
static const int64_t GLANCE_NS = NS_PER_MS;
/* Absences that no timing needs to know of. */
static const int64_t HARDLY_NS = 50 * NS_PER_US;

struct message {
    void (*fn)(void *thing);
    void *thing;
};

struct mailbox {
    struct message *messages;
    size_t count, size;
};

struct loop {
    int epoll, timer, wake;
    bool stopping, ending, precise;
    struct timers timers;
    struct loop_hook *hooks;
    int64_t looked_ns; /* the last time it asked what is ready */
    int64_t unseen_ns; /* what is being delivered may have come since then */
    int64_t woke_ns;   /* the last return from epoll_wait */
    int64_t busy_ns;   /* length of the absence before it, when it did not sleep after it */
    int64_t armed_ns;  /* what the timerfd is set for; 0: nothing */
    struct away away;
    struct loop_watch posted;  /* on `wake` */
    struct epoll_event *batch; /* being served */
    struct epoll_event *glimpse;
    int batch_count, batch_at;
    pthread_mutex_t lock;
    struct mailbox in;  /* under lock */
    struct mailbox out; /* being delivered */
};

static void deliver(void *thing, uint32_t events)
{
    (void)events;
    struct loop *loop = thing;
    uint64_t ticks;
    ssize_t got = read(loop->wake, &ticks, sizeof ticks);
    must(got == (ssize_t)sizeof ticks || errno == EAGAIN);
    pthread_mutex_lock(&loop->lock);
    struct mailbox full = loop->in;
    loop->in = loop->out;
    loop->in.count = 0;
    loop->out = full;
    pthread_mutex_unlock(&loop->lock);
    for (size_t i = 0; i < loop->out.count; i++) {
        loop->out.messages[i].fn(loop->out.messages[i].thing);
        loop_glance(loop);
    }
    loop->out.count = 0;
}

struct loop *loop_new(void)
{
    struct loop *loop = calloc(1, sizeof *loop);
    must(loop != NULL);
    loop->batch = calloc(BATCH, sizeof *loop->batch);
    loop->glimpse = calloc(BATCH, sizeof *loop->glimpse);
    must(loop->batch != NULL && loop->glimpse != NULL);
    loop->epoll = epoll_create1(EPOLL_CLOEXEC);
    loop->timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    loop->wake = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    must(loop->epoll >= 0 && loop->timer >= 0 && loop->wake >= 0);
    must(pthread_mutex_init(&loop->lock, NULL) == 0);
    /* Edge-triggered and without a watch: that it wakes us is all it is for. */
    struct epoll_event tick = {.events = EPOLLIN | EPOLLET};
    must(epoll_ctl(loop->epoll, EPOLL_CTL_ADD, loop->timer, &tick) == 0);
    loop->posted = (struct loop_watch){.ready = deliver, .thing = loop, .fd = loop->wake};
    loop_watch_set(loop, &loop->posted, EPOLLIN);
    loop->woke_ns = loop->looked_ns = loop->unseen_ns = clock_now_ns();
    return loop;
}

void loop_end(struct loop *loop)
{
    if (loop == NULL)
        return;
    loop->ending = true;
    do
        deliver(loop, 0);
    while (loop->in.count > 0);
    timers_done(&loop->timers);
    must(loop->hooks == NULL);
    close(loop->wake);
    close(loop->timer);
    close(loop->epoll);
    pthread_mutex_destroy(&loop->lock);
    free(loop->in.messages);
    free(loop->out.messages);
    free(loop->batch);
    free(loop->glimpse);
    free(loop);
}

bool loop_ends(const struct loop *loop)
{
    return loop->ending;
}

int64_t loop_now_ns(const struct loop *loop)
{
    return loop->woke_ns;
}

int64_t loop_away_ns(const struct loop *loop, int64_t since_ns)
{
    int64_t longest_ns = away_longest(&loop->away, since_ns);
    int64_t left_ns = loop->woke_ns - loop->busy_ns;
    int64_t present_ns = clock_now_ns() - (left_ns > since_ns ? left_ns : since_ns);
    return present_ns > longest_ns ? present_ns : longest_ns;
}

int64_t loop_late_ns(const struct loop *loop)
{
    return clock_now_ns() - loop->unseen_ns;
}

static void notice(const struct epoll_event *events, int count)
{
    for (int i = 0; i < count; i++) {
        struct loop_watch *watch = events[i].data.ptr;
        if (watch != NULL && watch->noticed != NULL)
            watch->noticed(watch->thing, events[i].events);
    }
}

void loop_glance(struct loop *loop)
{
    int64_t now_ns = clock_now_ns(), delivering_ns = loop->unseen_ns;
    if (now_ns - loop->looked_ns < GLANCE_NS)
        return;
    int count = epoll_wait(loop->epoll, loop->glimpse, BATCH, 0);
    loop->unseen_ns = loop->looked_ns;
    loop->looked_ns = now_ns;
    notice(loop->glimpse, count);
    loop->unseen_ns = delivering_ns;
}

void loop_timer_set(struct loop *loop, struct loop_timer *timer, int64_t at_ns)
{
    timers_set(&loop->timers, timer, at_ns);
}

void loop_timer_stop(struct loop *loop, struct loop_timer *timer)
{
    timers_stop(&loop->timers, timer);
}

/* A watch may be freed once stopped: events of this round that name it are forgotten. */
static void forget(struct loop *loop, const struct loop_watch *watch)
{
    for (int i = loop->batch_at; i < loop->batch_count; i++)
        if (loop->batch[i].data.ptr == watch)
            loop->batch[i].data.ptr = NULL;
}

void loop_watch_set(struct loop *loop, struct loop_watch *watch, uint32_t wants)
{
    if (wants == watch->wants)
        return;
    int change = watch->wants == 0 ? EPOLL_CTL_ADD : wants == 0 ? EPOLL_CTL_DEL : EPOLL_CTL_MOD;
    struct epoll_event event = {.events = wants, .data.ptr = watch};
    bool changed = epoll_ctl(loop->epoll, change, watch->fd, &event) == 0;
    /* Closed by its owner already, libcurl for one, which makes the kernel forget it. */
    must(changed || (wants == 0 && (errno == EBADF || errno == ENOENT)));
    watch->wants = wants;
    if (wants == 0)
        forget(loop, watch);
}

void loop_hook_add(struct loop *loop, struct loop_hook *hook)
{
    hook->next = loop->hooks;
    loop->hooks = hook;
}

void loop_hook_remove(struct loop *loop, struct loop_hook *hook)
{
    struct loop_hook **at = &loop->hooks;
    while (*at != hook) {
        must(*at != NULL);
        at = &(*at)->next;
    }
    *at = hook->next;
}

void loop_post(struct loop *loop, void (*fn)(void *), void *thing)
{
    pthread_mutex_lock(&loop->lock);
    struct mailbox *in = &loop->in;
    if (in->count == in->size) {
        in->size = in->size > 0 ? in->size * 2 : 16;
        in->messages = realloc(in->messages, in->size * sizeof *in->messages);
        must(in->messages != NULL);
    }
    in->messages[in->count++] = (struct message){.fn = fn, .thing = thing};
    bool first = in->count == 1;
    /* Under the lock: once it is released the loop may take the message, end and close `wake`. */
    if (first) {
        uint64_t one = 1;
        must(write(loop->wake, &one, sizeof one) == (ssize_t)sizeof one);
    }
    pthread_mutex_unlock(&loop->lock);
}

static void arm(struct loop *loop, int64_t due_ns, int64_t now_ns)
{
    if (due_ns == 0 || (loop->armed_ns > now_ns && loop->armed_ns <= due_ns))
        return;
    struct itimerspec when = {
        .it_value = {.tv_sec = due_ns / NS_PER_S, .tv_nsec = due_ns % NS_PER_S},
    };
    must(timerfd_settime(loop->timer, TFD_TIMER_ABSTIME, &when, NULL) == 0);
    loop->armed_ns = due_ns;
}

/* Fills the batch. True when nothing was ready and it slept for what came: only that is as young as
 * the wake-up. Whether it slept does not matter when it was hardly away. */
static bool wait_for_batch(struct loop *loop, int64_t absent_ns, int most_ms)
{
    bool hardly = absent_ns <= HARDLY_NS;
    int count = hardly ? 0 : epoll_wait(loop->epoll, loop->batch, BATCH, 0);
    bool slept = count == 0;
    if (slept && (hardly || most_ms != 0))
        count = epoll_wait(loop->epoll, loop->batch, BATCH, most_ms);
    must(count >= 0 || errno == EINTR);
    loop->batch_count = count > 0 ? count : 0;
    return slept;
}

static void sleep_until_ready(struct loop *loop, int most_ms)
{
    int64_t before_ns = loop->woke_ns, now_ns = clock_now_ns();
    int64_t due_ns = timers_next_ns(&loop->timers);
    if (due_ns > 0 && due_ns <= now_ns)
        most_ms = 0;
    else
        arm(loop, due_ns, now_ns);
    int64_t absent_ns = now_ns - before_ns;
    away_add(&loop->away, now_ns, absent_ns + loop->busy_ns);
    bool slept = wait_for_batch(loop, absent_ns + loop->busy_ns, most_ms);
    loop->woke_ns = clock_now_ns();
    loop->busy_ns = slept ? 0 : absent_ns;
    loop->unseen_ns = slept ? loop->woke_ns : loop->looked_ns;
    loop->looked_ns = loop->woke_ns;
    notice(loop->batch, loop->batch_count);
    loop->unseen_ns = slept ? loop->woke_ns : before_ns;
}

/* One that asks to be called again at once waits a round. */
static void fire(struct loop *loop)
{
    int64_t now_ns = loop->woke_ns;
    for (struct loop_timer *timer; (timer = timers_take(&loop->timers, now_ns)) != NULL;) {
        int64_t again_ns = timer->fire(timer->thing, now_ns);
        if (again_ns > 0)
            timers_set(&loop->timers, timer, again_ns > now_ns ? again_ns : now_ns + 1);
        loop_glance(loop);
    }
}

static void serve(struct loop *loop)
{
    for (loop->batch_at = 0; loop->batch_at < loop->batch_count;) {
        struct epoll_event *event = &loop->batch[loop->batch_at++];
        struct loop_watch *watch = event->data.ptr;
        if (watch != NULL)
            watch->ready(watch->thing, event->events);
        loop_glance(loop);
    }
    fire(loop);
}

static void turn(struct loop *loop, int most_ms)
{
    if (!loop->precise) { /* the slack is a thread's: set by the one that runs the loop */
        prctl(PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL);
        loop->precise = true;
    }
    for (struct loop_hook *hook = loop->hooks, *next; hook != NULL; hook = next) {
        next = hook->next;
        hook->before_sleep(hook->thing);
        loop_glance(loop);
    }
    if (loop->stopping)
        return;
    sleep_until_ready(loop, most_ms);
    serve(loop);
}

void loop_run_once(struct loop *loop, int64_t most_ns)
{
    turn(loop, most_ns < 0 ? -1 : (int)((most_ns + NS_PER_MS - 1) / NS_PER_MS));
}

void loop_run(struct loop *loop)
{
    loop->stopping = false;
    while (!loop->stopping)
        turn(loop, -1);
}

void loop_stop(struct loop *loop)
{
    loop->stopping = true;
}
