/* SPDX-License-Identifier: Apache-2.0 */
/* seed.h - a store as the robot would have filled it: written by rows, in the store's own schema. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The newest run of a journey that came to a page: run JOURNEY-`n`. */
struct seed_visit {
    const char *journey, *route;
    size_t n;
    int verdict;
};

struct seed {
    const char *path;            /* the store's file; must not exist */
    const char *const *journeys; /* NULL-terminated; their environment is "staging" */
    const char *broken;          /* the last runs of this one fail at its third step; or NULL */
    size_t runs;                 /* of each */
    int64_t every_ns;            /* the newest one is just over */
    bool steps;                  /* rows of steps, too */
    bool incidents;              /* an open one of `broken`, a closed one, a window of muting */
    const struct seed_visit *visits; /* until one without a journey; or NULL */
    bool rollups;                    /* as the writer makes them of what lies behind it */
};

enum { SEED_STEPS = 4, SEED_BROKEN = 4 };

/* Fails the running test when it cannot. Evidence is tests/shared/evidence.json, of the broken runs. */
void seed_store(const struct seed *seed);
