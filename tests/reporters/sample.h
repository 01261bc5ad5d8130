/* SPDX-License-Identifier: Apache-2.0 */
/* sample.h - outcomes to report on, built by hand: what no reporter may get wrong, once each.
 *
 * Built step by step on one clock, which each exchange moves on. Every array has room for a few;
 * asking for more is a must(). */
#pragma once

#include "model/outcome.h"

struct arena;

/* One invocation of all of the below, in this order. */
const struct report *sample_report(struct arena *arena);
/* An invocation of some. */
const struct report *sample_report_of(struct arena *arena,
                                      const struct outcome *const *outcomes, size_t count);

const struct outcome *sample_passing(struct arena *arena); /* login, two steps */
const struct outcome *sample_failing(struct arena *arena); /* E1001 after a retry; clean-up */
const struct outcome *sample_tls_verify(struct arena *arena); /* an expired certificate */
const struct outcome *sample_degraded(struct arena *arena);   /* redirects, then over budget */
const struct outcome *sample_late(struct arena *arena);       /* polled, retried, passed */
const struct outcome *sample_internal(struct arena *arena);   /* the robot broke */
const struct outcome *sample_cancelled(struct arena *arena);  /* SIGINT in mid-run */
const struct outcome *sample_hostile(struct arena *arena);    /* markup, escapes, bad UTF-8 */
const struct outcome *sample_browser(struct arena *arena);    /* a click that did nothing */
/* The same journey again, as variant `variant`, breaking at step `breaks` (from 0; -1: nowhere). */
const struct outcome *sample_variant(struct arena *arena, const char *variant, int breaks);

/* The bytes sample_hostile puts wherever foreign bytes go. */
extern const struct text sample_hostile_bytes;

/* The building blocks. */
struct outcome *sample_run(struct arena *arena, const char *name, const char *title,
                           enum verdict verdict);
struct step_outcome *sample_step(struct outcome *run, const char *name, enum verdict verdict);
struct tried *sample_try(struct outcome *run, struct step_outcome *step, enum verdict verdict);
/* Moves the clock on by its total: `pace_ns` for connect, tls and send each, `wait_ns` waiting. */
struct exchange *sample_exchange(struct outcome *run, struct tried *tried, const char *method,
                                 const char *url, int status, const char *body,
                                 int64_t wait_ns);
struct finding *sample_finding(struct tried *tried, enum verdict verdict, const char *check,
                               const char *expected, const char *actual);
/* Gives the try, the step and the run the same breakpoint. */
void sample_break(struct outcome *run, struct step_outcome *step, struct tried *tried,
                  enum phase phase, enum reason reason, const char *message);
void sample_pause(struct outcome *run, int64_t ns);
