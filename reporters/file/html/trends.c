/* SPDX-License-Identifier: Apache-2.0 */
/* trends.c - how long each step took from run to run: a line of dots, a dot a run.
 *
 * Of journeys that ran several times in this report; how it was yesterday, the robot's page shows. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/units.h"
#include "reporters/file/funnel.h"
#include "reporters/file/html/html.h"
#include "reporters/file/told.h"

#include <stdlib.h>
#include <string.h>

enum { LEAST_RUNS = 3, MOST_RUNS = 120, WIDE = 600, HIGH = 40, MARGIN = 5 };

/* One step through the runs that began it, the newest MOST_RUNS of them. */
struct trend {
    const struct step_outcome *dots[MOST_RUNS];
    size_t count;
    int64_t median_ns, most_ns;
};

static const struct step_outcome *step_named(const struct outcome *outcome, const char *name)
{
    for (size_t i = 0; i < outcome->step_count; i++)
        if (strcmp(outcome->steps[i].name, name) == 0)
            return &outcome->steps[i];
    return NULL;
}

static int by_length(const void *a, const void *b)
{
    int64_t one = *(const int64_t *)a, other = *(const int64_t *)b;
    return one < other ? -1 : one > other;
}

static void measure(struct trend *trend)
{
    int64_t lengths[MOST_RUNS];
    for (size_t i = 0; i < trend->count; i++)
        lengths[i] = trend->dots[i]->duration_ns;
    qsort(lengths, trend->count, sizeof *lengths, by_length);
    trend->median_ns = lengths[(trend->count - 1) / 2];
    trend->most_ns = lengths[trend->count - 1];
}

/* False when it was begun too seldom. */
static bool trend_of(const struct report *report, const struct journey *journey,
                     const char *name, struct trend *ret)
{
    ret->count = 0;
    for (size_t i = report->outcome_count; i-- > 0 && ret->count < MOST_RUNS;) {
        const struct outcome *outcome = report->outcomes[i];
        const struct step_outcome *step = strcmp(outcome->journey->name, journey->name) == 0
                                              ? step_named(outcome, name)
                                              : NULL;
        if (step != NULL && told_begun(step))
            ret->dots[ret->count++] = step;
    }
    if (ret->count < LEAST_RUNS)
        return false;
    measure(ret);
    return true;
}

/* The oldest run stands left; the dots were gathered from the newest on. */
static void put_dots(struct html *h, const struct trend *trend)
{
    buffer_printf(h->out, "<svg class=\"trend\" viewBox=\"0 0 %d %d\" aria-hidden=\"true\">",
                  WIDE, HIGH);
    for (size_t i = 0; i < trend->count; i++) {
        const struct step_outcome *step = trend->dots[trend->count - 1 - i];
        size_t x = MARGIN + i * (WIDE - 2 * MARGIN) / (trend->count - 1);
        int64_t up =
            trend->most_ns > 0 ? step->duration_ns * (HIGH - 2 * MARGIN) / trend->most_ns : 0;
        buffer_printf(h->out, "<circle class=\"%s\" cx=\"%zu\" cy=\"%lld\" r=\"4\"/>",
                      verdict_name(step->verdict), x, (long long)(HIGH - MARGIN - up));
    }
    html_raw(h, "</svg>");
}

static void put_row(struct html *h, const char *name, const struct trend *trend)
{
    html_raw(h, "<tr><th scope=\"row\">");
    html_string(h, name);
    html_raw(h, "</th><td>");
    put_dots(h, trend);
    html_raw(h, "</td><td>");
    html_duration(h, trend->median_ns);
    html_raw(h, "</td><td>");
    html_duration(h, trend->most_ns);
    html_raw(h, "</td></tr>\n");
}

static void put_head(struct html *h)
{
    static const enum word_name words[] = {WORD_STEP, WORD_FROM_RUN_TO_RUN, WORD_MEDIAN,
                                           WORD_SLOWEST};
    html_raw(h, "<thead><tr>");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        html_raw(h, "<th scope=\"col\">");
        html_say(h, words[i]);
        html_raw(h, "</th>");
    }
    html_raw(h, "</tr></thead>\n<tbody>\n");
}

static void put_journey(struct html *h, const struct funnel *funnel)
{
    struct trend trend;
    html_raw(h, "<details class=\"trends\"><summary><b>");
    html_string(h, funnel->journey->title);
    html_raw(h, "</b> <code>");
    html_string(h, funnel->journey->name);
    buffer_printf(h->out, "</code> <span class=\"count\">%zu ", funnel->runs);
    html_say(h, WORD_SOME_RUNS);
    html_raw(h, "</span></summary>\n<div class=\"scroll\" tabindex=\"0\"><table>\n");
    put_head(h);
    for (size_t s = 0; s < funnel->step_count; s++)
        if (trend_of(h->report, funnel->journey, funnel->steps[s].name, &trend))
            put_row(h, funnel->steps[s].name, &trend);
    html_raw(h, "</tbody></table></div></details>\n");
}

void html_trends(struct html *h)
{
    size_t count = 0, told = 0;
    const struct funnel *funnels = funnel_all(h->arena, h->report, &count);
    for (size_t i = 0; i < count; i++) {
        if (funnels[i].runs < LEAST_RUNS)
            continue;
        if (told++ == 0) {
            html_raw(h, "<section id=\"trends\" aria-labelledby=\"trends-title\">\n"
                        "<h2 id=\"trends-title\">");
            html_say(h, WORD_TRENDS);
            html_raw(h, "</h2>\n");
        }
        put_journey(h, &funnels[i]);
    }
    html_raw(h, told > 0 ? "</section>\n" : "");
}
