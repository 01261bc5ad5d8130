/* SPDX-License-Identifier: Apache-2.0 */
/* console.c - plain lines for people: a line a run, a line a step, then why it broke.
 *
 * The steps come first and the evidence last, so that the end of a screen is where to look. */

#include "reporters/file/console.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/units.h"
#include "model/outcome.h"
#include "model/reporter.h"
#include "reporters/file/console_evidence.h"
#include "reporters/file/console_page.h"
#include "reporters/file/plain.h"

#include <string.h>

enum { WIDEST_NAME = 40, MOST_LINE_BYTES = 1 << 16 };

/* Below a twentieth of what was measured, or below what anybody can feel, how unsure it is interests
 * nobody in a hurry; the verbose form always tells. */
enum { UNSURE_PART = 20, UNSURE_LEAST_NS = 10 * 1000 * 1000 };

struct mark {
    const char *word, *colour;
};

static struct mark mark_of(enum verdict verdict)
{
    switch (verdict) {
    case VERDICT_PASS:
        return (struct mark){"ok", "\x1b[32m"};
    case VERDICT_DEGRADED:
        return (struct mark){"slow", "\x1b[33m"};
    case VERDICT_FAIL:
        return (struct mark){"FAIL", "\x1b[31m"};
    case VERDICT_INTERNAL:
        return (struct mark){"ROBOT", "\x1b[35m"};
    case VERDICT_SKIPPED:
    case VERDICT_COUNT:
        break;
    }
    return (struct mark){"skip", "\x1b[2m"};
}

static void put_mark(enum verdict verdict, const char *word, const struct console_style *style,
                     struct buffer *out)
{
    if (style->colour)
        buffer_printf(out, "%s%-5s\x1b[0m ", mark_of(verdict).colour, word);
    else
        buffer_printf(out, "%-5s ", word);
}

/* A degraded step is slow when a budget says so, else only not quite right; a step that was
 * cancelled had begun, so it was not skipped. */
static const char *word_of(const struct step_outcome *step)
{
    if (step->verdict == VERDICT_SKIPPED && step->try_count > 0)
        return "stop";
    if (step->verdict != VERDICT_DEGRADED || step->try_count == 0)
        return mark_of(step->verdict).word;
    const struct tried *last = &step->tries[step->try_count - 1];
    for (size_t i = 0; i < last->finding_count; i++)
        if (last->findings[i].reason == REASON_BUDGET)
            return "slow";
    return "soft";
}

static void put_padded(struct text t, size_t columns, struct buffer *out)
{
    struct buffer plain;
    buffer_init(&plain, MOST_LINE_BYTES);
    plain_put(t, &plain);
    size_t taken = plain_width(buffer_text(&plain));
    buffer_add_text(out, buffer_text(&plain));
    buffer_printf(out, "%*s", taken < columns ? (int)(columns - taken) : 0, "");
    buffer_done(&plain);
}

static void put_tries(const struct step_outcome *step, struct buffer *out)
{
    int polls = step->try_count > 0 ? step->tries[step->try_count - 1].repetition : 0;
    if (polls > 1)
        buffer_printf(out, "  %d polls", polls);
    if (step->try_count > 1 && step->try_count != (size_t)polls)
        buffer_printf(out, "  %zu tries", step->try_count);
}

static void put_duration(const struct step_outcome *step, struct buffer *out)
{
    struct arena *scratch = arena_new();
    const struct observation *saw = step_outcome_saw(step);
    int64_t unsure_ns = saw != NULL ? saw->time.uncertainty_ns : 0;
    buffer_printf(out, "  %7s", duration_text(scratch, step->duration_ns));
    if (unsure_ns >= UNSURE_LEAST_NS && unsure_ns > step->duration_ns / UNSURE_PART)
        buffer_printf(out, " \u00B1%s", duration_text(scratch, unsure_ns));
    arena_end(scratch);
}

