/* SPDX-License-Identifier: Apache-2.0 */
/* listen.c - the listening socket, made here and not by the library, so that errors are in words. */
#include "web/listen.h"

#include "base/arena.h"
#include "base/text.h"

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 64 };

bool listen_is_loopback(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET)
        return ntohl(((const struct sockaddr_in *)address)->sin_addr.s_addr) >> 24 == 127;
    if (address->sa_family != AF_INET6)
        return false;
    const struct in6_addr *v6 = &((const struct sockaddr_in6 *)address)->sin6_addr;
    return IN6_IS_ADDR_LOOPBACK(v6) || (IN6_IS_ADDR_V4MAPPED(v6) && v6->s6_addr[12] == 127);
}

const char *listen_name(const struct sockaddr *address, struct arena *arena)
{
    char name[INET6_ADDRSTRLEN] = "?";
    if (address->sa_family == AF_INET) {
        inet_ntop(AF_INET, &((const struct sockaddr_in *)address)->sin_addr, name, sizeof name);
        return arena_strdup(arena, name);
    }
    if (address->sa_family == AF_INET6) {
        const struct in6_addr *v6 = &((const struct sockaddr_in6 *)address)->sin6_addr;
        if (IN6_IS_ADDR_V4MAPPED(v6)) {
            inet_ntop(AF_INET, v6->s6_addr + 12, name, sizeof name);
            return arena_strdup(arena, name);
        }
        inet_ntop(AF_INET6, v6, name, sizeof name);
    }
    return arena_printf(arena, "[%s]", name);
}

bool listen_read(const char *listen, struct arena *arena, struct sockaddr_storage *ret,
                 bool *ret_loopback, const char **ret_why)
{
    struct sockaddr_storage made = {0};
    const char *colon = strrchr(listen, ':');
    long long port = 0;
    *ret_why = arena_printf(arena, "\"%.200s\" is no address with a port, like 127.0.0.1:8480",
                            listen);
    if (colon == NULL || !text_to_int(text_of(colon + 1), 0, 65535, &port))
        return false;
    size_t length = (size_t)(colon - listen);
    struct sockaddr_in *v4 = (struct sockaddr_in *)&made;
    struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)&made;
    if (length > 2 && listen[0] == '[' && listen[length - 1] == ']') {
        const char *name = arena_strndup(arena, listen + 1, length - 2);
        *v6 =
            (struct sockaddr_in6){.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port)};
        if (inet_pton(AF_INET6, name, &v6->sin6_addr) != 1)
            return false;
    } else {
        const char *name = arena_strndup(arena, listen, length);
        *v4 = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
        name = strcmp(name, "localhost") == 0 ? "127.0.0.1" : name;
        if (inet_pton(AF_INET, name, &v4->sin_addr) != 1)
            return false;
    }
    *ret = made;
    *ret_loopback = listen_is_loopback((const struct sockaddr *)&made);
    return true;
}

static bool open_socket(const struct sockaddr_storage *at, int *ret_fd)
{
    int on = 1;
    socklen_t size =
        at->ss_family == AF_INET ? sizeof(struct sockaddr_in) : sizeof(struct sockaddr_in6);
    int fd = socket(at->ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return false;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, (const struct sockaddr *)at, size) == 0 && listen(fd, BACKLOG) == 0) {
        *ret_fd = fd;
        return true;
    }
    int error = errno;
    close(fd);
    errno = error;
    return false;
}

bool listen_open(const char *listen, struct arena *arena, struct listening *ret,
                 const char **ret_why)
{
    struct sockaddr_storage at;
    struct listening made = {.fd = -1};
    socklen_t size = sizeof at;
    if (!listen_read(listen, arena, &at, &made.loopback, ret_why))
        return false;
    if (!open_socket(&at, &made.fd)) {
        *ret_why =
            arena_printf(arena, "could not listen on %.200s: %s", listen, strerror(errno));
        return false;
    }
    getsockname(made.fd, (struct sockaddr *)&at, &size);
    made.port = ntohs(at.ss_family == AF_INET ? ((struct sockaddr_in *)&at)->sin_port
                                              : ((struct sockaddr_in6 *)&at)->sin6_port);
    made.address = listen_name((struct sockaddr *)&at, arena);
    *ret = made;
    return true;
}
