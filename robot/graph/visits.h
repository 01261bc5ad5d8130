/* SPDX-License-Identifier: Apache-2.0 */
/* visits.h - which pages a run came to, and how they were there: measured, in the order it came to them.
 *
 * A step's verdict is said of the page it ended at: what was passed on the way had let the customer through. Clean-up
 * is told apart from how the app is, here as everywhere. */
#pragma once

#include "model/verdict.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct outcome;

struct page_visit {
    const char *route;
    enum verdict verdict; /* the worst of the steps that ended here, until the run went on */
    bool refused; /* an HTML answer by HTTP alone that was no 2xx: seen, but not visited */
};

/* Every page of every try, in browsers and as HTML by HTTP; a page that only an exploration came to is none: a robot
 * that wandered there has checked nothing. In the arena. */
size_t visits_of(struct arena *arena, const struct outcome *run, const struct page_visit **ret);
