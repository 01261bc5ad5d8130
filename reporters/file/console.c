/* SPDX-License-Identifier: Apache-2.0 */
/* console.c - plain lines for people. */

#include "reporters/file/console.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/encode.h"
#include "base/units.h"
#include "model/outcome.h"
#include "model/reporter.h"

#include <string.h>

static const char *mark_of(enum verdict verdict)
{
    switch (verdict) {
    case VERDICT_PASS:
        return "ok";
    case VERDICT_DEGRADED:
        return "slow";
    case VERDICT_FAIL:
        return "FAIL";
    case VERDICT_INTERNAL:
        return "ROBOT";
    case VERDICT_SKIPPED:
        return "skip";
    case VERDICT_COUNT:
        break;
    }
    return "?";
}

static const char *colour_of(enum verdict verdict)
{
    switch (verdict) {
    case VERDICT_PASS:
        return "\x1b[32m";
    case VERDICT_DEGRADED:
        return "\x1b[33m";
    case VERDICT_FAIL:
        return "\x1b[31m";
    case VERDICT_INTERNAL:
        return "\x1b[35m";
    case VERDICT_SKIPPED:
    case VERDICT_COUNT:
        break;
    }
    return "\x1b[2m";
}

static void put_mark(enum verdict verdict, const struct console_style *style,
                     struct buffer *out)
{
    if (style->colour)
        buffer_printf(out, "%s%-5s\x1b[0m", colour_of(verdict), mark_of(verdict));
    else
        buffer_printf(out, "%-5s", mark_of(verdict));
}

static void put_place(const struct place *at, struct buffer *out)
{
    if (at->source != NULL)
        buffer_printf(out, " (%s:%d:%d)", at->source->name, at->line, at->column);
}

static void put_findings(const struct tried *tried, bool all, struct buffer *out)
{
    for (size_t i = 0; i < tried->finding_count; i++) {
        const struct finding *f = &tried->findings[i];
        if (!all && f->verdict == VERDICT_PASS)
            continue;
        buffer_printf(out, "        %s %s: expected %s, actual %s", verdict_name(f->verdict),
                      f->check, f->expected, f->actual);
        put_place(&f->at, out);
        buffer_add_char(out, '\n');
        if (f->message != NULL)
            buffer_printf(out, "          %s\n", f->message);
    }
}

static void put_phases(const struct timing *time, struct arena *scratch, struct buffer *out)
{
    for (int p = 0; p < NETWORK_PHASES; p++)
        if (time->phase_ns[p] >= 0)
            buffer_printf(out, " %s %s", phase_name((enum phase)p),
                          duration_text(scratch, time->phase_ns[p]));
    if (time->total_ns >= 0)
        buffer_printf(out, " total %s (+-%s)", duration_text(scratch, time->total_ns),
                      duration_text(scratch, time->uncertainty_ns));
}

/* What was asked and what came, in a few lines: where somebody on call begins to look. */
static void put_evidence(const struct observation *saw, struct buffer *out)
{
    struct arena *scratch = arena_new();
    for (size_t i = 0; i < saw->exchange_count; i++) {
        const struct exchange *e = &saw->exchanges[i];
        buffer_printf(out, "        %s %.*s", e->method != NULL ? e->method : saw->kind,
                      TEXT_ARGS(e->url));
        if (e->remote_address != NULL)
            buffer_printf(out, " [%s]:%d", e->remote_address, e->remote_port);
        if (e->status != 0)
            buffer_printf(out, " -> %s %d, %lld bytes", e->protocol != NULL ? e->protocol : "",
                          e->status, (long long)e->body_bytes);
        buffer_add_string(out, "\n        ");
        put_phases(&e->time, scratch, out);
        buffer_add_char(out, '\n');
    }
    arena_end(scratch);
}

