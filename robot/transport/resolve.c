/* SPDX-License-Identifier: Apache-2.0 */
/* resolve.c - getaddrinfo as an offloaded job. */

#include "transport/resolve.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/must.h"

#include <stdlib.h>
#include <string.h>

static void work(void *thing)
{
    struct resolve *resolve = thing;
    struct addrinfo hints = {.ai_family = resolve->family, .ai_socktype = SOCK_STREAM};
    resolve->began_ns = clock_now_ns();
    resolve->error = getaddrinfo(resolve->name, NULL, &hints, &resolve->found);
    resolve->ended_ns = clock_now_ns();
}

static void done(void *thing)
{
    struct resolve *resolve = thing;
    resolve->done(resolve, resolve->thing);
}

static void drop(void *thing)
{
    resolve_end(thing);
}

struct resolve *resolve_start(struct offload *offload, struct loop *loop, const char *name,
                              int family, void (*then)(struct resolve *, void *), void *thing)
{
    size_t size = strlen(name) + 1;
    struct resolve *resolve = calloc(1, sizeof *resolve + size);
    must(resolve != NULL);
    memcpy(resolve->name, name, size);
    resolve->family = family;
    resolve->done = then;
    resolve->thing = thing;
    resolve->job =
        (struct offload_job){.work = work, .done = done, .drop = drop, .thing = resolve};
    offload_submit(offload, loop, &resolve->job);
    return resolve;
}

void resolve_abandon(struct resolve *resolve)
{
    offload_abandon(&resolve->job);
}

void resolve_end(struct resolve *resolve)
{
    if (resolve->found != NULL)
        freeaddrinfo(resolve->found);
    free(resolve);
}

struct fault resolve_fault(struct arena *arena, const struct resolve *resolve)
{
    return (struct fault){
        .phase = PHASE_DNS,
        .reason = REASON_UNRESOLVED,
        .message = arena_printf(arena, "could not resolve %s: %s", resolve->name,
                                gai_strerror(resolve->error)),
    };
}
