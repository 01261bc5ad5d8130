/* SPDX-License-Identifier: Apache-2.0 */
/* listen.c - the listening socket, made here and not by the library, so that errors are in words. */
#include "web/listen.h"

#include "base/address.h"
#include "base/arena.h"

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 64 };

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
    if (!address_read(listen, ret)) {
        *ret_why = arena_printf(
            arena, "\"%.200s\" is no address with a port, like 127.0.0.1:8480", listen);
        return false;
    }
    *ret_loopback = address_is_loopback((const struct sockaddr *)ret);
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