static void put_tries(const struct step_outcome *step, const struct console_style *style,
                      struct buffer *out)
{
    for (size_t i = 0; i < step->try_count; i++) {
        const struct tried *t = &step->tries[i];
        bool last = i + 1 == step->try_count;
        if (!style->verbose && !last)
            continue;
        if (step->try_count > 1 && style->verbose)
            buffer_printf(out, "      try %d.%d %s\n", t->repetition, t->attempt,
                          verdict_name(t->verdict));
        put_findings(t, style->verbose, out);
        if (style->verbose || t->verdict == VERDICT_FAIL || t->verdict == VERDICT_INTERNAL)
            put_evidence(t->saw, out);
    }
}

void console_step(const struct step_outcome *step, const struct console_style *style,
                  struct buffer *out)
{
    struct arena *scratch = arena_new();
    buffer_add_string(out, "  ");
    put_mark(step->verdict, style, out);
    buffer_printf(out, " %s", step->name);
    if (step->verdict == VERDICT_SKIPPED)
        buffer_printf(out, " (%s)",
                      step->skipped_because != NULL ? step->skipped_because : "cancelled");
    else
        buffer_printf(out, "  %s", duration_text(scratch, step->duration_ns));
    if (step->try_count > 1)
        buffer_printf(out, ", %zu tries", step->try_count);
    buffer_add_char(out, '\n');
    if (step->verdict != VERDICT_PASS || style->verbose)
        put_tries(step, style, out);
    arena_end(scratch);
}

static void put_breakpoint(const struct outcome *outcome, struct buffer *out)
{
    const struct breakpoint *b = &outcome->breakpoint;
    if (b->reason == REASON_NONE)
        return;
    buffer_printf(out, "breakpoint: %s / %s / %s (%s)\n", outcome->journey->name, b->step,
                  phase_name(b->phase), reason_name(b->reason));
    if (b->message != NULL)
        buffer_printf(out, "  %s\n", b->message);
}

void console_run(const struct outcome *outcome, const struct console_style *style,
                 struct buffer *out)
{
    const struct journey *journey = outcome->journey;
    if (style->quiet &&
        (outcome->verdict == VERDICT_PASS || outcome->verdict == VERDICT_DEGRADED))
        return;
    struct arena *scratch = arena_new();
    put_mark(outcome->verdict, style, out);
    buffer_printf(out, " %s", journey->name);
    if (strcmp(journey->title, journey->name) != 0)
        buffer_printf(out, " %s", journey->title);
    if (outcome->variant != NULL)
        buffer_printf(out, " [%s]", outcome->variant);
    if (outcome->row != NULL)
        buffer_printf(out, " %s", outcome->row);
    buffer_printf(out, "  %s\n", duration_text(scratch, outcome->duration_ns));
    for (size_t i = 0; i < outcome->step_count; i++)
        console_step(&outcome->steps[i], style, out);
    put_breakpoint(outcome, out);
    if (outcome->cleanup_failed)
        buffer_add_string(out, "clean-up failed: something may have been left behind\n");
    arena_end(scratch);
}

void console_summary(const struct report *report, const struct console_style *style,
                     struct buffer *out)
{
    struct arena *scratch = arena_new();
    (void)style;
    buffer_printf(out, "%zu run%s:", report->outcome_count,
                  report->outcome_count == 1 ? "" : "s");
    for (int v = 0; v < VERDICT_COUNT; v++)
        if (report->verdict_count[v] > 0)
            buffer_printf(out, " %zu %s", report->verdict_count[v],
                          verdict_name((enum verdict)v));
    buffer_printf(out, " in %s", duration_text(scratch, report->duration_ns));
    if (report->interrupted)
        buffer_printf(out, ", interrupted with %zu not begun", report->not_run);
    buffer_printf(out, " (seed %llu)\n", (unsigned long long)report->seed);
    arena_end(scratch);
}

void console_live(const char *journey, const char *step, size_t done, size_t steps,
                  size_t columns, const struct console_style *style, struct buffer *out)
{
    struct buffer line;
    (void)style;
    buffer_init(&line, 4096);
    buffer_printf(&line, "  ...   %s  %zu/%zu  %s", journey, done, steps, step);
    buffer_add_text(out, utf8_cut(buffer_text(&line), columns > 1 ? columns - 1 : 1));
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
