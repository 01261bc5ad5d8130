/* SPDX-License-Identifier: Apache-2.0 */
/* address.h - an address and a port to listen on, as people write them. */
#pragma once

#include <stdbool.h>
#include <sys/socket.h>

/* "127.0.0.1:8480", "[::1]:8480", "localhost:0"; no other names, because what a name means is
 * another's decision. False leaves *ret alone. */
bool address_read(const char *text, struct sockaddr_storage *ret);

/* 127.0.0.0/8, ::1, and the first within IPv6: nobody else can reach it. */
bool address_is_loopback(const struct sockaddr *address);
