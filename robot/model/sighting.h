/* SPDX-License-Identifier: Apache-2.0 */
/* sighting.h - pages as they were met on the way: what robot/graph makes an app's map of. */
#pragma once

#include "base/text.h"

#include <stdint.h>

/* A page, seen once. */
struct sighting {
    struct text url, title;
    int status; /* of the document's answer; 0: not known */
    /* What the page is made of, in a few words each, sorted, each once: "form #login", "role navigation",
     * "testid fund-code". Texts and how many rows a list has do not count. */
    const struct text *features;
    size_t feature_count;
    const char *problem; /* what is wrong with the page: "answered 404"; or NULL */
};

enum passage_kind { PASSAGE_LINK = 0, PASSAGE_BUTTON, PASSAGE_REDIRECT };

/* What led from one to another. */
struct passage {
    size_t from, to; /* sightings */
    enum passage_kind kind;
    const char *label;  /* what is clicked, as a customer reads it */
    const char *target; /* which element: a CSS selector; or NULL */
};