static void put_step_line(const struct step_outcome *step, size_t columns,
                          const struct console_style *style, struct buffer *out)
{
    buffer_add_string(out, "  ");
    put_mark(step->verdict, word_of(step), style, out);
    put_padded(text_of(step->name), columns, out);
    if (step->verdict == VERDICT_SKIPPED && step->try_count == 0)
        buffer_printf(out, "  %s",
                      step->skipped_because != NULL ? step->skipped_because : "cancelled");
    else
        put_duration(step, out);
    put_tries(step, out);
    buffer_add_char(out, '\n');
}

/* With every try, everything; else what a step that went on with a warning warns of. */
static void put_step(const struct step_outcome *step, size_t columns,
                     const struct console_style *style, struct buffer *out)
{
    static const char indent[] = "        ";
    put_step_line(step, columns, style, out);
    for (size_t i = 0; style->verbose && i < step->try_count; i++) {
        if (step->try_count > 1)
            console_try(step, i + 1, indent, out);
        console_findings(&step->tries[i], true, indent, out);
        console_saw(step->tries[i].saw, true, indent, out);
    }
    if (!style->verbose && step->verdict == VERDICT_DEGRADED && step->try_count > 0)
        console_findings(&step->tries[step->try_count - 1], false, indent, out);
}

void console_step(const struct step_outcome *step, const struct console_style *style,
                  struct buffer *out)
{
    put_step(step, 0, style, out);
}

static bool broke(const struct step_outcome *step)
{
    return step->breakpoint.reason != REASON_NONE &&
           (step->verdict == VERDICT_FAIL || step->verdict == VERDICT_INTERNAL ||
            step->breakpoint.reason == REASON_CANCELLED);
}

/* The message, unless a finding says the same at more length, and where the step stands. */
static void put_message(const struct step_outcome *step, struct buffer *out)
{
    const struct breakpoint *b = &step->breakpoint;
    if (b->phase == PHASE_JUDGE && b->reason != REASON_REPEAT && step->try_count > 0)
        return;
    buffer_add_string(out, "  ");
    plain_put(text_of(b->message), out);
    buffer_add_char(out, '\n');
    console_place("  ", &step->step->at, out);
}

static void put_why(const struct step_outcome *step, const struct console_style *style,
                    struct buffer *out)
{
    put_message(step, out);
    if (style->verbose || step->try_count == 0)
        return; /* told with its step already, or nothing to tell */
    console_findings(&step->tries[step->try_count - 1], false, "  ", out);
    console_saw(step->tries[step->try_count - 1].saw, false, "  ", out);
    for (size_t i = 1; i < step->try_count; i++)
        console_try(step, i, "  ", out);
}

static void put_breakpoint(const struct outcome *outcome, const struct console_style *style,
                           struct buffer *out)
{
    const struct breakpoint *b = &outcome->breakpoint;
    if (b->reason == REASON_NONE)
        return;
    if (style->colour)
        buffer_add_string(out, mark_of(outcome->verdict).colour);
    buffer_add_string(out, "breakpoint: ");
    plain_put(text_of(outcome->journey->name), out);
    buffer_add_string(out, " / ");
    plain_put(text_of(b->step), out);
    buffer_printf(out, " / %s (%s)%s\n", phase_name(b->phase), reason_name(b->reason),
                  style->colour ? "\x1b[0m" : "");
    for (size_t i = 0; i < outcome->step_count; i++) {
        if (!broke(&outcome->steps[i]) || strcmp(outcome->steps[i].name, b->step) != 0)
            continue;
        put_why(&outcome->steps[i], style, out);
        return;
    }
}

/* A clean-up that failed is told apart: what it left behind may break the next run. */
static void put_cleanup(const struct outcome *outcome, const struct console_style *style,
                        struct buffer *out)
{
    if (!outcome->cleanup_failed)
        return;
    for (size_t i = 0; i < outcome->step_count; i++) {
        const struct step_outcome *step = &outcome->steps[i];
        if (!step->step->always || !broke(step))
            continue;
        buffer_add_string(out, "clean-up failed: ");
        plain_put(text_of(step->name), out);
        buffer_printf(out, " / %s (%s)\n", phase_name(step->breakpoint.phase),
                      reason_name(step->breakpoint.reason));
        put_why(step, style, out);
    }
}

