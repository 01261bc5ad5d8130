/* SPDX-License-Identifier: Apache-2.0 */
/* remote.h - a run's customer behind a W3C WebDriver remote end. For the files of this folder only.
 *
 * A remote end does one command of a session after the other, so tasks stand in line; one whose asker has
 * gone is taken out before its turn. It lives in the run's session arena and ends with it. Everything here
 * happens on the run's loop. */
#pragma once

#include "loop/loop.h"
#include "model/page_sight.h"
#include "transport/browser/driver.h"
#include "transport/browser/settings.h"

struct exchange;
struct remote;
struct remote_task;
struct observation;
struct webdriver_call;
struct webdriver_host;
struct webdriver_http;
struct webdriver_reply;

typedef void remote_next_fn(struct remote_task *task, const struct webdriver_reply *reply);

/* What somebody asked for, and the command it is at. Embedded first in what it needs beside. */
struct remote_task {
    struct remote *remote;
    struct arena *arena;
    drive_done_fn *done; /* NULL: its asker has gone */
    void *thing;
    /* The command: path below the session, its body, and what to do with the answer. */
    const char *method, *path;
    const struct json *body;
    remote_next_fn *next;
    bool script;         /* answered by bridge.js: null means that a dialog broke in */
    bool again;          /* may be sent a second time when it did */
    bool waiting;        /* in line */
    int64_t patience_ns; /* for an answer to each command; 0: minutes */
    struct loop_timer pause;
    struct remote_task *behind; /* in line */
    struct remote_task *other;  /* of all tasks */
};

struct remote {
    struct drive drive; /* first */
    struct loop *loop;
    struct arena *arena;
    struct webdriver_http *http;
    struct webdriver_host *host; /* the driver of our own; NULL: somebody else's */
    const char *base;            /* the remote end's URL; NULL: not up yet */
    const char *session;         /* the session's; NULL: none yet */
    const char *browser;         /* "MiniBrowser/2.50.6" */
    const struct json *capabilities;
    struct browser_settings settings;
    bool any_certificate;
    drive_done_fn *opened;
    void *opened_thing;
    struct loop_timer later; /* tells what must not be told from inside */
    bool gone;
    const char *why;

    struct remote_task *tasks;            /* all */
    struct remote_task *line, **line_end; /* those with a command; the first's is under way */
    struct webdriver_call *call, *aside;  /* of the first; of one that does not stand in line */
    drive_done_fn *aside_done;
    void *aside_thing;
    bool accept; /* the next dialog */
    struct text prompt;

    const char **windows; /* handles, in the order they were seen */
    size_t window_count;
    bool native;      /* an app behind Appium, not a browser */
    const char *held; /* native: the element found last */
    bool emptied;     /* native: that has just been */
    bool framed;      /* in a frame */
    int64_t leavings; /* documents that were marked as left */

    /* What was seen since the attempt began, in an arena of its own: see bridge.js. */
    struct arena *seen;
    struct console_sight *said;
    struct dialog_sight *dialogs;
    struct text *addresses;
    size_t said_count, dialog_count, address_count;
    struct exchange *loads;
    size_t load_count;
    struct text url; /* where it was last */
    int64_t resources;
    uint64_t effects;
};

/* remote_task.c */

/* `size` bytes, zeroed, a task first. */
void *remote_task_new(struct remote *remote, size_t size, drive_done_fn *done, void *thing);
/* Tells its asker, if there is one still, and frees it. */
void remote_finish(struct remote_task *task, enum drive_end end, const struct json *value,
                   const char *why);
/* For an answer that is an error. */
void remote_refuse(struct remote_task *task, const struct webdriver_reply *reply);
/* Stands in line. `path`: below the session. */
void remote_command(struct remote_task *task, const char *method, const char *path,
                    const struct json *body, remote_next_fn *next);
/* Calls `next` after a while, without an answer. */
void remote_pause(struct remote_task *task, int64_t ns, remote_next_fn *next);
/* Nobody with this `thing` is told any more. */
void remote_forget(struct remote *remote, const void *thing);
/* The remote end or its browser is gone: everybody is told. */
void remote_lost(struct remote *remote, const char *why);
/* The run ends: tasks are freed, nobody is told. */
void remote_drop(struct remote *remote);

/* remote_dialog.c: a dialog stands before the first in line: answered, recorded; then remote_resume. */
void remote_dialog(struct remote *remote);
/* remote_task.c. `answered`: there was a dialog, and it is gone. */
void remote_resume(struct remote *remote, bool answered);

/* remote_open.c */
struct drive *remote_open(struct attempt *attempt, const struct browser_settings *settings,
                          drive_done_fn *done, void *thing);

/* remote_seen.c */
void remote_begin(struct remote *remote);
/* What bridge.js tells beside its answer. */
void remote_told(struct remote *remote, const struct json *told);
void remote_saw_dialog(struct remote *remote, struct text message, bool accepted);
void remote_collect(struct drive *drive, struct attempt *attempt, struct page_sight *sight);

/* remote_loads.c: what the page's own Resource Timing tells of the network. */
void remote_loaded(struct remote *remote, const struct json *loads);
/* To *saw; returns the page's own document, if it came in this attempt and its status is known. */
const struct exchange *remote_loads(const struct remote *remote, struct observation *saw);

/* remote_ask.c */
void remote_ask(struct drive *drive, const char *function, const struct json *argument,
                bool again, drive_done_fn *done, void *thing);
void remote_evaluate(struct drive *drive, struct text script, drive_done_fn *done, void *thing);
/* {"script", "args"} of execute/sync and execute/async. */
const struct json *remote_script(struct arena *arena, const char *source,
                                 const struct json *arguments);

/* remote_navigate.c */
void remote_navigate(struct drive *drive, struct text url, enum drive_until until,
                     drive_done_fn *done, void *thing);
void remote_arrive(struct drive *drive, drive_done_fn *done, void *thing);
void remote_back(struct drive *drive, drive_done_fn *done, void *thing);
void remote_reload(struct drive *drive, enum drive_until until, drive_done_fn *done,
                   void *thing);

/* remote_input.c */
void remote_input(struct drive *drive, const struct input *inputs, size_t count,
                  drive_done_fn *done, void *thing);

/* remote_window.c */
void remote_first_window(struct remote *remote, struct text handle);
/* The answer to GET /window/handles: a window that is new is an effect. */
void remote_note_windows(struct remote *remote, const struct webdriver_reply *reply);
void remote_upload(struct drive *drive, const char *const *paths, drive_done_fn *done,
                   void *thing);
void remote_frame(struct drive *drive, const struct json *aim, drive_done_fn *done,
                  void *thing);
void remote_window(struct drive *drive, size_t number, drive_done_fn *done, void *thing);
void remote_fresh(struct drive *drive, drive_done_fn *done, void *thing);
