/* SPDX-License-Identifier: Apache-2.0 */
/* html.h - HTML and XML documents, by libxml2.
 *
 * HTML is read as browsers do: whatever is wrong is mended. XML must be well formed. Neither ever
 * touches the network or a file, loads a DTD or takes declarations from the document; bytes, depth,
 * nodes and attributes are limited, and crossing a limit is told: half a page is never taken for a
 * page. A document belongs to one thread at a time. */
#pragma once

#include "base/text.h"

#include <stdint.h>

struct arena;
struct html;

enum { HTML_MOST_BYTES = 8 << 20 };

/* A tree takes some 300 bytes for an element of ten: size alone does not bound it. */
struct html_limits {
    int64_t depth;    /* elements in each other */
    int64_t elements; /* of the whole document; of attributes four times as many */
};
extern const struct html_limits html_usual_limits; /* 256, 100,000 */

/* Parses a body. `content_type` is the header's value, or empty: it gives the character set (else
 * the page's own <meta> does, else it is UTF-8), and whether the body is XML (so it is, too, when
 * it begins with <?xml). NULL with *ret_problem told. The document lives until the arena ends. */
const struct html *html_parse(struct arena *arena, struct text body, struct text content_type,
                              struct html_limits limits, const char **ret_problem);
