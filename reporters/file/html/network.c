/* SPDX-License-Identifier: Apache-2.0 */
/* network.c - all a page asked for in one picture, and when it was drawn.
 *
 * On a scale of its own, from the first request on: on the step's, a page that took its hundred
 * milliseconds after a browser was started is a dot. */

#include "base/arena.h"
#include "base/buffer.h"
#include "reporters/file/html/page.h"
#include "reporters/file/told_page.h"

enum { MOST_ROWS = 200 };

/* A socket that stays open would make dots of all the rest. */
static bool lasts(const struct exchange *e)
{
    return e->socket != NULL || e->pending;
}

static struct html_scale scale_of(const struct observation *saw)
{
    struct html_scale scale = {.origin_ns = saw->exchanges[0].started_ns};
    for (size_t i = 0; i < saw->exchange_count; i++) {
        const struct exchange *e = &saw->exchanges[i];
        int64_t took_ns = lasts(e) || e->time.total_ns < 0 ? 0 : e->time.total_ns;
        int64_t end_ns = e->started_ns + took_ns - scale.origin_ns;
        scale.span_ns = end_ns > scale.span_ns ? end_ns : scale.span_ns;
    }
    return scale;
}

/* Its path, of the page's own host; strangers in full. */
static struct text short_url(struct text page, struct text url)
{
    ptrdiff_t scheme = text_find(page, text_of("://"), 0);
    ptrdiff_t slash =
        scheme >= 0 ? text_find(page, text_of("/"), (size_t)scheme + 3) : (ptrdiff_t)-1;
    if (slash < 0 || !text_starts_with(url, text_slice(page, 0, (size_t)slash + 1)))
        return url;
    return text_slice(url, (size_t)slash, url.length);
}

static void put_request(struct html *h, const struct observation *saw, size_t i,
                        struct html_scale scale)
{
    const struct exchange *e = &saw->exchanges[i];
    buffer_printf(h->out, "<li class=\"line%s\"><span class=\"name\"><code>",
                  told_missed(e) ? " broken" : "");
    html_text(h, short_url(saw->page->url, e->url));
    html_raw(h, "</code></span><span class=\"took\">");
    if (e->time.total_ns >= 0)
        html_duration(h, e->time.total_ns);
    html_raw(h, "</span>");
    html_bar_of_exchange(h, saw, i, scale);
    html_raw(h, "</li>\n");
}

static void put_moment(struct html *h, enum word_name name, const struct observation *saw,
                       int64_t ns, struct html_scale scale)
{
    int64_t from_ns = saw->page->document->started_ns - scale.origin_ns + ns;
    if (ns < 0)
        return;
    html_raw(h, "<li class=\"line\"><span class=\"name gloss\">");
    html_say(h, name);
    html_raw(h, "</span><span class=\"took\">");
    html_duration(h, ns);
    html_raw(h, "</span>");
    html_bar_of_time(h, "p-act", from_ns, 0, scale);
    html_raw(h, "</li>\n");
}

/* Of the document that came in this step: those of a page from before lie before the scale. */
static void put_moments(struct html *h, const struct observation *saw, struct html_scale scale)
{
    const struct page_metrics *metrics = saw->page->metrics;
    if (saw->page->document == NULL || metrics == NULL)
        return;
    put_moment(h, WORD_FCP, saw, metrics->fcp_ns, scale);
    put_moment(h, WORD_LCP, saw, metrics->lcp_ns, scale);
    put_moment(h, WORD_LOADED, saw, metrics->load_ns, scale);
}

static int64_t last_moment(const struct observation *saw, int64_t origin_ns)
{
    const struct page_metrics *m = saw->page->metrics;
    if (saw->page->document == NULL || m == NULL)
        return 0;
    int64_t latest = m->lcp_ns > m->load_ns ? m->lcp_ns : m->load_ns;
    return saw->page->document->started_ns - origin_ns + latest;
}

void html_network(struct html *h, const struct observation *saw)
{
    if (saw->exchange_count == 0)
        return;
    struct html_scale scale = scale_of(saw);
    int64_t drawn_ns = last_moment(saw, scale.origin_ns);
    scale.span_ns = drawn_ns > scale.span_ns ? drawn_ns : scale.span_ns;
    html_raw(h, "<details class=\"part\"><summary>");
    html_say(h, WORD_WATERFALL);
    buffer_printf(h->out, " (%zu)</summary>\n<div class=\"line head\" aria-hidden=\"true\">",
                  saw->exchange_count);
    html_marks(h, scale);
    html_raw(h, "</div>\n<ol class=\"rows fall\">\n");
    for (size_t i = 0; i < saw->exchange_count && i < MOST_ROWS; i++)
        put_request(h, saw, i, scale);
    if (saw->exchange_count > MOST_ROWS)
        html_raw(h, "<li>&hellip;</li>\n");
    put_moments(h, saw, scale);
    html_raw(h, "</ol></details>\n");
}
