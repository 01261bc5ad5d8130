/* SPDX-License-Identifier: Apache-2.0 */
/* chrome.h - a Chromium of our own: started, spoken to, watched, ended with all its children.
 *
 * One browser holds the customers (browser contexts) of many runs of one worker. Each is separate:
 * no cookie, storage or cache is shared between two. */
#pragma once

#include "transport/browser/cdp.h"

#include <stdint.h>
#include <sys/types.h>

struct arena;
struct loop;
struct offload;

/* What happens when a page asks for the camera or the microphone. */
enum media { MEDIA_NONE = 0, MEDIA_GRANTED, MEDIA_DENIED };

/* What can be chosen only when the browser is started. Strings are the owner's; NULL: not asked
 * for. Two runs with equal launches may share a browser. */
struct chrome_launch {
    const char *ca_file;    /* trusted beside the system's */
    const char *resolve;    /* --host-resolver-rules: "MAP app.example 127.0.0.1" */
    const char *camera;     /* a .y4m or .mjpeg file shown as the camera's picture */
    const char *microphone; /* a .wav file */
    enum media media;
    bool visible;     /* a window for people, on the display there is */
    int64_t devtools; /* a port of 127.0.0.1 at which other tools may attach; 0: none */
};

bool chrome_launch_equal(const struct chrome_launch *a, const struct chrome_launch *b);
struct chrome_launch chrome_launch_copy(struct arena *arena,
                                        const struct chrome_launch *launch);

enum chrome_state { CHROME_STARTING = 0, CHROME_UP, CHROME_GONE };

struct chrome;

/* Whoever waits for the browser, or lives in it. */
struct chrome_guest {
    void (*up)(struct chrome_guest *guest);
    /* It is gone, or never came: `why` in words. Called once; the browser is forgotten then. */
    void (*gone)(struct chrome_guest *guest, const char *why);
    /* A page, worker or window of this guest's context was attached to: Target.attachedToTarget. */
    void (*attached)(struct chrome_guest *guest, const struct cdp_message *message);
    /* Of any guest's: Target.detachedFromTarget. */
    void (*detached)(struct chrome_guest *guest, const struct cdp_message *message);
    const char *context; /* its browser context; NULL: it has none yet */
    struct chrome *chrome;
    struct chrome_guest *next;
};

/* Starts one. It ends itself when it is gone. */
struct chrome *chrome_start(struct loop *loop, struct offload *offload,
                            const struct chrome_launch *launch);
/* From the owner, to have done with it: guests are told when there are any. It is killed with all
 * its processes and its home is removed, in the pool. */
void chrome_retire(struct chrome *chrome);
/* The same, here and now: at the end, when the pool has ended before. */
void chrome_end(struct chrome *chrome);
/* Retires it soon, from the loop: for callers that are called by it. Told to the log. */
void chrome_give_up(struct chrome *chrome, const char *why);

/* When it is still starting, guest->up is called once it is up; else the guest may begin at once. */
void chrome_enter(struct chrome *chrome, struct chrome_guest *guest);
void chrome_leave(struct chrome_guest *guest);
size_t chrome_guests(const struct chrome *chrome);

enum chrome_state chrome_state(const struct chrome *chrome);
const struct chrome_launch *chrome_launched(const struct chrome *chrome);
struct cdp *chrome_cdp(const struct chrome *chrome);
/* "Mozilla/5.0 ... Chrome/156.0.0.0 Safari/537.36", without the word Headless. */
const char *chrome_agent(const struct chrome *chrome);
const char *chrome_product(const struct chrome *chrome); /* "HeadlessChrome/156.0.8078.79" */
/* How many guests have entered since the start: a browser is recycled after some. */
uint64_t chrome_served(const struct chrome *chrome);
/* Told once, when it is gone, after its guests. */
void chrome_on_end(struct chrome *chrome, void (*ended)(void *owner, struct chrome *chrome),
                   void *owner);
