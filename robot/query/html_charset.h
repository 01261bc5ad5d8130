/* SPDX-License-Identifier: Apache-2.0 */
/* html_charset.h - what characters a page's bytes mean. For html.c only. */
#pragma once

#include "base/text.h"

struct arena;

/* The body as valid UTF-8 without NUL: `body` itself when it is that already, else a copy in the
 * arena. In this order: a byte order mark, the charset of `content_type`, the one the page's own
 * first 4 KB name (<meta charset>, <?xml encoding?>), UTF-8. A name not known is taken for UTF-8.
 * What is no character becomes U+FFFD, as in a browser. At most 3 times as long as the body. */
struct text html_to_utf8(struct arena *arena, struct text body, struct text content_type);
