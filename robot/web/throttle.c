/* SPDX-License-Identifier: Apache-2.0 */
/* throttle.c - failures by address, a minute each. */
#include "web/throttle.h"

#include "base/clock.h"

#include <netinet/in.h>
#include <string.h>

#define WINDOW_NS (60 * NS_PER_S)

/* Never 0. An IPv4 address within IPv6 is that IPv4 address. */
static uint64_t key_of(const struct sockaddr *from)
{
    uint64_t key = 0;
    uint32_t v4 = 0;
    if (from->sa_family == AF_INET) {
        memcpy(&v4, &((const struct sockaddr_in *)from)->sin_addr, sizeof v4);
    } else if (from->sa_family == AF_INET6) {
        const struct in6_addr *v6 = &((const struct sockaddr_in6 *)from)->sin6_addr;
        if (IN6_IS_ADDR_V4MAPPED(v6))
            memcpy(&v4, v6->s6_addr + 12, sizeof v4);
        else
            memcpy(&key, v6->s6_addr, sizeof key);
    }
    if (v4 != 0)
        key = UINT64_C(1) << 32 | v4;
    return key != 0 ? key : 1;
}

static struct throttle_slot *find(struct throttle *t, uint64_t key)
{
    for (size_t i = 0; i < THROTTLE_SLOTS; i++)
        if (t->slots[i].address == key)
            return &t->slots[i];
    return NULL;
}

static struct throttle_slot *oldest(struct throttle *t)
{
    struct throttle_slot *ret = &t->slots[0];
    for (size_t i = 0; i < THROTTLE_SLOTS; i++) {
        if (t->slots[i].address == 0)
            return &t->slots[i];
        if (t->slots[i].since_ns < ret->since_ns)
            ret = &t->slots[i];
    }
    return ret;
}

int64_t throttle_wait_s(struct throttle *throttle, const struct sockaddr *from, int64_t now_ns)
{
    int64_t wait = 0;
    pthread_mutex_lock(&throttle->lock);
    const struct throttle_slot *slot = find(throttle, key_of(from));
    if (slot != NULL && slot->failures >= THROTTLE_MOST && now_ns - slot->since_ns < WINDOW_NS)
        wait = (slot->since_ns + WINDOW_NS - now_ns) / NS_PER_S + 1;
    pthread_mutex_unlock(&throttle->lock);
    return wait;
}

void throttle_failed(struct throttle *throttle, const struct sockaddr *from, int64_t now_ns)
{
    uint64_t key = key_of(from);
    pthread_mutex_lock(&throttle->lock);
    struct throttle_slot *slot = find(throttle, key);
    if (slot == NULL || now_ns - slot->since_ns >= WINDOW_NS) {
        slot = slot != NULL ? slot : oldest(throttle);
        *slot = (struct throttle_slot){.address = key, .since_ns = now_ns};
    }
    slot->failures++;
    pthread_mutex_unlock(&throttle->lock);
}
