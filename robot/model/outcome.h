/* SPDX-License-Identifier: Apache-2.0 */
/* outcome.h - a run's end: its verdict, where it stopped, every step with every attempt.
 *
 * Immutable; owned by its arena; handed to reporters and the store, who see nothing else. */
#pragma once

#include "model/finding.h"
#include "model/journey.h"
#include "model/observation.h"
#include "model/verdict.h"

/* Where a journey stopped. reason none: it did not. */
struct breakpoint {
    const char *step; /* its full name */
    enum phase phase;
    enum reason reason;
    const char *message; /* in words: "expected status 200, actual 503" */
};

struct captured {
    const char *name;
    struct text value; /* "[redacted]" when the capture asked for it */
};

struct tried {
    const struct observation *saw;
    const struct finding *findings;
    size_t finding_count;
    const struct captured *captures;
    size_t capture_count;
    enum verdict verdict;
    struct breakpoint breakpoint; /* of this attempt */
    int repetition;               /* 1, 2, ... of repeat: until */
    int attempt;                  /* 1, 2, ... of retry, within the repetition */
};

struct step_outcome {
    const struct step *step; /* lives in the plan, which outlives the outcome */
    const char *name;        /* with its frames: "login / sms code" */
    enum verdict verdict;
    const char *skipped_because; /* "an earlier step failed", "only_if was false", or NULL */
    const struct tried *tries;   /* in order; the last one decided */
    size_t try_count;
    const char *span_id; /* all its tries sent it in traceparent; NULL: never tried */
    int64_t started_utc_ns, started_ns, duration_ns; /* pauses between tries included */
    struct breakpoint breakpoint;
};

/* Personal data made up for this run. Its turning up where it should not be proves a leak. */
struct canary {
    const char *kind; /* "mobile", "id_number" ... */
    struct text value;
};

struct outcome {
    struct arena *arena;
    const struct journey *journey;
    const char *run_id;
    const char *trace_id;
    const char *environment; /* name, or NULL */
    const char *variant;     /* name, or NULL */
    const char *row;         /* which row of for_each, in words, or NULL */
    uint64_t seed;
    int repetition; /* --repeat: 1, 2, ... */
    int64_t started_utc_ns, started_ns, duration_ns;
    enum verdict verdict;
    struct breakpoint breakpoint;
    const struct step_outcome *steps; /* in journey order; enters and leaves left out */
    size_t step_count;
    const struct canary *canaries;
    size_t canary_count;
    bool cancelled;      /* the robot was asked to stop */
    bool cleanup_failed; /* an always step failed: told apart from the verdict */
};

/* One invocation of the robot: what file reporters render. */
struct report {
    const char *version;
    const char *command_line; /* redacted */
    const char *environment;
    uint64_t seed;
    int64_t started_utc_ns, duration_ns;
    const struct outcome *const *outcomes; /* in the order selected */
    size_t outcome_count;
    size_t verdict_count[VERDICT_COUNT]; /* of the outcomes */
    bool interrupted;                    /* SIGINT: some journeys may not have run */
    size_t not_run;                      /* selected, but never started */
};

/* The tries' last observation, NULL when there was none. */
const struct observation *step_outcome_saw(const struct step_outcome *step);
