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

/* As address_read (base/address.h); false with *ret_why. */
bool listen_read(const char *listen, struct arena *arena, struct sockaddr_storage *ret,
                 bool *ret_loopback, const char **ret_why);
bool listen_open(const char *listen, struct arena *arena, struct listening *ret,
                 const char **ret_why);

/* "[::1]" or "192.0.2.1" of an address. */
const char *listen_name(const struct sockaddr *address, struct arena *arena);
