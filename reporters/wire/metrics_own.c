/* SPDX-License-Identifier: Apache-2.0 */
/* metrics_own.c - what blackbox_exporter has no word for: verdicts, breakpoints, our phases, honesty.
 *
 * A phase that did not happen has no sample here: no TLS is not a TLS of 0 s. */

#include "base/clock.h"
#include "reporters/wire/metrics_subject.h"

static double seconds(int64_t ns)
{
    return (double)ns / (double)NS_PER_S;
}

static void say(struct metrics *m, const struct subject *s, double value)
{
    metrics_sample_of(m, s->labels, NULL, value);
}

static void say_ns(struct metrics *m, const struct subject *s, int64_t ns)
{
    if (ns >= 0)
        say(m, s, seconds(ns));
}

static bool was_tried(const struct subject *s)
{
    return s->step != NULL && s->step->tries > 0;
}

static void tell_info(struct metrics *m, const struct subject *s)
{
    const struct record *r = s->record;
    if (s->step == NULL)
        metrics_sample_of(m, s->labels,
                          (struct label[]){{"title", r->title},
                                           {"owner", r->owner},
                                           {"business", r->business},
                                           {NULL, NULL}},
                          1);
}

/* All verdicts, so that a series never comes and goes: `== 1` is the one. */
static void tell_verdict(struct metrics *m, const struct subject *s)
{
    for (int v = 0; s->step == NULL && v < VERDICT_COUNT; v++)
        metrics_sample_of(
            m, s->labels,
            (struct label[]){{"verdict", verdict_name((enum verdict)v)}, {NULL, NULL}},
            s->verdict == (enum verdict)v);
}

static void tell_duration(struct metrics *m, const struct subject *s)
{
    if (s->step == NULL)
        say_ns(m, s, s->record->duration_ns);
}

static void tell_started(struct metrics *m, const struct subject *s)
{
    int64_t whole_ms =
        s->record->started_utc_ns / NS_PER_MS; /* a double holds no ns since 1970 */
    if (s->step == NULL)
        say(m, s, (double)whole_ms / 1e3);
}

static void tell_cleanup(struct metrics *m, const struct subject *s)
{
    if (s->step == NULL)
        say(m, s, s->record->cleanup_failed);
}

static void tell_uncertain(struct metrics *m, const struct subject *s)
{
    if (s->step == NULL)
        say(m, s, s->record->uncertain);
}

static void tell_journey_breakpoint(struct metrics *m, const struct subject *s)
{
    const struct breakpoint *b = &s->record->breakpoint;
    if (s->step == NULL && b->reason != REASON_NONE)
        metrics_sample_of(m, s->labels,
                          (struct label[]){{"step", b->step},
                                           {"phase", phase_name(b->phase)},
                                           {"reason", reason_name(b->reason)},
                                           {NULL, NULL}},
                          1);
}

static void tell_step_verdict(struct metrics *m, const struct subject *s)
{
    if (s->step != NULL)
        metrics_sample_of(
            m, s->labels,
            (struct label[]){{"verdict", verdict_name(s->step->verdict)}, {NULL, NULL}}, 1);
}

static void tell_step_duration(struct metrics *m, const struct subject *s)
{
    if (was_tried(s))
        say_ns(m, s, s->step->duration_ns);
}

static void tell_step_phases(struct metrics *m, const struct subject *s)
{
    for (int p = 0; was_tried(s) && p < NETWORK_PHASES; p++)
        if (s->time.phase_ns[p] >= 0)
            metrics_sample_of(
                m, s->labels,
                (struct label[]){{"phase", phase_name((enum phase)p)}, {NULL, NULL}},
                seconds(s->time.phase_ns[p]));
}

static void tell_step_first_byte(struct metrics *m, const struct subject *s)
{
    if (was_tried(s))
        say_ns(m, s, s->time.first_byte_ns);
}

static void tell_step_uncertainty(struct metrics *m, const struct subject *s)
{
    if (was_tried(s) && s->time.total_ns >= 0)
        say_ns(m, s, s->time.uncertainty_ns);
}

static void tell_step_tries(struct metrics *m, const struct subject *s)
{
    if (s->step != NULL)
        say(m, s, s->step->tries);
}

static void tell_step_breakpoint(struct metrics *m, const struct subject *s)
{
    if (s->step != NULL && s->step->breakpoint.reason != REASON_NONE)
        metrics_sample_of(m, s->labels,
                          (struct label[]){{"phase", phase_name(s->step->breakpoint.phase)},
                                           {"reason", reason_name(s->step->breakpoint.reason)},
                                           {NULL, NULL}},
                          1);
}

#define GAUGE(name_, unit_, help_, tell_)                                                \
    {                                                                                    \
        .name = name_, .type = METRIC_GAUGE, .unit = unit_, .help = help_, .tell = tell_ \
    }
#define INFO(name_, help_, tell_)                                        \
    {                                                                    \
        .name = name_, .type = METRIC_INFO, .help = help_, .tell = tell_ \
    }

const struct metric_family metrics_own[] = {
    INFO("xunjian_journey", "What the journey is, to join with", tell_info),
    GAUGE("xunjian_journey_verdict", NULL, "1 on the verdict of the newest run, 0 on others",
          tell_verdict),
    GAUGE("xunjian_journey_duration_seconds", "seconds", "How long the newest run took",
          tell_duration),
    GAUGE("xunjian_run_timestamp_seconds", "seconds", "When the newest run began, unix time",
          tell_started),
    GAUGE("xunjian_journey_cleanup_failed", NULL, "Whether a clean-up step of it failed",
          tell_cleanup),
    GAUGE("xunjian_journey_uncertain", NULL,
          "Whether it is only over a budget by less than its timings may be off",
          tell_uncertain),
    INFO("xunjian_journey_breakpoint", "Where the newest run stopped; absent when it did not",
         tell_journey_breakpoint),
    INFO("xunjian_step_verdict", "The step's verdict", tell_step_verdict),
    GAUGE("xunjian_step_duration_seconds", "seconds",
          "How long the step took, retries and pauses included", tell_step_duration),
    GAUGE("xunjian_step_phase_seconds", "seconds",
          "The try that decided, by phase: dns connect tls send wait receive",
          tell_step_phases),
    GAUGE("xunjian_step_first_byte_seconds", "seconds",
          "From the start of that try to the first byte of its answer", tell_step_first_byte),
    GAUGE("xunjian_step_uncertainty_seconds", "seconds",
          "How far off the timings of that try may be", tell_step_uncertainty),
    GAUGE("xunjian_step_tries", NULL, "Attempts made, 0 when it was skipped", tell_step_tries),
    INFO("xunjian_step_breakpoint", "How the step broke; absent when it did not",
         tell_step_breakpoint),
    {.name = NULL},
};
