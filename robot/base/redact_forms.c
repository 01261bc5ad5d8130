/* SPDX-License-Identifier: Apache-2.0 */
/* redact_forms.c - raw, URL, base64, hex, JSON, HTML and XML forms of a value. */

#include "base/redact_forms.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/encode.h"

#include <string.h>

/* How one character is written in some form; what it does not know stays as it is. */
typedef void (*writer_fn)(struct text value, size_t at, size_t length, struct buffer *out);

static struct text written(struct arena *arena, struct text value, writer_fn write)
{
    struct buffer out;
    size_t step;
    buffer_init(&out, value.length * 12 + 16);
    for (size_t i = 0; i < value.length; i += step) {
        step = utf8_next(value, i, NULL);
        step = step == 0 ? 1 : step;
        write(value, i, step, &out);
    }
    struct text copy = text_copy(arena, buffer_text(&out));
    buffer_done(&out);
    return copy;
}

static struct text upper_hex(struct arena *arena, struct text t)
{
    char *copy = text_string(arena, t);
    for (size_t i = 0; i < t.length; i++) {
        if (copy[i] >= 'a' && copy[i] <= 'f')
            copy[i] = (char)(copy[i] - 'a' + 'A');
    }
    return (struct text){.at = copy, .length = t.length};
}

/* Lower-case hex in %xx, the rest untouched. */
static struct text lower_percent(struct arena *arena, struct text t)
{
    char *copy = text_string(arena, t);
    for (size_t i = 0; i + 2 < t.length; i++)
        for (size_t k = 1; copy[i] == '%' && k <= 2; k++)
            if (copy[i + k] >= 'A' && copy[i + k] <= 'F')
                copy[i + k] = (char)(copy[i + k] - 'A' + 'a');
    return (struct text){.at = copy, .length = t.length};
}

static struct text replaced(struct arena *arena, struct text t, const char *from,
                            const char *to)
{
    struct buffer out;
    size_t at = 0;
    ptrdiff_t hit;
    buffer_init(&out, t.length * 8 + 16);
    while ((hit = text_find(t, text_of(from), at)) >= 0) {
        buffer_add_text(&out, text_slice(t, at, (size_t)hit));
        buffer_add_string(&out, to);
        at = (size_t)hit + strlen(from);
    }
    buffer_add_text(&out, text_slice(t, at, t.length));
    struct text copy = text_copy(arena, buffer_text(&out));
    buffer_done(&out);
    return copy;
}

/* At alignment k the first characters of the encoding depend on k bytes that stand before, the last
 * ones on what follows: what is left between them is the same wherever the value stands. */
static struct text base64_core(struct arena *arena, struct text value, size_t alignment,
                               bool url)
{
    static const size_t shared_at_start[] = {0, 2, 3};
    char *shifted = arena_alloc(arena, value.length + alignment);
    memset(shifted, 'A', alignment);
    memcpy(shifted + alignment, value.at, value.length);
    struct text all = {.at = shifted, .length = value.length + alignment};
    struct text coded = url ? encode_base64_url(arena, all) : encode_base64(arena, all);
    size_t whole = all.length / 3 * 4 + (all.length % 3 == 0 ? 0 : all.length % 3);
    return text_slice(coded, shared_at_start[alignment], whole);
}

