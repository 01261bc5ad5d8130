/* SPDX-License-Identifier: Apache-2.0 */
/* seen.h - what only a browser sees. */
#pragma once

#include "base/text.h"

struct arena;
struct exchange;
struct extracted;
struct json;
struct page_sight;
struct query_error;
struct sight;

/* NULL with the problem told: the step was not in a browser. */
const struct page_sight *seen_page(const struct sight *sight, struct extracted *ret);

/* A pattern of URLs (PCRE2, found anywhere in it), for subject.compile. */
const void *seen_pattern(struct arena *arena, struct text operand,
                         struct query_error *ret_error);

/* Calls `found` for each request of the step whose URL `pattern` finds, and lists what it gives;
 * of those it gives NULL for, nothing. */
void seen_requests(const void *pattern, struct sight *sight, struct extracted *ret,
                   const struct json *(*found)(struct arena *arena,
                                               const struct exchange *request));
