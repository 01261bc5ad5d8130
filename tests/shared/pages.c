/* SPDX-License-Identifier: Apache-2.0 */
/* pages.c - see pages.h. */

#include "pages.h"
#include "base/must.h"
#include "socket.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_REQUEST = 8192, HALF_US = 1500000 };

struct pages {
    int socket, port;
    const char *folder;
    pthread_t thread;
    atomic_int answering;
};

struct question {
    struct pages *pages;
    int fd;
};

static const char *type_of(const char *name)
{
    const char *dot = strrchr(name, '.');
    return dot == NULL                ? "text/plain; charset=utf-8"
           : strcmp(dot, ".js") == 0  ? "text/javascript; charset=utf-8"
           : strcmp(dot, ".css") == 0 ? "text/css; charset=utf-8"
                                      : "text/html; charset=utf-8";
}

static void say(int fd, const char *status, const char *type, long long length)
{
    char head[256];
    int n = snprintf(head, sizeof head,
                     "HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %lld\r\n"
                     "Connection: close\r\n\r\n",
                     status, type, length);
    send(fd, head, (size_t)n, MSG_NOSIGNAL);
}

/* One segment, no dots in front: nothing outside of the folder has such a name. */
static bool read_request(int fd, char bytes[static MOST_REQUEST], char *name, size_t size)
{
    size_t length = 0;
    bytes[0] = '\0';
    while (strstr(bytes, "\r\n\r\n") == NULL) {
        ssize_t got = recv(fd, bytes + length, MOST_REQUEST - 1 - length, 0);
        if (got <= 0)
            return false;
        length += (size_t)got;
        bytes[length] = '\0';
    }
    const char *path = strchr(bytes, '/');
    if (path == NULL)
        return false;
    snprintf(name, size, "%.*s", (int)strcspn(path + 1, " ?#/"), path + 1);
    return true;
}

/* "slow-...": the first line, and the rest when a browser has had time to show half a page. */
static void give(int fd, int file, const char *name, size_t size)
{
    char line[512];
    ssize_t got = pread(file, line, sizeof line, 0);
    off_t at = 0;
    if (strncmp(name, "slow-", 5) == 0 && got > 0) {
        const char *end = memchr(line, '\n', (size_t)got);
        sendfile(fd, file, &at, end != NULL ? (size_t)(end - line) : (size_t)got);
        usleep(HALF_US);
    }
    sendfile(fd, file, &at, size - (size_t)at);
}

static void *answer(void *thing)
{
    struct question *question = thing;
    char request[MOST_REQUEST], name[128], path[512];
    struct stat about;
    int file = -1;
    if (read_request(question->fd, request, name, sizeof name) &&
        !socket_talk(question->fd, request, name)) {
        snprintf(path, sizeof path, "%s/%s", question->pages->folder, name);
        file = name[0] != '.' && name[0] != '\0' ? open(path, O_RDONLY | O_CLOEXEC) : -1;
        if (file >= 0 && fstat(file, &about) == 0) {
            say(question->fd, "200 OK", type_of(name), about.st_size);
            give(question->fd, file, name, (size_t)about.st_size);
        } else {
            say(question->fd, "404 Not Found", "text/plain", 0);
        }
    }
    if (file >= 0)
        close(file);
    close(question->fd);
    atomic_fetch_sub(&question->pages->answering, 1);
    free(question);
    return NULL;
}

static void *serve(void *thing)
{
    struct pages *pages = thing;
    for (int fd; (fd = accept4(pages->socket, NULL, NULL, SOCK_CLOEXEC)) >= 0;) {
        struct question *question = malloc(sizeof *question);
        struct timeval patience = {.tv_sec = 10};
        pthread_t thread;
        must(question != NULL);
        *question = (struct question){.pages = pages, .fd = fd};
        setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        atomic_fetch_add(&pages->answering, 1);
        must(pthread_create(&thread, NULL, answer, question) == 0);
        pthread_detach(thread);
    }
    return NULL;
}

struct pages *pages_start(const char *folder)
{
    struct pages *pages = calloc(1, sizeof *pages);
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof at;
    must(pages != NULL);
    pages->folder = folder;
    pages->socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    must(bind(pages->socket, (struct sockaddr *)&at, sizeof at) == 0);
    must(listen(pages->socket, 64) == 0);
    must(getsockname(pages->socket, (struct sockaddr *)&at, &length) == 0);
    pages->port = ntohs(at.sin_port);
    must(pthread_create(&pages->thread, NULL, serve, pages) == 0);
    return pages;
}

void pages_stop(struct pages *pages)
{
    shutdown(pages->socket, SHUT_RDWR);
    pthread_join(pages->thread, NULL);
    close(pages->socket);
    while (atomic_load(&pages->answering) > 0)
        usleep(1000); /* a browser that keeps a bare connection: ten seconds at most */
    free(pages);
}

int pages_port(const struct pages *pages)
{
    return pages->port;
}
