/* SPDX-License-Identifier: Apache-2.0 */
/* offload.c - one queue, one lock, workers that wait on it.
 *
 * A job's state changes under the pool's lock only. Whoever finds it abandoned drops it, outside
 * the lock: the submitter while it is queued, its worker while it runs, its loop once finished. */

#include "loop/offload.h"
#include "base/must.h"
#include "loop/loop.h"

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>

enum state { JOB_IDLE = 0, JOB_QUEUED, JOB_RUNNING, JOB_FINISHED, JOB_ABANDONED };

struct worker {
    struct offload *pool;
    pthread_t thread;
    const struct offload_job *job; /* being worked on, or NULL */
    bool left;                     /* behind, by offload_end: nobody joins it */
};

struct offload {
    pthread_mutex_t lock;
    pthread_cond_t work;
    struct offload_job *first, **last;
    size_t most, started, waiting, queued;
    size_t left; /* workers left behind; the last of them frees the pool */
    bool ending;
    struct worker *workers; /* most of them, started so far */
};

struct offload *offload_new(size_t threads)
{
    must(threads > 0);
    struct offload *pool = calloc(1, sizeof *pool);
    must(pool != NULL);
    pool->workers = calloc(threads, sizeof *pool->workers);
    must(pool->workers != NULL);
    must(pthread_mutex_init(&pool->lock, NULL) == 0);
    must(pthread_cond_init(&pool->work, NULL) == 0);
    pool->most = threads;
    pool->last = &pool->first;
    return pool;
}

static struct offload_job *take(struct offload *pool)
{
    struct offload_job *job = pool->first;
    if (job == NULL)
        return NULL;
    pool->first = job->next;
    if (pool->first == NULL)
        pool->last = &pool->first;
    pool->queued--;
    return job;
}

/* On the loop that submitted it. Without the lock: the worker's writes came with the message, only
 * this thread could have abandoned the job since, and the pool may have ended. */
static void deliver(void *thing)
{
    struct offload_job *job = thing;
    bool abandoned = job->state == JOB_ABANDONED;
    job->state = JOB_IDLE;
    if (abandoned)
        job->drop(job->thing);
    else
        job->done(job->thing);
}

/* Takes and gives back the lock around the work. */
static void perform(struct worker *worker, struct offload_job *job)
{
    struct offload *pool = worker->pool;
    job->state = JOB_RUNNING;
    worker->job = job;
    pthread_mutex_unlock(&pool->lock);
    job->work(job->thing);
    pthread_mutex_lock(&pool->lock);
    worker->job = NULL;
    if (job->state == JOB_RUNNING) {
        job->state = JOB_FINISHED;
        /* Under the lock: once released, nothing keeps the job from being delivered and freed. */
        loop_post(job->loop, deliver, job);
        return;
    }
    pthread_mutex_unlock(&pool->lock);
    job->drop(job->thing);
    pthread_mutex_lock(&pool->lock);
}

static void free_pool(struct offload *pool)
{
    pthread_cond_destroy(&pool->work);
    pthread_mutex_destroy(&pool->lock);
    free(pool->workers);
    free(pool);
}

static void *work(void *thing)
{
    struct worker *worker = thing;
    struct offload *pool = worker->pool;
    pthread_mutex_lock(&pool->lock);
    for (;;) {
        struct offload_job *job = take(pool);
        if (job != NULL) {
            perform(worker, job);
            continue;
        }
        if (pool->ending)
            break;
        pool->waiting++;
        pthread_cond_wait(&pool->work, &pool->lock);
        pool->waiting--;
    }
    bool last = worker->left && --pool->left == 0;
    pthread_mutex_unlock(&pool->lock);
    if (last)
        free_pool(pool);
    return NULL;
}

/* Signals are the main thread's to handle. */
static void start_worker(struct offload *pool)
{
    sigset_t all, before;
    sigfillset(&all);
    must(pthread_sigmask(SIG_SETMASK, &all, &before) == 0);
    struct worker *worker = &pool->workers[pool->started++];
    worker->pool = pool;
    must(pthread_create(&worker->thread, NULL, work, worker) == 0);
    must(pthread_sigmask(SIG_SETMASK, &before, NULL) == 0);
}

void offload_submit(struct offload *pool, struct loop *loop, struct offload_job *job)
{
    must(job->work != NULL && job->done != NULL && job->drop != NULL);
    must(job->state == JOB_IDLE);
    job->pool = pool;
    job->loop = loop;
    job->next = NULL;
    pthread_mutex_lock(&pool->lock);
    must(!pool->ending);
    job->state = JOB_QUEUED;
    *pool->last = job;
    pool->last = &job->next;
    pool->queued++;
    if (pool->queued > pool->waiting && pool->started < pool->most)
        start_worker(pool);
    else
        pthread_cond_signal(&pool->work);
    pthread_mutex_unlock(&pool->lock);
}

static void unlink_job(struct offload *pool, struct offload_job *job)
{
    struct offload_job **at = &pool->first;
    while (*at != job) {
        must(*at != NULL);
        at = &(*at)->next;
    }
    *at = job->next;
    if (*at == NULL)
        pool->last = at;
    pool->queued--;
}

void offload_abandon(struct offload_job *job)
{
    struct offload *pool = job->pool;
    pthread_mutex_lock(&pool->lock);
    bool queued = job->state == JOB_QUEUED;
    must(queued || job->state == JOB_RUNNING || job->state == JOB_FINISHED);
    if (queued)
        unlink_job(pool, job);
    job->state = queued ? JOB_IDLE : JOB_ABANDONED;
    pthread_mutex_unlock(&pool->lock);
    if (queued)
        job->drop(job->thing);
}

/* Whoever works for nobody is not waited for: a name server that is down may hold a worker for half
 * a minute, and the robot with it. Under the lock. */
static void leave_behind(struct offload *pool)
{
    for (size_t i = 0; i < pool->started; i++) {
        struct worker *worker = &pool->workers[i];
        if (worker->job != NULL && worker->job->state == JOB_ABANDONED) {
            worker->left = true;
            pool->left++;
            must(pthread_detach(worker->thread) == 0);
        }
    }
}

void offload_end(struct offload *pool)
{
    if (pool == NULL)
        return;
    pthread_mutex_lock(&pool->lock);
    pool->ending = true;
    struct offload_job *dropped = pool->first;
    pool->first = NULL;
    pool->last = &pool->first;
    leave_behind(pool);
    pool->left++; /* ourselves, until all others are joined */
    pthread_cond_broadcast(&pool->work);
    pthread_mutex_unlock(&pool->lock);
    for (struct offload_job *next; dropped != NULL; dropped = next) {
        next = dropped->next;
        dropped->drop(dropped->thing);
    }
    for (size_t i = 0; i < pool->started; i++)
        if (!pool->workers[i].left)
            must(pthread_join(pool->workers[i].thread, NULL) == 0);
    pthread_mutex_lock(&pool->lock);
    bool last = --pool->left == 0;
    pthread_mutex_unlock(&pool->lock);
    if (last)
        free_pool(pool);
}
