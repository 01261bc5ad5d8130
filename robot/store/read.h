/* SPDX-License-Identifier: Apache-2.0 */
/* read.h - questions to the store: for the page, the reports and the metrics.
 *
 * A reader has its own read-only connection; one thread at a time uses it. It reads while the writer
 * writes (WAL). Results live in the arena given. A question that fails gives nothing and sets
 * *ret_why: that is the robot's fault, never "no runs". Times are wall clock ns, durations ns. */
#pragma once

#include "base/text.h"
#include "model/verdict.h"

#include <stddef.h>
#include <stdint.h>

struct arena;
struct reader;

struct reader *reader_open(const char *path, struct arena *arena, const char **ret_why);
void reader_close(struct reader *reader);

/* Whose runs. NULL: any. */
struct run_filter {
    const char *journey, *environment, *location, *variant;
    int64_t from_utc_ns, to_utc_ns; /* to 0: now */
    int verdict;                    /* -1: any */
    size_t most;                    /* rows; newest first */
    int64_t before_id;              /* the next page: smaller ids only; 0: from the newest */
};

struct run_row {
    int64_t id;
    const char *run_id, *journey, *environment, *location, *variant, *row, *cause;
    int64_t started_utc_ns, duration_ns;
    enum verdict verdict;
    const char *step, *phase, *reason, *message; /* of the breakpoint; "" */
    bool has_evidence;
};
bool read_runs(struct reader *reader, const struct run_filter *filter, struct arena *arena,
               const struct run_row **ret, size_t *ret_count, const char **ret_why);

/* The newest runs of every monitor, newest first, whatever their location and variant. */
struct tick {
    int64_t started_utc_ns, duration_ns;
    enum verdict verdict;
};
struct ticks_row {
    const char *journey, *environment;
    const struct tick *ticks;
    size_t count; /* at most `each`, which is at most 1000 */
};
bool read_ticks(struct reader *reader, size_t each, struct arena *arena,
                const struct ticks_row **ret, size_t *ret_count, const char **ret_why);

/* The run's evidence: the JSON report of that one run (reporters/file/json.c), redacted. Empty: none was
 * kept. */
bool read_evidence(struct reader *reader, const char *run_id, struct arena *arena,
                   struct text *ret, const char **ret_why);

/* The pictures kept of a run, by SHA-256 as its evidence names them; and one of them, a PNG.
 * Empty: it is not kept. */
bool read_pictures(struct reader *reader, const char *run_id, struct arena *arena,
                   const char *const **ret, size_t *ret_count, const char **ret_why);
bool read_picture(struct reader *reader, const char *run_id, const char *sha256,
                  struct arena *arena, struct text *ret, const char **ret_why);

struct step_row {
    const char *name;
    enum verdict verdict;
    int64_t started_utc_ns, duration_ns;
    int64_t phase_ns[6], first_byte_ns, total_ns,
        uncertainty_ns; /* enum phase; -1: did not happen */
    int status, tries;
    const char *host, *endpoint, *phase, *reason, *message;
};
bool read_steps(struct reader *reader, const char *run_id, struct arena *arena,
                const struct step_row **ret, size_t *ret_count, const char **ret_why);

/* Percentiles of a step (NULL: of whole runs) in slots of `slot_ns`, from roll-up histograms. */
struct latency_row {
    int64_t at_utc_ns;
    int64_t count, p50_ns, p95_ns, p99_ns, mean_ns;
    int64_t phase_p50_ns[6]; /* enum phase; -1 unknown */
};
struct latency_filter {
    const char *journey, *environment, *location, *step, *variant;
    int64_t from_utc_ns, to_utc_ns, slot_ns;
};
bool read_latency(struct reader *reader, const struct latency_filter *filter,
                  struct arena *arena, const struct latency_row **ret, size_t *ret_count,
                  const char **ret_why);

/* The newest time that runs of each series came to each page, by series. */
struct visit_row {
    const char *journey, *environment, *location, *variant;
    const char *route; /* graph/route.h */
    const char *run_id;
    enum verdict verdict; /* of the steps that ended there */
    int64_t started_utc_ns;
    /* The series' newest run that was not cancelled, which may have stopped before. */
    int64_t newest_utc_ns;
    enum verdict newest_verdict;
};
bool read_visits(struct reader *reader, const char *environment, struct arena *arena,
                 const struct visit_row **ret, size_t *ret_count, const char **ret_why);

/* How many runs reached and passed each step, in step order. */
struct funnel_row {
    const char *step;
    int64_t reached, passed;               /* in [from, to) */
    int64_t reached_before, passed_before; /* the same time of the day before */
};
bool read_funnel(struct reader *reader, const char *journey, const char *environment,
                 const char *variant, int64_t from_utc_ns, int64_t to_utc_ns,
                 struct arena *arena, const struct funnel_row **ret, size_t *ret_count,
                 const char **ret_why);

/* Share of runs that passed or were degraded; internal and cancelled runs are not counted, nor are
 * retests: they only happen after a failure and would count it twice. So it is with the funnel and
 * the latency. `good` includes `degraded`; `runs` is good and failed; the last run may be a retest. */
struct uptime_row {
    const char *journey, *environment, *variant; /* variant only when asked by variant */
    int64_t runs, good, degraded, failed, internal;
    int64_t p50_ns, p95_ns, p99_ns;
    int64_t last_utc_ns;
    enum verdict last_verdict;
};
bool read_uptime(struct reader *reader, const struct run_filter *filter, bool by_variant,
                 struct arena *arena, const struct uptime_row **ret, size_t *ret_count,
                 const char **ret_why);

/* Where runs stopped, the most frequent first. */
struct breakpoint_row {
    const char *journey, *environment, *step, *phase, *reason,
        *message; /* the newest message */
    int64_t count, first_utc_ns, last_utc_ns;
    const char *last_run;
};
bool read_breakpoints(struct reader *reader, const struct run_filter *filter,
                      struct arena *arena, const struct breakpoint_row **ret, size_t *ret_count,
                      const char **ret_why);

/* Incidents as alert wrote them (JSON), open ones first, then the newest. */
struct incident_row {
    const char *id;
    int64_t opened_utc_ns, closed_utc_ns; /* closed 0: open */
    struct text json;
};
bool read_incidents(struct reader *reader, bool open_only, size_t most, struct arena *arena,
                    const struct incident_row **ret, size_t *ret_count, const char **ret_why);

/* Windows of muting set by people (JSON as alert wrote them). */
bool read_windows(struct reader *reader, struct arena *arena, const struct incident_row **ret,
                  size_t *ret_count, const char **ret_why);

/* When each monitor ("journey@environment") was last started. */
struct started_row {
    const char *monitor;
    int64_t due_utc_ns;
};
bool read_started(struct reader *reader, struct arena *arena, const struct started_row **ret,
                  size_t *ret_count, const char **ret_why);
