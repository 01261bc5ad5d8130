/* SPDX-License-Identifier: Apache-2.0 */
/* browsing.h - one attempt of a `browser` step: its actions one after the other, then its evidence. */
#pragma once

#include "loop/loop.h"
#include "transport/browser/act.h"
#include "transport/browser/actions.h"
#include "transport/browser/settings.h"

struct page_sight;
struct picture;

enum browsing_stage { BROWSING_OPENING = 0, BROWSING_ACTING, BROWSING_LOOKING, BROWSING_OVER };

/* A `browser` step as written. */
struct browser_step {
    struct browser_settings settings;
    const struct action *actions;
    size_t action_count;
};

struct browsing {
    struct attempt *attempt;
    const struct browser_step *step;
    struct drive *drive;
    struct loop *loop;
    struct loop_timer timer; /* of what is under way */
    struct loop_timer settle;
    struct page_sight *sight;
    struct action_sight *actions;
    size_t at; /* the action under way */
    struct act act;
    struct picture *picture; /* being taken */
    void (*picture_taken)(struct browsing *browsing);
    bool picture_full;
    bool uncovered;      /* the page shows again what a picture must not */
    struct aside *aside; /* evidence_picture.c's work in the pool, or NULL */
    bool picture_again;  /* the first one never came */
    int64_t
        page_asked_ns; /* since when the page owes an answer to the last look; 0: it does not */
    enum browsing_stage stage;
    /* The last click of which something was to be expected. */
    size_t click;
    bool clicked;
    uint64_t effects_before;
    const struct json *signs_before;
};

/* The transport's start and cancel. */
void browsing_start(struct attempt *attempt);
void browsing_cancel(struct attempt *attempt);

/* The action under way has ended. */
void browsing_next(struct browsing *browsing);

/* Takes a picture for the action under way, secrets covered, and ends it. */
void browsing_picture(struct browsing *browsing, bool full_page, struct picture *to);

/* The attempt fails; what there is to see is looked at first. */
void browsing_fail(struct browsing *browsing, const struct fault *fault);

/* patience.c. An action begins: it has until act->deadline_ns. */
void patience_begin(struct act *act);

/* effect.c. Something is about to be clicked: what agent.js said of it. */
void effect_before(struct browsing *browsing, const struct json *located);
/* The action under way failed: by its own fault, or because of a click that did nothing? */
void effect_blame(struct browsing *browsing);
/* Every action went well: whether anything came of the last click; then evidence_start. */
void effect_last(struct browsing *browsing);

/* What was asked for the browsing itself, not for its action, need not be answered any more. */
void browsing_forget(struct browsing *browsing);

/* evidence.c: what is looked at after the last action; then browsing_over. */
void evidence_start(struct browsing *browsing);
/* Asks agent.js; `again`: in the next document when this one goes away meanwhile. */
void evidence_ask(struct browsing *browsing, const char *function, const struct json *argument,
                  bool again, drive_done_fn *done);
/* evidence_picture.c. A picture is to be taken to browsing->picture; then `taken`. */
void evidence_picture(struct browsing *browsing, void (*taken)(struct browsing *browsing));
/* It is not waited for any more. Of browsing_forget. */
void evidence_picture_drop(struct browsing *browsing);
void browsing_over(struct browsing *browsing);
