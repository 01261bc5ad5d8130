/* SPDX-License-Identifier: Apache-2.0 */
/* record.h - what is kept of a run: an outcome without its plan and its bodies.
 *
 * Made from an outcome on the store's thread; what the store writes rows from, alerts judge, metrics
 * tell and the page lists. Everything lives in one arena; nothing points into the plan, so a record
 * outlives a reload. Durations in ns, -1 where a phase did not happen. */
#pragma once

#include "model/outcome.h"

/* Why a run was started. */
enum run_cause {
    CAUSE_SCHEDULE = 0,
    CAUSE_RETEST,  /* at once after a failure */
    CAUSE_BY_HAND, /* run-now on the page */
    CAUSE_PROBE,   /* /probe: not judged for alerts */
    CAUSE_COUNT,
};

/* "schedule" "retest" "by_hand" "probe" */
const char *run_cause_name(enum run_cause cause);

/* One attempt, for the trace. */
struct record_try {
    int64_t started_utc_ns, total_ns; /* -1: nothing was timed */
    int status;                       /* of its last exchange; 0: none */
    enum verdict verdict;
    enum phase phase; /* of its breakpoint */
    enum reason reason;
};

struct record_step {
    const char *name; /* with its frames */
    const char *kind; /* "http" */
    enum verdict verdict;
    const char *skipped_because;
    int64_t started_utc_ns, duration_ns;
    struct timing time; /* of the try that decided */
    bool always;        /* clean-up: no part of a funnel */
    int tries;
    const struct record_try *attempts; /* `tries` of them, the last one decided; or NULL */
    struct breakpoint breakpoint;
    /* Of the last exchange of the deciding try; 0 or NULL when there was none. */
    const char *method, *protocol, *remote_address, *tls_version;
    const char *scheme;   /* "https" */
    const char *host;     /* "app.example.com:443" */
    const char *endpoint; /* "POST /api/credit/identity": no query, ids as they were */
    int status, redirects;
    int64_t body_bytes, wire_bytes, sent_bytes, header_bytes;
    int64_t certificate_not_after_utc_ns; /* the chain's earliest; 0: no certificate */
    const char *certificate_subject;      /* of that certificate */
    const char *span_id; /* sent in traceparent by every try; NULL: never tried */
    bool regex_failed;   /* a body or regex assertion failed: probe_failed_due_to_regex */
};

struct record {
    struct arena *arena;
    const char *run_id, *trace_id;
    const char *journey, *title, *owner, *business; /* title never NULL: the name then */
    const char *const *tags;                        /* NULL-terminated, never NULL */
    const char *environment;                        /* "" without one */
    const char *location;
    const char *variant, *row; /* or NULL */
    enum run_cause cause;
    int64_t due_utc_ns; /* when it should have started; 0: by hand */
    int64_t started_utc_ns, duration_ns;
    enum verdict verdict;
    struct breakpoint breakpoint;
    bool cancelled, cleanup_failed;
    /* Nothing failed or degraded but timings whose uncertainty exceeds their margin over the budget:
     * such a run never opens an alert by itself. */
    bool uncertain;
    const char *message; /* the breakpoint's or first finding's, "" when all was well */
    const struct record_step *steps;
    size_t step_count;
};

/* One start of a monitor: all rows of its journey, run together. Owns its outcomes. */
struct round {
    struct arena *arena;
    const char *journey, *environment, *location;
    enum run_cause cause;
    int64_t due_utc_ns;
    struct outcome **outcomes; /* each owns its arena */
    size_t outcome_count;
    void (*release)(void *thing); /* the plan's reference; called when outcomes are done with */
    void *thing;
};

/* Copies what is to be kept into `arena`. */
struct record *record_of(struct arena *arena, const struct outcome *outcome,
                         const struct round *round);

/* The record of the worst run of a round: internal, then fail, degraded, pass; the first of equals.
 * That is what an alert is about. */
const struct record *record_worst(const struct record *const *records, size_t count);

/* The step at the breakpoint, NULL when there is none. */
const struct record_step *record_broken_step(const struct record *record);
