/* SPDX-License-Identifier: Apache-2.0 */
/* chrome_inside.h - what chrome.c (its life) and chrome_end.c (its end) both know of a browser. */
#pragma once

#include "loop/loop.h"
#include "loop/offload.h"
#include "transport/browser/chrome.h"
#include "transport/browser/process.h"

struct chrome {
    struct arena *arena;
    struct loop *loop;
    struct offload *offload;
    struct chrome_launch launch;
    enum chrome_state state;
    struct process process;
    struct cdp *cdp;
    struct loop_watch watch; /* of its end */
    struct loop_timer timer; /* start-up, then looks at its memory */
    struct loop_timer end_timer;
    struct offload_job job; /* starting, measuring, removing */
    bool working;
    bool orphaned; /* its owner is done with it, while a job was under way */
    bool failed;   /* nobody wanted it to end: the log is told */
    long long memory;
    const char *why, *last_words;
    struct cdp_session events; /* of the browser itself */
    struct chrome_guest *guests;
    uint64_t served;
    int64_t started_ns;
    const char *agent, *product;
    void (*ended)(void *owner, struct chrome *chrome);
    void *owner;
};

/* For `end_timer`: the owner is told, then it is retired. */
int64_t chrome_end_now(void *thing, int64_t now_ns);
/* Nobody has it any more, and no job is under way: killed, its home removed, freed; in the pool
 * while there is one, from a callback of the loop. */
void chrome_release(struct chrome *chrome);
/* The same when the pool has ended, or is ending. */
void chrome_release_here(void *chrome);
