/* SPDX-License-Identifier: Apache-2.0 */
/* har.h - an HTTP Archive 1.2 (http://www.softwareishard.com/blog/har-12-spec/) as exchanges.
 *
 * Reads what browsers, proxies and test tools write, which is seldom all of the standard: what is
 * missing is empty, what has another type than it must have is an error with its place. */
#pragma once

#include "base/text.h"

#include <stdint.h>

struct arena;
struct diags;
struct source;

enum { HAR_MOST_BYTES = 128 << 20, HAR_MOST_ENTRIES = 20000 };

struct pair {
    struct text name, value;
};

struct pairs {
    struct pair *items;
    size_t count;
};

struct har_entry {
    int64_t started_ms; /* since 1970, -1: not told */
    struct text method, url;
    struct pairs headers;
    struct text body, body_type; /* of the request */
    struct pairs form;           /* its fields, decoded; files are left out */
    bool has_file;               /* a part of the form is a file */
    int status;                  /* 0: no answer came */
    struct pairs answer_headers;
    struct text answer, answer_type; /* the body, decoded */
    struct text kind;                /* _resourceType of Chromium and Playwright, or "" */
    bool cached;                     /* answered by the browser's own cache */
};

struct har {
    struct har_entry *entries; /* count of them, in the order they started */
    size_t count;
    struct text creator;
};

/* NULL with diags told: no JSON, no HAR, crossing a limit. Texts point into `source` or the arena. */
const struct har *har_read(struct arena *arena, const struct source *source,
                           struct diags *diags);

/* The value of the first header of that name, in any case; empty when there is none. */
struct text pairs_find(const struct pairs *pairs, const char *name);
/* Of those separated by & (RFC 3986, form-urlencoded), decoded. */
struct pairs pairs_of_query(struct arena *arena, struct text query);
