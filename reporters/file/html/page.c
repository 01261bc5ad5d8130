/* SPDX-License-Identifier: Apache-2.0 */
/* page.c - a browser's try, to be gone through again: action by action what was done to what, how
 * the page looked before and after, what went over the network and what the console said meanwhile.
 *
 * Folds of one name close each other, so that one action is seen at a time, by finger, key or
 * mouse, without a script. */

#include "reporters/file/html/page.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/encode.h"
#include "reporters/file/clean.h"
#include "reporters/file/told_page.h"

enum { MOST_DOM_BYTES = 256 << 10, MOST_SAID = 100 };

static void put_title(struct html *h, enum word_name name)
{
    html_raw(h, "<h4>");
    html_say(h, name);
    html_raw(h, "</h4>\n");
}

static void put_said(struct html *h, const struct console_sight *said)
{
    struct text text = utf8_cut(text_of(told_console(h->arena, said)), 4096);
    buffer_printf(h->out, "<li class=\"said %s\"><b>%s</b> <code>", told_level(said),
                  told_level(said));
    html_text(h, text);
    html_raw(h, "</code></li>\n");
}

/* What the console said from one moment to another. */
static void put_console(struct html *h, const struct page_sight *page, int64_t from_ns,
                        int64_t to_ns)
{
    size_t told = 0;
    for (size_t i = 0; i < page->console_count && told < MOST_SAID; i++) {
        const struct console_sight *said = &page->console[i];
        if (said->at_ns < from_ns || said->at_ns >= to_ns)
            continue;
        if (told++ == 0) {
            put_title(h, WORD_CONSOLE);
            html_raw(h, "<ol class=\"rows\">\n");
        }
        put_said(h, said);
    }
    html_raw(h, told > 0 ? "</ol>\n" : "");
}

static void put_row(struct html *h, const struct tried *t, size_t index,
                    struct html_scale scale)
{
    const struct exchange *e = &t->saw->exchanges[index];
    buffer_printf(h->out, "<li><details class=\"sent%s\"><summary><b>",
                  told_missed(e) ? " broken" : "");
    if (e->status != 0)
        html_number(h, e->status);
    else if (e->method == NULL && !e->pending) /* this way of driving does not tell */
        html_raw(h, "–");
    else
        html_say(h, e->pending ? WORD_PENDING : WORD_NO_ANSWER);
    html_raw(h, "</b><code>");
    html_string(h, e->method != NULL ? e->method : "");
    html_raw(h, e->method != NULL ? " " : "");
    html_text(h, e->url);
    html_raw(h, "</code><span class=\"gloss\">");
    html_string(h, e->resource);
    html_raw(h, "</span><span class=\"took\">");
    if (e->time.total_ns >= 0)
        html_duration(h, e->time.total_ns);
    html_raw(h, "</span>");
    html_bar_of_exchange(h, t->saw, index, scale);
    html_raw(h, "</summary>\n");
    html_exchange(h, t, index, scale);
    html_raw(h, "</details></li>\n");
}

static void put_network(struct html *h, const struct tried *t, size_t first, size_t count,
                        struct html_scale scale)
{
    if (count == 0)
        return;
    put_title(h, WORD_NETWORK);
    html_raw(h, "<ol class=\"rows\">\n");
    for (size_t i = first; i < first + count; i++)
        put_row(h, t, i, scale);
    html_raw(h, "</ol>\n");
}

static void put_facts(struct html *h, const struct action_sight *action)
{
    html_raw(h, "<dl class=\"facts\">\n");
    html_fact(h, WORD_ELEMENT, text_of(action->element));
    html_fact(h, WORD_PLACE, html_place(h, &action->at));
    if (action->effect == 0) {
        html_fact_open(h, WORD_EFFECT);
        html_say(h, WORD_NO_EFFECT);
        html_fact_close(h);
    }
    html_raw(h, "</dl>\n");
    if (action->fault.reason != REASON_NONE) {
        html_raw(h, "<p class=\"why\"><b class=\"badge fail\">");
        html_string(h, reason_name(action->fault.reason));
        html_raw(h, "</b> ");
        html_string(h, action->fault.message);
        html_raw(h, "</p>\n");
    }
}

static void put_pictures(struct html *h, const struct still *before, const struct still *after)
{
    if (before->id == NULL && after->id == NULL)
        return;
    html_raw(h, "<div class=\"shots\">\n");
    if (before->id != NULL && after->id == before->id) {
        stills_show(h, after, WORD_UNCHANGED);
    } else {
        stills_show(h, before, WORD_BEFORE);
        stills_show(h, after, WORD_AFTER);
    }
    html_raw(h, "</div>\n");
}

