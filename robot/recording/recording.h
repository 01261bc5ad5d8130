/* SPDX-License-Identifier: Apache-2.0 */
/* recording.h - traffic that somebody recorded, as a journey that can be run again.
 *
 * Pure: bytes in, bytes out, the same for the same. Secrets that were in the recording are in no text
 * that comes back; `secrets` has their values for the caller to redact. */
#pragma once

#include "base/text.h"

#include <stdbool.h>

struct arena;
struct diags;
struct source;

struct recording_options {
    const char *journey;      /* its id */
    const char *const *bases; /* origins of the app, NULL-terminated; NULL: found out */
    bool pages;               /* keep HTML pages that nothing is captured from */
    bool own_bases;           /* origins are variables of the journey, not of an environment */
};

struct recording_secret {
    const char *name;
    struct text value; /* empty: it was encrypted, or redacted already */
};

struct imported {
    struct text journey, environment; /* YAML */
    size_t exchanges, steps;
    const struct recording_secret *secrets;
    size_t secret_count;
    const char *const *notes; /* what the reader should know; NULL-terminated */
};

/* From HAR 1.2. NULL with diags told: no HAR, too large, or nothing in it that is a step. */
const struct imported *recording_import_har(struct arena *arena, const struct source *har,
                                            const struct recording_options *options,
                                            struct diags *diags);
