/* SPDX-License-Identifier: Apache-2.0 */
/* retry.c - causes of failure against causes to try again. */

#include "run/retry.h"

static int fault_cause(const struct fault *fault)
{
    switch (fault->phase) {
    case PHASE_DNS:
    case PHASE_CONNECT:
    case PHASE_TLS:
        return fault->reason == REASON_TIMEOUT ? RETRY_TIMEOUT | RETRY_CONNECT : RETRY_CONNECT;
    case PHASE_SEND:
    case PHASE_WAIT:
        if (fault->reason == REASON_RESET || fault->reason == REASON_CLOSED)
            return RETRY_CONNECT;
        return fault->reason == REASON_TIMEOUT ? RETRY_TIMEOUT : 0;
    case PHASE_RECEIVE:
        return fault->reason == REASON_TIMEOUT ? RETRY_TIMEOUT : 0;
    case PHASE_ACT:
        return fault->reason == REASON_TIMEOUT ? RETRY_TIMEOUT : RETRY_ASSERTION;
    case PHASE_JUDGE:
        return RETRY_ASSERTION;
    case PHASE_ROBOT:
    case PHASE_COUNT:
        break;
    }
    return 0;
}

int retry_causes(const struct tried *tried)
{
    const struct exchange *answer = tried->saw != NULL ? observation_answer(tried->saw) : NULL;
    int causes = RETRY_ANY;
    if (tried->saw != NULL && tried->saw->fault.reason != REASON_NONE)
        return causes | fault_cause(&tried->saw->fault);
    int hundreds = answer != NULL ? answer->status / 100 : 0;
    if (hundreds == 4)
        causes |= RETRY_4XX;
    else if (hundreds == 5)
        causes |= RETRY_5XX;
    if (tried->breakpoint.phase == PHASE_JUDGE && tried->breakpoint.reason != REASON_STATUS)
        causes |= RETRY_ASSERTION;
    return causes;
}

bool retry_again(const struct retry *retry, const struct tried *tried, int64_t attempts)
{
    return retry != NULL && tried->verdict == VERDICT_FAIL && attempts <= retry->count &&
           (retry_causes(tried) & retry->causes) != 0;
}

int64_t retry_pause_ns(const struct retry *retry, int64_t attempt)
{
    int64_t pause = retry->interval_ns;
    switch (retry->backoff) {
    case BACKOFF_FIXED:
        break;
    case BACKOFF_LINEAR:
        if (__builtin_mul_overflow(pause, attempt - 1, &pause))
            pause = retry->most_ns;
        break;
    case BACKOFF_EXPONENTIAL:
        for (int64_t i = 2; i < attempt && pause < retry->most_ns; i++)
            if (__builtin_mul_overflow(pause, 2, &pause))
                pause = retry->most_ns;
        break;
    }
    return pause < retry->most_ns ? pause : retry->most_ns;
}
