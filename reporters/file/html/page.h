/* SPDX-License-Identifier: Apache-2.0 */
/* page.h - what a browser's try saw: its pictures and its figures. For html/. */
#pragma once

#include "model/page_sight.h"
#include "reporters/file/html/html.h"

/* A picture of the page. One that is the same as the one before shares its id, so that its bytes
 * stand in the report once. */
struct still {
    const char *id; /* of an SVG image; NULL: no picture */
    struct text base64;
    unsigned width, height;
    bool first; /* where the bytes stand */
};

/* Before and after each action. Before one is after the one before it, unless it was taken apart. */
struct stills {
    struct still *before, *after;
    size_t count;  /* of actions */
    size_t serial; /* of the page: action i is element "act-SERIAL+i" */
    bool left_out; /* some, for want of room or because they cannot be written */
};

struct stills stills_of(struct html *h, const struct page_sight *page, bool passed);

/* The pictures one after the other, each a link to its action; here stand the bytes. */
void stills_film(struct html *h, const struct page_sight *page, const struct stills *stills);
/* One of them again. */
void stills_show(struct html *h, const struct still *still, enum word_name caption);

/* The requests of a try with at least one, as a waterfall. */
void html_network(struct html *h, const struct observation *saw);

/* How it felt: paints, jumps, interactions, long tasks, requests, bytes. */
void html_felt(struct html *h, const struct page_metrics *metrics);
