/* SPDX-License-Identifier: Apache-2.0 */
/* numbers.h - series and step names by number: rows hold numbers, two small tables hold the words.
 *
 * A series is all runs of one journey in one environment, from one location, of one variant. The
 * writer's own; all of it is in memory, because there are some hundred. A number is given at first
 * sight and written with the first row that needs it. */
#pragma once

#include "base/map.h"

#include <stdint.h>

struct database;
struct record;

struct series {
    int64_t id;
    bool written;
    int64_t good_run,
        good_started_utc_ns; /* whose evidence is kept as the newest good; 0: none */
    bool was_bad;            /* the run before was not good */
};

struct numbers {
    struct arena *arena;
    struct map series, names;
    int64_t last_series, last_name;
    size_t unwritten; /* of both */
};

/* An empty one, then filled from the file. False with db->why. */
void numbers_init(struct numbers *numbers);
bool numbers_load(struct numbers *numbers, struct database *db);
void numbers_done(struct numbers *numbers);

struct series *numbers_series(struct numbers *numbers, const struct record *record);
int64_t numbers_name(struct numbers *numbers, const char *name);

/* Inserts what is not in the file yet; within the transaction that needs it. */
bool numbers_write(struct numbers *numbers, struct database *db);
/* The file may be another one now: all is inserted again where it is missing. */
void numbers_unwritten(struct numbers *numbers);
/* The transaction was committed. */
void numbers_written(struct numbers *numbers);
