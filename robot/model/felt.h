/* SPDX-License-Identifier: Apache-2.0 */
/* felt.h - the shape of a check of what a customer would feel is wrong with a page, asked for or not.
 *
 * Pure: from an observation to a complaint. To add one: write checks/felt/NAME.c defining
 * `const struct felt_check felt_NAME`, and add its line to checks/felt/registry.c; its key under
 * `felt:`, the schema and the reference page follow. */
#pragma once

#include "base/diag.h"
#include "base/fault.h"

struct arena;
struct observation;

enum { MOST_FELT_CHECKS = 32 };

/* What a complaint does to its step. */
enum felt_severity { FELT_UNSET = 0, FELT_OFF, FELT_DEGRADED, FELT_FAIL };

struct complaint {
    const char *actual; /* "3 pictures: img#logo (https://...), ..." */
    bool minor;         /* degrades at most: what was seen may be right */
    struct place at;    /* the action's; without a source: the step's */
};

struct felt_check {
    const char *name;            /* the key: dead_click */
    const char *text;            /* one sentence, for the schema and the reference */
    const char *expected;        /* in a finding: "every click does something" */
    enum felt_severity severity; /* unless told otherwise */
    enum reason reason;
    /* False when there is nothing to complain of, or it could not be looked at. */
    bool (*look)(const struct observation *saw, struct arena *arena, struct complaint *ret);
};

extern const struct felt_check *const felt_checks[]; /* sorted by name, NULL-terminated */

/* `felt:` of a step or a journey. */
struct felt_settings {
    int all;                        /* enum felt_severity, for those not named */
    int severity[MOST_FELT_CHECKS]; /* by place in felt_checks */
};
