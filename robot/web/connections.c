/* SPDX-License-Identifier: Apache-2.0 */
/* connections.c - a table of descriptors and when they are due; the thread sleeps without any. */
#include "web/connections.h"

#include "base/arena.h"
#include "base/clock.h"

#include <pthread.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <time.h>

#define LOOK_NS (500 * NS_PER_MS)

struct connection {
    bool open;
    int fd;
    int64_t due_ns; /* 0: never */
};

struct connections {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    pthread_t thread;
    bool stopping;
    size_t open, most;
    struct connection *all;
};

static void shut_late(struct connections *c, int64_t now_ns)
{
    for (size_t i = 0; i < c->most; i++)
        if (c->all[i].open && c->all[i].due_ns != 0 && c->all[i].due_ns <= now_ns) {
            shutdown(c->all[i].fd, SHUT_RDWR);
            c->all[i].due_ns = 0;
        }
}

static void *watch(void *thing)
{
    struct connections *c = thing;
    pthread_mutex_lock(&c->lock);
    while (!c->stopping) {
        if (c->open == 0) {
            pthread_cond_wait(&c->changed, &c->lock);
            continue;
        }
        struct timespec until;
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_nsec += LOOK_NS;
        until.tv_sec += until.tv_nsec / NS_PER_S;
        until.tv_nsec %= NS_PER_S;
        pthread_cond_timedwait(&c->changed, &c->lock, &until);
        shut_late(c, clock_now_ns());
    }
    pthread_mutex_unlock(&c->lock);
    return NULL;
}

struct connections *connections_start(struct arena *arena, size_t most)
{
    struct connections *c = arena_make(arena, struct connections);
    *c = (struct connections){.lock = PTHREAD_MUTEX_INITIALIZER,
                              .changed = PTHREAD_COND_INITIALIZER,
                              .most = most,
                              .all = arena_array(arena, most, struct connection)};
    return pthread_create(&c->thread, NULL, watch, c) == 0 ? c : NULL;
}

void connections_stop(struct connections *connections)
{
    pthread_mutex_lock(&connections->lock);
    connections->stopping = true;
    pthread_cond_signal(&connections->changed);
    pthread_mutex_unlock(&connections->lock);
    pthread_join(connections->thread, NULL);
}

struct connection *connections_opened(struct connections *connections, int fd)
{
    struct connection *place = NULL;
    pthread_mutex_lock(&connections->lock);
    for (size_t i = 0; i < connections->most && place == NULL; i++)
        if (!connections->all[i].open)
            place = &connections->all[i];
    if (place != NULL) {
        *place = (struct connection){.open = true, .fd = fd};
        connections->open++;
        pthread_cond_signal(&connections->changed);
    }
    pthread_mutex_unlock(&connections->lock);
    return place;
}

void connections_closed(struct connections *connections, struct connection *connection)
{
    if (connection == NULL)
        return;
    pthread_mutex_lock(&connections->lock);
    connection->open = false;
    connections->open--;
    pthread_mutex_unlock(&connections->lock);
}

void connections_grant(struct connections *connections, struct connection *connection,
                       int64_t most_ns)
{
    if (connection == NULL)
        return;
    pthread_mutex_lock(&connections->lock);
    connection->due_ns = most_ns == 0 ? 0 : clock_now_ns() + most_ns;
    pthread_mutex_unlock(&connections->lock);
}
