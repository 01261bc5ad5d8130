/* SPDX-License-Identifier: Apache-2.0 */
/* page.c - what a step saw in a browser: each action with its picture, what the page said, how it felt.
 *
 * Pictures are in the file itself: a report is one file that can be sent to somebody. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/encode.h"
#include "base/units.h"
#include "model/page_sight.h"
#include "reporters/file/html/html.h"

enum { MOST_CONSOLE = 50 };

/* ---- actions ---- */

static void put_picture(struct html *h, const struct picture *picture)
{
    if (picture->png.length == 0)
        return;
    struct arena *scratch = arena_new();
    html_raw(h, "<label class=\"picture\"><input type=\"checkbox\" class=\"zoom\"><img alt=\"");
    html_raw(h, word_of(WORD_PICTURE)->en);
    html_raw(h, "\" src=\"data:image/png;base64,");
    buffer_add_text(h->out, encode_base64(scratch, picture->png));
    html_raw(h, "\"></label>\n");
    arena_end(scratch);
}

static void put_fault(struct html *h, const struct fault *fault)
{
    if (fault->reason == REASON_NONE)
        return;
    buffer_printf(h->out, "<p class=\"why\"><code>%s (%s)</code> ", phase_name(fault->phase),
                  reason_name(fault->reason));
    html_string(h, fault->message);
    html_raw(h, "</p>\n");
}

/* How many requests began in it, and how many of those went wrong. */
static void put_requests(struct html *h, const struct observation *saw, size_t index)
{
    const struct page_sight *page = saw->page;
    size_t to = index + 1 < page->action_count ? page->actions[index + 1].first_exchange
                                               : saw->exchange_count;
    size_t wrong = 0, from = page->actions[index].first_exchange;
    for (size_t i = from; i < to; i++)
        wrong +=
            saw->exchanges[i].fault.reason != REASON_NONE || saw->exchanges[i].status >= 400;
    if (to <= from)
        return;
    buffer_printf(h->out, " <span class=\"gloss\">%zu ", to - from);
    html_say(h, WORD_REQUESTS);
    if (wrong > 0) {
        buffer_printf(h->out, ", %zu ", wrong);
        html_say(h, WORD_WENT_WRONG);
    }
    html_raw(h, "</span>");
}

static void put_action(struct html *h, const struct observation *saw, size_t index)
{
    const struct action_sight *action = &saw->page->actions[index];
    bool failed = action->fault.reason != REASON_NONE;
    buffer_printf(h->out, "<li class=\"action%s\"><div><code>", failed ? " fail" : "");
    html_string(h, action->name);
    html_raw(h, "</code> ");
    html_string(h, action->target);
    html_raw(h, " <span class=\"took\">");
    html_duration(h, action->duration_ns);
    html_raw(h, "</span>");
    put_requests(h, saw, index);
    html_raw(h, "<br><span class=\"gloss\">");
    html_string(h, action->element);
    html_raw(h, " ");
    html_text(h, html_place(h, &action->at));
    html_raw(h, "</span>\n");
    put_fault(h, &action->fault);
    html_raw(h, "</div>");
    put_picture(h, &action->before);
    put_picture(h, &action->after);
    html_raw(h, "</li>\n");
}

/* ---- what the page said ---- */

static const char *level_name(const struct console_sight *said)
{
    static const char *const names[] = {[CONSOLE_ERROR] = "error",
                                        [CONSOLE_WARNING] = "warning",
                                        [CONSOLE_INFO] = "info",
                                        [CONSOLE_DEBUG] = "debug"};
    return said->exception ? "uncaught" : names[said->level];
}

static void put_console(struct html *h, const struct page_sight *page)
{
    if (page->console_count + page->dialog_count == 0)
        return;
    html_raw(h, "<h4>");
    html_say(h, WORD_CONSOLE);
    html_raw(h, "</h4>\n<ul class=\"console\">");
    for (size_t i = 0; i < page->dialog_count; i++) {
        html_raw(h, "<li><code>");
        html_string(h, page->dialogs[i].kind);
        html_raw(h, "</code> ");
        html_string(h, page->dialogs[i].message);
        html_raw(h, "</li>\n");
    }
    for (size_t i = 0; i < page->console_count && i < MOST_CONSOLE; i++) {
        const struct console_sight *said = &page->console[i];
        bool bad = said->exception || said->level == CONSOLE_ERROR;
        buffer_printf(h->out, "<li%s><code>%s</code> ", bad ? " class=\"fail\"" : "",
                      level_name(said));
        html_string(h, said->text);
        if (said->url != NULL) {
            html_raw(h, " <span class=\"gloss\">");
            html_string(h, said->url);
            buffer_printf(h->out, ":%d:%d</span>", said->line, said->column);
        }
        html_raw(h, "</li>\n");
    }
    html_raw(h, "</ul>\n");
}

/* ---- how it felt ---- */

static void put_duration(struct html *h, const char *name, int64_t ns, const char *of)
{
    if (ns < 0)
        return;
    buffer_printf(h->out, "<div><dt>%s</dt><dd>", name);
    html_duration(h, ns);
    if (of != NULL && of[0] != '\0') {
        html_raw(h, " <span class=\"gloss\">");
        html_string(h, of);
        html_raw(h, "</span>");
    }
    html_raw(h, "</dd></div>\n");
}

static void put_metrics(struct html *h, const struct page_metrics *m)
{
    if (m == NULL)
        return;
    html_raw(h, "<dl class=\"pairs\">");
    put_duration(h, "TTFB", m->first_byte_ns, NULL);
    put_duration(h, "FCP", m->fcp_ns, NULL);
    put_duration(h, "LCP", m->lcp_ns, m->lcp_element);
    put_duration(h, "INP", m->interaction_ns, NULL);
    put_duration(h, "load", m->load_ns, NULL);
    if (m->layout_shift >= 0)
        buffer_printf(h->out, "<div><dt>CLS</dt><dd>%.3f</dd></div>\n", m->layout_shift);
    for (size_t i = 0; i < m->long_task_count && i < 5; i++)
        put_duration(h, "long task", m->long_tasks[i].length_ns, m->long_tasks[i].script);
    buffer_printf(h->out, "<div><dt>requests</dt><dd>%lld, %lld bytes</dd></div></dl>\n",
                  (long long)m->requests, (long long)m->bytes);
}

void html_page(struct html *h, const struct observation *saw)
{
    const struct page_sight *page = saw->page;
    if (page == NULL)
        return;
    html_raw(h, "<dl class=\"facts\">");
    html_fact(h, WORD_PAGE, page->url);
    html_fact(h, WORD_TITLE, page->title);
    html_raw(h, "</dl>\n<ol class=\"actions\">\n");
    for (size_t i = 0; i < page->action_count; i++)
        put_action(h, saw, i);
    html_raw(h, "</ol>\n");
    put_console(h, page);
    put_metrics(h, page->metrics);
}
