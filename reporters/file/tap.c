/* SPDX-License-Identifier: Apache-2.0 */
/* tap.c - TAP 13, a point a step.
 *
 * Flat, not in subtests: prove counts only what stands at the margin, and it is the steps that
 * people want counted. What did not finish must not look green, so an interrupted report, and one
 * of nothing at all, bails out. */

#include "base/arena.h"
#include "base/buffer.h"
#include "model/outcome.h"
#include "model/reporter.h"
#include "reporters/file/json_out.h"
#include "reporters/file/plain.h"
#include "reporters/file/told.h"
#include "reporters/file/told_page.h"

/* A description on one line, in which # begins nothing. */
static void put_description(const char *string, struct buffer *out)
{
    struct buffer plain;
    buffer_init(&plain, 1 << 16);
    plain_put(text_of(string), &plain);
    for (size_t i = 0; i < plain.length; i++) {
        if (plain.at[i] == '#' || plain.at[i] == '\\')
            buffer_add_char(out, '\\');
        buffer_add_char(out, plain.at[i]);
    }
    buffer_done(&plain);
}

/* A JSON string is a YAML one, too. */
static void put_item(const char *indent, const char *name, struct text value,
                     struct buffer *out)
{
    struct json_out json = {.to = out};
    if (value.length == 0)
        return;
    buffer_printf(out, "%s%s: ", indent, name);
    json_out_text(&json, NULL, value);
    buffer_add_char(out, '\n');
}

static void put_place(const struct place *at, struct buffer *out)
{
    struct arena *scratch = arena_new();
    if (at->source != NULL)
        put_item(
            "      ", "at",
            text_of(arena_printf(scratch, "%s:%d:%d", at->source->name, at->line, at->column)),
            out);
    arena_end(scratch);
}

static void put_findings(const struct step_outcome *step, struct buffer *out)
{
    const struct tried *last = step->try_count > 0 ? &step->tries[step->try_count - 1] : NULL;
    bool any = false;
    for (size_t i = 0; last != NULL && i < last->finding_count; i++) {
        const struct finding *f = &last->findings[i];
        if (f->verdict == VERDICT_PASS)
            continue;
        if (!any)
            buffer_add_string(out, "  findings:\n");
        any = true;
        buffer_add_string(out, "    -\n");
        put_item("      ", "check", text_of(f->check), out);
        put_item("      ", "expected", text_of(f->expected), out);
        put_item("      ", "actual", text_of(f->actual), out);
        put_item("      ", "message", text_of(f->message), out);
        put_place(&f->at, out);
    }
}

static void put_action(const struct step_outcome *step, struct buffer *out)
{
    const struct observation *saw = step_outcome_saw(step);
    const struct action_sight *action =
        saw != NULL && saw->page != NULL ? told_failed_action(saw) : NULL;
    struct arena *scratch = arena_new();
    if (action != NULL) {
        put_item("  ", "action", text_of(told_action(scratch, action)), out);
        put_item("  ", "page", saw->page->url, out);
    }
    arena_end(scratch);
}

static void put_diagnostics(const struct outcome *outcome, const struct step_outcome *step,
                            struct buffer *out)
{
    struct arena *scratch = arena_new();
    const char *where = told_breakpoint(scratch, outcome->journey, &step->breakpoint);
    buffer_add_string(out, "  ---\n");
    put_item("  ", "severity", text_of(verdict_name(told_standing(step))), out);
    put_item("  ", "breakpoint", text_of(where), out);
    put_item("  ", "message", text_of(step->breakpoint.message), out);
    put_action(step, out);
    put_findings(step, out);
    buffer_add_string(out, "  duration_s: ");
    told_seconds(step->duration_ns, out);
    buffer_printf(out, "\n  tries: %zu\n  ...\n", step->try_count);
    arena_end(scratch);
}

static void put_step(const struct outcome *outcome, const struct step_outcome *step,
                     size_t number, struct buffer *out)
{
    struct arena *scratch = arena_new();
    enum verdict verdict = told_standing(step);
    bool failed = verdict == VERDICT_FAIL || verdict == VERDICT_INTERNAL;
    buffer_printf(out, "%s %zu - ", failed ? "not ok" : "ok", number);
    put_description(told_run(scratch, outcome), out);
    buffer_add_string(out, ": ");
    put_description(step->name, out);
    if (verdict == VERDICT_SKIPPED) {
        buffer_add_string(out, " # SKIP ");
        put_description(told_skipped(step), out);
    }
    buffer_add_char(out, '\n');
    if (failed || verdict == VERDICT_DEGRADED)
        put_diagnostics(outcome, step, out);
    arena_end(scratch);
}

static void render(const struct report *report, struct buffer *out)
{
    size_t points = 0;
    for (size_t i = 0; i < report->outcome_count; i++)
        points += report->outcomes[i]->step_count;
    buffer_add_string(out, "TAP version 13\n");
    if (points > 0)
        buffer_printf(out, "1..%zu\n", points);
    points = 0;
    for (size_t i = 0; i < report->outcome_count; i++)
        for (size_t s = 0; s < report->outcomes[i]->step_count; s++)
            put_step(report->outcomes[i], &report->outcomes[i]->steps[s], ++points, out);
    if (report->interrupted)
        buffer_printf(out, "Bail out! interrupted, %zu selected but not begun\n",
                      report->not_run);
    else if (points == 0)
        buffer_add_string(out, "Bail out! nothing ran\n");
}

const struct reporter reporter_tap = {
    .name = "tap",
    .text = "Test Anything Protocol 13, a point a step (prove reads it)",
    .extension = "tap",
    .render = render,
};