static void write_json(struct text v, size_t at, size_t length, struct buffer *out, bool slash,
                       bool ascii, const char *digits)
{
    static const char plain[] = "\"\\\b\f\n\r\t", letters[] = "\"\\bfnrt";
    unsigned char c = (unsigned char)v.at[at];
    const char *known = c != 0 && length == 1 ? strchr(plain, c) : NULL;
    unsigned code = 0;
    if (known != NULL) {
        buffer_printf(out, "\\%c", letters[known - plain]);
    } else if (c == '/' && slash) {
        buffer_add_string(out, "\\/");
    } else if (c < 0x20 || (ascii && c >= 0x80 && utf8_next(v, at, &code) > 0)) {
        unsigned units[2] = {c < 0x20 ? c : code, 0};
        if (code >= 0x10000) {
            units[0] = 0xD800 + ((code - 0x10000) >> 10);
            units[1] = 0xDC00 + ((code - 0x10000) & 0x3FF);
        }
        for (int u = 0; u < 2 && (u == 0 || units[u] != 0); u++)
            buffer_printf(out, "\\u%c%c%c%c", digits[units[u] >> 12],
                          digits[units[u] >> 8 & 15], digits[units[u] >> 4 & 15],
                          digits[units[u] & 15]);
    } else {
        buffer_add(out, v.at + at, length);
    }
}

static const char lower[] = "0123456789abcdef", upper[] = "0123456789ABCDEF";

static void json_plain(struct text v, size_t at, size_t length, struct buffer *out)
{
    write_json(v, at, length, out, false, false, lower);
}

static void json_slash(struct text v, size_t at, size_t length, struct buffer *out)
{
    write_json(v, at, length, out, true, false, lower);
}

static void json_ascii(struct text v, size_t at, size_t length, struct buffer *out)
{
    write_json(v, at, length, out, false, true, lower);
}

static void json_ascii_slash(struct text v, size_t at, size_t length, struct buffer *out)
{
    write_json(v, at, length, out, true, true, lower);
}

static void json_upper(struct text v, size_t at, size_t length, struct buffer *out)
{
    write_json(v, at, length, out, false, true, upper);
}

static void json_upper_slash(struct text v, size_t at, size_t length, struct buffer *out)
{
    write_json(v, at, length, out, true, true, upper);
}

static void write_markup(struct text v, size_t at, size_t length, struct buffer *out,
                         const char *quote, const char *apostrophe)
{
    char c = v.at[at];
    if (c == '&')
        buffer_add_string(out, "&amp;");
    else if (c == '<')
        buffer_add_string(out, "&lt;");
    else if (c == '>')
        buffer_add_string(out, "&gt;");
    else if (c == '"')
        buffer_add_string(out, quote);
    else if (c == '\'')
        buffer_add_string(out, apostrophe);
    else
        buffer_add(out, v.at + at, length);
}

static void markup_text(struct text v, size_t at, size_t length, struct buffer *out)
{
    write_markup(v, at, length, out, "\"", "'");
}

static void markup_named(struct text v, size_t at, size_t length, struct buffer *out)
{
    write_markup(v, at, length, out, "&quot;", "&apos;");
}

static void markup_numbered(struct text v, size_t at, size_t length, struct buffer *out)
{
    write_markup(v, at, length, out, "&quot;", "&#39;");
}

static void markup_number_both(struct text v, size_t at, size_t length, struct buffer *out)
{
    write_markup(v, at, length, out, "&#34;", "&#39;");
}

void redact_forms(struct arena *arena, struct text value,
                  void (*each)(struct text form, void *thing), void *thing)
{
    static const writer_fn writers[] = {
        json_plain,       json_slash,  json_ascii,   json_ascii_slash, json_upper,
        json_upper_slash, markup_text, markup_named, markup_numbered,  markup_number_both,
    };
    struct text url = encode_url(arena, value), hex = encode_hex(arena, value);
    struct text form = replaced(arena, url, "%20", "+");
    each(value, thing);
    each(url, thing);
    each(lower_percent(arena, url), thing);
    each(form, thing);
    each(lower_percent(arena, form), thing);
    each(hex, thing);
    each(upper_hex(arena, hex), thing);
    for (size_t alignment = 0; alignment < 3; alignment++) {
        each(base64_core(arena, value, alignment, false), thing);
        each(base64_core(arena, value, alignment, true), thing);
    }
    for (size_t i = 0; i < sizeof writers / sizeof writers[0]; i++)
        each(written(arena, value, writers[i]), thing);
}
