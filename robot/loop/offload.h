/* SPDX-License-Identifier: Apache-2.0 */
/* offload.h - threads for what is too heavy for a loop: parsing pages, hashing, resolving names.
 *
 * A job owns its inputs until it is done or dropped, so the one that submitted it may go away at
 * any time: it abandons the job and the result is thrown away. Nothing is ever cancelled half-way
 * and no loop ever waits for a worker. */
#pragma once

#include <stddef.h>

struct loop;
struct offload;

/* Embedded in what it works on. Set the three functions and `thing`, leave the rest zero. Exactly
 * one of done and drop is called, once, and is the last to see the job: it may free it. */
struct offload_job {
    void (*work)(void *thing); /* on a worker thread */
    void (*done)(void *thing); /* afterwards, on the loop that submitted it */
    void (*drop)(void *thing); /* instead of done, when abandoned: on either thread */
    void *thing;
    struct loop *loop;
    struct offload *pool;
    struct offload_job *next;
    int state; /* the pool's */
};

/* A pool of at most `threads` workers, each started when first needed. */
struct offload *offload_new(size_t threads);
/* Drops what has not begun and waits for what has, unless it was abandoned: that is left to end, and
 * be dropped, on its own. What is finished is still delivered by its loop, so end the pool first
 * and the loops after. NULL is allowed. */
void offload_end(struct offload *pool);

/* From the thread of `loop`. */
void offload_submit(struct offload *pool, struct loop *loop, struct offload_job *job);
/* From the same thread, before done was called. The job may be gone when this returns. */
void offload_abandon(struct offload_job *job);
