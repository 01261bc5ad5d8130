/* SPDX-License-Identifier: Apache-2.0 */
/* html.h - HTML and XML documents, and XPath 1.0 on them, by libxml2.
 *
 * HTML is read as browsers do: whatever is wrong is mended. XML must be well formed. Neither ever
 * touches the network, loads a DTD or expands entities of its own; size and depth are limited. A
 * document belongs to one thread; a compiled expression is immutable and shared. */
#pragma once

#include "base/text.h"
#include "query/query.h"

#include <stdint.h>

struct arena;
struct extracted;
struct html;
struct xpath;

enum { HTML_MOST_BYTES = 8 << 20, HTML_MOST_RESULTS = 100000 };

/* A tree takes some 300 bytes for an element of ten: size alone does not bound it. */
struct html_limits {
    int64_t depth;    /* elements in each other; XML: at most 256, libxml2's own limit */
    int64_t elements; /* of the whole document */
};
extern const struct html_limits html_usual_limits;

/* Parses a body. `content_type` is the header's value, or empty: it gives the character set, and
 * whether the body is XML (also when it begins with <?xml). NULL with *ret_problem told. The document lives until the arena ends. */
const struct html *html_parse(struct arena *arena, struct text body, struct text content_type,
                              struct html_limits limits, const char **ret_problem);

/* NULL with *ret_error told. Lives until the arena ends. */
const struct xpath *xpath_compile(struct arena *arena, struct text expression,
                                  struct query_error *ret_error);

/* What the expression gives, into ret->items: the string value of each node in document order, or
 * the one number, boolean or string it computes. ret->problem is set when it takes too long. */
void xpath_select(const struct xpath *xpath, const struct html *document, struct arena *arena,
                  struct extracted *ret);
