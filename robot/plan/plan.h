/* SPDX-License-Identifier: Apache-2.0 */
/* plan.h - from files to journeys that can be run.
 *
 * A plan is made once and immutable afterwards: templates split, expressions compiled, includes
 * flattened, secrets fetched and known to the redaction table. Every mistake in every file is
 * reported in one pass. */
#pragma once

#include "base/diag.h"

struct arena;
struct environment;
struct field_table;
struct journey;
struct map;
struct vocabulary;

struct plan_options {
    const struct vocabulary *vocabulary;
    const char *environment; /* --env: a name or a file; NULL: none */
    const char *
        beside; /* environments are looked for from this file on; NULL: from the first journey */
    struct place environment_at; /* where a configuration names it; of no file for --env */
    const struct map *settings;  /* --set, to const struct json *; may be NULL */
    bool lint; /* secrets are not fetched; without --env every environment beside the journeys
                  is read, too, and all their variables count as known */
};

struct plan {
    struct arena *arena;                   /* owns everything below */
    const struct journey *const *journeys; /* in the order of their files */
    size_t journey_count;
    const struct environment *environment; /* NULL without --env */
    struct diags diags; /* what is wrong; nothing may run when there is any */
    bool unreadable;    /* a file or folder that was named does not exist: wrong usage */
};

/* Reads journeys from files and folders (NAME.journey.yaml in them, at any depth, sorted). Never
 * NULL; look at ->diags. The caller ends it by plan_end, after the last run that uses it. */
struct plan *plan_load(const struct plan_options *options, const char *const *paths);
void plan_end(struct plan *plan);

/* The table of all keys of a journey file, for its schema and its reference page. */
const struct field_table *plan_journey_table(struct arena *arena,
                                             const struct vocabulary *vocabulary);
const struct field_table *plan_environment_table(void);
