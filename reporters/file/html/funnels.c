/* SPDX-License-Identifier: Apache-2.0 */
/* funnels.c - a table a journey, a row a step, a column a variant. */

#include "base/buffer.h"
#include "reporters/file/funnel.h"
#include "reporters/file/html/html.h"

static void put_cell(struct html *h, const struct funnel_group *group,
                     const struct funnel_cell *cell)
{
    size_t through = funnel_through(cell), lost = cell->arrived - through;
    size_t width = group->runs > 0 ? through * 1000 / group->runs : 0;
    size_t broken = group->runs > 0 ? cell->arrived * 1000 / group->runs - width : 0;
    html_raw(h, "<td>");
    buffer_printf(h->out,
                  "<svg class=\"bar\" viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" "
                  "aria-hidden=\"true\"><rect class=\"through\" width=\"%zu\" height=\"10\"/>"
                  "<rect class=\"gone\" x=\"%zu\" width=\"%zu\" height=\"10\"/></svg>",
                  width, width, broken);
    buffer_printf(h->out, "<span class=\"count\">%zu/%zu", through, group->runs);
    if (lost > 0)
        buffer_printf(h->out, " <b class=\"minus\">&minus;%zu</b>", lost);
    if (cell->aside > 0) {
        buffer_printf(h->out, " (%zu ", cell->aside);
        html_say(h, WORD_PASSED_OVER);
        html_raw(h, ")");
    }
    html_raw(h, "</span></td>");
}

static void put_head(struct html *h, const struct funnel *funnel)
{
    html_raw(h, "<thead><tr><th scope=\"col\">");
    html_say(h, WORD_STEP);
    html_raw(h, "</th>");
    for (size_t g = 0; g < funnel->group_count; g++) {
        html_raw(h, "<th scope=\"col\">");
        html_string(h, funnel->groups[g].name);
        buffer_printf(h->out, " <span class=\"count\">%zu ", funnel->groups[g].runs);
        html_say(h, funnel->groups[g].runs == 1 ? WORD_ONE_RUN : WORD_SOME_RUNS);
        html_raw(h, "</span></th>");
    }
    html_raw(h, "</tr></thead>\n");
}

/* How many runs came to the end. */
static size_t through_all(const struct funnel *funnel)
{
    size_t sum = 0;
    if (funnel->step_count == 0)
        return 0;
    for (size_t g = 0; g < funnel->group_count; g++)
        sum += funnel_through(&funnel->steps[funnel->step_count - 1].cells[g]);
    return sum;
}

/* One run alone makes no funnel worth a look. */
static void put_funnel(struct html *h, const struct funnel *funnel)
{
    size_t through = through_all(funnel);
    buffer_printf(h->out, "<details class=\"funnel\"%s><summary><b>",
                  funnel->runs > 1 ? " open" : "");
    html_string(h, funnel->journey->title);
    html_raw(h, "</b> <code>");
    html_string(h, funnel->journey->name);
    buffer_printf(h->out,
                  "</code> <span class=\"count\">%zu/%zu</span></summary>\n"
                  "<div class=\"scroll\" tabindex=\"0\"><table>\n",
                  through, funnel->runs);
    put_head(h, funnel);
    html_raw(h, "<tbody>\n");
    for (size_t s = 0; s < funnel->step_count; s++) {
        html_raw(h, "<tr><th scope=\"row\">");
        html_string(h, funnel->steps[s].name);
        html_raw(h, "</th>");
        for (size_t g = 0; g < funnel->group_count; g++)
            put_cell(h, &funnel->groups[g], &funnel->steps[s].cells[g]);
        html_raw(h, "</tr>\n");
    }
    html_raw(h, "</tbody></table></div></details>\n");
}

void html_funnels(struct html *h)
{
    size_t count = 0;
    const struct funnel *funnels = funnel_all(h->arena, h->report, &count);
    if (count == 0)
        return;
    html_raw(h, "<section id=\"funnels\" aria-labelledby=\"funnels-title\">\n"
                "<h2 id=\"funnels-title\">");
    html_say(h, WORD_FUNNELS);
    html_raw(h, "</h2>\n<p class=\"gloss\">");
    html_say(h, WORD_FUNNELS_TEXT);
    html_raw(h, "</p>\n<div class=\"cards\">\n");
    for (size_t i = 0; i < count; i++)
        put_funnel(h, &funnels[i]);
    html_raw(h, "</div>\n</section>\n");
}