static void put_line(struct html *h, const struct action_sight *action, size_t index,
                     struct html_scale scale)
{
    bool failed = action->fault.reason != REASON_NONE;
    buffer_printf(h->out, "<span class=\"name\">%zu. <b>", index + 1);
    html_string(h, action->name);
    html_raw(h, "</b> ");
    html_string(h, action->target);
    if (action->effect == 0) {
        html_raw(h, " <span class=\"gloss\">");
        html_say(h, WORD_NO_EFFECT);
        html_raw(h, "</span>");
    }
    html_raw(h, "</span><span class=\"took\">");
    html_duration(h, action->duration_ns);
    html_raw(h, "</span>");
    html_bar_of_time(h, failed ? "p-broken" : "p-act", action->started_ns - scale.origin_ns,
                     action->duration_ns, scale);
}

static void put_action(struct html *h, const struct tried *t, size_t i,
                       const struct stills *stills, struct html_scale scale)
{
    const struct page_sight *page = t->saw->page;
    const struct action_sight *action = &page->actions[i];
    bool failed = action->fault.reason != REASON_NONE;
    size_t first = 0, count = told_exchanges_of(t->saw, i, &first);
    int64_t from_ns = i == 0 ? INT64_MIN : action->started_ns;
    int64_t to_ns = i + 1 < page->action_count ? page->actions[i + 1].started_ns : INT64_MAX;
    buffer_printf(h->out,
                  "<li><details class=\"act%s\" id=\"act-%zu\" name=\"acts-%zu\"%s>"
                  "<summary class=\"line\">",
                  failed ? " broken" : "", stills->serial + i + 1, stills->serial + 1,
                  failed ? " open" : "");
    put_line(h, action, i, scale);
    html_raw(h, "</summary>\n<div class=\"moment\">\n");
    put_pictures(h, &stills->before[i], &stills->after[i]);
    html_raw(h, "<div class=\"meanwhile\">\n");
    put_facts(h, action);
    put_network(h, t, first, count, scale);
    put_console(h, page, from_ns, to_ns);
    html_raw(h, "</div></div>\n</details></li>\n");
}

static void put_dialogs(struct html *h, const struct page_sight *page)
{
    if (page->dialog_count == 0)
        return;
    put_title(h, WORD_DIALOGS);
    html_raw(h, "<ol class=\"rows\">\n");
    for (size_t i = 0; i < page->dialog_count; i++) {
        html_raw(h, "<li><b>");
        html_string(h, page->dialogs[i].kind);
        html_raw(h, "</b> ");
        html_string(h, page->dialogs[i].message);
        html_raw(h, " <span class=\"gloss\">");
        html_say(h, page->dialogs[i].accepted ? WORD_ACCEPTED : WORD_DISMISSED);
        html_raw(h, "</span></li>\n");
    }
    html_raw(h, "</ol>\n");
}

/* As text: shown as a page it would be a stranger's markup within ours, and without its styles. */
static void put_dom(struct html *h, const struct tried *t)
{
    struct excerpt part;
    if (t->verdict == VERDICT_PASS || t->saw->page->dom.length == 0)
        return;
    excerpt_init(&part, t->saw->page->dom, MOST_DOM_BYTES);
    html_raw(h, "<details class=\"part\"><summary>");
    html_say(h, WORD_DOCUMENT);
    html_raw(h, "</summary>\n<pre tabindex=\"0\">");
    html_text(h, part.text);
    html_raw(h, "</pre>\n");
    if (part.cut || !t->saw->page->dom_whole) {
        html_raw(h, "<p class=\"gloss\">");
        html_say(h, WORD_CUT);
        html_raw(h, "</p>\n");
    }
    html_raw(h, "</details>\n");
    excerpt_done(&part);
}

void html_page(struct html *h, const struct tried *t)
{
    const struct page_sight *page = t->saw->page;
    struct html_scale scale = {.origin_ns = t->saw->started_ns,
                               .span_ns = told_page_end(t->saw)};
    struct stills stills = stills_of(h, page, t->verdict == VERDICT_PASS);
    html_raw(h, "<div class=\"page\">\n<p class=\"asked\"><b>");
    html_text(h, page->title);
    html_raw(h, "</b> <code>");
    html_text(h, page->url);
    html_raw(h, "</code> <span class=\"gloss\">");
    html_string(h, page->browser);
    html_raw(h, "</span></p>\n");
    stills_film(h, page, &stills);
    html_raw(h, "<div class=\"line head\" aria-hidden=\"true\">");
    html_marks(h, scale);
    html_raw(h, "</div>\n<ol class=\"acts\">\n");
    for (size_t i = 0; i < page->action_count; i++)
        put_action(h, t, i, &stills, scale);
    html_raw(h, "</ol>\n");
    put_dialogs(h, page);
    html_network(h, t->saw);
    html_felt(h, page->metrics);
    put_dom(h, t);
    html_raw(h, "</div>\n");
}
