/* SPDX-License-Identifier: Apache-2.0 */
/* reload.c - reading beside the main loop, taking over on it.
 *
 * Reading a thousand journeys takes longer than a start may be late, so it happens elsewhere. */

#include "service/reload.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/must.h"
#include "service/inside.h"
#include "service/planned.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ERROR_BYTES = 1 << 20 };

struct reloader {
    struct service *service;
    pthread_t thread;
    pthread_mutex_t reading; /* one reading at a time */
    pthread_mutex_t lock;    /* of what follows */
    pthread_cond_t moved;
    bool wished, ending;
};

/* What the main loop is asked to do, and whether it has. */
struct takeover {
    struct service *service;
    struct planned *planned;
    pthread_mutex_t lock;
    pthread_cond_t moved;
    bool done, taken;
};

static void take_over(void *thing)
{
    struct takeover *takeover = thing;
    struct service *service = takeover->service;
    bool taken = !service->stopping;
    if (taken) {
        service_adopt(service, takeover->planned);
        rounds_go(service);
    }
    pthread_mutex_lock(&takeover->lock);
    takeover->done = true;
    takeover->taken = taken;
    pthread_cond_signal(&takeover->moved);
    pthread_mutex_unlock(&takeover->lock);
}

static bool hand_over(struct service *service, struct planned *planned)
{
    struct takeover takeover = {.service = service, .planned = planned};
    must(pthread_mutex_init(&takeover.lock, NULL) == 0);
    must(pthread_cond_init(&takeover.moved, NULL) == 0);
    loop_post(service->loop, take_over, &takeover);
    pthread_mutex_lock(&takeover.lock);
    while (!takeover.done)
        pthread_cond_wait(&takeover.moved, &takeover.lock);
    pthread_mutex_unlock(&takeover.lock);
    pthread_cond_destroy(&takeover.moved);
    pthread_mutex_destroy(&takeover.lock);
    if (!takeover.taken)
        planned_release(planned);
    return takeover.taken;
}

bool reloader_do(struct reloader *reloader, struct buffer *errors)
{
    struct service *service = reloader->service;
    struct counters *count = &service->count;
    pthread_mutex_lock(&reloader->reading);
    struct planned *planned =
        planned_load(service->options->vocabulary, service->options->config_path, errors);
    bool right = planned != NULL && hand_over(service, planned);
    if (planned != NULL && !right)
        buffer_add_string(errors, "the robot is stopping\n");
    pthread_mutex_unlock(&reloader->reading);
    atomic_fetch_add(right ? &count->reloads : &count->refused_reloads, 1);
    atomic_store(&count->reload_failed, !right);
    if (right)
        atomic_store(&count->accepted_utc_ns, clock_now_utc_ns());
    return right;
}

static void do_and_tell(struct reloader *reloader)
{
    struct buffer errors;
    buffer_init(&errors, MOST_ERROR_BYTES);
    if (!reloader_do(reloader, &errors))
        log_write(LEVEL_ERROR, "configuration refused: the old one stays in force", "errors",
                  errors.at != NULL ? errors.at : "", NULL);
    buffer_done(&errors);
}

static void *work(void *thing)
{
    struct reloader *reloader = thing;
    pthread_mutex_lock(&reloader->lock);
    while (!reloader->ending) {
        if (!reloader->wished) {
            pthread_cond_wait(&reloader->moved, &reloader->lock);
            continue;
        }
        reloader->wished = false;
        pthread_mutex_unlock(&reloader->lock);
        do_and_tell(reloader);
        pthread_mutex_lock(&reloader->lock);
    }
    pthread_mutex_unlock(&reloader->lock);
    return NULL;
}

struct reloader *reloader_new(struct service *service)
{
    struct reloader *reloader = calloc(1, sizeof *reloader);
    must(reloader != NULL);
    reloader->service = service;
    must(pthread_mutex_init(&reloader->reading, NULL) == 0);
    must(pthread_mutex_init(&reloader->lock, NULL) == 0);
    must(pthread_cond_init(&reloader->moved, NULL) == 0);
    must(pthread_create(&reloader->thread, NULL, work, reloader) == 0);
    return reloader;
}

static void set_flag(struct reloader *reloader, bool *flag)
{
    pthread_mutex_lock(&reloader->lock);
    *flag = true;
    pthread_cond_signal(&reloader->moved);
    pthread_mutex_unlock(&reloader->lock);
}

void reloader_wish(struct reloader *reloader)
{
    set_flag(reloader, &reloader->wished);
}

void reloader_end(struct reloader *reloader)
{
    if (reloader == NULL)
        return;
    set_flag(reloader, &reloader->ending);
    must(pthread_join(reloader->thread, NULL) == 0);
    pthread_cond_destroy(&reloader->moved);
    pthread_mutex_destroy(&reloader->lock);
    pthread_mutex_destroy(&reloader->reading);
    free(reloader);
}
