/* SPDX-License-Identifier: Apache-2.0 */
/* good.h - the last good run, as it is kept. For changed.c and good.c. */
#pragma once

#include "alert/changed.h"

/* Words are cut to fit; comparing is by what fits. */
struct good_step {
    uint64_t name;                    /* its hash */
    int32_t phase_us[NETWORK_PHASES]; /* -1: did not happen */
    int status, redirects;
    int64_t body_bytes, certificate_utc_ns;
    char protocol[12], tls[12], remote[48];
};

struct good {
    size_t step_count;
    struct good_step steps[];
};

/* FNV-1a: names are found again, nothing is kept secret by it. */
uint64_t good_hash(const char *name);

/* NULL: not in the last good run. */
const struct good_step *good_step_find(const struct good *good, const char *name);
