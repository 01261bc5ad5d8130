/* SPDX-License-Identifier: Apache-2.0 */
/* visit.h - a run's customer in Chromium: a browser context, its windows, frames and workers. For the
 * files of the CDP driver only.
 *
 * It lives in the run's session arena and ends with it: the browser then throws the context away with
 * all that is in it. Everything here happens on the run's loop. */
#pragma once

#include "base/map.h"
#include "loop/loop.h"
#include "model/observation.h"
#include "model/page_sight.h"
#include "transport/browser/cdp.h"
#include "transport/browser/chrome.h"
#include "transport/browser/driver.h"
#include "transport/browser/settings.h"

struct cdp_message;
struct history;
struct request;
struct visit;

/* A target we are attached to: a window's page, a frame of another process, a worker. */
struct session {
    struct visit *visit;
    struct cdp_session listener;
    struct text target;
    bool page, gone;
    struct session *next;
};

/* A script world of ours in a frame's document. */
struct world {
    struct session *session;
    struct text frame;
    int64_t context;
    struct world *next;
};

/* A window (tab) of the customer. */
struct window {
    struct session *session;
    struct text frame;  /* the top frame's id, which is the target's */
    struct text loader; /* of the document that is committed */
    struct text coming; /* of one asked for that is not; empty: none */
    struct text url;
    bool dom, load; /* how far that document is */
    bool crashed;
    struct window *next;
};

/* Somebody waits for a navigation. */
struct arriving {
    enum drive_until until;
    struct text loader; /* of the document waited for; empty: the next one, whichever it is */
    bool any;
    drive_done_fn *done;
    void *thing;
};

/* A function of agent.js, asked for. */
struct asking {
    struct visit *visit;
    struct arena *arena;
    const char *function;
    const struct json *argument;
    bool again, sent;
    bool by_reference; /* the answer is an object id, not a value */
    drive_done_fn *done;
    void *thing;
    struct asking *next;
};

/* A request to the browser that takes several calls, or whose asker may go away before its answer
 * comes. Embedded first in what it needs beside. */
struct errand {
    struct visit *visit; /* NULL: the visit is over */
    struct arena *arena;
    drive_done_fn *done;
    void *thing;
    struct errand *next;
};

struct visit {
    struct drive drive; /* first */
    struct chrome_guest guest;
    struct station *station;
    struct loop *loop;
    struct arena *arena;
    /* What is seen from an attempt's beginning on, all of it in here: handed over with the attempt's
     * observation, so that nothing is copied; what comes after it is the next one's. */
    struct arena *seen;
    uint64_t look; /* how often that began anew */
    const char *run_id;
    const struct environment *environment;
    struct browser_settings settings;
    const char *context;
    struct session *sessions;
    struct window *windows, *window; /* all, oldest first; the one that is driven */
    struct text frame;               /* that is driven; empty: the window's top */
    struct world *worlds;
    struct asking *askings;
    struct errand *errands;
    struct arriving arriving;
    drive_done_fn *opened;
    void *opened_thing;
    struct loop_timer later; /* tells what must not be told from inside */
    bool gone;
    const char *why;
    drive_done_fn *heard; /* recorder.c: a person is in there, and this is told what they do */
    void *heard_thing;
    struct history *history; /* being asked for: what is done meanwhile is told after it */
    bool accept; /* the next dialog */
    struct text prompt;
    bool pressed; /* the mouse's button */
    uint64_t effects;
    struct text *addresses; /* it came to */
    size_t address_count;

    /* What was seen, in order; see network.c and console.c. */
    struct map requests; /* by request id */
    struct request *first_request, **last_request;
    size_t request_count, requests_open;
    size_t socket_bytes;      /* of messages kept */
    uint64_t document_number; /* of the window that is driven: counts its documents */
    struct console_sight *said;
    struct dialog_sight *dialogs;
    size_t said_count, dialog_count;
};

static inline struct cdp *visit_cdp(const struct visit *visit)
{
    return chrome_cdp(visit->guest.chrome);
}

/* The session of the window that is driven. */
const char *visit_page(const struct visit *visit);
/* Answers `done` with an end and words. */
void visit_answer(drive_done_fn *done, void *thing, enum drive_end end, const char *why);

