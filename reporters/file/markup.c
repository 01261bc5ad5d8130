/* SPDX-License-Identifier: Apache-2.0 */
/* markup.c - escaping; the same five entities for XML and HTML. */

#include "reporters/file/markup.h"
#include "base/buffer.h"
#include "base/encode.h"
#include "reporters/file/clean.h"

static bool allowed(unsigned code)
{
    if ((code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069))
        return false;
    return code >= 0x20 ? code != 0xFFFE && code != 0xFFFF
                        : code == '\t' || code == '\n' || code == '\r';
}

static const char *replacement(size_t length, unsigned code)
{
    if (length == 0 || !allowed(code))
        return "\xEF\xBF\xBD";
    switch (code) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

void markup_text(struct text t, struct buffer *out)
{
    struct clean clean;
    size_t from = 0, i = 0;
    clean_init(&clean, t);
    while (i < clean.text.length) {
        unsigned code = 0;
        size_t length = utf8_next(clean.text, i, &code);
        const char *instead = replacement(length, code);
        size_t next = i + (length == 0 ? 1 : length);
        if (instead != NULL) {
            buffer_add_text(out, text_slice(clean.text, from, i));
            buffer_add_string(out, instead);
            from = next;
        }
        i = next;
    }
    buffer_add_text(out, text_slice(clean.text, from, i));
    clean_done(&clean);
}

void markup_string(const char *string, struct buffer *out)
{
    markup_text(text_of(string), out);
}

void markup_attribute(const char *name, struct text value, struct buffer *out)
{
    buffer_printf(out, " %s=\"", name);
    markup_text(value, out);
    buffer_add_char(out, '"');
}
