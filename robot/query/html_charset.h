/* SPDX-License-Identifier: Apache-2.0 */
/* html_charset.h - what characters a body's bytes mean. */
#pragma once

#include "base/text.h"

struct arena;

/* The body as valid UTF-8 without NUL: `body` itself when it is that already, else a copy in the
 * arena. In this order: a byte order mark, the charset of `content_type`, the one the page's own
 * first 4 KB name (<meta charset>, <?xml encoding?>), UTF-8. A name not known is taken for UTF-8.
 * What is no character becomes U+FFFD, as in a browser. At most 3 times as long as the body. */
struct text html_to_utf8(struct arena *arena, struct text body, struct text content_type);

/* Other bodies: JSON, plain text. One that is valid UTF-8 is that, whatever its header says (many
 * servers say ISO-8859-1 of everything); else the charset of `content_type` is believed, when it
 * is known. `body` itself when nothing was converted, valid UTF-8 or not. */
struct text text_to_utf8(struct arena *arena, struct text body, struct text content_type);
