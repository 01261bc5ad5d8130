/* SPDX-License-Identifier: Apache-2.0 */
/* listen.h - the address the page is bound to, and whether strangers can reach it. */
#pragma once

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

struct arena;

struct listening {
    int fd;
    bool loopback;
    uint16_t port;       /* that was given for port 0 */
    const char *address; /* "127.0.0.1", "[::1]": as in a URL */
};

/* "127.0.0.1:8480", "[::1]:8480", "localhost:0"; no other names, because what a name means is
 * another's decision. False with *ret_why. */
bool listen_read(const char *listen, struct arena *arena, struct sockaddr_storage *ret,
                 bool *ret_loopback, const char **ret_why);
bool listen_open(const char *listen, struct arena *arena, struct listening *ret,
                 const char **ret_why);

/* 127.0.0.0/8, ::1, and the first within IPv6. */
bool listen_is_loopback(const struct sockaddr *address);

/* "[::1]" or "192.0.2.1" of an address. */
const char *listen_name(const struct sockaddr *address, struct arena *arena);
