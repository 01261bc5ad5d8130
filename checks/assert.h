/* SPDX-License-Identifier: Apache-2.0 */
/* assert.h - the generic assertion: what a subject extracts, against predicates.
 *
 * A claim is an assertion whose templates have been filled in by the runner: a pure value that any
 * thread may judge. */
#pragma once

#include "model/finding.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct condition;
struct sight;
struct subject;

struct claim {
    const struct subject *subject;
    const void *compiled; /* the subject's operand, compiled; may be NULL */
    const char *label;    /* "jsonpath $.code": becomes finding.check */
    const struct condition *const
        *conditions; /* all must hold; none: something must be found */
    size_t condition_count;
    const char *message; /* the author's own words, or NULL */
    bool soft;
    struct place at;
};

/* The finding, in sight->arena. Its phase is judge; its reason the subject's when it failed. */
struct finding claim_judge(const struct claim *claim, struct sight *sight);
