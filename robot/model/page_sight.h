/* SPDX-License-Identifier: Apache-2.0 */
/* page_sight.h - what a `browser` step saw beside the network: the page as it ended, what was done
 * to it, what it said, how it felt. Facts, never opinions.
 *
 * Times are ns; of a page's own metrics: from its navigation's start, -1 where it has none. */
#pragma once

#include "base/diag.h"
#include "base/fault.h"
#include "base/text.h"
#include "model/sighting.h"

#include <stdint.h>

struct exchange;
struct json;

struct picture {
    struct text png; /* empty: none was taken */
    int64_t taken_utc_ns;
};

/* Which page it was: the same words at the same address have the same `page`; every document has
 * its own birth. */
struct page_mark {
    const char *page; /* NULL: not looked at */
    int64_t born_ns;  /* since 1970, by the page's clock */
    int64_t filled;   /* fields of text with something in them */
    bool sends;       /* of an action: on a field or button of a form */
};

/* One action of the step, in the order done. */
struct action_sight {
    const char *name;    /* "click" */
    const char *target;  /* as the journey says it: "text 登录"; or NULL */
    const char *element; /* what it was done to: "form#login > button "登录""; or NULL */
    struct place at;
    int64_t started_ns, duration_ns; /* monotonic */
    struct fault fault;
    struct picture before, after;
    size_t
        first_exchange; /* of the observation's: those from here to the next action's began in it */
    /* Whether anything came of a click or tap: 1 something, 0 nothing, -1 not looked at. */
    int effect;
    struct page_mark mark; /* before it was done */
};

enum console_level { CONSOLE_ERROR = 0, CONSOLE_WARNING, CONSOLE_INFO, CONSOLE_DEBUG };

struct console_sight {
    enum console_level level;
    bool exception; /* an uncaught error or rejection of a script */
    const char *text, *url;
    int line, column; /* from 1; 0: not told */
    int64_t at_ns;
};

struct dialog_sight {
    const char *kind, *message; /* alert confirm prompt beforeunload */
    bool accepted;
};

struct long_task {
    int64_t at_ns, length_ns;
    const char *script; /* whose: "app.js:120 onclick"; or NULL */
};

/* What was drawn while a hand scrolled, swiped or dragged: measured by the time between animation
 * frames, against a screen of 60 a second (PerformanceScrollTiming of MSEdgeExplainers). */
struct motion {
    int64_t length_ns;
    int64_t frames, dropped; /* drawn; missing. Of 0 frames nothing else is known */
    int64_t stall_ns;        /* the longest frame of 100 ms or more; 0: none */
    int64_t stalls;          /* such frames, filled by the page's own work by half or more */
    const char *script;      /* that worked in the longest; or NULL */
};

/* Frames a second, and percent of them missing, rounded; of a motion with frames. */
int64_t motion_rate(const struct motion *motion);
int64_t motion_dropped(const struct motion *motion);

/* How it felt (https://web.dev/articles/vitals): as Chromium's own observers told. */
struct page_metrics {
    int64_t first_byte_ns, fcp_ns, lcp_ns, dom_ns, load_ns;
    int64_t interaction_ns; /* the slowest interaction, as INP counts it; -1: none over 16 ms */
    const char *interaction_element; /* of the slowest; "" when there was none */
    double layout_shift;             /* CLS; -1: not told */
    const char *shift_element;       /* that moved most; "": none */
    const char *lcp_element;
    const struct long_task *long_tasks; /* of this step, as the interactions are */
    size_t long_task_count;
    int64_t blocked_ns; /* of the long tasks, what is over 50 ms each */
    struct motion motion;
    int64_t requests, bytes;
};

/* Something a customer would see is wrong. */
struct blemish {
    const char *element, *text;
};
struct blemishes {
    const struct blemish *items;
    size_t count;
};

/* How the page looked at the end of the step. */
struct page_looks {
    bool html;          /* a page, not a picture or a document of another kind alone */
    int64_t characters; /* of text that is shown, other than words that ask for patience */
    int64_t things;     /* pictures, fields, buttons, frames shown; counted to 50 */
    struct blemishes broken_images; /* text: the URL */
    struct blemishes templates;     /* text: what was left */
    struct blemishes cut_off;       /* text: what cannot be read whole */
    struct blemishes overlaps;      /* text: the two texts */
};

/* What a driver may have no way to tell. */
enum page_channel { PAGE_NETWORK = 1 << 0, PAGE_CONSOLE = 1 << 1 };

struct page_sight {
    const char *driver;  /* "cdp", "webdriver" */
    unsigned unseen;     /* of enum page_channel: what was not looked at is not evaluated */
    const char *browser; /* "HeadlessChrome/156.0.8078.79" */
    struct text url, title;
    struct text
        dom; /* HTML as it stood: values live, data-xunjian-hidden on what is not shown */
    bool dom_whole;
    const struct json *storage;      /* localStorage, an object; NULL: not read */
    struct text cookies;             /* document.cookie: those that scripts can read */
    const struct exchange *document; /* the answer the page came by, in this step; NULL: none */
    const struct action_sight *actions;
    size_t action_count;
    const struct console_sight *console;
    size_t console_count;
    const struct dialog_sight *dialogs;
    size_t dialog_count;
    const struct page_metrics *metrics; /* NULL: not measured */
    const struct text *
        addresses; /* of its pages, in the order it came to them, routes of single-page apps too */
    size_t address_count;
    /* Of an `explore`: the pages met, and what led from one to another. */
    const struct sighting *sightings;
    size_t sighting_count;
    const struct passage *passages;
    size_t passage_count;
    const char *explored;           /* why it ended, in words; NULL: nothing was explored */
    /* Of a `record`: what a person did, events as recorder.c tells them. */
    const struct json *const *recorded;
    size_t recorded_count;
    const struct page_looks *looks; /* NULL: not looked at */
    struct page_mark mark;          /* at the end */
    int64_t silent_ns; /* for so long it did not answer when it was looked at; 0: it did */
};
