/* SPDX-License-Identifier: Apache-2.0 */
/* runs.c - every run, the broken ones open.
 *
 * A report of a thousand runs must still open in a browser: what broke is shown in full before what
 * passed, up to a bound; the rest is a line each. The JSON report has everything. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/units.h"
#include "reporters/file/html/html.h"
#include "reporters/file/told.h"
#include "reporters/file/waterfall.h"

enum { MOST_BROKEN_IN_FULL = 300, MOST_PASSED_IN_FULL = 50 };

static struct html_scale scale_of(const struct outcome *outcome)
{
    struct html_scale scale = {.origin_ns = outcome->started_ns,
                               .span_ns = outcome->duration_ns};
    for (size_t i = 0; i < outcome->step_count; i++)
        for (size_t t = 0; t < outcome->steps[i].try_count; t++) {
            int64_t end_ns = waterfall_end(outcome->steps[i].tries[t].saw, scale.origin_ns);
            scale.span_ns = end_ns > scale.span_ns ? end_ns : scale.span_ns;
        }
    return scale;
}

static bool went_well(const struct outcome *outcome)
{
    return outcome->verdict == VERDICT_PASS && !outcome->cleanup_failed;
}

/* Its title, and which run of the journey: the line that stays when the rest is folded away. */
static void put_line(struct html *h, const struct outcome *outcome)
{
    html_badge(h, outcome->verdict);
    html_raw(h, " <span class=\"title\">");
    html_string(h, outcome->journey->title);
    html_raw(h, "</span> <code>");
    html_string(h, told_run(h->arena, outcome));
    html_raw(h, "</code> <span class=\"took\">");
    html_duration(h, outcome->duration_ns);
    html_raw(h, "</span>");
}

static void put_facts(struct html *h, const struct outcome *outcome)
{
    const struct journey *journey = outcome->journey;
    html_raw(h, "<dl class=\"facts\">\n");
    html_fact(h, WORD_STARTED, text_of(utc_text(h->arena, outcome->started_utc_ns)));
    html_fact(h, WORD_ENVIRONMENT, text_of(outcome->environment));
    html_fact(h, WORD_OWNER, text_of(journey->owner));
    html_fact(h, WORD_FILE, text_of(journey->file));
    html_fact(h, WORD_SEED,
              text_of(arena_printf(h->arena, "%llu", (unsigned long long)outcome->seed)));
    html_fact(h, WORD_RUN_ID, text_of(outcome->run_id));
    html_fact(h, WORD_TRACE_ID, text_of(outcome->trace_id));
    html_raw(h, "</dl>\n");
}

static void put_why(struct html *h, const struct outcome *outcome)
{
    if (outcome->breakpoint.reason != REASON_NONE) {
        html_raw(h, "<p class=\"why\">");
        html_breakpoint(h, outcome->journey, &outcome->breakpoint);
        html_raw(h, "<br>");
        html_string(h, outcome->breakpoint.message);
        html_raw(h, "</p>\n");
    }
    if (outcome->cleanup_failed) {
        html_raw(h, "<p class=\"warning\">");
        html_say(h, WORD_CLEAN_UP_FAILED);
        html_raw(h, "</p>\n");
    }
}

static void put_run(struct html *h, const struct outcome *outcome, size_t index)
{
    struct html_scale scale = scale_of(outcome);
    buffer_printf(h->out, "<details class=\"run %s\" id=\"run-%zu\"%s>\n<summary>",
                  went_well(outcome) ? "well" : verdict_name(outcome->verdict), index + 1,
                  went_well(outcome) ? "" : " open");
    put_line(h, outcome);
    html_raw(h, "</summary>\n<div class=\"inside\">\n");
    put_why(h, outcome);
    html_raw(h, "<div class=\"line head\" aria-hidden=\"true\">");
    html_marks(h, scale);
    html_raw(h, "</div>\n<ol class=\"steps\">\n");
    for (size_t i = 0; i < outcome->step_count; i++)
        html_step(h, outcome, &outcome->steps[i], scale);
    html_raw(h, "</ol>\n");
    put_facts(h, outcome);
    html_raw(h, "</div>\n</details>\n");
}

static void put_brief(struct html *h, const struct outcome *outcome, size_t index)
{
    buffer_printf(h->out, "<p class=\"run brief %s\" id=\"run-%zu\">",
                  went_well(outcome) ? "well" : verdict_name(outcome->verdict), index + 1);
    put_line(h, outcome);
    html_raw(h, "</p>\n");
}

void html_runs(struct html *h)
{
    size_t passed = 0, broken = 0;
    html_raw(h, "<section id=\"runs\" aria-labelledby=\"runs-title\">\n<h2 id=\"runs-title\">");
    html_say(h, WORD_RUNS);
    html_raw(h,
             "</h2>\n<input type=\"checkbox\" id=\"only-broken\"><label for=\"only-broken\">");
    html_say(h, WORD_ONLY_BROKEN);
    html_raw(h, "</label>\n<p class=\"tools\"><button type=\"button\" id=\"open-all\" hidden>");
    html_say(h, WORD_OPEN_ALL);
    html_raw(h, "</button> <button type=\"button\" id=\"close-all\" hidden>");
    html_say(h, WORD_CLOSE_ALL);
    html_raw(h, "</button></p>\n");
    html_legend(h);
    for (size_t i = 0; i < h->report->outcome_count; i++) {
        const struct outcome *outcome = h->report->outcomes[i];
        bool full = went_well(outcome) ? passed++ < MOST_PASSED_IN_FULL
                                       : broken++ < MOST_BROKEN_IN_FULL;
        if (full)
            put_run(h, outcome, i);
        else
            put_brief(h, outcome, i);
    }
    html_raw(h, "</section>\n");
}
