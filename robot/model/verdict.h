/* SPDX-License-Identifier: Apache-2.0 */
/* verdict.h - how a step or a run ended. */
#pragma once

enum verdict {
    VERDICT_PASS = 0,
    VERDICT_DEGRADED, /* right, but over a budget, or a soft assertion failed */
    VERDICT_FAIL,     /* the app broke */
    VERDICT_INTERNAL, /* the robot broke: never counted against the app */
    VERDICT_SKIPPED,  /* did not run */
    VERDICT_COUNT,
};

/* "pass" "degraded" "fail" "internal" "skipped": the same words in every report. */
const char *verdict_name(enum verdict verdict);

/* The verdict of a whole with these two parts. internal outranks fail: when the robot broke, what
 * it says of the app cannot be trusted. skipped yields to anything. */
enum verdict verdict_worse(enum verdict a, enum verdict b);
