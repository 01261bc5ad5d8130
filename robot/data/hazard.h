/* SPDX-License-Identifier: Apache-2.0 */
/* hazard.h - rows of text that break forms, as constant tables. */
#pragma once

#include "data/argument.h"

struct hazard {
    const char *at;
    size_t length; /* values may hold NUL */
    bool valid;    /* a correct app takes it; false: it refuses, and says so */
    const char *why;
};

#define HAZARD(string, truth, reason)                                                   \
    {                                                                                   \
        .at = (string), .length = sizeof(string) - 1, .valid = (truth), .why = (reason) \
    }

const struct json *hazard_row(const struct generator_call *call, const struct hazard *hazard);

/* What may be typed into any free text: encodings, directions, metacharacters. `row` from 0, NULL
 * after the last. */
const struct json *hazard_of_text(const struct generator_call *call, size_t row);