/* errand.c. `size` bytes, zeroed, an errand first. */
void *errand_new(struct visit *visit, size_t size, drive_done_fn *done, void *thing);
/* Tells its asker, if there is one still, and frees it. */
void errand_finish(struct errand *errand, enum drive_end end, const struct json *value,
                   const char *why);
/* For a reply that is no result. */
void errand_refuse(struct errand *errand, const struct cdp_reply *reply);
void errand_call(struct errand *errand, const char *session, const char *method,
                 const struct json *params, cdp_done_fn *done);
/* Nobody with this `thing` is told any more; NULL: the visit ends. */
void errand_forget(struct visit *visit, const void *thing);

/* What is seen from now on goes to a new arena; the one that was is returned, for the caller to end or
 * to hand over. */
struct arena *visit_look_anew(struct visit *visit);

/* visit_open.c */
struct drive *visit_open(struct attempt *attempt, const struct browser_settings *settings,
                         drive_done_fn *done, void *thing);
/* Tells a new session what we want of it. */
void visit_greet(struct visit *visit, struct session *session);

enum { MOST_ADDRESSES = 200 };
/* The window that is driven came to another address. */
void visit_came_to(struct visit *visit, const struct window *window);

/* visit_events.c: what a session says. */
void visit_event(void *session, const struct cdp_message *message);
void visit_detached(struct visit *visit, const struct cdp_message *message);
void visit_attached(struct visit *visit, const struct cdp_message *message, bool browser_level);

/* world.c */
const struct world *world_driven(const struct visit *visit); /* NULL: no document there */
void visit_world_event(struct session *session, const struct cdp_message *message);
void visit_ask(struct visit *visit, const char *function, const struct json *argument,
               bool again, bool by_reference, drive_done_fn *done, void *thing);
void visit_forget(struct visit *visit, const void *thing);
/* Chromium's exceptionDetails in words. */
const char *visit_exception(struct arena *arena, const struct json *details);
/* Every asking is answered: the page crashed or the browser is gone. */
void visit_end(struct visit *visit, enum drive_end end, const char *why);

/* arriving.c: navigations and their ends. */
void arriving_check(struct visit *visit);
void arriving_refuse(struct visit *visit, enum drive_end end, const char *why);
void visit_navigate(struct drive *drive, struct text url, enum drive_until until,
                    drive_done_fn *done, void *thing);
void visit_arrive(struct drive *drive, drive_done_fn *done, void *thing);
void visit_back(struct drive *drive, drive_done_fn *done, void *thing);
void visit_reload(struct drive *drive, enum drive_until until, drive_done_fn *done,
                  void *thing);

/* input.c */
void visit_input(struct drive *drive, const struct input *inputs, size_t count,
                 drive_done_fn *done, void *thing);

/* picture.c */
void visit_picture(struct drive *drive, bool full_page, drive_done_fn *done, void *thing);

/* element.c: what needs an element itself, not its description. */
void visit_upload(struct drive *drive, const char *const *paths, drive_done_fn *done,
                  void *thing);
void visit_frame(struct drive *drive, const struct json *aim, drive_done_fn *done, void *thing);
void visit_window(struct drive *drive, size_t number, drive_done_fn *done, void *thing);
void visit_fresh(struct drive *drive, drive_done_fn *done, void *thing);

/* network.c */
void network_event(struct session *session, const struct cdp_message *message);
void network_begin(struct visit *visit);
/* The answer the page came by in this attempt; NULL: none. */
const struct exchange *network_collect(struct visit *visit, struct observation *saw);

/* recorder.c */
void visit_record(struct drive *drive, drive_done_fn *heard, void *thing);
/* For a session that comes while there is a recording. */
void recorder_greet(struct session *session, struct arena *arena);
/* A window was; `session` is its. */
void recorder_window_closed(struct session *session);
void recorder_event(struct session *session, const struct cdp_message *message);

/* console.c */
void console_event(struct session *session, const struct cdp_message *message);
void dialog_event(struct session *session, const struct cdp_message *message);
void console_begin(struct visit *visit);
void console_collect(const struct visit *visit, struct page_sight *sight);
