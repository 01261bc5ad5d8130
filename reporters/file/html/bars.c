/* SPDX-License-Identifier: Apache-2.0 */
/* bars.c - waterfalls as SVG: positions are attributes, colours are classes.
 *
 * A scale is 1000 wide whatever it shows, and the style sheet stretches it. Numbers stand beside
 * the bars as text, so the drawings are hidden from screen readers. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/units.h"
#include "reporters/file/html/html.h"
#include "reporters/file/waterfall.h"

enum { WIDE = 1000, HIGH = 12, LEAST_WIDE = 3, MOST_TICKS = 5 };

static int64_t at(int64_t ns, int64_t span_ns)
{
    int64_t x = span_ns > 0 ? (int64_t)((double)ns * WIDE / (double)span_ns) : 0;
    return x > WIDE - LEAST_WIDE ? WIDE - LEAST_WIDE : x;
}

static void open_drawing(struct html *h)
{
    buffer_printf(h->out,
                  "<svg class=\"bar\" viewBox=\"0 0 %d %d\" preserveAspectRatio=\"none\" "
                  "aria-hidden=\"true\">",
                  WIDE, HIGH);
}

static void put_bar(struct html *h, const struct waterfall_bar *bar, int64_t span_ns)
{
    bool failed = bar->exchange->fault.reason != REASON_NONE;
    for (size_t i = 0; i < bar->part_count; i++) {
        const struct waterfall_part *part = &bar->parts[i];
        int64_t x = at(part->from_ns, span_ns), width = at(part->to_ns, span_ns) - x;
        buffer_printf(h->out, "<rect class=\"p-%s\" x=\"%lld\" width=\"%lld\" height=\"%d\"/>",
                      part->lost ? "lost" : phase_name(part->phase), (long long)x,
                      (long long)(width > LEAST_WIDE ? width : LEAST_WIDE), HIGH);
    }
    if (failed)
        buffer_printf(h->out,
                      "<rect class=\"p-broken\" x=\"%lld\" width=\"%d\" height=\"%d\"/>",
                      (long long)at(bar->to_ns, span_ns), 2 * LEAST_WIDE, HIGH);
}

void html_bar_of_step(struct html *h, const struct step_outcome *step, struct html_scale scale)
{
    int64_t from_ns = step->started_ns - scale.origin_ns;
    int64_t x = at(from_ns, scale.span_ns);
    int64_t end = at(from_ns + step->duration_ns, scale.span_ns);
    open_drawing(h);
    buffer_printf(h->out,
                  "<rect class=\"p-step\" x=\"%lld\" y=\"4\" width=\"%lld\" height=\"4\"/>",
                  (long long)x, (long long)(end > x ? end - x : LEAST_WIDE));
    for (size_t t = 0; t < step->try_count; t++) {
        struct waterfall_bars bars =
            waterfall_of(h->arena, step->tries[t].saw, scale.origin_ns);
        for (size_t i = 0; i < bars.count; i++)
            put_bar(h, &bars.items[i], scale.span_ns);
    }
    html_raw(h, "</svg>");
}

void html_bar_of_exchange(struct html *h, const struct observation *saw, size_t index,
                          struct html_scale scale)
{
    struct waterfall_bars bars = waterfall_of(h->arena, saw, scale.origin_ns);
    open_drawing(h);
    put_bar(h, &bars.items[index], scale.span_ns);
    html_raw(h, "</svg>");
}

void html_bar_of_time(struct html *h, const char *colour, int64_t from_ns, int64_t length_ns,
                      struct html_scale scale)
{
    int64_t x = at(from_ns, scale.span_ns);
    int64_t width = at(from_ns + length_ns, scale.span_ns) - x;
    open_drawing(h);
    buffer_printf(h->out, "<rect class=\"%s\" x=\"%lld\" width=\"%lld\" height=\"%d\"/></svg>",
                  colour, (long long)x, (long long)(width > LEAST_WIDE ? width : LEAST_WIDE),
                  HIGH);
}

void html_marks(struct html *h, struct html_scale scale)
{
    int64_t span_ns = scale.span_ns;
    int64_t tick_ns = waterfall_tick(span_ns, MOST_TICKS);
    html_raw(h, "<svg class=\"scale\" width=\"100%\" height=\"16\" aria-hidden=\"true\">");
    for (int64_t ns = 0; ns <= span_ns && span_ns > 0; ns += tick_ns) {
        double x = (double)ns * 100 / (double)span_ns;
        const char *anchor = ns == 0 ? "start" : x > 92 ? "end" : "middle";
        buffer_printf(h->out, "<text x=\"%lld%%\" y=\"12\" text-anchor=\"%s\">%s</text>",
                      (long long)x, anchor, ns == 0 ? "0" : duration_text(h->arena, ns));
    }
    html_raw(h, "</svg>");
}

void html_legend(struct html *h)
{
    html_raw(h, "<ul class=\"legend\">");
    for (int p = 0; p < NETWORK_PHASES; p++) {
        buffer_printf(h->out, "<li><i class=\"p-%s\"></i>", phase_name((enum phase)p));
        html_word(h, word_of_phase((enum phase)p));
        html_raw(h, "</li>");
    }
    html_raw(h, "<li><i class=\"p-lost\"></i>");
    html_say(h, WORD_LOST);
    html_raw(h, "</li><li><i class=\"p-broken\"></i>");
    html_word(h, word_of_verdict(VERDICT_FAIL));
    html_raw(h, "</li></ul>\n");
}
