/* SPDX-License-Identifier: Apache-2.0 */
/* json_escape.c - one escape to one character, surrogate pairs put together. */

#include "document/json_escape.h"
#include "base/encode.h"

#include <string.h>

static int hex_digit(struct text t, size_t i)
{
    int c = i < t.length ? t.at[i] : -1;
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

static bool read_hex4(struct text t, size_t *at, unsigned *ret)
{
    unsigned code = 0;
    for (int i = 0; i < 4; i++, (*at)++) {
        int digit = hex_digit(t, *at);
        if (digit < 0)
            return false;
        code = code << 4 | (unsigned)digit;
    }
    *ret = code;
    return true;
}

/* Behind "\u". Surrogates come in pairs or not at all: a lone one is no character. */
static const char *read_unicode(struct text t, size_t *at, unsigned *ret)
{
    static const char no_digits[] = "expected four hexadecimal digits after \\u";
    static const char alone[] = "a surrogate without its other half";
    size_t from = *at;
    unsigned low;
    if (!read_hex4(t, at, ret))
        return no_digits;
    if (*ret < 0xD800 || *ret > 0xDFFF)
        return NULL;
    if (*ret <= 0xDBFF && text_starts_with(text_slice(t, *at, t.length), text_of("\\u"))) {
        *at += 2;
        if (!read_hex4(t, at, &low))
            return no_digits;
        if (low >= 0xDC00 && low <= 0xDFFF) {
            *ret = 0x10000 + ((*ret - 0xD800) << 10) + (low - 0xDC00);
            return NULL;
        }
    }
    *at = from;
    return alone;
}

const char *escape_read(struct text t, size_t *at, char quote, char out[4], size_t *ret_length)
{
    static const char from[] = "\\/bfnrt", to[] = "\\/\b\f\n\r\t";
    int c = *at < t.length ? t.at[*at] : '\0';
    const char *known = c != '\0' ? strchr(from, c) : NULL;
    if (known != NULL || c == quote) {
        out[0] = quote;
        if (known != NULL)
            out[0] = to[known - from];
        *ret_length = 1;
        (*at)++;
        return NULL;
    }
    if (c != 'u')
        return "unknown escape in a string";
    (*at)++;
    unsigned code;
    const char *problem = read_unicode(t, at, &code);
    if (problem == NULL)
        *ret_length = utf8_put(code, out);
    return problem;
}
