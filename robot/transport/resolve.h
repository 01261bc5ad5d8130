/* SPDX-License-Identifier: Apache-2.0 */
/* resolve.h - a name into addresses, without making the loop wait.
 *
 * getaddrinfo, because it reads what the machine's administrator wrote (hosts file, search domains,
 * systemd-resolved) as the app's own customers' machines do; it blocks, so it runs on a worker, and
 * is timed there. */
#pragma once

#include "base/fault.h"
#include "loop/offload.h"

#include <netdb.h>
#include <stdint.h>

struct arena;

struct resolve {
    struct offload_job job;
    void (*done)(struct resolve *resolve, void *thing); /* ends it by resolve_end */
    void *thing;
    int family;             /* AF_UNSPEC, AF_INET, AF_INET6 */
    int error;              /* getaddrinfo's; 0: found */
    struct addrinfo *found; /* in the order to be tried */
    int64_t began_ns, ended_ns;
    char name[];
};

/* Calls done(resolve, thing) on the loop. */
struct resolve *resolve_start(struct offload *offload, struct loop *loop, const char *name,
                              int family, void (*done)(struct resolve *, void *), void *thing);
/* done is not called any more. */
void resolve_abandon(struct resolve *resolve);
void resolve_end(struct resolve *resolve);

/* The fault of a name that did not resolve. */
struct fault resolve_fault(struct arena *arena, const struct resolve *resolve);
