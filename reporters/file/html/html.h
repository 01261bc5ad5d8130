/* SPDX-License-Identifier: Apache-2.0 */
/* html.h - writing the page: its parts, and the few things they all write.
 *
 * Foreign text goes through html_text or html_string only; html_raw is for our own markup. Every
 * word of ours is written in both languages, and the style sheet decides which is seen. No style
 * attribute anywhere: the page's own Content-Security-Policy forbids them. */
#pragma once

#include "model/outcome.h"
#include "reporters/file/html/words.h"

struct arena;
struct buffer;

struct html {
    struct buffer *out;
    struct arena *arena; /* for short texts; ends with the page */
    const struct report *report;
    size_t moments, pictures,
        picture_bytes; /* told so far: actions of browsers, their pictures */
};

/* "sha256-..." as CSP (W3C, Level 3, section 2.3.1) writes it. */
const char *html_hash(struct arena *arena, struct text bytes);

/* The page's parts, in its order. */
void html_summary(struct html *h);
void html_funnels(struct html *h);
void html_trends(struct html *h);
void html_runs(struct html *h);

/* What bars are drawn against. */
struct html_scale {
    int64_t origin_ns; /* monotonic */
    int64_t span_ns;
};

/* One step of a run: its line and bar, and folded in it every try. */
void html_step(struct html *h, const struct outcome *outcome, const struct step_outcome *step,
               struct html_scale scale);
/* One exchange of a try: what was asked, what came, when. */
void html_exchange(struct html *h, const struct tried *tried, size_t index,
                   struct html_scale scale);

/* What a browser's try saw, action by action. */
void html_page(struct html *h, const struct tried *tried);

/* Bars: phases of all of a step's tries on one line; those of one exchange; the scale's marks; the
 * colours' names. */
void html_bar_of_step(struct html *h, const struct step_outcome *step, struct html_scale scale);
void html_bar_of_exchange(struct html *h, const struct observation *saw, size_t index,
                          struct html_scale scale);
/* From `from_ns` of the scale, in the colour of that class. */
void html_bar_of_time(struct html *h, const char *colour, int64_t from_ns, int64_t length_ns,
                      struct html_scale scale);
void html_marks(struct html *h, struct html_scale scale);
void html_legend(struct html *h);

void html_raw(struct html *h, const char *markup);
void html_text(struct html *h, struct text text);
void html_string(struct html *h, const char *string); /* NULL: nothing */
void html_number(struct html *h, int64_t number);
void html_duration(struct html *h, int64_t ns);

void html_word(struct html *h, const struct word *word);
void html_say(struct html *h, enum word_name name);

/* A coloured label with the verdict's name. */
void html_badge(struct html *h, enum verdict verdict);

/* A row of a description list; what is written between the two is its value. */
void html_fact_open(struct html *h, enum word_name name);
void html_fact_close(struct html *h);
/* The same with a text; left out when it is empty. */
void html_fact(struct html *h, enum word_name name, struct text value);

/* The breakpoint as it is told everywhere, then what its reason means. */
void html_breakpoint(struct html *h, const struct journey *journey,
                     const struct breakpoint *breakpoint);

/* FILE:LINE:COLUMN, or nothing. */
struct text html_place(struct html *h, const struct place *at);
