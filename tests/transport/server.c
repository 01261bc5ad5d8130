/* SPDX-License-Identifier: Apache-2.0 */
/* server.c - accepting, reading requests, counting. */

#include "server.h"
#include "base/clock.h"
#include "base/must.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CONNECTIONS_MOST = 512 };

struct server {
    SSL_CTX *context;
    int listener, port;
    pthread_t accepter;
    pthread_mutex_t lock;
    pthread_t threads[CONNECTIONS_MOST];
    int fds[CONNECTIONS_MOST]; /* -1: closed */
    char runs[CONNECTIONS_MOST][64];
    int count, crossings;
    char last_head[16384];
    int64_t delay_ns;
};

static ssize_t talk_read(struct talk *talk, char *to, size_t size)
{
    if (talk->ssl != NULL)
        return SSL_read(talk->ssl, to, (int)size);
    return recv(talk->fd, to, size, 0);
}

bool talk_say(struct talk *talk, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t sent = talk->ssl != NULL ? SSL_write(talk->ssl, bytes, (int)length)
                                         : send(talk->fd, bytes, length, MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        bytes += sent;
        length -= (size_t)sent;
    }
    return true;
}

bool talk_print(struct talk *talk, const char *format, ...)
{
    char text[8192];
    va_list ap;
    va_start(ap, format);
    int length = vsnprintf(text, sizeof text, format, ap);
    va_end(ap);
    must(length >= 0 && (size_t)length < sizeof text);
    return talk_say(talk, text, (size_t)length);
}

void talk_reset(struct talk *talk)
{
    struct linger now = {.l_onoff = 1};
    setsockopt(talk->fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

void talk_wait_until_left(struct talk *talk)
{
    char sink[4096];
    while (recv(talk->fd, sink, sizeof sink, 0) > 0)
        continue;
}

static void note_request(struct talk *talk)
{
    struct server *server = talk->server;
    char run[64] = "";
    const char *marker = strstr(talk->head, "X-Xunjian-Run: ");
    if (marker != NULL)
        sscanf(marker, "X-Xunjian-Run: %63s", run);
    pthread_mutex_lock(&server->lock);
    memcpy(server->last_head, talk->head, talk->head_length + 1);
    char *known = server->runs[talk->number - 1];
    if (known[0] != '\0' && strcmp(known, run) != 0)
        server->crossings++;
    memcpy(known, run, sizeof run);
    pthread_mutex_unlock(&server->lock);
}

bool talk_read_request(struct talk *talk)
{
    char *end = NULL;
    talk->head_length = talk->body_length = 0;
    while (end == NULL) {
        ssize_t got = talk_read(talk, talk->head + talk->head_length, 1);
        if (got <= 0 || talk->head_length + 2 > sizeof talk->head)
            return false;
        talk->head_length += (size_t)got;
        talk->head[talk->head_length] = '\0';
        if (talk->head_length >= 4)
            end = strstr(talk->head + talk->head_length - 4, "\r\n\r\n");
    }
    const char *length = strstr(talk->head, "Content-Length: ");
    size_t want = length != NULL ? strtoul(length + 16, NULL, 10) : 0;
    while (talk->body_length < want && talk->body_length < sizeof talk->body) {
        ssize_t got = talk_read(talk, talk->body + talk->body_length,
                                sizeof talk->body - talk->body_length);
        if (got <= 0)
            return false;
        talk->body_length += (size_t)got;
    }
    talk->asked_ns = clock_now_ns();
    note_request(talk);
    return true;
}

static bool shake(struct talk *talk)
{
    struct server *server = talk->server;
    if (server->context == NULL)
        return true;
    talk->ssl = SSL_new(server->context);
    must(talk->ssl != NULL && SSL_set_fd(talk->ssl, talk->fd) == 1);
    return SSL_accept(talk->ssl) == 1;
}

static void *serve(void *thing)
{
    struct talk *talk = thing;
    struct server *server = talk->server;
    if (shake(talk))
        while (talk_read_request(talk) && server_act(talk))
            continue;
    SSL_free(talk->ssl);
    pthread_mutex_lock(&server->lock);
    server->fds[talk->number - 1] = -1;
    close(talk->fd);
    pthread_mutex_unlock(&server->lock);
    free(talk);
    return NULL;
}

static void *accept_all(void *thing)
{
    struct server *server = thing;
    for (int fd; (fd = accept(server->listener, NULL, NULL)) >= 0;) {
        struct talk *talk = calloc(1, sizeof *talk);
        must(talk != NULL);
        /* Without it an answer waits 40 ms for the client to acknowledge a session ticket. */
        int now = 1;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &now, sizeof now);
        pthread_mutex_lock(&server->lock);
        must(server->count < CONNECTIONS_MOST);
        int index = server->count++;
        *talk = (struct talk){.server = server, .fd = fd, .number = index + 1};
        server->fds[index] = fd;
        must(pthread_create(&server->threads[index], NULL, serve, talk) == 0);
        pthread_mutex_unlock(&server->lock);
    }
    return NULL;
}

struct server *server_new(SSL_CTX *context)
{
    struct server *server = calloc(1, sizeof *server);
    must(server != NULL);
    server->context = context;
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof at;
    server->listener = socket(AF_INET, SOCK_STREAM, 0);
    must(bind(server->listener, (struct sockaddr *)&at, sizeof at) == 0);
    must(listen(server->listener, 256) == 0);
    must(getsockname(server->listener, (struct sockaddr *)&at, &size) == 0);
    server->port = ntohs(at.sin_port);
    must(pthread_mutex_init(&server->lock, NULL) == 0);
    must(pthread_create(&server->accepter, NULL, accept_all, server) == 0);
    return server;
}

void server_end(struct server *server)
{
    shutdown(server->listener, SHUT_RDWR);
    pthread_join(server->accepter, NULL);
    close(server->listener);
    pthread_mutex_lock(&server->lock);
    for (int i = 0; i < server->count; i++)
        if (server->fds[i] >= 0)
            shutdown(server->fds[i], SHUT_RDWR);
    pthread_mutex_unlock(&server->lock);
    for (int i = 0; i < server->count; i++)
        pthread_join(server->threads[i], NULL);
    pthread_mutex_destroy(&server->lock);
    free(server);
}

int server_port(const struct server *server)
{
    return server->port;
}

int server_connections(struct server *server)
{
    pthread_mutex_lock(&server->lock);
    int count = server->count;
    pthread_mutex_unlock(&server->lock);
    return count;
}

void server_last_head(struct server *server, char *ret, size_t size)
{
    pthread_mutex_lock(&server->lock);
    snprintf(ret, size, "%s", server->last_head);
    pthread_mutex_unlock(&server->lock);
}

int64_t server_delay_ns(struct server *server)
{
    pthread_mutex_lock(&server->lock);
    int64_t delay_ns = server->delay_ns;
    pthread_mutex_unlock(&server->lock);
    return delay_ns;
}

void server_note_delay(struct server *server, int64_t delay_ns)
{
    pthread_mutex_lock(&server->lock);
    server->delay_ns = delay_ns;
    pthread_mutex_unlock(&server->lock);
}

int server_crossings(struct server *server)
{
    pthread_mutex_lock(&server->lock);
    int crossings = server->crossings;
    pthread_mutex_unlock(&server->lock);
    return crossings;
}