static void put_run_line(const struct outcome *outcome, const struct console_style *style,
                         struct buffer *out)
{
    const struct journey *journey = outcome->journey;
    struct arena *scratch = arena_new();
    put_mark(outcome->verdict, mark_of(outcome->verdict).word, style, out);
    plain_put(text_of(journey->name), out);
    if (journey->title != NULL && strcmp(journey->title, journey->name) != 0) {
        buffer_add_char(out, ' ');
        plain_put(text_of(journey->title), out);
    }
    if (outcome->variant != NULL) {
        buffer_add_string(out, " [");
        plain_put(text_of(outcome->variant), out);
        buffer_add_char(out, ']');
    }
    if (outcome->row != NULL) {
        buffer_add_char(out, ' ');
        plain_put(text_of(outcome->row), out);
    }
    if (outcome->repetition > 1)
        buffer_printf(out, " #%d", outcome->repetition);
    buffer_printf(out, "  %s\n", duration_text(scratch, outcome->duration_ns));
    arena_end(scratch);
}

static size_t widest_name(const struct outcome *outcome)
{
    size_t widest = 0;
    for (size_t i = 0; i < outcome->step_count; i++) {
        size_t width = plain_width(text_of(outcome->steps[i].name));
        if (width > widest && width <= WIDEST_NAME)
            widest = width;
    }
    return widest;
}

void console_run(const struct outcome *outcome, const struct console_style *style,
                 struct buffer *out)
{
    bool went_well = outcome->verdict == VERDICT_PASS || outcome->verdict == VERDICT_DEGRADED;
    if (style->quiet && went_well && !outcome->cleanup_failed)
        return;
    size_t columns = widest_name(outcome);
    put_run_line(outcome, style, out);
    for (size_t i = 0; i < outcome->step_count; i++)
        put_step(&outcome->steps[i], columns, style, out);
    put_breakpoint(outcome, style, out);
    put_cleanup(outcome, style, out);
}

void console_summary(const struct report *report, const struct console_style *style,
                     struct buffer *out)
{
    struct arena *scratch = arena_new();
    const char *comma = "";
    buffer_printf(out, "%zu run%s:", report->outcome_count,
                  report->outcome_count == 1 ? "" : "s");
    for (int v = 0; v < VERDICT_COUNT; v++) {
        if (report->verdict_count[v] == 0)
            continue;
        buffer_printf(out, "%s %s%zu %s%s", comma,
                      style->colour ? mark_of((enum verdict)v).colour : "",
                      report->verdict_count[v], verdict_name((enum verdict)v),
                      style->colour ? "\x1b[0m" : "");
        comma = ",";
    }
    if (report->outcome_count == 0)
        buffer_add_string(out, " nothing ran");
    buffer_printf(out, " in %s (seed %llu)\n", duration_text(scratch, report->duration_ns),
                  (unsigned long long)report->seed);
    if (report->interrupted)
        buffer_printf(out, "interrupted: %zu selected run%s not begun\n", report->not_run,
                      report->not_run == 1 ? " was" : "s were");
    arena_end(scratch);
}

void console_live(const char *journey, const char *step, size_t done, size_t steps,
                  size_t columns, const struct console_style *style, struct buffer *out)
{
    struct buffer line;
    buffer_init(&line, MOST_LINE_BYTES);
    put_mark(VERDICT_SKIPPED, "...", &(struct console_style){.colour = false}, &line);
    plain_put(text_of(journey), &line);
    buffer_printf(&line, "  %zu/%zu  ", done, steps);
    plain_put(text_of(step), &line);
    struct text cut = plain_cut(buffer_text(&line), columns > 1 ? columns - 1 : 1);
    buffer_printf(out, "%s%.*s%s", style->colour ? "\x1b[2m" : "", TEXT_ARGS(cut),
                  style->colour ? "\x1b[0m" : "");
    buffer_done(&line);
}

static void render(const struct report *report, struct buffer *out)
{
    const struct console_style plain = {.verbose = true};
    for (size_t i = 0; i < report->outcome_count; i++)
        console_run(report->outcomes[i], &plain, out);
    console_summary(report, &plain, out);
}

const struct reporter reporter_console = {
    .name = "console",
    .text = "what is printed on the terminal, with every try and every finding",
    .extension = "txt",
    .render = render,
};
