/* SPDX-License-Identifier: Apache-2.0 */
/* journey.h - a journey as planned: compiled once, immutable, shared by all threads.
 *
 * Built by robot/plan from a file; lives in the plan's arena. Durations are ns, 0 = not set. */
#pragma once

#include "base/diag.h"
#include "base/phase.h"
#include "base/text.h"

#include <stdint.h>

struct condition;
struct environment;
struct felt_settings;
struct json;
struct predicate;
struct step_kind;
struct subject;
struct template;
struct tree;

/* NAME: TEMPLATE pairs, in the order written. */
struct binding {
    const char *name;
    struct place at;
    const struct tree *value;
};

struct bindings {
    const struct binding *items;
    size_t count;
};

/* A value that must never be shown: it is in the redaction table before any run begins. */
struct secret {
    const char *name;
    struct place at;
    const struct json *value; /* NULL when only linting */
};

/* A subject and its operand. */
struct question {
    const struct subject *subject;
    const struct template *operand; /* NULL when the subject has none */
    const void *compiled;           /* NULL when the operand must be evaluated first */
    const char *label;              /* "jsonpath $.code", for findings */
    struct place at;
};

/* One predicate beside a subject: `equals: "0000"`. */
struct expectation {
    const struct predicate *predicate;
    const struct tree *operand;
    const struct condition *compiled; /* NULL when the operand holds templates */
    struct place at;
};

/* A question and all that is expected of its answer: assert, until, only_if, skip_if, when. */
struct assertion {
    struct question question;
    const struct expectation *expectations;
    size_t expectation_count;
    const char *message; /* the author's own words, or NULL */
    bool soft;
};

struct assertions {
    const struct assertion *items;
    size_t count;
};

enum capture_type { CAPTURE_TEXT = 0, CAPTURE_NUMBER, CAPTURE_BOOLEAN, CAPTURE_JSON };

struct capture {
    const char *name;
    struct question question;
    enum capture_type type;
    bool redact;
    const struct tree *fallback; /* when nothing is found; NULL: that fails the step */
};

enum { BUDGET_FIRST_BYTE = PHASE_RECEIVE + 1, BUDGET_TOTAL, BUDGET_COUNT };

/* What a page may take, of a step in a browser; 0 = no limit. The metrics are struct page_metrics'. */
struct page_budget {
    int64_t fcp_ns, lcp_ns, ready_ns, load_ns, interaction_ns, long_task_ns, blocked_ns;
    int64_t frame_rate; /* a second, at least, while something is scrolled, swiped or dragged */
    int64_t dropped_frames; /* percent */
    int64_t stall_ns;
    double cls;
    int64_t requests, bytes; /* of the step's exchanges, as they came over the wire */
};

/* Limits in ns by phase, then first_byte and total; 0 = none. Over one: degraded. */
struct budget {
    int64_t limit_ns[BUDGET_COUNT];
    struct page_budget page;
};

enum backoff { BACKOFF_FIXED = 0, BACKOFF_LINEAR, BACKOFF_EXPONENTIAL };

/* What a retry is for. */
enum retry_cause {
    RETRY_TIMEOUT = 1 << 0,
    RETRY_CONNECT = 1 << 1, /* dns, connect or tls failed, reset or closed before an answer */
    RETRY_4XX = 1 << 2,
    RETRY_5XX = 1 << 3,
    RETRY_ASSERTION = 1 << 4,
    RETRY_ANY = 1 << 5,
};

struct retry {
    int64_t count;       /* attempts after the first */
    int64_t interval_ns; /* pause before each new attempt */
    int64_t most_ns;     /* the pause grows no further */
    enum backoff backoff;
    int causes; /* of enum retry_cause */
};

struct repeat {
    struct assertions until;
    int64_t interval_ns, limit_ns;
    int64_t times; /* at most so many; 0 = only the limit */
};

/* An included journey's own room: its variables, and what it gives back. */
struct frame {
    size_t index;               /* 0 is the journey itself */
    const struct frame *parent; /* NULL for the journey itself */
    const struct journey *journey;
    struct bindings with;       /* evaluated in the parent's scope */
    const char *const *returns; /* NULL-terminated; copied to the parent's scope */
    const char *title;          /* shown before its steps' names; NULL for the journey itself */
};

enum step_role { STEP_ACTS = 0, STEP_ENTERS, STEP_LEAVES };

struct step {
    enum step_role role; /* an include is flattened to: enters, its steps, leaves */
    const char *name;
    size_t index; /* in the journey's flattened list */
    struct place at;
    const struct frame *frame;
    size_t leave_index; /* STEP_ENTERS: its STEP_LEAVES */
    const struct step_kind *kind;
    const void *params; /* the kind's own struct */
    struct assertions asserts;
    const struct capture *captures;
    size_t capture_count;
    struct assertions only_if, skip_if;
    const struct retry *retry;        /* or NULL */
    const struct repeat *repeat;      /* or NULL */
    const struct budget *budget;      /* or NULL */
    const struct felt_settings *felt; /* or NULL */
    int64_t timeout_ns;
    bool always, soft;
    const char *const *tags; /* NULL-terminated */
    /* What makes heavy calls: its kind's templates, or all that is filled in to enter an include;
     * only_if and skip_if; assertions, `until` and captures. */
    bool heavy, heavy_to_ask, heavy_to_judge;
    struct bindings with;       /* an include's: variables given to it */
    const char *const *returns; /* and got back, NULL-terminated; or NULL */
};

struct variant {
    const char *name;
    int64_t weight;
    struct assertions when; /* a rule on variables; none: chosen by weight */
    struct bindings variables;
};

/* `count` failures among `of` runs. */
struct fail_rule {
    int64_t count, of;
};

struct alert_rule {
    struct fail_rule fail;
    int64_t recover, remind_ns;
    const char *severity, *runbook;
    bool degraded; /* degraded runs count as failures, too */
    const char *const *channels;
    const struct place *channels_at; /* one for each channel */
    struct place remind_at;          /* without a source: nothing is said about it */
    struct place degraded_at;
};

struct schedule_rule {
    int64_t every_ns;
    const char *cron, *calendar, *zone;
    int overlap;
    int64_t jitter_ns;
    /* Without a source: nothing is said about it. */
    struct place cron_at, zone_at, calendar_at, jitter_at;
};

/* Limits on what a target may send; crossing one is a finding, never a crash. */
struct limits {
    int64_t body_bytes, header_bytes, header_count, redirects, decompression_ratio;
    int64_t json_depth, html_depth, html_elements;
};

struct journey {
    const char *name, *title, *owner, *business;
    const char *file;
    const char *const *tags;
    const char *const *depends_on;
    const struct place *depends_on_at; /* one for each */
    const struct secret *secrets;
    size_t secret_count;
    struct alert_rule alert;
    struct schedule_rule schedule;
    int64_t timeout_ns;
    bool
        warm; /* connections: warm keeps them between steps of a run; cold, the default, does not */
    struct limits limits;
    const struct felt_settings *felt; /* of its steps in a browser; or NULL */
    struct bindings variables;
    bool heavy;                     /* variables or rules of variants make heavy calls */
    const struct json *const *rows; /* for_each, count of them; none: one run without a row */
    size_t row_count;
    const struct variant *variants;
    size_t variant_count;
    const struct step *steps; /* flattened */
    size_t step_count;
    const struct frame *const *frames; /* [0] is the journey itself */
    size_t frame_count;
    const struct environment *environment;
};
