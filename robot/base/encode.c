/* SPDX-License-Identifier: Apache-2.0 */
/* encode.c - bytes to text forms and back. */

#include "base/encode.h"
#include "base/arena.h"
#include "base/must.h"

#include <string.h>

static const char standard[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char for_urls[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static struct text to_base64(struct arena *arena, struct text t, const char *digits, bool pad)
{
    char *out = arena_alloc(arena, t.length / 3 * 4 + 5);
    const unsigned char *in = (const unsigned char *)t.at;
    size_t n = 0;
    for (size_t i = 0; i < t.length; i += 3) {
        size_t have = t.length - i < 3 ? t.length - i : 3;
        unsigned bits = (unsigned)in[i] << 16 | (have > 1 ? (unsigned)in[i + 1] << 8 : 0) |
                        (have > 2 ? in[i + 2] : 0u);
        for (size_t k = 0; k < 4; k++) {
            if (k <= have)
                out[n++] = digits[bits >> (18 - 6 * k) & 63];
            else if (pad)
                out[n++] = '=';
        }
    }
    return (struct text){.at = out, .length = n};
}

struct text encode_base64(struct arena *arena, struct text t)
{
    return to_base64(arena, t, standard, true);
}

struct text encode_base64_url(struct arena *arena, struct text t)
{
    return to_base64(arena, t, for_urls, false);
}

struct text encode_hex(struct arena *arena, struct text t)
{
    static const char digits[] = "0123456789abcdef";
    char *out = arena_alloc(arena, t.length * 2 + 1);
    for (size_t i = 0; i < t.length; i++) {
        out[2 * i] = digits[(unsigned char)t.at[i] >> 4];
        out[2 * i + 1] = digits[t.at[i] & 15];
    }
    return (struct text){.at = out, .length = t.length * 2};
}

static bool is_unreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '-' || c == '.' || c == '_' || c == '~';
}

struct text encode_url(struct arena *arena, struct text t)
{
    static const char digits[] = "0123456789ABCDEF";
    char *out = arena_alloc(arena, t.length * 3 + 1);
    size_t n = 0;
    for (size_t i = 0; i < t.length; i++) {
        if (is_unreserved(t.at[i])) {
            out[n++] = t.at[i];
            continue;
        }
        out[n++] = '%';
        out[n++] = digits[(unsigned char)t.at[i] >> 4];
        out[n++] = digits[t.at[i] & 15];
    }
    return (struct text){.at = out, .length = n};
}

/* -1: none. A picture has a million of them. */
static int base64_digit(char c)
{
    static const unsigned char after[256] = {
        /* the digit's value and one */
        ['A'] = 1,  ['B'] = 2,  ['C'] = 3,  ['D'] = 4,  ['E'] = 5,  ['F'] = 6,  ['G'] = 7,
        ['H'] = 8,  ['I'] = 9,  ['J'] = 10, ['K'] = 11, ['L'] = 12, ['M'] = 13, ['N'] = 14,
        ['O'] = 15, ['P'] = 16, ['Q'] = 17, ['R'] = 18, ['S'] = 19, ['T'] = 20, ['U'] = 21,
        ['V'] = 22, ['W'] = 23, ['X'] = 24, ['Y'] = 25, ['Z'] = 26, ['a'] = 27, ['b'] = 28,
        ['c'] = 29, ['d'] = 30, ['e'] = 31, ['f'] = 32, ['g'] = 33, ['h'] = 34, ['i'] = 35,
        ['j'] = 36, ['k'] = 37, ['l'] = 38, ['m'] = 39, ['n'] = 40, ['o'] = 41, ['p'] = 42,
        ['q'] = 43, ['r'] = 44, ['s'] = 45, ['t'] = 46, ['u'] = 47, ['v'] = 48, ['w'] = 49,
        ['x'] = 50, ['y'] = 51, ['z'] = 52, ['0'] = 53, ['1'] = 54, ['2'] = 55, ['3'] = 56,
        ['4'] = 57, ['5'] = 58, ['6'] = 59, ['7'] = 60, ['8'] = 61, ['9'] = 62, ['+'] = 63,
        ['/'] = 64, ['-'] = 63, ['_'] = 64,
    };
    return after[(unsigned char)c] - 1;
}

bool decode_base64(struct arena *arena, struct text t, struct text *ret)
{
    size_t length = t.length;
    for (int pad = 0; pad < 2 && length > 0 && t.at[length - 1] == '='; pad++)
        length--;
    if (length % 4 == 1)
        return false;
    char *out = arena_alloc(arena, length * 3 / 4 + 1);
    size_t n = 0;
    unsigned bits = 0;
    int held = 0;
    for (size_t i = 0; i < length; i++) {
        int digit = base64_digit(t.at[i]);
        if (digit < 0)
            return false;
        bits = bits << 6 | (unsigned)digit;
        held += 6;
        if (held >= 8) {
            held -= 8;
            out[n++] = (char)(bits >> held & 255);
        }
    }
    *ret = (struct text){.at = out, .length = n};
    return true;
}

static int hex_digit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

bool decode_hex(struct arena *arena, struct text t, struct text *ret)
{
    if (t.length % 2 != 0)
        return false;
    char *out = arena_alloc(arena, t.length / 2 + 1);
    for (size_t i = 0; i < t.length; i += 2) {
        int high = hex_digit(t.at[i]), low = hex_digit(t.at[i + 1]);
        if (high < 0 || low < 0)
            return false;
        out[i / 2] = (char)(high << 4 | low);
    }
    *ret = (struct text){.at = out, .length = t.length / 2};
    return true;
}

bool decode_url(struct arena *arena, struct text t, struct text *ret)
{
    char *out = arena_alloc(arena, t.length + 1);
    size_t n = 0;
    for (size_t i = 0; i < t.length; i++) {
        if (t.at[i] != '%') {
            out[n++] = t.at[i];
            continue;
        }
        int high = t.length - i > 2 ? hex_digit(t.at[i + 1]) : -1;
        int low = t.length - i > 2 ? hex_digit(t.at[i + 2]) : -1;
        if (high < 0 || low < 0)
            return false;
        out[n++] = (char)(high << 4 | low);
        i += 2;
    }
    *ret = (struct text){.at = out, .length = n};
    return true;
}

static unsigned byte_at(struct text t, size_t i)
{
    return i < t.length ? (unsigned char)t.at[i] : 0;
}

size_t utf8_next(struct text t, size_t from, unsigned *ret_code)
{
    unsigned first = byte_at(t, from), code;
    size_t length = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    static const unsigned smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    if (from >= t.length || (first >= 0x80 && first < 0xC2) || first > 0xF4)
        return 0;
    code = length == 1 ? first : first & (0x7Fu >> length);
    for (size_t k = 1; k < length; k++) {
        unsigned next = byte_at(t, from + k);
        if ((next & 0xC0) != 0x80)
            return 0;
        code = code << 6 | (next & 0x3F);
    }
    if (code < smallest[length] || (code >= 0xD800 && code <= 0xDFFF) || code > 0x10FFFF)
        return 0;
    if (ret_code != NULL)
        *ret_code = code;
    return length;
}

bool utf8_valid(struct text t)
{
    for (size_t i = 0, step; i < t.length; i += step)
        if ((step = utf8_next(t, i, NULL)) == 0)
            return false;
    return true;
}

size_t utf8_put(unsigned code, char out[4])
{
    must(code <= 0x10FFFF && !(code >= 0xD800 && code <= 0xDFFF));
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    size_t length = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (size_t k = length - 1; k > 0; k--, code >>= 6)
        out[k] = (char)(0x80 | (code & 0x3F));
    out[0] = (char)((0xF00u >> length & 0xFF) | code);
    return length;
}

struct text utf8_cut(struct text t, size_t most)
{
    if (t.length <= most)
        return t;
    while (most > 0 && ((unsigned char)t.at[most] & 0xC0) == 0x80)
        most--;
    return text_slice(t, 0, most);
}
