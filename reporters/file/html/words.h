/* SPDX-License-Identifier: Apache-2.0 */
/* words.h - what the page says, in English and Chinese. */
#pragma once

#include "base/fault.h"
#include "model/verdict.h"

struct word {
    const char *en, *zh;
};

enum word_name {
    WORD_ACTUAL = 0,
    WORD_ADDRESS,
    WORD_ANSWER,
    WORD_BREAKPOINTS,
    WORD_BYTES,
    WORD_CAPTURED,
    WORD_CERTIFICATES,
    WORD_CLEAN_UP,
    WORD_CLEAN_UP_FAILED,
    WORD_CLOSE_ALL,
    WORD_COMMAND,
    WORD_CONSOLE,
    WORD_CUT,
    WORD_DURATION,
    WORD_ENVIRONMENT,
    WORD_EXPECTED,
    WORD_FILE,
    WORD_FINGERPRINT,
    WORD_FUNNELS,
    WORD_FUNNELS_TEXT,
    WORD_INTERRUPTED,
    WORD_ISSUER,
    WORD_KEY,
    WORD_LOST,
    WORD_MESSAGE,
    WORD_NAMES,
    WORD_NO_ANSWER,
    WORD_NOTHING_RAN,
    WORD_ONE_RUN,
    WORD_ONLY_BROKEN,
    WORD_OPEN_ALL,
    WORD_OWNER,
    WORD_PAGE,
    WORD_PASSED_OVER,
    WORD_PICTURE,
    WORD_PLACE,
    WORD_REDIRECT,
    WORD_REPORT,
    WORD_REQUEST,
    WORD_REQUESTS,
    WORD_REUSED,
    WORD_RUN_ID,
    WORD_RUNS,
    WORD_SEED,
    WORD_SERIAL,
    WORD_SIGNATURE,
    WORD_SKIP_TO_CONTENT,
    WORD_SOFT,
    WORD_SOME_RUNS,
    WORD_STARTED,
    WORD_STEP,
    WORD_SUBJECT,
    WORD_SUMMARY,
    WORD_TITLE,
    WORD_TLS,
    WORD_TOTAL,
    WORD_TRACE_ID,
    WORD_TRY,
    WORD_TRIES,
    WORD_VALID,
    WORD_VERIFY_ERROR,
    WORD_WENT_WRONG,
    WORD_COUNT,
};

const struct word *word_of(enum word_name name);
const struct word *word_of_verdict(enum verdict verdict);
const struct word *word_of_phase(enum phase phase);
const struct word *word_of_reason(enum reason reason); /* a sentence's predicate */
