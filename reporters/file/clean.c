/* SPDX-License-Identifier: Apache-2.0 */
/* clean.c - redacting before cutting. */

#include "reporters/file/clean.h"
#include "base/encode.h"
#include "base/redact.h"

#include <string.h>

/* "[redacted:NAME]" with the longest name, in place of the shortest secret. */
enum { MOST_GROWTH = 64 / REDACT_LEAST_BYTES };

void clean_init(struct clean *clean, struct text foreign)
{
    buffer_init(&clean->held, foreign.length * MOST_GROWTH);
    clean->text = foreign;
    if (!redact_contains(foreign))
        return;
    redact_text(foreign, &clean->held);
    clean->text = buffer_text(&clean->held);
}

void clean_done(struct clean *clean)
{
    buffer_done(&clean->held);
}

void excerpt_init(struct excerpt *excerpt, struct text body, size_t most)
{
    clean_init(&excerpt->clean, body);
    struct text all = excerpt->clean.text, part = utf8_cut(all, most);
    excerpt->is_text =
        utf8_valid(part) && (part.length == 0 || memchr(part.at, 0, part.length) == NULL);
    excerpt->text = excerpt->is_text ? part : text_slice(all, 0, most);
    excerpt->cut = excerpt->text.length < all.length;
}

void excerpt_done(struct excerpt *excerpt)
{
    clean_done(&excerpt->clean);
}
