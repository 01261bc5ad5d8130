/* SPDX-License-Identifier: Apache-2.0 */
/* Which failures are worth another attempt, and how long the pause is. */

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include "base/clock.h"
#include "run/retry.h"

struct row {
    char says[64];
    enum phase phase;
    enum reason reason;
    int status;
    int causes;
};

ParameterizedTestParameters(retry, causes)
{
    static struct row rows[] = {
        {"a refused connection", PHASE_CONNECT, REASON_REFUSED, 0, RETRY_CONNECT},
        {"a name that does not resolve", PHASE_DNS, REASON_UNRESOLVED, 0, RETRY_CONNECT},
        {"a handshake that timed out is both", PHASE_TLS, REASON_TIMEOUT, 0,
         RETRY_CONNECT | RETRY_TIMEOUT},
        {"no answer in time", PHASE_WAIT, REASON_TIMEOUT, 0, RETRY_TIMEOUT},
        {"reset before an answer is a connection lost", PHASE_WAIT, REASON_RESET, 0,
         RETRY_CONNECT},
        {"reset in the middle of a body is not", PHASE_RECEIVE, REASON_RESET, 200, 0},
        {"a server error", PHASE_JUDGE, REASON_STATUS, 503, RETRY_5XX},
        {"a client error", PHASE_JUDGE, REASON_STATUS, 404, RETRY_4XX},
        {"a wrong field", PHASE_JUDGE, REASON_ASSERTION, 200, RETRY_ASSERTION},
        {"a missing capture", PHASE_JUDGE, REASON_CAPTURE, 200, RETRY_ASSERTION},
    };
    return cr_make_param_array(struct row, rows, sizeof rows / sizeof rows[0]);
}

ParameterizedTest(struct row *row, retry, causes)
{
    struct exchange answer = {.status = row->status};
    struct observation saw = {.exchanges = &answer, .exchange_count = 1};
    struct tried tried = {.saw = &saw,
                          .verdict = VERDICT_FAIL,
                          .breakpoint = {.phase = row->phase, .reason = row->reason}};
    if (row->phase != PHASE_JUDGE)
        saw.fault = (struct fault){.phase = row->phase, .reason = row->reason};
    int causes = retry_causes(&tried);
    cr_expect_eq(causes, row->causes | RETRY_ANY, "%s: %#x", row->says, (unsigned)causes);
}

Test(retry, never_exceeds_its_count_and_never_repeats_a_pass)
{
    struct exchange answer = {.status = 503};
    struct observation saw = {.exchanges = &answer, .exchange_count = 1};
    struct tried tried = {.saw = &saw, .verdict = VERDICT_FAIL};
    struct retry twice = {.count = 2, .causes = RETRY_5XX};
    cr_expect(retry_again(&twice, &tried, 1));
    cr_expect(retry_again(&twice, &tried, 2));
    cr_expect_not(retry_again(&twice, &tried, 3));
    cr_expect_not(retry_again(NULL, &tried, 1));
    tried.verdict = VERDICT_PASS;
    cr_expect_not(retry_again(&twice, &tried, 1));
}

struct pause {
    char says[48];
    enum backoff backoff;
    int64_t attempt, most_ms, want_ms;
};

ParameterizedTestParameters(retry, pauses)
{
    static struct pause rows[] = {
        {"fixed stays", BACKOFF_FIXED, 5, 1000, 100},
        {"linear grows by the interval", BACKOFF_LINEAR, 4, 1000, 300},
        {"exponential doubles", BACKOFF_EXPONENTIAL, 4, 1000, 400},
        {"the first retry waits the interval", BACKOFF_EXPONENTIAL, 2, 1000, 100},
        {"never over the most", BACKOFF_EXPONENTIAL, 60, 1000, 1000},
    };
    return cr_make_param_array(struct pause, rows, sizeof rows / sizeof rows[0]);
}

ParameterizedTest(struct pause *row, retry, pauses)
{
    struct retry retry = {.interval_ns = 100 * NS_PER_MS,
                          .most_ns = row->most_ms * NS_PER_MS,
                          .backoff = row->backoff};
    cr_expect_eq(retry_pause_ns(&retry, row->attempt), row->want_ms * NS_PER_MS, "%s",
                 row->says);
}
