/* SPDX-License-Identifier: Apache-2.0 */
/* finding.h - what one check says about an observation, in words. */
#pragma once

#include "base/diag.h"
#include "base/fault.h"
#include "model/verdict.h"

struct finding {
    enum verdict verdict; /* pass, degraded (soft, budget) or fail; internal */
    enum phase phase;     /* judge; a budget's own phase */
    enum reason reason;   /* none when it passed */
    const char *check;    /* "status", "jsonpath $.code", "budget wait" */
    const char *expected; /* "equals \"0000\"" */
    const char *actual;   /* "string \"E1001\"" */
    const char *message;  /* the author's own words (`message:`), or NULL */
    bool soft;            /* does not fail the step */
    struct place at;      /* the assertion's place in its file */
};
