/* SPDX-License-Identifier: Apache-2.0 */
/* throttle.h - how often an address may be wrong about the token.
 *
 * Counts per IPv4 address and per IPv6 /64, in a table of fixed size: whoever has many addresses
 * pushes out the oldest, which 256 bits of token allow. */
#pragma once

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

struct sockaddr;

enum { THROTTLE_SLOTS = 256, THROTTLE_MOST = 10 };

struct throttle {
    pthread_mutex_t lock;
    struct throttle_slot {
        uint64_t address; /* 0: free */
        int64_t since_ns;
        int failures;
    } slots[THROTTLE_SLOTS];
};

/* 0: may try. Otherwise the seconds to wait: THROTTLE_MOST failures within a minute were enough. */
int64_t throttle_wait_s(struct throttle *throttle, const struct sockaddr *from, int64_t now_ns);
void throttle_failed(struct throttle *throttle, const struct sockaddr *from, int64_t now_ns);
