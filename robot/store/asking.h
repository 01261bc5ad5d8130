/* SPDX-License-Identifier: Apache-2.0 */
/* asking.h - what all questions share: the reader, whose runs, and which hours come from roll-ups.
 *
 * Whole hours come from the roll-ups, what is left at both ends from the rows; runs behind the
 * roll-up's mark are added from the rows, so that no answer depends on how far it has come. */
#pragma once

#include "store/database.h"
#include "store/read.h"
#include "store/rollup.h"

struct reader {
    struct database db;
};

struct whose {
    int64_t id;
    const char *journey, *environment, *location, *variant;
};

/* One question sees one state of the store. False with *ret_why. */
bool asking_begin(struct reader *reader, struct arena *arena, const char **ret_why);
/* Ends it; gives `right` back, and *ret_why when that is false. */
bool asking_end(struct reader *reader, bool right, struct arena *arena, const char **ret_why);

/* The series that match, in the order of journey, environment, location, variant. */
bool asking_series(struct reader *reader, const struct run_filter *filter, struct arena *arena,
                   const struct whose **ret, size_t *ret_count);

/* A window cut into what roll-ups answer and what rows do. Empty where from >= to. */
struct window {
    int64_t from, to;             /* all of it */
    int64_t hours_from, hours_to; /* whole hours */
    int64_t mark;                 /* runs up to this number are in the roll-ups */
};
bool asking_window(struct reader *reader, int64_t from, int64_t to, struct window *ret);

/* The rows that roll-ups do not answer for: three ranges of one series' runs, asked one after the
 * other by the same statement, whose parameters are series, from, to, and the least number. */
struct rows_part {
    int64_t from, to, above;
};
enum { ROWS_PARTS = 3 };
void window_parts(const struct window *window, struct rows_part ret[ROWS_PARTS]);
