/* SPDX-License-Identifier: Apache-2.0 */
/* listener.c - one thread, one connection after the other; those it hangs on are kept to the end. */

#include "listener.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/must.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST_REQUESTS = 256, MOST_BYTES = 8 << 20 };

struct listener {
    int socket, port;
    const char *const *answers;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t came;
    struct buffer requests[MOST_REQUESTS];
    size_t count;
    int held[MOST_REQUESTS];
    size_t held_count;
};

static size_t body_length(const struct buffer *request)
{
    const char *header = strcasestr(request->at, "\r\nContent-Length:");
    return header != NULL ? strtoul(header + 17, NULL, 10) : 0;
}

static void read_request(int fd, struct buffer *request)
{
    char bytes[16384];
    ssize_t got;
    while ((got = recv(fd, bytes, sizeof bytes, 0)) > 0) {
        must(buffer_add(request, bytes, (size_t)got));
        const char *end = strstr(request->at, "\r\n\r\n");
        if (end != NULL &&
            (size_t)(request->at + request->length - end - 4) >= body_length(request))
            return;
    }
}

static void answer(struct listener *l, int fd, const char *how)
{
    char bytes[512];
    if (strcmp(how, "hang") == 0) {
        l->held[l->held_count++] = fd;
        return;
    }
    if (strcmp(how, "reset") != 0) {
        const char *header = strchr(how, ' ');
        int length = snprintf(
            bytes, sizeof bytes,
            "HTTP/1.1 %.3s X\r\nContent-Length: 6\r\nConnection: close\r\n%s%s\r\n"
            "said %c",
            how, header != NULL ? header + 1 : "", header != NULL ? "\r\n" : "", how[0]);
        send(fd, bytes, (size_t)length, MSG_NOSIGNAL);
    }
    close(fd);
}

static void *serve(void *thing)
{
    struct listener *l = thing;
    const char *const *how = l->answers;
    for (int fd; (fd = accept(l->socket, NULL, NULL)) >= 0 && l->count < MOST_REQUESTS;) {
        struct buffer request;
        buffer_init(&request, MOST_BYTES);
        read_request(fd, &request);
        if (request.length == 0) { /* a bare connection */
            buffer_done(&request);
            close(fd);
            continue;
        }
        pthread_mutex_lock(&l->lock);
        l->requests[l->count++] = request;
        pthread_cond_broadcast(&l->came);
        pthread_mutex_unlock(&l->lock);
        answer(l, fd, *how);
        how += how[1] != NULL;
    }
    return NULL;
}

struct listener *listener_new(const char *const *answers)
{
    struct listener *l = calloc(1, sizeof *l);
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t length = sizeof at;
    must(l != NULL);
    l->answers = answers;
    l->socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    must(bind(l->socket, (struct sockaddr *)&at, sizeof at) == 0);
    must(listen(l->socket, 64) == 0);
    must(getsockname(l->socket, (struct sockaddr *)&at, &length) == 0);
    l->port = ntohs(at.sin_port);
    must(pthread_mutex_init(&l->lock, NULL) == 0);
    must(pthread_cond_init(&l->came, NULL) == 0);
    must(pthread_create(&l->thread, NULL, serve, l) == 0);
    return l;
}

void listener_end(struct listener *l)
{
    shutdown(l->socket, SHUT_RDWR);
    pthread_join(l->thread, NULL);
    close(l->socket);
    for (size_t i = 0; i < l->held_count; i++)
        close(l->held[i]);
    for (size_t i = 0; i < l->count; i++)
        buffer_done(&l->requests[i]);
    free(l);
}

int listener_port(const struct listener *l)
{
    return l->port;
}

size_t listener_wait(struct listener *l, size_t count)
{
    int64_t until_ns = clock_now_utc_ns() + 60 * NS_PER_S;
    struct timespec until = {.tv_sec = until_ns / NS_PER_S, .tv_nsec = until_ns % NS_PER_S};
    pthread_mutex_lock(&l->lock);
    while (l->count < count && pthread_cond_timedwait(&l->came, &l->lock, &until) == 0)
        continue;
    size_t so_far = l->count;
    pthread_mutex_unlock(&l->lock);
    return so_far;
}

struct text listener_request(struct listener *l, size_t index, struct arena *arena)
{
    struct text copy = {.at = "", .length = 0};
    pthread_mutex_lock(&l->lock);
    if (index < l->count)
        copy = text_copy(arena, buffer_text(&l->requests[index]));
    pthread_mutex_unlock(&l->lock);
    return copy;
}

struct text listener_body(struct listener *l, size_t index, struct arena *arena)
{
    struct text request = listener_request(l, index, arena);
    ptrdiff_t end = text_find(request, text_of("\r\n\r\n"), 0);
    return end < 0 ? request : text_slice(request, (size_t)end + 4, request.length);
}
