/* SPDX-License-Identifier: Apache-2.0 */
/* acts_draft.h - a journey in the making, of what a person did. For acts*.c only. */
#pragma once

#include "base/text.h"
#include "recording/acts_value.h"

#include <stdbool.h>
#include <stddef.h>

struct json;

enum {
    ACTS_MOST_STEPS = 200,
    ACTS_MOST_LINES = 500,
    ACTS_MOST_WINDOWS = 50,
    ACTS_MOST_TYPED = 100
};

struct acts_step {
    const char *name;   /* the page's; NULL: nobody has told */
    const char **lines; /* actions, as they are written */
    size_t count;
};

struct acts_draft {
    struct arena *arena;
    struct text url;  /* where it began */
    struct text base; /* the app's origin: ${base} */
    bool own_base;    /* a variable of the journey, not of an environment */
    struct acts_step *steps;
    size_t step_count, acts;
    struct acts_needs needs;
    size_t told_acts,
        told_at; /* after so many acts, in that line, what the page showed; 0: none */
    const struct json *typed[ACTS_MOST_TYPED]; /* what was typed so far */
    size_t typed_count;
    long long window, history_index;
    struct text frame;
    const char *route; /* of the page that is being acted on; NULL: not known yet */
};

/* The first step must have been begun. */
void acts_draft(struct acts_draft *draft, const struct json *const *events, size_t count);
/* The next one begins, without a name; when there are too many, the last goes on. */
struct acts_step *acts_step_new(struct acts_draft *draft);
/* One more action of the step that is being written. */
void acts_add(struct acts_draft *draft, const char *line);
/* "open: ${base}/path". */
const char *acts_open(const struct acts_draft *draft, struct text url);
