/* SPDX-License-Identifier: Apache-2.0 */
/* driver.h - what the step kind `browser` asks of whatever drives a browser.
 *
 * Two drivers offer it: cdp_driver.c (Chromium over its debugging pipe) and, for everything else,
 * webdriver/webdriver_driver.c. What a driver does not see it says in page_sight.unseen: a check that
 * needs it is not evaluated, never failed. All finding and waiting happens in the page, by agent.js, which both put there. */
#pragma once

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct attempt;
struct browser_settings;
struct json;
struct page_sight;

/* How a request to the browser ended. */
enum drive_end {
    DRIVE_OK = 0,
    DRIVE_REFUSED, /* the browser says no: `why`. For navigate: the network's error */
    DRIVE_CRASHED, /* the page's process died; the browser lives */
    DRIVE_GONE,    /* the browser or its driver is gone: the robot's trouble */
};

struct drive_answer {
    enum drive_end end;
    const struct json *value; /* of ask, picture; good during the call only */
    const char *why;          /* NULL when it went well */
};

typedef void drive_done_fn(void *thing, const struct drive_answer *answer);

/* A run's customer in a browser: nothing of other customers is in it. Drivers embed it first. */
struct drive {
    const struct driver *driver;
    /* As the steps so far have set them; browsing.c's, 0 at first. */
    int pictures;
    int64_t action_timeout_ns;
};

enum input_kind {
    INPUT_MOVE = 0, /* the mouse, to x, y */
    INPUT_DOWN,     /* its left button, `clicks` times so far */
    INPUT_UP,
    INPUT_WHEEL, /* by dx, dy */
    INPUT_TOUCH, /* a finger at x, y */
    INPUT_TOUCH_MOVE,
    INPUT_TOUCH_END,
    INPUT_KEY, /* pressed and released: `key` by its DOM name ("Enter", "a"), with `modifiers` */
    INPUT_TEXT, /* put in as an input method does: for what no key writes */
};

enum { KEY_ALT = 1, KEY_CONTROL = 2, KEY_META = 4, KEY_SHIFT = 8 };

struct input {
    enum input_kind kind;
    double x, y, dx, dy; /* CSS pixels of the view */
    int clicks, modifiers;
    struct text text; /* of KEY: its name; of TEXT: what is written */
};

enum drive_until { UNTIL_LOAD = 0, UNTIL_DOM, UNTIL_COMMIT };

enum drive_can {
    CAN_FREEZE =
        1 << 0,        /* a page that does not answer is frozen; else the driver may be slow */
    CAN_HOLD = 1 << 1, /* a finger or button stays down between two inputs */
};

struct driver {
    const char *name;
    unsigned can; /* of enum drive_can */

    /* A new customer for this run, in attempt->session_arena; it ends with it. The settings are
     * applied. */
    struct drive *(*open)(struct attempt *attempt, const struct browser_settings *settings,
                          drive_done_fn *done, void *thing);
    /* An attempt begins: what is seen from now on is its own. */
    void (*begin)(struct drive *drive);
    void (*navigate)(struct drive *drive, struct text url, enum drive_until until,
                     drive_done_fn *done, void *thing);
    /* Until the document on its way is read, if one is: a click may have asked for it. */
    void (*arrive)(struct drive *drive, drive_done_fn *done, void *thing);
    void (*back)(struct drive *drive, drive_done_fn *done, void *thing);
    void (*reload)(struct drive *drive, enum drive_until until, drive_done_fn *done,
                   void *thing);
    /* Calls a function of agent.js, which may take its time (a promise), with one argument. Asked
     * again in the next document when this one goes away meanwhile and `again`. */
    void (*ask)(struct drive *drive, const char *function, const struct json *argument,
                bool again, drive_done_fn *done, void *thing);
    /* Runs a script of the journey's in the window's own world; a promise is waited for. */
    void (*evaluate)(struct drive *drive, struct text script, drive_done_fn *done, void *thing);
    /* Does the browser itself answer, whatever its pages do? */
    void (*alive)(struct drive *drive, drive_done_fn *done, void *thing);
    /* It does not: ends it, for all who are in it. */
    void (*abandon)(struct drive *drive, const char *why);
    /* In the order given; answered when the page has handled them. */
    void (*input)(struct drive *drive, const struct input *inputs, size_t count,
                  drive_done_fn *done, void *thing);
    /* The value is a string: a PNG in base64. */
    void (*picture)(struct drive *drive, bool full_page, drive_done_fn *done, void *thing);
    /* Files for an <input type=file>, which agent.js has located and holds. */
    void (*upload)(struct drive *drive, const char *const *paths, drive_done_fn *done,
                   void *thing);
    /* What comes next when the page opens a dialog; `text` answers a prompt. */
    void (*dialog)(struct drive *drive, bool accept, struct text text);
    /* Chooses where the following requests go: a frame (an aim, NULL: the top), a window by its
     * number. */
    void (*frame)(struct drive *drive, const struct json *aim, drive_done_fn *done,
                  void *thing);
    void (*window)(struct drive *drive, size_t number, drive_done_fn *done, void *thing);
    /* A new window of the same customer in place of the one that is driven, which is closed: the way on from
     * a page that hangs, whose neighbours would hang with it. */
    void (*fresh)(struct drive *drive, drive_done_fn *done, void *thing);
    /* What was seen since `begin` goes to attempt->saw and *sight, in attempt->arena. */
    void (*collect)(struct drive *drive, struct attempt *attempt, struct page_sight *sight);
    /* Requests made with this `thing` need not be answered any more. */
    void (*forget)(struct drive *drive, const void *thing);
    /* The last error that no script of the page caught in this attempt; NULL: none. */
    const char *(*complaint)(const struct drive *drive);
    /* Tells what a person does in the page from now on, in recorder.js's words: `value` of each answer is an
     * event. Until it is forgotten. NULL: this driver cannot. */
    void (*record)(struct drive *drive, drive_done_fn *heard, void *thing);
    /* Requests under way. */
    size_t (*busy)(const struct drive *drive);
    /* Something changed that may be the effect of an action: requests, navigations, dialogs and
     * windows so far. */
    uint64_t (*effects)(const struct drive *drive);
};

extern const struct driver cdp_driver;       /* Chromium, over its debugging pipe */
extern const struct driver webdriver_driver; /* the others, by W3C WebDriver */
extern const struct driver native_driver;    /* apps behind Appium; has no pages and windows */
