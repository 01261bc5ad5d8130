/* SPDX-License-Identifier: Apache-2.0 */
/* summary.c - how it went, and, first of all, where it broke. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/units.h"
#include "reporters/file/html/html.h"
#include "reporters/file/told.h"

#include <string.h>

static void put_counts(struct html *h)
{
    html_raw(h, "<ul class=\"counts\">\n");
    for (int v = 0; v < VERDICT_COUNT; v++) {
        size_t count = h->report->verdict_count[v];
        buffer_printf(h->out, "<li class=\"%s%s\"><b>%zu</b> ", verdict_name((enum verdict)v),
                      count == 0 ? " none" : "", count);
        html_word(h, word_of_verdict((enum verdict)v));
        html_raw(h, "</li>\n");
    }
    html_raw(h, "</ul>\n");
}

static void put_facts(struct html *h)
{
    const struct report *report = h->report;
    html_raw(h, "<dl class=\"facts\">\n");
    html_fact(h, WORD_STARTED, text_of(utc_text(h->arena, report->started_utc_ns)));
    html_fact(h, WORD_DURATION, text_of(duration_text(h->arena, report->duration_ns)));
    html_fact(h, WORD_ENVIRONMENT, text_of(report->environment));
    html_fact(h, WORD_SEED,
              text_of(arena_printf(h->arena, "%llu", (unsigned long long)report->seed)));
    html_fact(h, WORD_COMMAND, text_of(report->command_line));
    html_raw(h, "</dl>\n");
}

/* Which of several runs of that journey, where its name alone would not tell. */
static void put_which(struct html *h, const struct outcome *outcome)
{
    const char *run = told_run(h->arena, outcome);
    if (strcmp(run, outcome->journey->name) == 0)
        return;
    html_raw(h, " <span class=\"which\">");
    html_string(h, run);
    html_raw(h, "</span>");
}

static void put_breakpoints(struct html *h)
{
    bool any = false;
    for (size_t i = 0; i < h->report->outcome_count; i++) {
        const struct outcome *o = h->report->outcomes[i];
        if (o->breakpoint.reason == REASON_NONE)
            continue;
        if (!any) {
            html_raw(h, "<h3>");
            html_say(h, WORD_BREAKPOINTS);
            html_raw(h, "</h3>\n<ul class=\"breakpoints\">\n");
        }
        any = true;
        buffer_printf(h->out, "<li class=\"%s\"><a href=\"#run-%zu\">",
                      verdict_name(o->verdict), i + 1);
        html_breakpoint(h, o->journey, &o->breakpoint);
        html_raw(h, "</a>");
        put_which(h, o);
        html_raw(h, "<p>");
        html_string(h, o->breakpoint.message);
        html_raw(h, "</p></li>\n");
    }
    html_raw(h, any ? "</ul>\n" : "");
}

void html_summary(struct html *h)
{
    html_raw(h, "<section id=\"summary\" aria-labelledby=\"summary-title\">\n"
                "<h2 id=\"summary-title\">");
    html_say(h, WORD_SUMMARY);
    html_raw(h, "</h2>\n");
    put_counts(h);
    if (h->report->outcome_count == 0) {
        html_raw(h, "<p class=\"warning\">");
        html_say(h, WORD_NOTHING_RAN);
        html_raw(h, "</p>\n");
    }
    if (h->report->interrupted) {
        html_raw(h, "<p class=\"warning\">");
        html_say(h, WORD_INTERRUPTED);
        buffer_printf(h->out, " %zu</p>\n", h->report->not_run);
    }
    put_facts(h);
    put_breakpoints(h);
    html_raw(h, "</section>\n");
}
