/* SPDX-License-Identifier: Apache-2.0 */
/* junit.c - a testsuite a run, a testcase a step: what CI servers read.
 *
 * Only what Jenkins' junit-10.xsd knows: its plugin refuses the rest. A soft step or a clean-up that
 * broke is told in system-out, because the robot's exit code is not red for it either. What did not
 * finish must not look green: an interrupted report, and one of nothing at all, hold an error of
 * their own, which is the robot's (exit 5) and not the app's. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/units.h"
#include "model/outcome.h"
#include "model/reporter.h"
#include "reporters/file/console_evidence.h"
#include "reporters/file/console_page.h"
#include "reporters/file/markup.h"
#include "reporters/file/told.h"

enum { MOST_EVIDENCE_BYTES = 1 << 20 };

struct counts {
    size_t tests, failures, errors, skipped;
};

static void count_steps(const struct outcome *outcome, struct counts *counts)
{
    for (size_t i = 0; i < outcome->step_count; i++) {
        enum verdict verdict = told_standing(&outcome->steps[i]);
        counts->tests++;
        counts->failures += verdict == VERDICT_FAIL;
        counts->errors += verdict == VERDICT_INTERNAL;
        counts->skipped += verdict == VERDICT_SKIPPED;
    }
}

static void put_counts(const struct counts *counts, int64_t duration_ns, struct buffer *out)
{
    buffer_printf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" time=\"", counts->tests,
                  counts->failures, counts->errors);
    told_seconds(duration_ns, out);
    buffer_add_char(out, '"');
}

/* What the console would tell of every try. */
static void put_evidence(const struct step_outcome *step, struct buffer *out)
{
    struct buffer plain;
    buffer_init(&plain, MOST_EVIDENCE_BYTES);
    console_place("", &step->step->at, &plain);
    for (size_t i = step->try_count; i > 0; i--) {
        const struct tried *t = &step->tries[i - 1];
        if (step->try_count > 1)
            console_try(step, i, "", &plain);
        console_findings(t, false, "", &plain);
        console_saw(t->saw, false, "", &plain);
    }
    markup_text(buffer_text(&plain), out);
    buffer_add_string(out, plain.full ? "(some of it was left out: too long)\n" : "");
    buffer_done(&plain);
}

static void put_failure(const struct journey *journey, const struct step_outcome *step,
                        const char *element, struct buffer *out)
{
    struct arena *scratch = arena_new();
    const struct breakpoint *b = &step->breakpoint;
    const char *where = told_breakpoint(scratch, journey, b);
    buffer_printf(out, "\n      <%s", element);
    if (where != NULL)
        markup_attribute("message", text_of(arena_printf(scratch, "breakpoint: %s", where)),
                         out);
    markup_attribute("type", text_of(reason_name(b->reason)), out);
    buffer_add_char(out, '>');
    markup_string(b->message, out);
    buffer_add_char(out, '\n');
    put_evidence(step, out);
    buffer_printf(out, "</%s>", element);
    arena_end(scratch);
}

/* Passed, but not as it should: late, after retries, or softly wrong. */
static bool is_remarkable(const struct step_outcome *step)
{
    return step->verdict != VERDICT_PASS || step->try_count > 1;
}

static void put_step(const struct outcome *outcome, const struct step_outcome *step,
                     struct buffer *out)
{
    enum verdict verdict = told_standing(step);
    buffer_add_string(out, "    <testcase");
    markup_attribute("name", text_of(step->name), out);
    markup_attribute("classname", text_of(outcome->journey->name), out);
    buffer_add_string(out, " time=\"");
    told_seconds(step->duration_ns, out);
    buffer_add_string(out, "\">");
    if (verdict == VERDICT_SKIPPED) {
        buffer_add_string(out, "\n      <skipped");
        markup_attribute("message", text_of(told_skipped(step)), out);
        buffer_add_string(out, "/>");
    } else if (verdict == VERDICT_FAIL || verdict == VERDICT_INTERNAL) {
        put_failure(outcome->journey, step, verdict == VERDICT_FAIL ? "failure" : "error", out);
    } else if (is_remarkable(step)) {
        buffer_printf(out, "\n      <system-out>%s\n", verdict_name(verdict));
        put_evidence(step, out);
        buffer_add_string(out, "</system-out>");
    }
    buffer_add_string(out, "\n    </testcase>\n");
}

static void put_property(const char *name, const char *value, struct buffer *out)
{
    if (value == NULL)
        return;
    buffer_printf(out, "      <property name=\"%s\"", name);
    markup_attribute("value", text_of(value), out);
    buffer_add_string(out, "/>\n");
}

static void put_run(const struct outcome *outcome, struct buffer *out)
{
    struct arena *scratch = arena_new();
    struct counts counts = {0};
    count_steps(outcome, &counts);
    buffer_add_string(out, "  <testsuite");
    markup_attribute("name", text_of(told_run(scratch, outcome)), out);
    put_counts(&counts, outcome->duration_ns, out);
    buffer_printf(out, " skipped=\"%zu\" timestamp=\"%.19s\">\n    <properties>\n",
                  counts.skipped, utc_text(scratch, outcome->started_utc_ns));
    put_property("title", outcome->journey->title, out);
    put_property("verdict", verdict_name(outcome->verdict), out);
    put_property("run_id", outcome->run_id, out);
    put_property("trace_id", outcome->trace_id, out);
    put_property("environment", outcome->environment, out);
    put_property("seed", arena_printf(scratch, "%llu", (unsigned long long)outcome->seed), out);
    buffer_add_string(out, "    </properties>\n");
    for (size_t i = 0; i < outcome->step_count; i++)
        put_step(outcome, &outcome->steps[i], out);
    buffer_add_string(out, "  </testsuite>\n");
    arena_end(scratch);
}

static bool is_whole(const struct report *report)
{
    return !report->interrupted && report->outcome_count > 0;
}

static void put_not_whole(const struct report *report, struct buffer *out)
{
    const struct counts one = {.tests = 1, .errors = 1};
    buffer_add_string(out, "  <testsuite name=\"xunjian\"");
    put_counts(&one, 0, out);
    buffer_add_string(out, ">\n    <testcase name=\"every selected run was done\""
                           " classname=\"xunjian\" time=\"0\">\n      <error message=\"");
    if (report->interrupted)
        buffer_printf(out, "interrupted, %zu selected but not begun\" type=\"cancelled\"/>",
                      report->not_run);
    else
        buffer_add_string(out, "nothing ran\" type=\"robot\"/>");
    buffer_add_string(out, "\n    </testcase>\n  </testsuite>\n");
}

static void render(const struct report *report, struct buffer *out)
{
    struct counts counts = {.tests = !is_whole(report), .errors = !is_whole(report)};
    for (size_t i = 0; i < report->outcome_count; i++)
        count_steps(report->outcomes[i], &counts);
    buffer_add_string(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                           "<testsuites name=\"xunjian\"");
    put_counts(&counts, report->duration_ns, out);
    buffer_add_string(out, ">\n");
    for (size_t i = 0; i < report->outcome_count; i++)
        put_run(report->outcomes[i], out);
    if (!is_whole(report))
        put_not_whole(report, out);
    buffer_add_string(out, "</testsuites>\n");
}

const struct reporter reporter_junit = {
    .name = "junit",
    .text = "JUnit XML for CI servers: a testsuite a run, a testcase a step",
    .extension = "xml",
    .render = render,
};
