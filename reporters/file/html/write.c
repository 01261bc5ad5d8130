/* SPDX-License-Identifier: Apache-2.0 */
/* write.c - text, words, badges and facts. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/units.h"
#include "reporters/file/html/html.h"
#include "reporters/file/markup.h"
#include "reporters/file/told.h"

void html_raw(struct html *h, const char *markup)
{
    buffer_add_string(h->out, markup);
}

void html_text(struct html *h, struct text text)
{
    markup_text(text, h->out);
}

void html_string(struct html *h, const char *string)
{
    markup_string(string, h->out);
}

void html_number(struct html *h, int64_t number)
{
    buffer_printf(h->out, "%lld", (long long)number);
}

void html_duration(struct html *h, int64_t ns)
{
    html_string(h, duration_text(h->arena, ns));
}

void html_word(struct html *h, const struct word *word)
{
    buffer_printf(h->out,
                  "<span class=\"en\" lang=\"en\">%s</span>"
                  "<span class=\"zh\" lang=\"zh-CN\">%s</span>",
                  word->en, word->zh);
}

void html_say(struct html *h, enum word_name name)
{
    html_word(h, word_of(name));
}

void html_badge(struct html *h, enum verdict verdict)
{
    buffer_printf(h->out, "<b class=\"badge %s\">", verdict_name(verdict));
    html_word(h, word_of_verdict(verdict));
    html_raw(h, "</b>");
}

void html_fact_open(struct html *h, enum word_name name)
{
    html_raw(h, "<div><dt>");
    html_say(h, name);
    html_raw(h, "</dt><dd>");
}

void html_fact_close(struct html *h)
{
    html_raw(h, "</dd></div>\n");
}

void html_fact(struct html *h, enum word_name name, struct text value)
{
    if (value.length == 0)
        return;
    html_fact_open(h, name);
    html_text(h, value);
    html_fact_close(h);
}

void html_breakpoint(struct html *h, const struct journey *journey,
                     const struct breakpoint *breakpoint)
{
    html_raw(h, "<code class=\"where\">");
    html_string(h, told_breakpoint(h->arena, journey, breakpoint));
    html_raw(h, "</code> <span class=\"gloss\">");
    html_word(h, word_of_reason(breakpoint->reason));
    html_raw(h, "</span>");
}

struct text html_place(struct html *h, const struct place *at)
{
    if (at->source == NULL)
        return text_of("");
    return text_of(arena_printf(h->arena, "%s:%d:%d", at->source->name, at->line, at->column));
}
