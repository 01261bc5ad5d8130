/* SPDX-License-Identifier: Apache-2.0 */
/* chrome_end.c - how a browser ends: its guests are told, its processes killed, its home removed.
 *
 * Killing waits for the kernel and a home has some thousand files: the loop has others to serve, so
 * this is the pool's work for as long as there is a pool. */

#include "base/arena.h"
#include "base/log.h"
#include "transport/browser/cdp.h"
#include "transport/browser/chrome_inside.h"
#include "transport/browser/home.h"

#include <stdlib.h>

/* In the pool, where it can be: a home has some thousand files. */
static void undo(void *thing)
{
    struct chrome *chrome = thing;
    process_kill(&chrome->process);
    if (chrome->failed)
        chrome->last_words = process_last_words(chrome->arena, &chrome->process);
    if (chrome->process.home != NULL)
        home_remove(chrome->process.home);
}

static void forget(void *thing)
{
    struct chrome *chrome = thing;
    if (chrome->failed)
        log_write(LEVEL_WARNING, "browser ended", "why", chrome->why, "last_words",
                  chrome->last_words != NULL ? chrome->last_words : "", NULL);
    arena_end(chrome->arena);
    free(chrome);
}

void chrome_release_here(void *thing)
{
    undo(thing);
    forget(thing);
}

void chrome_release(struct chrome *chrome)
{
    if (loop_ends(chrome->loop)) {
        chrome_release_here(chrome);
        return;
    }
    chrome->job = (struct offload_job){
        .work = undo, .done = forget, .drop = chrome_release_here, .thing = chrome};
    offload_submit(chrome->offload, chrome->loop, &chrome->job);
}

static void tell_guests(struct chrome *chrome)
{
    struct chrome_guest *guest;
    while ((guest = chrome->guests) != NULL) {
        chrome->guests = guest->next;
        guest->gone(guest, chrome->why);
        guest->chrome = NULL;
    }
}

/* No more of it on the loop. True when no job is under way, so that it can be released. */
static bool detach(struct chrome *chrome)
{
    chrome->state = CHROME_GONE;
    if (chrome->why == NULL)
        chrome->why = "the browser was ended";
    loop_timer_stop(chrome->loop, &chrome->timer);
    loop_timer_stop(chrome->loop, &chrome->end_timer);
    loop_watch_set(chrome->loop, &chrome->watch, 0);
    tell_guests(chrome);
    if (chrome->cdp != NULL)
        cdp_end(chrome->cdp);
    chrome->cdp = NULL;
    chrome->orphaned = chrome->working;
    return !chrome->working;
}

void chrome_retire(struct chrome *chrome)
{
    if (detach(chrome))
        chrome_release(chrome);
}

void chrome_end(struct chrome *chrome)
{
    if (detach(chrome))
        chrome_release_here(chrome);
}

int64_t chrome_end_now(void *thing, int64_t now_ns)
{
    struct chrome *chrome = thing;
    (void)now_ns;
    if (chrome->ended != NULL)
        chrome->ended(chrome->owner, chrome);
    chrome_retire(chrome);
    return 0;
}

void chrome_give_up(struct chrome *chrome, const char *why)
{
    if (chrome->state == CHROME_GONE)
        return;
    chrome->state = CHROME_GONE;
    chrome->failed = true;
    chrome->why = arena_strdup(chrome->arena, why);
    loop_timer_set(chrome->loop, &chrome->end_timer, loop_now_ns(chrome->loop));
}
