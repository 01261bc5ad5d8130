/* SPDX-License-Identifier: Apache-2.0 */
/* address.c - reading an address, and who can reach it. */

#include "base/address.h"
#include "base/text.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

static bool read_v6(const char *name, size_t length, uint16_t port, struct sockaddr_in6 *ret)
{
    char bare[INET6_ADDRSTRLEN] = "";
    if (length < 3 || length - 2 >= sizeof bare || name[0] != '[' || name[length - 1] != ']')
        return false;
    memcpy(bare, name + 1, length - 2);
    *ret = (struct sockaddr_in6){.sin6_family = AF_INET6, .sin6_port = htons(port)};
    return inet_pton(AF_INET6, bare, &ret->sin6_addr) == 1;
}

static bool read_v4(const char *name, size_t length, uint16_t port, struct sockaddr_in *ret)
{
    char bare[INET_ADDRSTRLEN] = "";
    if (length >= sizeof bare)
        return false;
    memcpy(bare, name, length);
    *ret = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(port)};
    const char *dotted = strcmp(bare, "localhost") == 0 ? "127.0.0.1" : bare;
    return inet_pton(AF_INET, dotted, &ret->sin_addr) == 1;
}

bool address_read(const char *text, struct sockaddr_storage *ret)
{
    struct sockaddr_storage made = {0};
    const char *colon = strrchr(text, ':');
    long long port;
    if (colon == NULL || !text_to_int(text_of(colon + 1), 0, 65535, &port))
        return false;
    size_t length = (size_t)(colon - text);
    if (!read_v6(text, length, (uint16_t)port, (struct sockaddr_in6 *)&made) &&
        !read_v4(text, length, (uint16_t)port, (struct sockaddr_in *)&made))
        return false;
    *ret = made;
    return true;
}

bool address_is_loopback(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET)
        return ntohl(((const struct sockaddr_in *)address)->sin_addr.s_addr) >> 24 == 127;
    if (address->sa_family != AF_INET6)
        return false;
    const struct in6_addr *v6 = &((const struct sockaddr_in6 *)address)->sin6_addr;
    return IN6_IS_ADDR_LOOPBACK(v6) || (IN6_IS_ADDR_V4MAPPED(v6) && v6->s6_addr[12] == 127);
}
