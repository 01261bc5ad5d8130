/* SPDX-License-Identifier: Apache-2.0 */
/* funnel.h - how far the runs of a journey came, variants side by side.
 *
 * Clean-up steps are no part of it: a customer does not take them. */
#pragma once

#include "model/outcome.h"

struct arena;

/* Runs of one variant, or of one row of for_each. */
struct funnel_group {
    const char *name; /* NULL when the journey has neither */
    size_t runs;
};

/* One step in one group. */
struct funnel_cell {
    size_t arrived; /* runs that had not stopped before it */
    size_t passed;  /* of these, passed it (with a warning, too) */
    size_t aside;   /* of these, passed it over on a condition */
};

struct funnel_step {
    const struct step *step;
    const char *name;          /* with its frames */
    struct funnel_cell *cells; /* one a group */
};

struct funnel {
    const struct journey *journey;
    struct funnel_group *groups;
    size_t group_count;
    struct funnel_step *steps; /* in journey order */
    size_t step_count;
    size_t runs;
};

/* More groups than this are not set side by side but counted as one. */
enum { FUNNEL_MOST_GROUPS = 8 };

/* One funnel for each journey of the report, in the order they are first met; *ret_count of them,
 * in the arena. */
const struct funnel *funnel_all(struct arena *arena, const struct report *report,
                                size_t *ret_count);

/* Runs that went on after that step. */
size_t funnel_through(const struct funnel_cell *cell);
