/* SPDX-License-Identifier: Apache-2.0 */
/* steps.c - a step's line, and its tries: what was expected, what there was. */

#include "base/arena.h"
#include "base/buffer.h"
#include "reporters/file/html/html.h"
#include "reporters/file/told.h"
#include "reporters/file/waterfall.h"

#include <string.h>

/* Of a step polled a thousand times, the first and the last ones are shown. */
enum { MOST_TRIES = 40 };

static void put_finding(struct html *h, const struct finding *f)
{
    buffer_printf(h->out, "<li class=\"%s\">", verdict_name(f->verdict));
    html_badge(h, f->verdict);
    html_raw(h, " <code>");
    html_string(h, f->check);
    html_raw(h, "</code>");
    if (f->soft && f->reason == REASON_ASSERTION) {
        html_raw(h, " <span class=\"gloss\">");
        html_say(h, WORD_SOFT);
        html_raw(h, "</span>");
    }
    if (f->verdict == VERDICT_PASS) {
        html_raw(h, " <span class=\"gloss\">");
        html_string(h, f->actual);
        html_raw(h, "</span></li>\n");
        return;
    }
    html_raw(h, "<dl class=\"compared\">");
    html_fact(h, WORD_EXPECTED, text_of(f->expected));
    html_fact(h, WORD_ACTUAL, text_of(f->actual));
    html_fact(h, WORD_MESSAGE, text_of(f->message));
    html_fact(h, WORD_PLACE, html_place(h, &f->at));
    html_raw(h, "</dl></li>\n");
}

static void put_findings(struct html *h, const struct tried *t)
{
    if (t->finding_count == 0)
        return;
    html_raw(h, "<ul class=\"findings\">\n");
    for (size_t i = 0; i < t->finding_count; i++)
        put_finding(h, &t->findings[i]);
    html_raw(h, "</ul>\n");
}

static void put_captures(struct html *h, const struct tried *t)
{
    if (t->capture_count == 0)
        return;
    html_raw(h, "<h4>");
    html_say(h, WORD_CAPTURED);
    html_raw(h, "</h4>\n<dl class=\"pairs\">");
    for (size_t i = 0; i < t->capture_count; i++) {
        html_raw(h, "<div><dt>");
        html_string(h, t->captures[i].name);
        html_raw(h, "</dt><dd>");
        html_text(h, t->captures[i].value);
        html_raw(h, "</dd></div>\n");
    }
    html_raw(h, "</dl>\n");
}

/* The hops of one try share a scale; how tries lie in time, the step's own bar shows. */
static void put_evidence(struct html *h, const struct tried *t)
{
    struct html_scale scale = {.origin_ns = t->saw->started_ns};
    scale.span_ns = waterfall_end(t->saw, scale.origin_ns);
    put_findings(h, t);
    put_captures(h, t);
    if (t->saw->page != NULL)
        html_page(h, t);
    for (size_t i = 0; t->saw->page == NULL && i < t->saw->exchange_count; i++)
        html_exchange(h, t, i, scale);
    for (size_t i = 0; i < t->saw->address_count; i++) {
        html_raw(h, "<p><code>");
        html_string(h, t->saw->addresses[i]);
        html_raw(h, "</code></p>\n");
    }
}

/* One of several tries; the last one is open. */
static void put_try(struct html *h, const struct step_outcome *step, size_t index)
{
    const struct tried *t = &step->tries[index];
    bool last = index + 1 == step->try_count;
    buffer_printf(h->out, "<details class=\"try\"%s><summary>", last ? " open" : "");
    html_say(h, WORD_TRY);
    buffer_printf(h->out, " %zu/%zu ", index + 1, step->try_count);
    html_badge(h, t->verdict);
    if (t->breakpoint.reason != REASON_NONE) {
        buffer_printf(h->out, " <code>%s (%s)</code> <span class=\"gloss\">",
                      phase_name(t->breakpoint.phase), reason_name(t->breakpoint.reason));
        html_word(h, word_of_reason(t->breakpoint.reason));
        html_raw(h, "</span>");
    }
    html_raw(h, "</summary>\n");
    put_evidence(h, t);
    html_raw(h, "</details>\n");
}

static void put_tries(struct html *h, const struct step_outcome *step)
{
    if (step->try_count == 1) {
        put_evidence(h, &step->tries[0]);
        return;
    }
    for (size_t i = 0; i < step->try_count; i++) {
        if (i == MOST_TRIES / 2 && step->try_count > MOST_TRIES) {
            html_raw(h, "<p>&hellip;</p>\n");
            i = step->try_count - MOST_TRIES / 2;
        }
        put_try(h, step, i);
    }
}

static void put_line(struct html *h, const struct step_outcome *step, struct html_scale scale)
{
    html_badge(h, step->verdict);
    html_raw(h, "<span class=\"name\">");
    html_string(h, step->name);
    if (step->step->always) {
        html_raw(h, " <span class=\"gloss\">");
        html_say(h, WORD_CLEAN_UP);
        html_raw(h, "</span>");
    }
    if (step->try_count > 1) {
        buffer_printf(h->out, " <span class=\"gloss\">%zu ", step->try_count);
        html_say(h, WORD_TRIES);
        html_raw(h, "</span>");
    }
    html_raw(h, "</span><span class=\"took\">");
    if (told_begun(step))
        html_duration(h, step->duration_ns);
    html_raw(h, "</span>");
    if (told_begun(step))
        html_bar_of_step(h, step, scale);
}

/* A step that was not begun has nothing folded in it. */
static void put_passed_over(struct html *h, const struct step_outcome *step,
                            struct html_scale scale)
{
    html_raw(h, "<li class=\"step skipped\"><div class=\"line\">");
    put_line(h, step, scale);
    html_raw(h, "<span class=\"gloss because\">");
    html_string(h, told_skipped(step));
    html_raw(h, "</span></div></li>\n");
}

/* The run tells its own breakpoint; a clean-up's or a soft step's is told here. */
static void put_why(struct html *h, const struct outcome *outcome,
                    const struct step_outcome *step)
{
    const char *told = outcome->breakpoint.step;
    if (step->breakpoint.reason == REASON_NONE ||
        (told != NULL && strcmp(told, step->name) == 0))
        return;
    html_raw(h, "<p class=\"why\">");
    html_breakpoint(h, outcome->journey, &step->breakpoint);
    html_raw(h, "<br>");
    html_string(h, step->breakpoint.message);
    html_raw(h, "</p>\n");
}

void html_step(struct html *h, const struct outcome *outcome, const struct step_outcome *step,
               struct html_scale scale)
{
    if (!told_begun(step)) {
        put_passed_over(h, step, scale);
        return;
    }
    buffer_printf(h->out, "<li class=\"step %s\"><details%s><summary class=\"line\">",
                  verdict_name(step->verdict), step->verdict == VERDICT_PASS ? "" : " open");
    put_line(h, step, scale);
    html_raw(h, "</summary>\n<div class=\"evidence\">\n");
    put_why(h, outcome, step);
    html_raw(h, "<dl class=\"facts\">");
    html_fact(h, WORD_PLACE, html_place(h, &step->step->at));
    html_raw(h, "</dl>\n");
    put_tries(h, step);
    html_raw(h, "</div></details></li>\n");
}
